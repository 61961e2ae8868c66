"""Numbers in rows and columns between tall brackets: what matrices are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from manim import ORIGIN, ManimColor, VGroup, VMobject

from flaming_horse.stage import typeset
from flaming_horse.stage.looks import Look
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import DrawnVisual

Entry: TypeAlias = "str | int | float"

_BASELINE = "\u200b"
"""A text sign without width: it gives each formula the line box of the text around it."""
_ROW = 1.5
"""Distance of two rows' middles, in font sizes."""
_COLUMN_GAP = 0.9
_SIDE = 0.38
_LIP = 0.26
_THICKNESS = 0.062


@dataclass(frozen=True, slots=True)
class NumberGrid:
    """A matrix, centred on the origin; `row_boxes` and `column_boxes` are invisible frames."""

    group: VGroup
    entries: tuple[tuple[Typeset, ...], ...]
    row_boxes: tuple[VMobject, ...]
    column_boxes: tuple[VMobject, ...]

    def row(self, r: int) -> VGroup:
        """Row `r`, counted from 0, with its box."""
        return VGroup(self.row_boxes[r], *self.entries[r])

    def column(self, c: int) -> VGroup:
        """Column `c`, counted from 0, with its box."""
        return VGroup(self.column_boxes[c], *(row[c] for row in self.entries))


def number_grid(
    rows: Sequence[Sequence[Entry]], *, size: float, look: Look, colour: str | None = None
) -> NumberGrid:
    """Set `rows` at a font size in scene units; every column is as wide as the widest entry."""
    ink = colour or look.foreground
    entries = tuple(tuple(sign(number(cell), size, ink) for cell in row) for row in rows)
    pitch = max(cell.width for row in entries for cell in row) + _COLUMN_GAP * size
    heights = [max(max(cell.height for cell in row) * 1.02, _ROW * size) for row in entries]
    top = sum(heights) / 2
    middles = [top - sum(heights[:r]) - heights[r] / 2 for r in range(len(rows))]
    columns = len(entries[0])
    centres = [(c - (columns - 1) / 2) * pitch for c in range(columns)]
    for row, y in zip(entries, middles, strict=True):
        for cell, x in zip(row, centres, strict=True):
            cell.move_to((x, y, 0))
    inner = columns * pitch - _COLUMN_GAP * size
    width, height = inner + 2 * _SIDE * size, sum(heights) + 0.16 * size
    brackets = VGroup(
        _bracket(width, height, size, look, -1), _bracket(width, height, size, look, 1)
    )
    bar = 0.93 * min(heights)
    row_boxes = tuple(frame(inner + 0.4 * size, bar, (0.0, y)) for y in middles)
    breadth = pitch - 0.34 * size
    column_boxes = tuple(frame(breadth, sum(heights) - 0.1 * size, (x, 0.0)) for x in centres)
    group = VGroup(brackets, *row_boxes, *column_boxes, *(c for row in entries for c in row))
    return NumberGrid(group, entries, row_boxes, column_boxes)


def fit(drawing: VGroup, room: Room, largest: float) -> None:
    """Scale a drawing of filled shapes to its room, up to `largest` times what it is."""
    factor = min(largest, room.width / drawing.width, room.height / drawing.height)
    smallest = room.look.sizes.smallest * room.unit / room.size("maths")
    drawing.scale(max(factor, smallest), about_point=ORIGIN)


def define_grid(visual: DrawnVisual, grid: NumberGrid, prefix: str) -> None:
    """Name a grid's rows, columns and entries, counted from 1."""
    for r, row in enumerate(grid.entries):
        visual.define(f"{prefix}row({r + 1})", *grid.row(r), padding=0.0)
        for c, entry in enumerate(row):
            visual.define(
                f"{prefix}entry({r + 1},{c + 1})", entry, padding=0.08 * visual.look_room.em
            )
    for c in range(len(grid.column_boxes)):
        visual.define(f"{prefix}column({c + 1})", *grid.column(c), padding=0.0)


def number(value: Entry) -> str:
    """An entry as LaTeX: 3 for 3.0, a formula as it is written."""
    return value if isinstance(value, str) else f"{value:g}"


def sign(latex: str, size: float, colour: str) -> Typeset:
    """A formula in the line box of text, so that it aligns with entries beside it."""
    runs = [{"text": _BASELINE}, {"text": latex, "kind": "math"}]
    return typeset.rich(runs, size=size, colour=colour)


def frame(width: float, height: float, centre: tuple[float, float]) -> VMobject:
    """An invisible box: it takes space, and surfaces take its size."""
    x, y = width / 2, height / 2
    box = VMobject(stroke_width=0, fill_opacity=0, stroke_opacity=0)
    corners = np.array([[-x, y, 0], [x, y, 0], [x, -y, 0], [-x, -y, 0], [-x, y, 0]])
    box.set_points_as_corners(corners + np.array([*centre, 0.0]))
    return box


def _bracket(width: float, height: float, size: float, look: Look, side: int) -> VMobject:
    """A square bracket as a filled shape, so that it scales as its numbers do."""
    thick, lip = _THICKNESS * size, _LIP * size
    outer, y = width / 2 + thick, height / 2
    inner, tip = outer - thick, outer - lip
    corners = [(tip, y), (outer, y), (outer, -y), (tip, -y), (tip, -y + thick),
               (inner, -y + thick), (inner, y - thick), (tip, y - thick), (tip, y)]  # fmt: skip
    shape = VMobject(stroke_width=0, fill_color=ManimColor(look.foreground), fill_opacity=1)
    shape.set_points_as_corners(np.array([[side * a, b, 0.0] for a, b in corners]))
    return shape
