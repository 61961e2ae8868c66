"""A notebook as a storyboard to edit: its text is spoken, its code and its plots are shown."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers.foreign import (
    Block,
    Comment,
    Formula,
    LeftOut,
    Picture,
    Program,
    Table,
    Words,
)
from flaming_horse.writers.foreign_front import read_front
from flaming_horse.writers.foreign_html import HtmlReader
from flaming_horse.writers.foreign_markdown import read_foreign
from flaming_horse.writers.from_markdown import film_of, finish, title_of
from flaming_horse.writers.notebook_file import Cell, Notebook, read_notebook, text_of
from flaming_horse.writers.pictures import TAKEN, Absent, Pictures
from flaming_horse.writers.pieces import plain
from flaming_horse.writers.script import OUTPUT
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.write_film import Converted

MOST_OUTPUT = 8
"""Lines of printed output: a result is shown, a log is not."""
_IMAGES = (("image/png", "png"), ("image/jpeg", "jpg"), ("image/svg+xml", "svg"))
_NAMELESS = re.compile(r"\s*\[?<[\w.]+(?: .*| object at .*)?>?.*\s*|<Figure size .*>|Text\(.*\)")
"""What Python says of an object that has nothing to say, such as a plot's parts."""
_MAGIC = re.compile(r"^\s*(?:%{1,2}\w|!|\?).*$|^\s*(?:\w+\.)+\w+\?{1,2}\s*$", re.MULTILINE)
_IMPORTS = re.compile(
    r"(?:\s*(?:#.*|\)|(?:import|from)\s.*|(?:plt|mpl|matplotlib|np|pd|sns|warnings|torch|random)"
    r"\.(?:rc\w*|style|random\.seed|seed|options|set\w*|filterwarnings|manual_seed)\b.*)?\n)*\s*"
)
"""A cell that only sets the stage: imports, comments, settings of plots and of chance."""
_TITLE = re.compile(r"(?:\btitle\(|set_title\(|suptitle\(|\btitle\s*=)\s*[rfu]*(['\"])(.*?)\1")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def from_notebook(text: str, file: Path) -> Converted:
    """The storyboard of a notebook of version 4. `file` names it.

    Its pictures lie beside it or are in it. Raises WrongInput, or WrongInputs with every finding,
    at its place in the notebook: the cell and the line in it.
    """
    notebook = read_notebook(text, str(file))
    reader = _Reader(notebook, str(file), Pictures(file.parent))
    try:
        blocks = reader.blocks()
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=Place(str(file))) from None
    teller = Teller(reader.place, reader.pictures)
    settings = read_front("")
    if notebook.title:
        settings = replace(settings, title=notebook.title)
    film = film_of(blocks, settings, title_of(file), teller)
    return finish(film, file, teller)


@dataclass(slots=True)
class _Reader:
    """Reads the cells as one document, whose lines are counted through all of them."""

    notebook: Notebook
    file: str
    pictures: Pictures
    starts: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def place(self, line: int) -> Place:
        """The cell, and the line in it, that a line of the whole is."""
        at = bisect_right(self.starts, (line, len(self.notebook.cells) + 10**9)) - 1
        if at < 0:
            return Place(self.file)
        start, number = self.starts[at]
        return Place(f"{self.file}, cell {number}", line - start + 1, 1)

    def blocks(self) -> list[Block]:
        """The blocks of all cells, in order."""
        found: list[Block] = []
        attached: dict[str, bytes] = {}
        line = 0
        for cell in self.notebook.cells:
            self.starts.append((line, cell.number))
            if cell.kind == "markdown":
                attached |= _attachments(cell)
                found += [
                    _of_cell(block, cell)
                    for block in read_foreign(cell.source, line).blocks
                    if not isinstance(block, Comment)
                ]
            elif cell.kind == "code":
                found += self._code(cell, line, found)
            line += cell.source.count("\n") + 1
        self.pictures.attached = attached
        return found

    def _code(self, cell: Cell, line: int, before: list[Block]) -> list[Block]:
        code = _MAGIC.sub("", cell.source).strip("\n")
        found: list[Block] = []
        if cell.shows_input and code.strip():
            last = before[-1] if before else None
            announced = isinstance(last, Words) and plain(last.words).endswith(":")
            if _IMPORTS.fullmatch(code + "\n") and not announced:
                found.append(LeftOut("a cell of imports and settings", line))
            else:
                found.append(Program(code, self.notebook.language, line))
        if cell.shows_output:
            title = _TITLE.search(cell.source)
            alt = title[2] if title and "{" not in title[2] else f"{OUTPUT} {cell.number}"
            for output in cell.outputs:
                found += [_result(block) for block in self._output(output, alt, line)]
        return found

    def _output(self, output: Mapping[str, Any], alt: str, line: int) -> list[Block]:
        kind = output.get("output_type")
        if kind == "stream":
            said = output.get("name") == "stdout"
            return _printed(text_of(output.get("text")), line) if said else []
        if kind == "error":
            return [LeftOut(f"an error ({text_of(output.get('ename')) or 'without a name'})", line)]
        data = output.get("data")
        return self._shown(data, alt, line) if isinstance(data, dict) else []  # pyright: ignore[reportUnknownArgumentType]

    def _shown(self, data: Mapping[str, Any], alt: str, line: int) -> list[Block]:
        """The richest form of an output that a film can show."""
        for kind, suffix in _IMAGES:
            if written := text_of(data.get(kind)):
                return [self._picture(written, suffix, alt, line)]
        if markdown := text_of(data.get("text/markdown")):
            return [_at(block, line) for block in read_foreign(markdown, line).blocks]
        if latex := text_of(data.get("text/latex")).strip():
            inner = re.sub(r"^\$+(?:\\displaystyle)?|\$+$", "", latex).strip()
            return [Formula(inner, line)]
        html, plain = text_of(data.get("text/html")), text_of(data.get("text/plain"))
        if "<table" in html:
            reader = HtmlReader()
            tables = [*reader.read(html, line), *reader.end()]
            found = [block for block in tables if isinstance(block, Table)]
            return [_without_index(replace(block, line=line)) for block in found]
        if html and not plain.strip():
            return [LeftOut("an output that only a page can show", line)]
        return [] if _NAMELESS.fullmatch(plain.strip()) else _printed(plain, line)

    def _picture(self, written: str, suffix: str, alt: str, line: int) -> Block:
        if suffix == "svg":
            written = base64.b64encode(written.encode()).decode()
        taken = self.pictures.decode(written, f"cell-{self.starts[-1][1]}.{suffix}")
        if isinstance(taken, Absent):
            return LeftOut(f"a picture {taken.why}", line)
        return Picture(f"{TAKEN}{taken}", alt, line)


def _without_index(table: Table) -> Table:
    """A table without a first column that only counts its rows, as pandas writes it."""
    first = [plain(row[0]) for row in table.rows if row]
    if table.header and not table.header[0] and first == [str(n) for n in range(len(table.rows))]:
        return replace(table, header=table.header[1:], rows=tuple(row[1:] for row in table.rows))
    return table


def _result(block: Block) -> Block:
    if isinstance(block, Program | Table | Formula | Picture):
        return replace(block, result=True)
    return block


def _at(block: Block, line: int) -> Block:
    return replace(block, line=line)


def _printed(text: str, line: int) -> list[Block]:
    """A few lines of printed output."""
    rows = [row.rstrip() for row in _ANSI.sub("", text).replace("\r", "\n").strip("\n").split("\n")]
    if not any(row.strip() for row in rows):
        return []
    if len(rows) > MOST_OUTPUT:
        left = LeftOut(f"{len(rows) - MOST_OUTPUT + 1} lines of printed output", line)
        return [Program("\n".join([*rows[: MOST_OUTPUT - 1], "…"]), "text", line), left]
    return [Program("\n".join(rows), "text", line)]


def _attachments(cell: Cell) -> dict[str, bytes]:
    """The pictures in a cell, by names that no other cell has."""
    found: dict[str, bytes] = {}
    for name, kinds in cell.attachments.items():
        for written in kinds.values():
            try:
                content = base64.b64decode("".join(text_of(written).split()), validate=True)
            except (binascii.Error, ValueError):
                continue
            found[f"{cell.number}-{name}"] = content
    return found


def _of_cell(block: Block, cell: Cell) -> Block:
    """A block whose picture is named as `_attachments` names it."""
    if isinstance(block, Picture) and block.file.startswith("attachment:"):
        name = block.file.removeprefix("attachment:")
        return replace(block, file=f"attachment:{cell.number}-{name}")
    return block
