"""Foreign visuals cut to what a frame holds, with a note about what is left out.

The limits are what the stage sets in a frame of 16:9 under two headings without going to its very
smallest type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flaming_horse.writers.foreign import Table
from flaming_horse.writers.pieces import Pieces, as_rich, plain
from flaming_horse.writers.sentences import first_words

TABLE_ROWS, TABLE_COLUMNS, CELL_WORDS, TIGHT_CELL_WORDS = 9, 7, 14, 8
TABLE_LETTERS = 78
"""In one row of text, and TABLE_LINES of them in all."""
TABLE_LINES = 11
LIST_ITEMS = 7
"""Items on the screen at one time."""
QUOTE_WORDS = 50


_FEW_COLUMNS = 3
"""Columns that always have room."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A visual's data, and what of it is left out, in words ("" when nothing is)."""

    data: dict[str, Any]
    left_out: str = ""


def table(block: Table, near: str = "") -> Cut | None:
    """A table of a size that can be read; None where nothing of it is left.

    Columns that the text `near` it names come before those that it does not.
    """
    filled = [row for row in block.rows if any(plain(cell).strip() for cell in row)]
    block = replace(block, rows=tuple(filled))
    whole = _table(block, CELL_WORDS)
    if whole is None or not whole.left_out:
        return whole
    tight = _table(block, TIGHT_CELL_WORDS)
    named = _named_first(block, near.casefold())
    if tight is None or named is block or len(tight.data["header"]) == len(block.header):
        return tight
    cut = _table(named, TIGHT_CELL_WORDS)
    return cut and replace(cut, left_out="columns of this table that the text does not name")


def _named_first(block: Table, near: str) -> Table:
    """The table with the columns that a text names behind its first, where it may be cut."""
    count = len(block.header)
    if count <= _FEW_COLUMNS or any(len(row) != count for row in block.rows):
        return block
    names = [plain(cell).casefold().strip() for cell in block.header]
    named = [n for n, name in enumerate(names) if len(name) > 2 and _holds(near, name)]
    if not named:
        return block
    order = sorted(range(count), key=lambda n: (n > 0 and n not in named, n))
    rows = tuple(tuple(row[n] for n in order) for row in block.rows)
    return replace(block, header=tuple(block.header[n] for n in order), rows=rows)


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _table(block: Table, words: int) -> Cut | None:
    """The table with cells of so many words."""
    width = _columns((block.header, *block.rows[:TABLE_ROWS]), words)
    header = _row(block.header, width, words)
    rows: list[list[Pieces]] = []
    lines = _lines(header)
    for row in block.rows[:TABLE_ROWS]:
        cells = _row(row, width, words)
        lines += _lines(cells)
        if lines > TABLE_LINES and rows:
            break
        rows.append(cells)
    if not rows:
        return None
    notes: list[str] = []
    if len(block.header) > width:
        notes.append(_numbered("column", width + 1, len(block.header)))
    if len(rows) < len(block.rows):
        notes.append(_numbered("row", len(rows) + 1, len(block.rows)))
    left_out = f"{' and '.join(notes)} of this table" if notes else ""
    data = {"header": _rich(header), "rows": [_rich(row) for row in rows]}
    return Cut(data, left_out)


def _lines(cells: Sequence[Pieces]) -> int:
    """How many lines of text a row takes when its columns are of one width."""
    letters = max(8, TABLE_LETTERS // len(cells))
    return max(-(-len(plain(cell)) // letters) or 1 for cell in cells)


def _columns(rows: Sequence[Sequence[Pieces]], words: int) -> int:
    """How many columns have room beside one another."""
    count, letters = 0, 0
    for column in range(min(TABLE_COLUMNS, max(map(len, rows)))):
        cells = [plain(first_words(row[column], words)) for row in rows if column < len(row)]
        longest_word = max((len(word) for cell in cells for word in cell.split()), default=0)
        letters += max(longest_word, max(map(len, cells)) // 2 + 1) + 3
        if count and letters > TABLE_LETTERS:
            break
        count += 1
    return count


def _row(cells: Sequence[Pieces], width: int, words: int) -> list[Pieces]:
    shown = [first_words(cell, words) for cell in cells[:width]]
    return shown + [()] * (width - len(shown))


def _rich(cells: Sequence[Pieces]) -> list[list[dict[str, Any]]]:
    return [as_rich(cell) for cell in cells]


def _numbered(what: str, first: int, last: int) -> str:
    return f"{what} {last}" if first == last else f"{what}s {first} to {last}"
