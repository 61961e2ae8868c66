"""Raw cells of a notebook: text in reStructuredText or Markdown that another program would read.

Which format a raw cell has stands in its metadata; where it does not, the signs of all raw cells
together tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from flaming_horse.writers.foreign import Block, LeftOut, Words
from flaming_horse.writers.notebook_file import Cell
from flaming_horse.writers.office.from_rst import blocks_of
from flaming_horse.writers.office.package import INSTALL, is_installed
from flaming_horse.writers.pieces import plain

_RST = frozenset({"text/restructuredtext", "rst", "restructuredtext"})
_MARKDOWN = frozenset({"text/markdown", "markdown", "md"})
_SIGNS = re.compile(
    r"^\.\. [\w|\[-]|^(?!\s)\S.*\n(?:={3,}|-{3,}|\^{3,}|~{3,}|\*{3,})[ \t]*$|:[a-z][\w:]*:`[^`]+`",
    re.MULTILINE,
)
"""What only reStructuredText has: directives, targets, titles over a line, roles."""
_FRONT = re.compile(r"\s*---[ \t]*\n(?P<settings>.*?)\n(?:---|\.\.\.)[ \t]*\s*\Z", re.DOTALL)
_MARK = "flaminghorsecellnumber"
LEFT_OUT = "raw cells, which are for another program"


def front_matter(cells: Sequence[Cell]) -> str:
    """The settings that a raw cell at the beginning holds, as Quarto writes them."""
    first = next((cell for cell in cells if cell.source.strip()), None)
    match = _FRONT.match(first.source) if first is not None and holds_settings(first) else None
    return match["settings"] if match else ""


def holds_settings(cell: Cell) -> bool:
    """Whether a raw cell is a front matter."""
    return cell.kind == "raw" and _FRONT.match(cell.source) is not None


def is_markdown(cell: Cell) -> bool:
    """Whether a cell is a raw one in Markdown."""
    return cell.kind == "raw" and cell.raw_format in _MARKDOWN


def rst_blocks(cells: Sequence[Cell], file: str) -> Mapping[int, list[Block]]:
    """The blocks of the raw cells in reStructuredText, by their numbers; lines from 0 in each.

    They are read as one document: which sign underlines titles of which level is found in all.
    """
    raw = [cell for cell in cells if cell.kind == "raw"]
    named = any(_SIGNS.search(cell.source) for cell in raw if not cell.raw_format)
    rst = [cell for cell in raw if cell.raw_format in _RST or (not cell.raw_format and named)]
    rst = [cell for cell in rst if cell.source.strip() and not holds_settings(cell)]
    if not rst:
        return {}
    if not is_installed():
        what = f"raw cells in reStructuredText, which are read after: {INSTALL}"
        return {cell.number: [LeftOut(what, 0)] for cell in rst}
    text, starts = "", dict[int, int]()
    for cell in rst:
        text += f"{_MARK}{cell.number}\n\n"
        starts[cell.number] = text.count("\n")
        text += f"{cell.source.rstrip()}\n\n"
    found: dict[int, list[Block]] = {cell.number: [] for cell in rst}
    number = rst[0].number
    for block in blocks_of(text, file):
        mark = plain(block.words) if isinstance(block, Words) else ""
        if mark.startswith(_MARK):
            number = int(mark.removeprefix(_MARK))
        else:
            line = max(0, block.line - starts[number])
            found[number].append(replace(block, line=line))
    return found
