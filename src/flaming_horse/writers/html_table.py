"""A table of HTML as rows of cells: each cell in its column, whatever spans the ones before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy

MOST_SPAN = 50
"""Rows or columns of one cell; a page may say any number."""


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """`rows` and `columns` are how many it spans."""

    words: Pieces = ()
    rows: int = 1
    columns: int = 1
    is_header: bool = False


@dataclass(slots=True)
class HtmlTable:
    """The rows of a table while they are read."""

    rows: list[list[HtmlCell]] = field(default_factory=list[list[HtmlCell]])
    open_cell: HtmlCell | None = None

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        """A cell begins in the last row; one outside of any row is none."""
        rows, columns = (_span(given.get(name, "")) for name in ("rowspan", "colspan"))
        header = tag == "th"
        self.open_cell = HtmlCell((), rows, columns, header) if self.rows else None

    def end(self, words: Pieces) -> None:
        """The cell that is open has these words."""
        cell = self.open_cell
        if cell is not None:
            self.rows[-1].append(HtmlCell(words, cell.rows, cell.columns, cell.is_header))
        self.open_cell = None

    def cells(self) -> list[tuple[Pieces, ...]]:
        """Rows of one length, the first the header; rows without a word are left out.

        Several rows of headings are one, each column with the words above it. The words of a cell
        that spans rows or columns stand in its first.
        """
        headings = len(list(takewhile(_is_heading, self.rows)))
        headings = headings if headings < len(self.rows) else min(headings, 1)
        grid = self._grid(headings)
        if headings > 1:
            grid[:headings] = [[_joined(column) for column in zip(*grid[:headings], strict=True)]]
        return [tuple(row) for row in grid if any(row)]

    def _grid(self, headings: int) -> list[list[Pieces]]:
        below: dict[tuple[int, int], Pieces] = {}
        grid: list[list[Pieces]] = []
        for number, row in enumerate(self.rows):
            cells: list[Pieces] = []
            for cell in row:
                while (number, len(cells)) in below:
                    cells.append(below[number, len(cells)])
                for column in range(cell.columns):
                    for further in range(1, cell.rows):
                        below[number + further, len(cells)] = ()
                    # Of headings each column has the words above it; else they stand once.
                    cells.append(cell.words if column == 0 or number < headings else ())
            while (number, len(cells)) in below:
                cells.append(below[number, len(cells)])
            grid.append(cells)
        width = max(map(len, grid), default=0)
        return [[*row, *[()] * (width - len(row))] for row in grid]


def _span(written: str) -> int:
    return min(MOST_SPAN, max(1, int(written))) if re.fullmatch(r"\d{1,4}", written.strip()) else 1


def _is_heading(row: Sequence[HtmlCell]) -> bool:
    return bool(row) and all(cell.is_header for cell in row)


def _joined(column: Sequence[Pieces]) -> Pieces:
    """The words of a column's headings, each once."""
    found: list[Pieces] = []
    for words in column:
        if words and plain(words) not in map(plain, found):
            found.append(words)
    pieces = [
        piece for n, words in enumerate(found) for piece in ((Piece(" "),) if n else ()) + words
    ]
    return tidy(pieces)
