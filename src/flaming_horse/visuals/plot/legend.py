"""The names of curves and points, as chips over a plot; they stand still while curves move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import CapStyleType, Circle, Line, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from flaming_horse.stage.room import Room, runs_of
from flaming_horse.visuals.lamps import Lamp, stroke, surface
from flaming_horse.visuals.number_grid import frame

_GAP = 0.35
"""Ems between chips."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A sample of the line, and its name; `box` is its frame, `lamp` marks it."""

    group: VGroup
    box: VMobject
    lamp: Lamp


class Legend:
    """Chips in centred rows. Make the chips, arrange them, then place `group`.

    The space is that of all chips; those that are shown stand in it without gaps.
    """

    def __init__(self, room: Room) -> None:
        self.room = room
        self.group = VGroup()
        self._chips: list[Chip] = []
        self._width, self._em = 0.0, 1.0
        self._ground = frame(0.0, 1.0, (0.0, 0.0))

    @property
    def height(self) -> float:
        """With the distance to what is below."""
        return self.group.height + 0.35 * self.room.em if self._chips else 0.0

    def chip(self, label: str, ink: str, *, dot: bool) -> Chip:
        """Add a chip for a curve, or for points when `dot`."""
        room = self.room
        text = room.text(runs_of(label), size="small")
        sample = _dot(room, ink) if dot else _dash(room, ink)
        inside = VGroup(sample, text).arrange(buff=0.3 * room.em)
        width, height = inside.width + 0.8 * room.em, text.height + 0.14 * room.em
        look = room.look
        box = surface(room, width, height, fill=look.panel, radius=0.4)
        lit = surface(room, width, height, fill=look.highlight, edge=look.accent, radius=0.4)
        for part in (box, lit):
            part.move_to(inside)
        chip = Chip(VGroup(box, lit, inside), box, Lamp(lit))
        self._chips.append(chip)
        return chip

    def arrange(self, width: float) -> None:
        """Fill rows of at most `width`, one below the other."""
        self._width = width
        rows = self._rows(self._chips)
        if not rows:
            return
        row, gap = self._chips[0].group.height, _GAP * self.room.em
        broad = max(_breadth(each, gap) for each in rows)
        self._ground = frame(broad, len(rows) * (row + gap) - gap, (0.0, 0.0))
        self._em = self.room.em / self._ground.height
        self.group.add(self._ground, *(chip.group for chip in self._chips))
        for chip, shift in self.moves(self._chips):
            chip.group.shift(shift)

    def moves(self, shown: Sequence[Chip]) -> list[tuple[Chip, NDArray[np.float64]]]:
        """How these chips get to where they stand without gaps, wherever the legend is now."""
        ground, moves = self._ground, list[tuple[Chip, NDArray[np.float64]]]()
        gap = _GAP * self._em * ground.height
        for i, row in enumerate(self._rows(shown)):
            x = ground.get_x() - _breadth(row, gap) / 2
            for chip in row:
                width, height = chip.group.width, chip.group.height
                y = ground.get_top()[1] - height / 2 - i * (height + gap)
                moves.append((chip, np.array([x + width / 2, y, 0.0]) - chip.group.get_center()))
                x += width + gap
        return moves

    def _rows(self, chips: Sequence[Chip]) -> list[list[Chip]]:
        rows: list[list[Chip]] = []
        scale = self._ground.height * self._em / self.room.em if self.group else 1.0
        gap, width = _GAP * self.room.em * scale, self._width * scale
        for chip in chips:
            if not rows or _breadth([*rows[-1], chip], gap) > width:
                rows.append([])
            rows[-1].append(chip)
        return rows


def _breadth(chips: Sequence[Chip], gap: float) -> float:
    return sum(chip.group.width for chip in chips) + gap * (len(chips) - 1)


def _dash(room: Room, ink: str) -> VMobject:
    half = 0.35 * room.em
    line = Line((-half, 0, 0), (half, 0, 0), color=ManimColor(ink), stroke_width=stroke(room, 6.0))
    line.cap_style = CapStyleType.ROUND
    return line


def _dot(room: Room, ink: str) -> VMobject:
    return Circle(radius=0.17 * room.em, stroke_width=0, fill_color=ManimColor(ink), fill_opacity=1)
