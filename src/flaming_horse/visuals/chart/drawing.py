"""Values as bars: upright where their labels have room below them, else lying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from manim import Line, ManimColor, VGroup, VMobject

from flaming_horse.stage.room import Room, runs_of
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.chart.kind import written_value
from flaming_horse.visuals.lamps import mixed, stroke
from flaming_horse.visuals.number_grid import frame

_GAP = 0.42
"""Ems between a bar and what is written at it."""
_SHARE = 0.62
"""How much of its place a bar fills."""
_WIDEST = 3.4
"""Ems that an upright bar is wide at most, and half of it a lying one high."""
_QUIET = 0.42
"""How much of the ground is in the bars that do not stand out."""


@dataclass(frozen=True, slots=True)
class _Bar:
    shape: VMobject
    label: Typeset
    value: Typeset


class Chart(DrawnVisual):
    """`Chart(id, labels=[…], values=[…], unit="", title="", source="", highlights=[…])`.

    Parts: `bar(n)`, counted from 1.
    """

    kind: ClassVar[str] = "chart"
    grows: ClassVar[float] = 1.25
    fills: ClassVar[tuple[float, float]] = (0.95, 0.95)

    def draw(self, room: Room) -> None:
        title, source = self._text("title", room), self._text("source", room)
        above = title.height + 0.9 * room.em if title else 0.0
        below = source.height + 0.7 * room.em if source else 0.0
        inner = room.within(room.width, room.height - above - below)
        labels = list(map(str, self.data["labels"]))
        drawn = (self._upright(labels, inner, size) for size in ("body", "small"))
        bars, line, places = next(filter(None, drawn), None) or self._lying(labels, inner)
        plot = VGroup(*(part for bar in bars for part in (bar.shape, bar.label, bar.value)), line)
        whole = VGroup(plot, *places)
        if title:
            title.move_to((whole.get_x(), whole.get_top()[1] + 0.9 * room.em + title.height / 2, 0))
        if source:
            foot = whole.get_bottom()[1] - 0.7 * room.em - source.height / 2
            source.move_to((whole.get_x(), foot, 0))
        texts = [text for text in (title, source) if text]
        VGroup(whole, *texts).center()
        self.add(*places, *texts, *(bar.shape for bar in bars), line)
        for n, (bar, place) in enumerate(zip(bars, places, strict=True), 1):
            self.add(bar.label, bar.value)
            parts = (bar.shape, bar.label, bar.value)
            self.define(f"bar({n})", *parts, frame=place, ink=False)

    def _text(self, field: str, room: Room) -> Typeset | None:
        text = str(self.data.get(field) or "")
        if not text:
            return None
        large = field == "title"
        words = text if large else f"Source: {text}"
        return room.text(
            runs_of(words), size="subheading" if large else "small", width=room.width,
            align="center", balanced=True, weight=600 if large else 400,
            colour=None if large else room.look.muted,
        )  # fmt: skip

    def _ink(self, n: int, room: Room) -> str:
        """The bars that stand out have the ink; the others step back towards the ground."""
        look, chosen = room.look, self.data.get("highlights") or ()
        ink = look.curve(self.data.get("colour"))
        if not chosen or self.data["labels"][n] in chosen:
            return ink
        return mixed(ink, look.background, _QUIET)

    def _values(self, room: Room, size: str = "small") -> list[Typeset]:
        unit = str(self.data.get("unit") or "")
        texts = (written_value(float(value), unit) for value in self.data["values"])
        return [room.text([{"text": text}], size=size, weight=600) for text in texts]

    def _shares(self) -> list[float]:
        values = [float(value) for value in self.data["values"]]
        return [value / max(values) for value in values]

    def _upright(
        self, labels: Sequence[str], room: Room, size: str
    ) -> tuple[list[_Bar], VMobject, list[VMobject]] | None:
        """Bars side by side; None where labels or values would be too wide for their places."""
        pitch = min(room.width / len(labels), 2 * _WIDEST * room.em)
        width = pitch - 0.5 * room.em
        named = [room.text(runs_of(label), size=size, align="center") for label in labels]
        values = self._values(room, size)
        if room.width < room.height or max(each.width for each in [*named, *values]) > width:
            return None
        gap, base = _GAP * room.em, max(label.height for label in named)
        length = room.height - base - max(value.height for value in values) - 3.7 * gap
        across = min(_SHARE * pitch, _WIDEST * room.em)
        bars: list[_Bar] = []
        places: list[VMobject] = []
        for n, (label, value, share) in enumerate(zip(named, values, self._shares(), strict=True)):
            x, tall = (n - (len(labels) - 1) / 2) * pitch, share * length
            shape = self._bar(across, tall, room, n, up=True)
            shape.shift((x, 0, 0))
            label.move_to((x, -gap - base / 2, 0))
            value.move_to((x, tall + gap + value.height / 2, 0))
            bars.append(_Bar(shape, label, value))
            top, foot = tall + 2 * gap + value.height, -1.6 * gap - base
            wide = min(pitch, max(across, label.width, value.width) + 0.7 * room.em)
            places.append(frame(wide, top - foot, (x, (top + foot) / 2)))
        half = len(labels) * pitch / 2
        return bars, self._zero((-half, 0.0), (half, 0.0), room), places

    def _lying(
        self, labels: Sequence[str], room: Room
    ) -> tuple[list[_Bar], VMobject, list[VMobject]]:
        """Bars one below the other, with their labels before them, in several lines if need be."""
        gap, values = _GAP * room.em, self._values(room)
        widest = 0.4 * room.width
        named = [
            room.text(runs_of(label), size="small", align="right", width=widest, balanced=True)
            for label in labels
        ]
        before = max(label.width for label in named) + gap
        behind = max(value.width for value in values) + gap
        length = max(room.width - before - behind - 0.9 * gap, 2 * room.em)
        least = max(label.height for label in named) + 0.5 * room.em
        pitch = max(least, min(room.height / len(labels), 1.6 * _WIDEST * room.em))
        across = min(_SHARE * pitch, _WIDEST * room.em / 1.6)
        bars: list[_Bar] = []
        places: list[VMobject] = []
        for n, (label, value, share) in enumerate(zip(named, values, self._shares(), strict=True)):
            y, long = ((len(labels) - 1) / 2 - n) * pitch, share * length
            shape = self._bar(long, across, room, n, up=False)
            shape.shift((0, y, 0))
            label.move_to((-gap - label.width / 2, y, 0))
            value.move_to((long + gap + value.width / 2, y, 0))
            bars.append(_Bar(shape, label, value))
            left, right = -before - 0.2 * gap, long + 1.6 * gap + value.width
            places.append(frame(right - left, 0.94 * pitch, ((left + right) / 2, y)))
        half = len(labels) * pitch / 2
        return bars, self._zero((0.0, -half), (0.0, half), room), places

    def _bar(self, width: float, height: float, room: Room, n: int, *, up: bool) -> VMobject:
        """A bar from zero, its far corners rounded."""
        across, long = (width, height) if up else (height, width)
        r = min(0.16 * room.em, across / 3, max(long, 1e-3))
        long, half = max(long, 0.02 * room.em), across / 2
        bow = np.linspace(0.0, np.pi / 2, 7)
        right = [(half - r + r * np.cos(a), long - r + r * np.sin(a)) for a in bow]
        left = [(-x, y) for x, y in reversed(right)]
        corners = [(-half, 0.0), (half, 0.0), *right, *left, (-half, 0.0)]
        turned = [(x, y, 0.0) if up else (y, x, 0.0) for x, y in corners]
        shape = VMobject(stroke_width=0, fill_color=ManimColor(self._ink(n, room)), fill_opacity=1)
        shape.set_points_as_corners(np.array(turned))
        return shape

    def _zero(self, start: tuple[float, float], end: tuple[float, float], room: Room) -> VMobject:
        ink = ManimColor(room.look.muted)
        return Line((*start, 0.0), (*end, 0.0), color=ink, stroke_width=stroke(room, 2.6))
