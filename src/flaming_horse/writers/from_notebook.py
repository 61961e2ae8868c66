"""A notebook as a storyboard to edit: its text is spoken, its code and its plots are shown."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers import raw_cells
from flaming_horse.writers.dialects.table import foreign_dialect_of
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
from flaming_horse.writers.programs.facts import Fact
from flaming_horse.writers.programs.furniture import is_furniture, without_magic
from flaming_horse.writers.programs.printed import printed
from flaming_horse.writers.programs.python_calls import plot_facts, plot_words
from flaming_horse.writers.programs.python_program import parsed
from flaming_horse.writers.reading import Reading
from flaming_horse.writers.script import OUTPUT
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

_IMAGES = (("image/png", "png"), ("image/jpeg", "jpg"), ("image/svg+xml", "svg"))
_MERGED = 10
"""Lines of small cells that stand in one frame as one program."""


def from_notebook(text: str, file: Path, wishes: Wishes = NO_WISHES) -> Converted:
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
    teller = Teller(reader.place, reader.pictures, wishes)
    settings = read_front(raw_cells.front_matter(notebook.cells))
    if notebook.title:
        settings = replace(settings, title=notebook.title)
    film = film_of(blocks, settings, title_of(file), teller)
    return finish(film, file, teller, "a notebook of Jupyter")


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is known of the pictures that a cell draws."""

    alt: str
    facts: tuple[Fact, ...]

    @classmethod
    def by(cls, code: str, number: int) -> _Drawn:
        tree = parsed(code)
        title = plot_words(tree).get("title", []) if tree is not None else []
        return cls(title[0] if title else f"{OUTPUT} {number}", tuple(plot_facts(tree)))

    def picture(self, file: str, line: int) -> Picture:
        return Picture(file, self.alt, line, facts=self.facts)


@dataclass(slots=True)
class _Reader:
    """Reads the cells as one document, whose lines are counted through all of them."""

    notebook: Notebook
    file: str
    pictures: Pictures
    starts: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        texts = [cell.source for cell in self.notebook.cells if cell.kind == "markdown"]
        self.reading = Reading(foreign_dialect_of("\n\n".join(texts)))

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
        raw = raw_cells.rst_blocks(self.notebook.cells, self.file)
        line = 0
        for cell in self.notebook.cells:
            self.starts.append((line, cell.number))
            if cell.kind == "markdown" or raw_cells.is_markdown(cell):
                attached |= _attachments(cell)
                found += [
                    _of_cell(block, cell)
                    for block in read_foreign(cell.source, line, self.reading).blocks
                    if not isinstance(block, Comment)
                ]
            elif cell.kind == "code":
                found += self._code(cell, line, found)
            elif cell.number in raw:
                found += [_at(block, line + block.line) for block in raw[cell.number]]
            elif cell.source.strip() and not raw_cells.holds_settings(cell):
                found.append(LeftOut(raw_cells.LEFT_OUT, line))
            line += cell.source.count("\n") + 1
        self.pictures.attached = attached
        return _merged(found)

    def _code(self, cell: Cell, line: int, before: list[Block]) -> list[Block]:
        code = without_magic(cell.source)
        found: list[Block] = []
        if cell.shows_input and code.strip():
            last = before[-1] if before else None
            announced = isinstance(last, Words) and plain(last.words).endswith(":")
            if is_furniture(code) and not announced:
                found.append(LeftOut("a cell of imports and settings", line))
            else:
                found.append(Program(code, self.notebook.language, line))
        if cell.shows_output:
            drawn = _Drawn.by(code, cell.number)
            for output in cell.outputs:
                found += [_result(block) for block in self._output(output, drawn, line)]
        return found

    def _output(self, output: Mapping[str, Any], drawn: _Drawn, line: int) -> list[Block]:
        kind = output.get("output_type")
        if kind == "stream":
            said = output.get("name") == "stdout"
            return _printed(text_of(output.get("text")), line) if said else []
        if kind == "error":
            return [LeftOut(f"an error ({text_of(output.get('ename')) or 'without a name'})", line)]
        data = output.get("data")
        return self._shown(data, drawn, line) if isinstance(data, dict) else []  # pyright: ignore[reportUnknownArgumentType]

    def _shown(self, data: Mapping[str, Any], drawn: _Drawn, line: int) -> list[Block]:
        """The richest form of an output that a film can show."""
        for kind, suffix in _IMAGES:
            if written := text_of(data.get(kind)):
                return [self._picture(written, suffix, drawn, line)]
        if markdown := text_of(data.get("text/markdown")):
            return [_at(block, line) for block in read_foreign(markdown, line, self.reading).blocks]
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
        return _printed(plain, line)

    def _picture(self, written: str, suffix: str, drawn: _Drawn, line: int) -> Block:
        if suffix == "svg":
            written = base64.b64encode(written.encode()).decode()
        taken = self.pictures.decode(written, f"cell-{self.starts[-1][1]}.{suffix}")
        if isinstance(taken, Absent):
            return LeftOut(f"a picture {taken.why}", line)
        return drawn.picture(f"{TAKEN}{taken}", line)


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Small cells of code with nothing between them as one program."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if (
            isinstance(block, Program)
            and isinstance(last, Program)
            and not block.result
            and not last.result
            and last.code.count("\n") + block.code.count("\n") + 2 < _MERGED
        ):
            found[-1] = replace(last, code=f"{last.code}\n\n{block.code}")
        else:
            found.append(block)
    return found


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
    shown = printed(text)
    left: list[Block] = [LeftOut(what, line) for what in shown.left_out]
    if shown.numbers:
        count, smallest, largest = shown.numbers
        row = f"{count} numbers, from {smallest} to {largest}"
        return [Program(row, "text", line), LeftOut("the numbers of a long array", line), *left]
    return [Program("\n".join(shown.rows), "text", line), *left] if shown.rows else left


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
