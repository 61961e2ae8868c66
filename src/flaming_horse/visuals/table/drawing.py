"""A table: a header, hairlines between rows, numbers aligned at their ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from manim import DOWN, UP, Line, ManimColor, VMobject

from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Rich, Typeset
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.lamps import stroke
from flaming_horse.visuals.number_grid import frame

_NUMBER = re.compile(r"[-+−–]?[\d.,\s]*\d\s*(?:%|[^\W\d]{1,3})?")  # noqa: RUF001  typed by people
"""A number, perhaps with a unit of a few letters."""
_PAD_X, _PAD_Y = 0.55, 0.24
_TIGHT, _TIGHT_X, _TIGHT_Y = 0.72, 0.35, 0.08
"""From this shrinking on cells stand closer."""
_LARGEST_PAD_Y = 0.42
_LARGEST_GAP = 1.4
_AIR = 0.15
"""Ems above and below what is drawn in a cell; words have it in their lines."""


class Table(DrawnVisual):
    """`header` is a row of cells, `rows` are rows of cells; a cell is rich text.

    Parts: `row(n)`, `column(n)`, `cell(r,c)`; the header is not counted.
    """

    kind: ClassVar[str] = "table"
    grows: ClassVar[float] = 1.45
    fills: ClassVar[tuple[float, float]] = (1.0, 0.78)

    def draw(self, room: Room) -> None:
        rows: list[list[Rich]] = [list(row) for row in self.data["rows"]]
        count = max([len(self.data["header"]), *(len(row) for row in rows)])
        header = [*self.data["header"], *[""] * (count - len(self.data["header"]))]
        rows = [[*row, *[""] * (count - len(row))] for row in rows]
        pad = (_TIGHT_X if room.shrink <= _TIGHT else _PAD_X) * room.em
        widths = self._widths(header, rows, room, room.width - 2 * pad * count)
        right = [_numeric([row[c] for row in rows]) for c in range(count)]
        grid = [[_header(cell, w, room, right=end)
                 for cell, w, end in zip(header, widths, right, strict=True)]]  # fmt: skip
        grid += [
            [_cell(cell, w, room) for cell, w in zip(row, widths, strict=True)] for row in rows
        ]
        self._place(grid, widths, right, pad, room)

    def _widths(
        self, header: Sequence[Rich], rows: Sequence[Sequence[Rich]], room: Room, free: float
    ) -> list[float]:
        """What each column takes: its longest cell, or less where the sum is too much."""
        count = len(header)
        cells = [
            [_header(header[c], None, room).width, *(_cell(r[c], None, room).width for r in rows)]
            for c in range(count)
        ]
        natural = [max(column) for column in cells]
        if room.shrink > 1:
            return natural  # larger type must not break cells into lines
        return column_widths(natural, free, least=3 * room.em, weights=[sum(c) for c in cells])

    def _place(
        self, grid: list[list[Typeset]], widths: list[float], right: list[bool], pad: float,
        room: Room,
    ) -> None:  # fmt: skip
        widths = [max(width, *(row[c].width for row in grid)) for c, width in enumerate(widths)]
        spare = room.width - sum(widths) - 2 * pad * len(widths)
        pad += max(0.0, min(spare / (2 * len(widths)), (_LARGEST_GAP - _PAD_X) * room.em))
        total = sum(widths) + 2 * pad * len(widths)
        lefts = [-total / 2 + sum(widths[:c]) + 2 * pad * c + pad for c in range(len(widths))]
        heights = self._heights(grid, room)
        y = sum(heights) / 2
        boxes: list[VMobject] = []
        for i, (row, height) in enumerate(zip(grid, heights, strict=True)):
            for c, cell in enumerate(row):
                edge = (
                    lefts[c] + widths[c] - cell.width / 2 if right[c] else lefts[c] + cell.width / 2
                )
                cell.move_to((edge, y - height / 2, 0))
            boxes.append(frame(total, height, (0.0, y - height / 2)))
            y -= height
            self.add(boxes[-1], *row)
            if i < len(grid) - 1:
                self.add(_rule(total, y, room, strong=i == 0))
        self._define(grid[1:], boxes[1:], lefts, widths, pad)

    @staticmethod
    def _heights(grid: list[list[Typeset]], room: Room) -> list[float]:
        """Each row's, with air above and below as far as the room has it."""
        bare = [max(_height(cell, room) for cell in row) for row in grid]
        spare = 0.7 * room.height - sum(bare)
        least = (_TIGHT_Y if room.shrink <= _TIGHT else _PAD_Y) * room.em
        pad = min(max(spare / (2 * len(bare)), least), _LARGEST_PAD_Y * room.em)
        return [height + 2 * pad for height in bare]

    def _define(
        self, rows: list[list[Typeset]], boxes: list[VMobject], lefts: list[float],
        widths: list[float], pad: float,
    ) -> None:  # fmt: skip
        for r, row in enumerate(rows):
            self.define(f"row({r + 1})", boxes[r], *row, padding=0.0)
            for c, cell in enumerate(row):
                box = frame(widths[c] + 1.2 * pad, 0.9 * boxes[r].height,
                            (lefts[c] + widths[c] / 2, boxes[r].get_y()))  # fmt: skip
                self.add(box)
                self.define(f"cell({r + 1},{c + 1})", box, cell, padding=0.0)
        if not boxes:
            return
        top, bottom = boxes[0].get_top()[1], boxes[-1].get_bottom()[1]
        for c, width in enumerate(widths):
            box = frame(width + 1.4 * pad, top - bottom, (lefts[c] + width / 2, (top + bottom) / 2))
            self.add(box)
            self.define(f"column({c + 1})", box, *(row[c] for row in rows), padding=0.0)


def _header(cell: Rich, width: float | None, room: Room, *, right: bool = False) -> Typeset:
    return room.text(
        cell, colour=room.look.accent, weight=600, width=width, strong=room.look.accent,
        align="right" if right else "left",
    )  # fmt: skip


def _cell(cell: Rich, width: float | None, room: Room) -> Typeset:
    return room.text(_large_fractions(cell), width=width)


def _large_fractions(cell: Rich) -> Rich:
    """The cell with its fractions as they are set in formulas of their own."""
    if isinstance(cell, str):
        return cell
    return [
        {**run, "text": rf"\displaystyle {run['text']}"}
        if run.get("kind") == "math" and r"\frac" in run["text"] else run
        for run in cell
    ]  # fmt: skip


def _height(cell: Typeset, room: Room) -> float:
    """A cell's height: its lines, or what is drawn in them and the air that lines have."""
    drawn = [glyph for glyph in cell if glyph.get_fill_opacity() or glyph.get_stroke_opacity()]
    if not drawn:
        return cell.height
    top, bottom = (f(glyph.get_y(side) for glyph in drawn) for f, side in ((max, UP), (min, DOWN)))
    return max(cell.height, float(top - bottom) + 2 * _AIR * room.em)


def _rule(width: float, y: float, room: Room, *, strong: bool) -> VMobject:
    look = room.look
    return Line(
        np.array([-width / 2, y, 0]),
        np.array([width / 2, y, 0]),
        color=ManimColor(look.muted if strong else look.rule),
        stroke_width=stroke(room, 3.0 if strong else 1.5),
    )


def _numeric(cells: Sequence[Rich]) -> bool:
    """Whether a column is numbers: such a column is aligned at its end."""
    texts = [_text(cell) for cell in cells]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts if text) and any(texts)


def _text(cell: Rich) -> str:
    if isinstance(cell, str):
        return cell.strip()
    runs: Sequence[Any] = cell
    return "".join(str(run["text"]) for run in runs).strip()


def column_widths(
    natural: Sequence[float], free: float, *, least: float, weights: Sequence[float] | None = None
) -> list[float]:
    """How columns share a width that is too small for all of them.

    The sum is at most `free`, where `least` for each column leaves that possible. Short
    columns keep what they need; the long ones share the rest in equal parts, or as far as `weights`
    differ, half by weight.
    """
    if sum(natural) <= free:
        return list(natural)
    widths = list(natural)
    open_columns = sorted(range(len(natural)), key=lambda c: natural[c])
    rest = free
    while open_columns:
        share = rest / len(open_columns)
        if natural[open_columns[0]] > share:
            heavy = sum(weights[column] for column in open_columns) if weights else 0.0
            for column in open_columns:
                part = (share + rest * weights[column] / heavy) / 2 if weights and heavy else share
                widths[column] = max(min(part, natural[column]), min(least, natural[column]))
            break
        rest -= natural[open_columns.pop(0)]
    return widths
