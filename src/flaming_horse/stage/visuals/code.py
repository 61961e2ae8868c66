"""A program on a panel: numbered lines, inks by what a word is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from manim import Animation, ManimColor, Rectangle, VGroup

from flaming_horse.errors import WrongInput
from flaming_horse.stage import typeset
from flaming_horse.stage.looks import Look
from flaming_horse.stage.parts import Body, spelling
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import Visual
from flaming_horse.stage.visuals.lamps import Lamp, mixed, readable, surface
from flaming_horse.stage.visuals.number_grid import frame
from flaming_horse.stage.visuals.syntax import coloured_lines, syntax_inks

_LINES = re.compile(r"lines\((\d+),(\d+)\)")
_TINT = 0.16
_LEADING = 1.5
_LARGEST = 1.25


class Code(Visual):
    """`code` in a `language` that Pygments knows; any other is set in one ink.

    Parts: `line(n)`, `lines(a,b)`.
    """

    kind: ClassVar[str] = "code"

    def draw(self, room: Room) -> None:
        text = str(self.data["code"]).expandtabs(4).rstrip("\n")
        lines = coloured_lines(text, str(self.data.get("language") or ""))
        look, size = room.look, room.size("code")
        lit = mixed(look.panel, look.accent, _TINT)
        inks, quiet = syntax_inks(look, lit), readable(look.muted, lit, look.foreground)
        rows = [_row(line, size, inks, look) for line in lines]
        numbers = [typeset.code(str(n), size=size, colour=quiet) for n in range(1, len(rows) + 1)]
        gutter = numbers[-1].width + 0.9 * size if len(rows) > 1 else 0.0
        widest = max(row.width for row in rows)
        pad = 0.7 * size
        width = max(widest + gutter + 2 * pad, 8 * size)
        step = _LEADING * size
        height = len(rows) * step + 2 * pad
        panel = surface(room, width, height, fill=look.panel, edge=look.rule, radius=0.35)
        self.add(panel)
        left = -width / 2 + pad
        for i, (row, number) in enumerate(zip(rows, numbers, strict=True)):
            y = height / 2 - pad - (i + 0.5) * step
            row.move_to((left + gutter + row.width / 2, y, 0))
            number.move_to((left + gutter - 0.9 * size - number.width / 2, y, 0))
            group = VGroup(row, number) if gutter else VGroup(row)
            self._line(i + 1, group, width, step, y, room)
        factor = min(_LARGEST, room.width / width, room.height / height)
        if factor > 1:
            self.scale(factor)
        self.center()

    def find(self, path: str) -> Body:
        found = _LINES.fullmatch(spelling(path))
        if found is None:
            return super().find(path)
        first, last = int(found[1]), int(found[2])
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
        self, number: int, group: VGroup, width: float, step: float, y: float, room: Room
    ) -> None:
        look = room.look
        inner = width - 0.16 * room.em
        tint = mixed(look.panel, look.accent, _TINT)
        band = Rectangle(width=inner, height=step, stroke_width=0, fill_opacity=1,
                         fill_color=ManimColor(tint)).move_to((0, y, 0))  # fmt: skip
        bar = Rectangle(width=0.12 * room.em, height=step, stroke_width=0, fill_opacity=1,
                        fill_color=ManimColor(look.accent))  # fmt: skip
        bar.move_to((-inner / 2 + 0.06 * room.em, y, 0))
        lit = VGroup(band, bar)
        box = frame(inner, step, (0.0, y))
        self.add(lit, box, group)
        self.define(f"line({number})", box, *group, highlight=Lamp(lit))


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
