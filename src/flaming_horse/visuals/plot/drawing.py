"""Curves of x, standing or running with t, and points, over quiet axes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
from manim import Animation, CapStyleType, Circle, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from flaming_horse.model.formula import Expression, constant, parse
from flaming_horse.stage.motion import Glide, Opacity, ease_in_out, leaves_of, prompt
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.lamps import Lamp, LineState, stroke
from flaming_horse.visuals.plot.axes import draw_axes
from flaming_horse.visuals.plot.curves import bezier_points
from flaming_horse.visuals.plot.legend import Chip, Legend

_SAMPLES = 241
_WIDTH, _FAINT_WIDTH, _LIT_WIDTH = 5.0, 3.5, 7.5
_FAINT, _DIMMED = 0.5, 0.28
_ASPECT = 0.95
"""A plot is not higher than this share of its width."""


@dataclass(slots=True)
class _Curve:
    """A curve or a group of points: how it looks when nothing is pointed at."""

    shape: VMobject
    chip: Chip
    width: float
    opacity: float
    formula: Expression | None = None
    halo: Lamp | None = None


class Plot(DrawnVisual):
    """`x` and `y` are ranges, `curves` formulas by name, `points` coordinates by name.

    With `t` the plot moves: `t` grows by `rate` a second. Parts: each curve and each group of
    points by its name. A highlighted one is thicker or in a ring, the others step back, and its
    name is marked. Names of what is hidden leave no gaps.
    """

    kind: ClassVar[str] = "plot"

    def __init__(self, visual_id: str, /, **data: Any) -> None:
        super().__init__(visual_id, **data)
        motion = data.get("t")
        self._rate = float(motion.get("rate", 1.0)) if motion else 0.0
        self.moving = motion is not None
        self._x = _range(data["x"])
        self._y = _range(data["y"])
        self._samples = np.linspace(*self._x, _SAMPLES)
        self._drawn: dict[str, _Curve] = {}
        self._chosen: tuple[str, ...] = ()

    def draw(self, room: Room) -> None:
        self._drawn, self._chosen = {}, ()
        self._legend = legend = Legend(room)
        curves: Mapping[str, Any] = self.data.get("curves") or {}
        points: Mapping[str, Any] = self.data.get("points") or {}
        inks = _inks(room, curves, points)
        chips = {name: legend.chip(_label(name, spec), inks[name], dot=name in points)
                 for name, spec in [*curves.items(), *points.items()]}  # fmt: skip
        legend.arrange(room.width)
        height = min(room.height, max(_ASPECT * room.width, 6.0 * room.em))
        in_pi = any("pi" in str(end) or "π" in str(end) for end in self.data["x"])
        below = height - legend.height
        self._axes = draw_axes(room, self._x, self._y, width=room.width, height=below, in_pi=in_pi)
        group = VGroup(legend.group, self._axes.group)
        top = height / 2
        legend.group.shift((self._axes.window.get_x() - legend.group.get_x(),
                            top - legend.group.get_top()[1], 0))  # fmt: skip
        self._axes.group.shift((0, -top - self._axes.group.get_bottom()[1], 0))
        for name, spec in curves.items():
            self._drawn[name] = _curve(spec, inks[name], chips[name], room)
        for name, spec in points.items():
            self._drawn[name] = self._points(spec, inks[name], chips[name], room)
        rings = [curve.halo.shape for curve in self._drawn.values() if curve.halo]
        self.add(*group, *rings, *(c.shape for c in self._drawn.values()))
        self._define()
        self._place(0.0)

    def tick(self, seconds: float) -> None:
        if self._rate:
            self._place(self._rate * seconds)

    def _place(self, t: float) -> None:
        """Put every curve where it is at `t`: new outlines for the same mobjects."""
        for curve in self._drawn.values():
            if curve.formula is not None:
                y = np.asarray(curve.formula.evaluate(np, x=self._samples, t=t), dtype=float)
                y = np.broadcast_to(y, self._samples.shape)
                curve.shape.points = self._axes.at(bezier_points(self._samples, y, *self._y))

    def _points(self, spec: Mapping[str, Any], ink: str, chip: Chip, room: Room) -> _Curve:
        dots, rings = VGroup(), VGroup()
        edge: dict[str, Any] = {"fill_opacity": 1, "stroke_width": stroke(room, 3.0)}
        ground, lit = ManimColor(room.look.background), ManimColor(room.look.highlight)
        places = np.array([[constant(a), constant(b)] for a, b in spec["at"]])
        for place in self._axes.at(places):
            dot = Circle(0.2 * room.em, ground, fill_color=ManimColor(ink), **edge)
            ring = Circle(0.38 * room.em, ManimColor(ink), fill_color=lit, **edge)
            dots.add(dot.move_to(place))
            rings.add(ring.move_to(place))
        return _Curve(dots, chip, stroke(room, 3.0), 1.0, halo=Lamp(rings))

    def _define(self) -> None:
        for name, curve in self._drawn.items():
            self.define(
                name,
                curve.shape,
                curve.chip.group,
                probe=curve.chip.box,
                highlight=partial(self._point_at, name),
            )

    def _point_at(self, name: str, on: bool) -> Sequence[Animation]:
        others = tuple(other for other in self._chosen if other != name)
        self._chosen = (*others, name) if on else others
        lit = self._drawn[name]
        # Points stay where a curve is pointed at: they are what it passes through.
        points = any(self._drawn[chosen].formula is None for chosen in self._chosen)
        animations = [*lit.chip.lamp(on), *(lit.halo(on) if lit.halo else ())]
        for other, curve in self._drawn.items():
            opacity = curve.opacity
            if self.is_hidden(other):
                if other == name and not on:
                    animations += self._as_before(curve)
                continue
            if other in self._chosen:
                opacity = 1.0
            elif points or (self._chosen and curve.formula is not None):
                opacity = min(opacity, _DIMMED)
            animations.append(self._stated(curve, opacity, lit=other in self._chosen, on=on))
        return animations

    def _as_before(self, curve: _Curve) -> list[Animation]:
        """A curve that is hidden while it is lit comes again as it was drawn."""
        for leaf in leaves_of(curve.shape):
            fill, _ = self._opacities[id(leaf)]
            fill = fill if curve.formula is not None else curve.opacity
            self._opacities[id(leaf)] = (fill, curve.opacity)
        if curve.formula is None:
            return []
        return [LineState(curve.shape, width=curve.width, on=False)]

    def _stated(self, curve: _Curve, opacity: float, *, lit: bool, on: bool) -> Animation:
        if curve.formula is None:
            aims = [(opacity, opacity)] * len(curve.shape)
            return Opacity(curve.shape, aims, rate=prompt if on else ease_in_out)
        width = stroke(self.look_room, _LIT_WIDTH) if lit else curve.width
        return LineState(curve.shape, width=width, opacity=opacity, on=on)

    # -- names stand without gaps ----------------------------------------------------------

    def conceal(self, path: str) -> None:
        super().conceal(path)
        for chip, shift in self._closing():
            chip.group.shift(shift)

    def show_part(self, path: str) -> list[Animation]:
        before = {name for name in self._drawn if not self.is_hidden(name)}
        animations = super().show_part(path)
        stood = [self._drawn[name].chip for name in before]
        for chip, shift in self._closing() if animations else ():
            if any(chip is other for other in stood):
                animations.append(_moved(chip, shift))
            else:
                chip.group.shift(shift)
        return animations

    def hide_part(self, path: str) -> list[Animation]:
        animations = super().hide_part(path)
        moves = self._closing() if animations else ()
        return [*animations, *(_moved(chip, shift) for chip, shift in moves)]

    def _closing(self) -> list[tuple[Chip, NDArray[np.float64]]]:
        shown = [curve.chip for name, curve in self._drawn.items() if not self.is_hidden(name)]
        return self._legend.moves(shown)


def _moved(chip: Chip, shift: NDArray[np.float64]) -> Animation:
    return Glide(chip.group, shift=shift, about=chip.group.get_center())


def _range(ends: Sequence[str | float]) -> tuple[float, float]:
    low, high = (constant(end) for end in ends)
    return low, high


def _inks(room: Room, *groups: Mapping[str, Any]) -> dict[str, str]:
    """The ink of each curve and each group of points; the look's cycle where none is named."""
    named = [(name, spec) for group in groups for name, spec in group.items()]
    return {name: room.look.curve(spec.get("colour"), i) for i, (name, spec) in enumerate(named)}


def _label(name: str, spec: Mapping[str, Any]) -> str:
    return str(spec.get("label") or name.replace("_", " "))


def _curve(spec: Mapping[str, Any], ink: str, chip: Chip, room: Room) -> _Curve:
    faint = bool(spec.get("faint"))
    width = stroke(room, _FAINT_WIDTH if faint else _WIDTH)
    opacity = _FAINT if faint else 1.0
    shape = VMobject(
        stroke_color=ManimColor(ink), stroke_width=width, stroke_opacity=opacity, fill_opacity=0,
        cap_style=CapStyleType.ROUND,
    )  # fmt: skip
    return _Curve(shape, chip, width, opacity, parse(str(spec["formula"])))
