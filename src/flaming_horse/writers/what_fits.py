"""Foreign visuals cut to what a frame holds, with a note about what is left out.

The limits are what the stage sets in a frame of 16:9 under two headings without going to its very
smallest type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flaming_horse.writers.foreign import Program, Table
from flaming_horse.writers.pieces import Pieces, as_rich, clean, words_in
from flaming_horse.writers.sentences import first_words

CODE_LINES, CODE_COLUMNS = 16, 88
TABLE_ROWS, TABLE_COLUMNS, CELL_WORDS, TABLE_WORDS = 7, 5, 8, 110
LIST_ITEMS = 7
"""Items on the screen at one time."""
QUOTE_WORDS = 50
_FURNITURE = re.compile(r"\s*(#!|(#|//|\*|/\*|;|--)?\s*(SPDX|Copyright|Licensed|-\*-))")


@dataclass(frozen=True, slots=True)
class Cut:
    """A visual's data, and what of it is left out, in words ("" when nothing is)."""

    data: dict[str, Any]
    left_out: str = ""


def program(block: Program) -> Cut | None:
    """A program of at most CODE_LINES lines and CODE_COLUMNS columns; None for an empty one."""
    lines = [clean(line.expandtabs(4)).rstrip() for line in block.code.split("\n")]
    numbers = [n for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    while numbers and (not lines[numbers[0]] or _FURNITURE.match(lines[numbers[0]])):
        numbers.pop(0)
    while numbers and not lines[numbers[-1]]:
        numbers.pop()
    if not numbers:
        return None
    kept, notes = numbers, list[str]()
    if len(numbers) > CODE_LINES:
        kept = numbers[: CODE_LINES - 1]
        while not lines[kept[-1]]:
            kept.pop()
        notes.append(f"lines {kept[-1] + 2} to {numbers[-1] + 1} of this program")
    indent = min((len(line) - len(line.lstrip()) for n in kept if (line := lines[n])), default=0)
    shown = [lines[n][indent:] for n in kept]
    wide = [str(n + 1) for n, line in zip(kept, shown, strict=True) if len(line) > CODE_COLUMNS]
    if wide:
        shown = [_narrow(line) for line in shown]
        which = (
            f"the end of line {wide[0]}" if len(wide) == 1 else f"the ends of lines {_and(wide)}"
        )
        notes.append(f"{which} of this program" if not notes else which)
    if kept is not numbers:
        shown.append("…")
    return Cut({"code": "\n".join(shown), "language": block.language}, " and ".join(notes))


def _narrow(line: str) -> str:
    return line if len(line) <= CODE_COLUMNS else line[: CODE_COLUMNS - 2].rstrip() + " …"


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"


def table(block: Table) -> Cut | None:
    """A table of a size that can be read; None where nothing of it is left."""
    width = min(TABLE_COLUMNS, max(len(row) for row in (block.header, *block.rows)))
    header = _row(block.header, width)
    rows: list[list[Pieces]] = []
    words = sum(map(words_in, header))
    for row in block.rows[:TABLE_ROWS]:
        cells = _row(row, width)
        words += sum(map(words_in, cells))
        if words > TABLE_WORDS and rows:
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


def _row(cells: Sequence[Pieces], width: int) -> list[Pieces]:
    shown = [first_words(cell, CELL_WORDS) for cell in cells[:width]]
    return shown + [()] * (width - len(shown))


def _rich(cells: Sequence[Pieces]) -> list[list[dict[str, Any]]]:
    return [as_rich(cell) for cell in cells]
