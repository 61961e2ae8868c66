"""Foreign visuals cut to what a frame holds, with a note about what is left out.

The limits are what the stage sets in a frame of 16:9 under two headings without going to its very
smallest type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from flaming_horse.writers.foreign import Program, Table
from flaming_horse.writers.pieces import Pieces, as_rich, clean, plain
from flaming_horse.writers.sentences import first_words

CODE_LINES, CODE_COLUMNS = 16, 80
FEW_LINES, FEW_COLUMNS = 8, 68
"""A short program is broken earlier: then it is set larger."""
TABLE_ROWS, TABLE_COLUMNS, CELL_WORDS, TIGHT_CELL_WORDS = 9, 7, 14, 8
TABLE_LETTERS = 78
"""In one row of text, and TABLE_LINES of them in all."""
TABLE_LINES = 11
LIST_ITEMS = 7
"""Items on the screen at one time."""
QUOTE_WORDS = 50
_CUT = " …"
_COMMENT = re.compile(
    r"(?P<code>(?:[^'\"#/]|/(?!/)|'[^']*'|\"[^\"]*\")*?)(?P<sign>(?:#|//) )(?P<words>.*)"
)
"""A line that is, or ends with, a comment; signs in quotes are none."""
_FURNITURE = re.compile(r"\s*(#!|(#|//|\*|/\*|;|--)?\s*(SPDX|Copyright|Licensed|-\*-))")


@dataclass(frozen=True, slots=True)
class Cut:
    """A visual's data, and what of it is left out, in words ("" when nothing is)."""

    data: dict[str, Any]
    left_out: str = ""


def program(block: Program) -> Cut | None:
    """A program of at most CODE_LINES lines and CODE_COLUMNS columns; None for an empty one.

    Lines are numbered as in the source. Long ones are broken at blanks.
    """
    lines = [clean(line.expandtabs(4)).rstrip() for line in block.code.split("\n")]
    numbers = [n for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    while numbers and (not lines[numbers[0]] or _FURNITURE.match(lines[numbers[0]])):
        numbers.pop(0)
    while numbers and not lines[numbers[-1]]:
        numbers.pop()
    if not numbers:
        return None
    indent = min(len(lines[n]) - len(lines[n].lstrip()) for n in numbers if lines[n])
    columns = FEW_COLUMNS if len(numbers) <= FEW_LINES else CODE_COLUMNS
    rows = {n: _broken(lines[n][indent:], columns) for n in numbers}
    kept = _kept(numbers, rows)
    shown = [row for n in kept for row in rows[n]]
    notes: list[str] = []
    if len(kept) < len(numbers):
        shown.append("…")
        notes.append(f"lines {kept[-1] + 2} to {numbers[-1] + 1} of this program")
    if any(row.endswith(_CUT) for row in shown):
        notes.append("the ends of its longest lines")
    return Cut({"code": "\n".join(shown), "language": block.language}, " and ".join(notes))


def _kept(numbers: list[int], rows: dict[int, list[str]]) -> list[int]:
    """The lines whose rows have room, and one row for the sign that more follows."""
    if sum(len(rows[n]) for n in numbers) <= CODE_LINES:
        return numbers
    kept: list[int] = []
    count = 1
    for n in numbers:
        count += len(rows[n])
        if kept and count > CODE_LINES:
            break
        kept.append(n)
    while len(kept) > 1 and rows[kept[-1]] == [""]:
        kept.pop()
    return kept


def _broken(line: str, columns: int) -> list[str]:
    """A long line as several, each but the first further in; what has no blanks is cut."""
    if len(line) <= columns:
        return [line]
    if comment := _COMMENT.fullmatch(line):
        code, sign, words = comment["code"].rstrip(), comment["sign"], comment["words"]
        lead = " " * min(40, len(code) - len(code.lstrip()) + (4 if code.strip() else 0)) + sign
        rows = wrap(words, columns - 4, initial_indent=lead, subsequent_indent=lead)
        return [*(_broken(code, columns) if code.strip() else []), *rows][: CODE_LINES - 2]
    inner = " " * min(40, len(line) - len(line.lstrip()) + 4)
    parts = wrap(
        line, columns - 4, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    )
    parts = [p if len(p) <= CODE_COLUMNS else p[: CODE_COLUMNS - 2].rstrip() + _CUT for p in parts]
    return parts[: CODE_LINES - 2]


def table(block: Table) -> Cut | None:
    """A table of a size that can be read; None where nothing of it is left."""
    whole = _table(block, CELL_WORDS)
    return whole if whole is None or not whole.left_out else _table(block, TIGHT_CELL_WORDS)


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
        notes.append(f"columns {width + 1} to {len(block.header)}")
    if len(rows) < len(block.rows):
        notes.append(f"rows {len(rows) + 1} to {len(block.rows)}")
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
