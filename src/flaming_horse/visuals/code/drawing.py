"""A program on a panel: numbered lines, inks by what a word is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from manim import Animation, ManimColor, Rectangle, VGroup

from flaming_horse.errors import WrongInput
from flaming_horse.stage import typeset
from flaming_horse.stage.body import Body, spelling
from flaming_horse.stage.looks import Look
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.code.syntax import coloured_lines, syntax_inks
from flaming_horse.visuals.lamps import Lamp, mixed, readable, surface
from flaming_horse.visuals.number_grid import frame

_LINES = re.compile(r"lines\((\d+),(\d+)\)")
_TINT = 0.16
_LEADING, _TIGHT_LEADING = 1.5, 1.28
"""Distance of two lines in font sizes; the second where there are many."""
_TIGHT = 0.72
"""From this shrinking on lines stand closer, and in two columns where that helps."""
_LARGEST, _LARGEST_OF_FEW = 1.5, 2.0
"""Times the look's size; the second for a command or two, which stand alone in a frame."""
_FEW = 2


class Code(DrawnVisual):
    """`code` in a `language` that Pygments knows; any other is set in one ink.

    Parts: `line(n)`, `lines(a,b)`.
    """

    kind: ClassVar[str] = "code"

    def draw(self, room: Room) -> None:
        text = str(self.data["code"]).expandtabs(4).rstrip("\n")
        lines = coloured_lines(text, str(self.data.get("language") or ""))
        look, size = room.look, _size(room)
        lit = mixed(look.panel, look.accent, _TINT)
        inks, quiet = syntax_inks(look, lit), readable(look.muted, lit, look.foreground)
        rows = [_row(line, size, inks, look) for line in lines]
        numbers = [typeset.code(str(n), size=size, colour=quiet) for n in range(1, len(rows) + 1)]
        sheet = _Sheet.of(rows, numbers, size, room)
        self.add(
            surface(room, sheet.width, sheet.height, fill=look.panel, edge=look.rule, radius=0.35)
        )
        for i, (row, number) in enumerate(zip(rows, numbers, strict=True)):
            left, y = sheet.place(i)
            start = left + sheet.gutter
            row.move_to((start + row.width / 2, y, 0))
            number.move_to((start - 0.9 * size - number.width / 2, y, 0))
            group = VGroup(row, number) if sheet.gutter else VGroup(row)
            self._line(i + 1, group, sheet, (left, y), room)
        largest = _LARGEST_OF_FEW if len(rows) <= _FEW else _LARGEST
        factor = min(largest, room.width / sheet.width, room.height / sheet.height)
        if factor > 1:
            self.scale(factor)
        self.center()

    def find(self, path: str) -> Body:
        match = _LINES.fullmatch(spelling(path))
        if match is None:
            return super().find(path)
        first, last = int(match[1]), int(match[2])
        if first > last:
            raise WrongInput(
                f"{path!r} of code {self.id!r} ends before it begins",
                remedy=f"Write lines({last},{first}).",
            )
        bodies = [super(Code, self).find(f"line({n})") for n in range(first, last + 1)]

        def light(on: bool) -> Sequence[Animation]:
            return [step for body in bodies if body.highlight for step in body.highlight(on)]

        return Body(VGroup(*(body.mobjects for body in bodies)), highlight=light)

    def _line(
        self, number: int, group: VGroup, sheet: _Sheet, start: tuple[float, float], room: Room
    ) -> None:
        look, (left, y) = room.look, start
        inner = sheet.column + 2 * sheet.pad - 0.16 * room.em
        middle = left + sheet.column / 2
        tint = mixed(look.panel, look.accent, _TINT)
        band = Rectangle(width=inner, height=sheet.step, stroke_width=0, fill_opacity=1,
                         fill_color=ManimColor(tint)).move_to((middle, y, 0))  # fmt: skip
        bar = Rectangle(width=0.12 * room.em, height=sheet.step, stroke_width=0, fill_opacity=1,
                        fill_color=ManimColor(look.accent))  # fmt: skip
        bar.move_to((middle - inner / 2 + 0.06 * room.em, y, 0))
        lit = VGroup(band, bar)
        box = frame(inner, sheet.step, (middle, y))
        self.add(lit, box, group)
        self.define(f"line({number})", box, *group, highlight=Lamp(lit))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The panel, centred on the origin: one column of lines, or two where one is too high."""

    columns: int
    rows: int
    column: float
    gutter: float
    step: float
    pad: float

    @classmethod
    def of(
        cls, rows: Sequence[Typeset], numbers: Sequence[Typeset], size: float, room: Room
    ) -> _Sheet:
        gutter = numbers[-1].width + 0.9 * size if len(rows) > 1 else 0.0
        column = max(row.width for row in rows) + gutter
        step = (_LEADING if room.shrink > _TIGHT else _TIGHT_LEADING) * size
        one = cls(1, len(rows), max(column, 6.6 * size), gutter, step, 0.7 * size)
        two = replace(one, columns=2, rows=(len(rows) + 1) // 2)
        # A second column only when smaller type alone does not help.
        wanted = room.shrink <= _TIGHT and one.height > room.height
        return two if wanted and two.width <= room.width else one

    @property
    def width(self) -> float:
        return self.columns * (self.column + 2 * self.pad)

    @property
    def height(self) -> float:
        return self.rows * self.step + 2 * self.pad

    def place(self, index: int) -> tuple[float, float]:
        """The left end and the middle of a line, counted from 0."""
        column, row = divmod(index, self.rows)
        left = -self.width / 2 + self.pad + column * (self.column + 2 * self.pad)
        return left, self.height / 2 - self.pad - (row + 0.5) * self.step


def _size(room: Room) -> float:
    """The font size: programs may be set smaller than running text."""
    sizes = room.look.sizes
    return max(sizes.code * room.shrink, sizes.code_smallest) * room.unit


def _row(
    line: Sequence[tuple[str, str]], size: float, inks: Mapping[str, str], look: Look
) -> Typeset:
    """One line: set as a whole, then inked glyph by glyph."""
    text = "".join(part for _, part in line)
    row = typeset.code(text or " ", size=size, colour=look.foreground)
    glyphs: list[Any] = list(row.submobjects[1:])
    letters = [kind for kind, part in line for char in part if not char.isspace()]
    # A sign may be drawn from several outlines, or none; then the line keeps one ink.
    if len(letters) == len(glyphs):
        for glyph, kind in zip(glyphs, letters, strict=True):
            if kind in inks:
                glyph.set_fill(ManimColor(inks[kind]), family=False)
    return row
