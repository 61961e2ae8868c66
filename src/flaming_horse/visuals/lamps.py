"""Lights of a visual's own: shapes drawn beforehand, off until a part is pointed at."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, ManimColor, RoundedRectangle, VMobject

from flaming_horse.stage.looks import contrast
from flaming_horse.stage.motion import (
    LIGHTS,
    InPlace,
    Opacity,
    ease_in_out,
    ease_out,
    leaves_of,
    opacities_of,
    prompt,
)
from flaming_horse.stage.room import Room


class Lamp:
    """Switches a shape on and off in place; off, the shape is transparent.

    An instance is what `Body.highlight` wants: called with True or False, it gives the animations.
    """

    def __init__(self, shape: VMobject) -> None:
        self.shape = shape
        self._leaves = leaves_of(shape)
        self._on = opacities_of(self._leaves)
        for leaf in self._leaves:
            LIGHTS.add(leaf)
            leaf.fill_rgbas[:, 3] = 0.0
            leaf.stroke_rgbas[:, 3] = 0.0

    def __call__(self, on: bool) -> Sequence[Animation]:
        return self.at(1.0 if on else 0.0)

    def at(self, share: float) -> Sequence[Animation]:
        """Bring the light to a share of its opacities, 0 to 1."""
        aims = [(fill * share, stroke * share) for fill, stroke in self._on]
        return [Opacity(self.shape, aims, rate=prompt if share else ease_out)]


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with that share (0 to 1) of `other` in it, channel by channel."""
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def readable(ink: str, surface: str, towards: str, *, least: float = 4.5) -> str:
    """`ink`, mixed with `towards` as far as its contrast on `surface` asks for (WCAG 2.2, AA)."""
    for tenths in range(10):
        tried = mixed(ink, towards, tenths / 10)
        if contrast(tried, surface) >= least:
            return tried
    return towards


def surface(
    room: Room,
    width: float,
    height: float,
    *,
    fill: str | None = None,
    edge: str | None = None,
    edge_width: float = 2.0,
    radius: float = 0.2,
) -> RoundedRectangle:
    """A rounded box in scene units; `radius` in ems, `edge_width` in Manim's stroke units."""
    return RoundedRectangle(
        width=width,
        height=height,
        corner_radius=min(radius * room.em, width / 2, height / 2),
        stroke_width=stroke(room, edge_width) if edge else 0.0,
        stroke_color=ManimColor(edge or room.look.rule),
        fill_color=ManimColor(fill or room.look.panel),
        fill_opacity=1.0 if fill else 0.0,
    )


def stroke(room: Room, width: float) -> float:
    """A stroke width that is the same share of any frame; `width` is for a shorter side of 8."""
    return width * room.unit / 8.0


class LineState(InPlace):
    """Bring a line to a stroke width, and to an opacity when one is given."""

    # Manim's Animation.__new__ takes other arguments, and ignores them.
    def __init__(  # pyright: ignore[reportInconsistentConstructor]
        self, mobject: VMobject, *, width: float, opacity: float | None = None, on: bool
    ) -> None:
        self._line = mobject
        now = (float(mobject.stroke_width), float(mobject.stroke_rgbas[0, 3]))
        self._from = now
        self._to = (width, now[1] if opacity is None else opacity)
        self._fades = opacity is not None
        super().__init__(mobject, rate=prompt if on else ease_in_out)

    def begin(self) -> None:
        line = self._line
        self._from = (float(line.stroke_width), float(line.stroke_rgbas[0, 3]))
        super().begin()

    def set_state(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        (width, opacity), (wide, dense) = self._from, self._to
        self._line.stroke_width = width + (wide - width) * share
        if self._fades:
            self._line.stroke_rgbas[:, 3] = opacity + (dense - opacity) * share
