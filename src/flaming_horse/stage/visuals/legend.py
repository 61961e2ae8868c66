"""The names of curves and points, as chips over a plot; they stand still while curves move."""

from __future__ import annotations

from dataclasses import dataclass

from manim import CapStyleType, Circle, Line, ManimColor, VGroup, VMobject

from flaming_horse.stage.room import Room
from flaming_horse.stage.visuals.dollars import runs_of
from flaming_horse.stage.visuals.lamps import Lamp, stroke, surface


@dataclass(frozen=True, slots=True)
class Chip:
    """A sample of the line, and its name; `box` is its frame, `lamp` marks it."""

    group: VGroup
    box: VMobject
    lamp: Lamp


class Legend:
    """Chips in centred rows. Make the chips, arrange them, then place `group`."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.group = VGroup()
        self._chips: list[Chip] = []

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
        made = Chip(VGroup(box, lit, inside), box, Lamp(lit))
        self._chips.append(made)
        return made

    def arrange(self, width: float) -> None:
        """Fill rows of at most `width`, one below the other."""
        gap = 0.35 * self.room.em
        rows: list[VGroup] = []
        for chip in self._chips:
            if not rows or rows[-1].width + gap + chip.group.width > width:
                rows.append(VGroup())
            rows[-1].add(chip.group)
            rows[-1].arrange(buff=gap)
        self.group.add(*rows)
        for i, row in enumerate(rows):
            row.move_to((0, -i * (row.height + gap), 0))


def _dash(room: Room, ink: str) -> VMobject:
    half = 0.35 * room.em
    line = Line((-half, 0, 0), (half, 0, 0), color=ManimColor(ink), stroke_width=stroke(room, 6.0))
    line.cap_style = CapStyleType.ROUND
    return line


def _dot(room: Room, ink: str) -> VMobject:
    return Circle(radius=0.17 * room.em, stroke_width=0, fill_color=ManimColor(ink), fill_opacity=1)
