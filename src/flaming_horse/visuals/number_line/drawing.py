"""A number line: ticks with their numbers below it, points above it, intervals on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from manim import CapStyleType, Circle, Line, ManimColor, VGroup, VMobject

from flaming_horse.model.formula import constant
from flaming_horse.stage.room import Room, runs_of
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.lamps import stroke
from flaming_horse.visuals.number_grid import frame, sign
from flaming_horse.visuals.ticks import Tick, ticks

_DOT, _END = 0.24, 0.22
"""Radii of a point and of an interval's end, in ems."""
_TICK = 0.24
"""Half of a tick's length, in ems."""
_OVER = 0.9
"""Ems by which the line goes on behind its range, with the arrow."""
_MOST = 13


class NumberLine(DrawnVisual):
    """`NumberLine(id, range=[a, b], points=[…], intervals=[…])`.

    Parts: `point(n)` and `interval(n)`, counted from 1. Intervals that overlap lie below one
    another; an end that does not belong to one is an empty ring.
    """

    kind: ClassVar[str] = "number-line"
    grows: ClassVar[float] = 1.35
    fills: ClassVar[tuple[float, float]] = (0.97, 0.8)

    def draw(self, room: Room) -> None:
        ends = self.data["range"]
        low, high = (constant(end) for end in ends)
        in_pi = any("pi" in str(end) or "π" in str(end) for end in ends)
        length = room.width - 2 * (_OVER + 0.3) * room.em
        self._low, self._unit = low, length / (high - low)
        self._middle = length / 2
        marked = self._ticks(low, high, length, room, in_pi=in_pi)
        axis = self._axis(length, room)
        self.add(axis)
        below = -_TICK * room.em
        for tick, label in marked:
            x = self._x(tick.value)
            ink = ManimColor(room.look.muted)
            half = _TICK * room.em
            self.add(Line((x, -half, 0), (x, half, 0), color=ink, stroke_width=stroke(room, 2.4)))
            label.move_to((x, -half - 0.35 * room.em - label.height / 2, 0))
            self.add(label)
            below = min(below, label.get_bottom()[1])
        self._intervals(self.data.get("intervals") or (), below, room)
        self._points(self.data.get("points") or (), room)
        middle = VGroup(*self.submobjects).get_center()
        for each in self.submobjects:
            each.shift(-middle)

    def _x(self, value: float) -> float:
        return (value - self._low) * self._unit - self._middle

    def _ticks(
        self, low: float, high: float, length: float, room: Room, *, in_pi: bool
    ) -> list[tuple[Tick, Typeset]]:
        """As many as stand apart by a letter at least."""
        size = room.size("small")
        for most in range(_MOST, 1, -1):
            marked = ticks(low, high, most=most, in_pi=in_pi)
            labels = [sign(tick.latex, size, room.look.muted) for tick in marked]
            pitch = length / max(1, len(marked) - 1)
            if max((label.width for label in labels), default=0.0) + 0.9 * size < pitch:
                return list(zip(marked, labels, strict=True))
        return []

    def _axis(self, length: float, room: Room) -> VGroup:
        ink, half = ManimColor(room.look.foreground), length / 2 + _OVER * room.em
        line = Line(
            (-half, 0, 0), (half, 0, 0), color=ink, stroke_width=stroke(room, 3.2),
            cap_style=CapStyleType.ROUND,
        )  # fmt: skip
        tips = VGroup()
        for side in (-1, 1):
            tip = VMobject(stroke_width=0, fill_color=ink, fill_opacity=1)
            back, high = side * (half - 0.34 * room.em), 0.16 * room.em
            end = (side * (half + 0.06 * room.em), 0, 0)
            tip.set_points_as_corners(np.array([end, (back, high, 0), (back, -high, 0), end]))
            tips.add(tip)
        return VGroup(line, tips)

    def _intervals(self, intervals: Sequence[Any], below: float, room: Room) -> None:
        """The first of those that overlap lies on the line, the others below the numbers."""
        lanes: list[list[tuple[float, float]]] = []
        placed: list[tuple[int, float, float, str, Any]] = []
        for n, each in enumerate(intervals):
            start, end = (self._x(constant(place)) for place in each["ends"])
            margin = 2 * _END * room.em
            lane = next(
                (k for k, taken in enumerate(lanes)
                 if all(end + margin < a or start - margin > b for a, b in taken)), len(lanes)
            )  # fmt: skip
            if lane == len(lanes):
                lanes.append([])
            lanes[lane].append((start, end))
            placed.append((lane, start, end, room.look.curve(each.get("colour"), n), each))
        gap = 0.45 * room.em
        foot = below
        for lane in range(len(lanes)):
            y = 0.0 if lane == 0 else foot - gap - 1.4 * _END * room.em
            tops = below if lane == 0 else y - _END * room.em
            lowest = tops
            for n, (there, start, end, ink, each) in enumerate(placed, 1):
                if there != lane:
                    continue
                shapes = self._interval(start, end, y, ink, str(each.get("open") or ""), room)
                label = self._label(each, ink, room)
                if label is not None:
                    x = self._inside((start + end) / 2, label, room)
                    label.move_to((x, tops - gap - label.height / 2, 0))
                    lowest = min(lowest, label.get_bottom()[1])
                self.add(*shapes, *([label] if label else []))
                top = y + 1.8 * _END * room.em
                low = label.get_bottom()[1] - 0.2 * room.em if label else y - 1.8 * _END * room.em
                wide = max(end - start + 3.2 * _END * room.em, label.width if label else 0.0)
                around = frame(wide, top - low, ((start + end) / 2, (top + low) / 2))
                self.add(around)
                parts = [*shapes, *([label] if label else [])]
                self.define(f"interval({n})", *parts, frame=around, ink=False)
            foot = lowest

    def _interval(
        self, start: float, end: float, y: float, ink: str, is_open: str, room: Room
    ) -> list[VMobject]:
        colour, wide = ManimColor(ink), stroke(room, 9.0)
        bar = Line((start, y, 0), (end, y, 0), color=colour, stroke_width=wide)
        rings: list[VMobject] = [bar]
        for x, side in ((start, "left"), (end, "right")):
            fill = room.look.background if is_open in (side, "both") else ink
            rings.append(
                Circle(
                    _END * room.em, colour, fill_color=ManimColor(fill), fill_opacity=1,
                    stroke_width=stroke(room, 4.5),
                ).move_to((x, y, 0))
            )  # fmt: skip
        return rings

    def _points(self, points: Sequence[Any], room: Room) -> None:
        """Points with their labels above; labels that would meet stand higher, on a thread."""
        rows: list[list[tuple[float, float]]] = []
        step = 1.5 * room.em
        for n, each in sorted(enumerate(points, 1), key=lambda p: constant(p[1]["at"])):
            x = self._x(constant(each["at"]))
            ink = room.look.curve(each.get("colour"), n + len(self.data.get("intervals") or ()) - 1)
            ground = ManimColor(room.look.background)
            dot = Circle(
                _DOT * room.em, ground, fill_color=ManimColor(ink), fill_opacity=1,
                stroke_width=stroke(room, 3.0),
            ).move_to((x, 0, 0))  # fmt: skip
            parts: list[VMobject] = [dot]
            label = self._label(each, ink, room)
            if label is not None:
                at = self._inside(x, label, room)
                left, right = at - label.width / 2 - 0.25 * room.em, at + label.width / 2
                row = next(
                    (k for k, taken in enumerate(rows) if all(b < left for _, b in taken)),
                    len(rows),
                )
                if row == len(rows):
                    rows.append([])
                rows[row].append((left, right))
                base = 0.75 * room.em + row * step
                label.move_to((at, base + label.height / 2, 0))
                if row:
                    thread = Line(
                        (x, 0.5 * room.em, 0), (x, base - 0.15 * room.em, 0),
                        color=ManimColor(ink), stroke_width=stroke(room, 1.8),
                    )  # fmt: skip
                    parts.append(thread)
                parts.append(label)
            top = max(part.get_top()[1] for part in parts) + 0.2 * room.em
            wide = max(label.width if label else 0.0, 2 * _DOT * room.em) + 0.5 * room.em
            centre = label.get_x() if label else x
            # The light on a label that stands higher leaves those below it alone.
            foot = -1.7 * _DOT * room.em
            if label is not None and len(parts) > 2:
                foot = label.get_bottom()[1] - 0.2 * room.em
            around = frame(
                wide, top + 0.2 * room.em - foot, (centre, (top + 0.2 * room.em + foot) / 2)
            )
            self.add(*parts, around)
            self.define(f"point({n})", *parts, frame=around, ink=False)

    def _label(self, each: Any, ink: str, room: Room) -> Typeset | None:
        text = str(each.get("label") or "")
        return room.text(runs_of(text), colour=ink) if text else None

    def _inside(self, x: float, label: Typeset, room: Room) -> float:
        """Where a label stands that is as near to its place as the room allows."""
        most = max(0.0, room.width / 2 - label.width / 2)
        return float(np.clip(x, -most, most))
