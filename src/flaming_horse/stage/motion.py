"""How things appear, change and go: calm, exact, and cheap to draw.

These animations change opacities, colours and positions in place. Manim's own copy every glyph
twice and interpolate its outline, which is most of the time a text scene takes.
"""

# Manim's Animation has a __new__ of its own, for default settings, that takes any arguments.
# pyright: reportInconsistentConstructor=false
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

import numpy as np
from manim import Animation, ManimColor, Mobject, VMobject
from numpy.typing import NDArray

LIGHTS: WeakSet[VMobject] = WeakSet()
"""Shapes that light up what is pointed at: showing and hiding a part does not switch them on."""


def ease_out(t: float) -> float:
    """Cubic: quick at first, at rest in the end."""
    return 1 - (1 - t) ** 3


def ease_in_out(t: float) -> float:
    """The smoothstep polynomial."""
    return t * t * (3 - 2 * t)


def prompt(t: float) -> float:
    """`ease_out` that is clearly under way in its first frame: a cue shows when it is spoken."""
    return 0.5 + 0.5 * ease_out(t)


@dataclass(slots=True)
class _Leaf:
    mobject: VMobject
    fill: NDArray[np.float64]
    stroke: NDArray[np.float64]

    @classmethod
    def of(cls, mobject: VMobject) -> _Leaf:
        return cls(mobject, mobject.fill_rgbas.copy(), mobject.stroke_rgbas.copy())

    def fade(self, opacity: float) -> None:
        self.mobject.fill_rgbas[:, 3] = self.fill[:, 3] * opacity
        self.mobject.stroke_rgbas[:, 3] = self.stroke[:, 3] * opacity


def leaves_of(mobject: Mobject) -> list[VMobject]:
    """Everything in it that is drawn, in drawing order."""
    return [m for m in mobject.family_members_with_points() if isinstance(m, VMobject)]


def inked(mobject: Mobject) -> list[VMobject]:
    """Its leaves without lights, which are on while they are pointed at and else off."""
    return [leaf for leaf in leaves_of(mobject) if leaf not in LIGHTS]


class InPlace(Animation):
    """An animation that keeps no copy of its mobject."""

    def __init__(
        self, mobject: Mobject, *, rate: Callable[[float], float], **settings: Any
    ) -> None:
        # What moves by the scene's clock goes on moving while it fades.
        settings.setdefault("suspend_mobject_updating", False)
        super().__init__(mobject, rate_func=rate, **settings)

    def create_starting_mobject(self) -> Mobject:
        return self.mobject

    def get_all_mobjects(self) -> Sequence[Mobject]:
        return (self.mobject,)

    def interpolate_mobject(self, alpha: float) -> None:
        self.set_state(min(max(alpha, 0.0), 1.0))

    def set_state(self, alpha: float) -> None:
        """Put the mobject in its state at `alpha`, 0 to 1, before easing."""
        raise NotImplementedError


class _OfLeaves(InPlace):
    """An animation that changes leaves from how they are when it begins."""

    _leaves: Sequence[_Leaf] = ()

    def begin(self) -> None:
        self._leaves = [_Leaf.of(leaf) for leaf in leaves_of(self.mobject)]
        super().begin()


class Reveal(_OfLeaves):
    """Fade in, rising by `shift`; with `stagger` (0 to 1), glyph after glyph as in writing."""

    def __init__(
        self,
        mobject: Mobject,
        *,
        shift: float = 0.0,
        stagger: float = 0.0,
        rate: Callable[[float], float] = ease_out,
        **settings: Any,
    ) -> None:
        self.rise = shift
        self.stagger = stagger
        self._offset = 0.0
        super().__init__(mobject, rate=rate, **settings)

    def set_state(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        self._lift(-self.rise * (1 - eased))
        if not self.stagger:
            for leaf in self._leaves:
                leaf.fade(eased)
            return
        last = max(1, len(self._leaves) - 1)
        for i, leaf in enumerate(self._leaves):
            begun = self.stagger * i / last
            own = min(max((alpha - begun) / (1 - self.stagger), 0.0), 1.0)
            # The first glyphs follow the rate exactly, so that a prompt start stays prompt.
            leaf.fade(self.rate_func(own) if own > 0 or i == 0 else 0.0)

    def _lift(self, offset: float) -> None:
        if offset != self._offset:
            self.mobject.shift(np.array([0.0, offset - self._offset, 0.0]))
            self._offset = offset


class Vanish(_OfLeaves):
    """Fade out; afterwards the mobject is transparent, and removed when `remove` says so."""

    def __init__(
        self,
        mobject: Mobject,
        *,
        remove: bool = True,
        rate: Callable[[float], float] = ease_out,
        **settings: Any,
    ) -> None:
        super().__init__(mobject, rate=rate, remover=remove, **settings)

    def set_state(self, alpha: float) -> None:
        for leaf in self._leaves:
            leaf.fade(1 - self.rate_func(alpha))


class _OnStage(InPlace):
    """An animation of what is on stage already, as a part of something larger.

    Manim adds what it animates to the scene, and for a part it takes the whole to pieces: the
    whole would lose its place in the drawing order and its updaters.
    """

    def is_introducer(self) -> bool:
        return True

    def _setup_scene(self, scene: Any) -> None:
        del scene


class Recolour(_OnStage, _OfLeaves):
    """Change the colours of leaves, opacities kept. `inks[i]` is the new colour of leaf i."""

    def __init__(
        self,
        mobject: Mobject,
        inks: Sequence[str | NDArray[np.float64]],
        *,
        rate: Callable[[float], float] = ease_out,
        **settings: Any,
    ) -> None:
        self._inks = [np.array(ManimColor(ink).to_rgb()) if isinstance(ink, str) else ink
                      for ink in inks]  # fmt: skip
        super().__init__(mobject, rate=rate, **settings)

    def set_state(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        for leaf, ink in zip(self._leaves, self._inks, strict=True):
            for was, now in ((leaf.fill, leaf.mobject.fill_rgbas),
                             (leaf.stroke, leaf.mobject.stroke_rgbas)):  # fmt: skip
                now[:, :3] = was[:, :3] + (ink - was[:, :3]) * eased


class Opacity(_OnStage, _OfLeaves):
    """Bring each leaf to an opacity of its own: `(fill, stroke)` for each leaf."""

    def __init__(
        self,
        mobject: Mobject,
        opacities: Sequence[tuple[float, float]],
        *,
        shift: float = 0.0,
        rate: Callable[[float], float] = prompt,
        **settings: Any,
    ) -> None:
        self._aims = opacities
        self.rise = shift
        self._offset = 0.0
        super().__init__(mobject, rate=rate, **settings)

    def set_state(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        for leaf, (fill, stroke) in zip(self._leaves, self._aims, strict=True):
            mobject = leaf.mobject
            mobject.fill_rgbas[:, 3] = leaf.fill[:, 3] + (fill - leaf.fill[:, 3]) * eased
            mobject.stroke_rgbas[:, 3] = leaf.stroke[:, 3] + (stroke - leaf.stroke[:, 3]) * eased
        offset = -self.rise * (1 - eased)
        if offset != self._offset:
            self.mobject.shift(np.array([0.0, offset - self._offset, 0.0]))
            self._offset = offset


class Glide(InPlace):
    """Move to a centre and grow or shrink by a factor, about the mobject's own centre."""

    def __init__(
        self,
        mobject: Mobject,
        *,
        shift: NDArray[np.float64],
        factor: float = 1.0,
        about: NDArray[np.float64],
        **settings: Any,
    ) -> None:
        self._shift, self._factor, self._about = shift, factor, about
        self._points: list[tuple[VMobject, NDArray[np.float64]]] = []
        super().__init__(mobject, rate=ease_in_out, **settings)

    def begin(self) -> None:
        self._points = [(leaf, leaf.points.copy()) for leaf in leaves_of(self.mobject)]
        super().begin()

    def set_state(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        factor = 1 + (self._factor - 1) * eased
        offset = self._about * (1 - factor) + self._shift * eased
        for leaf, points in self._points:
            leaf.points = points * factor + offset


class Widen(_OnStage):
    """Draw a bar from a third of its width, about its middle, to its full width."""

    def __init__(self, mobject: VMobject, **settings: Any) -> None:
        self._bar = mobject
        self._points = mobject.points.copy()
        super().__init__(mobject, rate=ease_out, **settings)

    def set_state(self, alpha: float) -> None:
        middle = (self._points[:, 0].min() + self._points[:, 0].max()) / 2
        share = (1 + 2 * self.rate_func(alpha)) / 3
        self._bar.points = self._points.copy()
        self._bar.points[:, 0] = middle + (self._points[:, 0] - middle) * share


def opacities_of(leaves: Iterable[VMobject]) -> list[tuple[float, float]]:
    """Fill and stroke opacity of each leaf."""
    return [(float(m.fill_rgbas[0, 3]), float(m.stroke_rgbas[0, 3])) for m in leaves]
