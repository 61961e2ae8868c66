"""A document of Word as a storyboard: its headings are scenes, as those of Markdown are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flaming_horse.errors import FlamingHorseError, Place
from flaming_horse.writers import foreign
from flaming_horse.writers.foreign_front import settings_of
from flaming_horse.writers.from_markdown import film_of, finish, title_of
from flaming_horse.writers.office.formulas import latex_of
from flaming_horse.writers.office.package import broken, need_extra, read_package
from flaming_horse.writers.pictures import Pictures
from flaming_horse.writers.pieces import Piece, Pieces, readable, tidy
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

_MOST_PARAGRAPHS = 20_000
_CODE = ("code", "preformatted", "listing", "macro text")


def from_docx(file: Path, wishes: Wishes = NO_WISHES) -> Converted:
    """The storyboard of a .docx file. A place in an error is a paragraph's number.

    Raises:
        NotInstalled: the extra `office` is missing.
        WrongInput: it cannot be read, holds too much, or says nothing.
    """
    need_extra(file)
    content = read_package(file)
    from docx import Document

    reader = _Reader()
    try:
        document: Any = Document(content)
        blocks = reader.blocks(document)
    except FlamingHorseError:
        raise
    except Exception as error:  # noqa: BLE001 - broken files raise whatever their bytes lead to
        raise broken(file, error) from None
    pictures = Pictures(file.parent, reader.attached)
    teller = Teller(lambda line: Place(f"{file}, paragraph {line + 1}", 1), pictures, wishes)
    settings = settings_of({"language": str(document.core_properties.language or "")})
    film = film_of(blocks, settings, title_of(file), teller)
    return finish(film, file, teller, "a document of Word")


@dataclass(slots=True)
class _Listed:
    """A paragraph of a list."""

    words: Pieces
    level: int
    ordered: bool
    line: int


@dataclass(slots=True)
class _Reader:
    attached: dict[str, bytes] = field(default_factory=dict[str, bytes])
    found: list[foreign.Block] = field(default_factory=list[foreign.Block])
    listed: list[_Listed] = field(default_factory=list[_Listed])
    code: list[str] = field(default_factory=list[str])
    part: Any = None
    line: int = 0
    has_title: bool = False

    def blocks(self, document: Any) -> list[foreign.Block]:
        """The blocks of a document, in order."""
        self.part = document.part
        from docx.table import Table

        for number, block in enumerate(document.iter_inner_content()):
            self.line = number
            if number >= _MOST_PARAGRAPHS:
                self.found.append(foreign.LeftOut("the rest of a very long document", number))
                break
            if isinstance(block, Table):
                self._end_runs()
                self._table(block)
            else:
                self._paragraph(block)
        self._end_runs()
        return self.found

    def _paragraph(self, paragraph: Any) -> None:
        style = str(paragraph.style.name or "").lower() if paragraph.style is not None else ""
        if any(word in style for word in _CODE):
            self._end_list()
            self.code.append(str(paragraph.text))
            return
        self._end_code()
        words, formulas = self._content(paragraph)
        listed = _numbering(paragraph, style)
        if listed is not None and words and not style.startswith(("heading", "title")):
            level, ordered = listed
            last = self.listed[-1] if self.listed else None
            if last is not None and last.level == level and last.ordered != ordered:
                self._end_list()
            self.listed.append(_Listed(words, level, ordered, self.line))
            return
        if words or formulas:
            self._end_list()
        self.found += [foreign.Formula(latex, self.line) for latex in formulas]
        if words:
            self._words(words, style)

    def _words(self, words: Pieces, style: str) -> None:
        if style == "title":
            self.has_title = True
            self.found.append(foreign.Heading(1, words, self.line))
        elif style.startswith("heading") and style[-1:].isdigit():
            level = int(style[-1]) + self.has_title
            self.found.append(foreign.Heading(level, words, self.line))
        elif style.startswith("toc"):
            left_out = foreign.LeftOut("a table of contents", self.line, inside=True)
            if left_out.what not in [
                b.what for b in self.found[-1:] if isinstance(b, foreign.LeftOut)
            ]:
                self.found.append(left_out)
        elif "quote" in style:
            self.found.append(foreign.Quote((words,), self.line))
        else:
            self.found.append(foreign.Words(words, self.line))

    def _content(self, paragraph: Any) -> tuple[Pieces, list[str]]:
        """The words of a paragraph, and its formulas that stand alone; its pictures are taken."""
        pieces: list[Piece] = []
        displayed: list[str] = []
        for element, link in _inside(paragraph._p):  # noqa: SLF001 - Hyperlinks, changes, formulas
            name = _local(element)
            if name == "oMathPara":
                displayed += [latex for each in element if (latex := self._formula(each))]
            elif name == "oMath":
                if latex := self._formula(element):
                    pieces.append(Piece(latex, "math"))
            else:
                pieces += self._run(element, link=link)
        words = tidy(pieces)
        alone = [piece for piece in words if piece.kind == "math"]
        if len(alone) == len(words) == 1:
            return (), [*displayed, alone[0].text]
        return words, displayed

    def _run(self, run: Any, *, link: bool) -> list[Piece]:
        pieces: list[Piece] = []
        strong, emphasis = _is_on(run, "b"), _is_on(run, "i")
        for part in run:
            name = _local(part)
            if name == "t":
                text = readable(str(part.text or ""))
                pieces.append(Piece(text, emphasis=emphasis, strong=strong, link=link))
            elif name in {"tab", "br", "cr"}:
                pieces.append(Piece(" "))
            elif name == "noBreakHyphen":
                pieces.append(Piece("-"))
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                self._drawing(part)
            elif name in {"footnoteReference", "endnoteReference"}:
                self.found.append(foreign.LeftOut("footnotes", self.line, inside=True))
        return pieces

    def _drawing(self, drawing: Any) -> None:
        blips = drawing.xpath(".//*[local-name()='blip' or local-name()='imagedata']")
        names = {_local(each) for each in drawing.iter() if isinstance(each.tag, str)}
        if "txbxContent" in names:
            self.found.append(foreign.LeftOut("a text box", self.line, inside=True))
        if not blips and "txbxContent" not in names:
            what = "a chart of Word" if "chart" in names else "a drawing of Word"
            self.found.append(foreign.LeftOut(what, self.line))
        described = drawing.xpath(".//*[local-name()='docPr']/@descr")
        for blip in blips:
            key = next((v for k, v in blip.attrib.items() if k.endswith(("}embed", "}id"))), "")
            part = self.part.related_parts.get(key)
            if part is None:
                what = "a picture that is not in the file"
                self.found.append(foreign.LeftOut(what, self.line))
                continue
            name = f"picture-{len(self.attached) + 1}.{str(part.partname).rsplit('.', 1)[-1]}"
            self.attached[name] = part.blob
            alt = str(described[0]) if described else ""
            self.found.append(foreign.Picture(f"attachment:{name}", alt, self.line))

    def _formula(self, element: Any) -> str:
        latex = latex_of(element)
        if latex is None:
            self.found.append(foreign.LeftOut("a formula of Word", self.line, inside=True))
        return latex or ""

    def _table(self, table: Any) -> None:
        rows: list[tuple[Pieces, ...]] = []
        seen: set[Any] = set()
        for row in table.rows:
            cells: list[Pieces] = []
            for cell in row.cells:
                # A cell over several rows or columns is given for each of them.
                cells.append(() if cell._tc in seen else self._cell(cell))  # noqa: SLF001
                seen.add(cell._tc)  # noqa: SLF001
            rows.append(tuple(cells))
        if len(rows) == 1:
            self.found += [foreign.Words(words, self.line) for words in rows[0] if words]
        elif any(any(row) for row in rows):
            self.found.append(foreign.Table(rows[0], tuple(rows[1:]), self.line))

    def _cell(self, cell: Any) -> Pieces:
        words = [
            piece for each in cell.paragraphs for piece in (*self._content(each)[0], Piece(" "))
        ]
        return tidy(words)

    def _end_runs(self) -> None:
        self._end_list()
        self._end_code()

    def _end_code(self) -> None:
        if self.code:
            self.found.append(foreign.Program("\n".join(self.code), "", self.line))
            self.code = []

    def _end_list(self) -> None:
        if not self.listed:
            return
        items: list[foreign.Item] = []
        lowest = min(each.level for each in self.listed)
        for each in self.listed:
            if each.level > lowest and items:
                items[-1] = foreign.Item(items[-1].words, (*items[-1].inner, each.words))
            else:
                items.append(foreign.Item(each.words))
        first = self.listed[0]
        self.found.append(foreign.Items(tuple(items), first.ordered, first.line))
        self.listed = []


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _inside(element: Any, *, link: bool = False) -> Iterator[tuple[Any, bool]]:
    """The runs and formulas of a paragraph: those of links and of accepted changes, too."""
    for child in element:
        name = _local(child)
        if name in {"r", "oMath", "oMathPara"}:
            yield child, link
        elif name in {"hyperlink", "ins", "smartTag", "sdt", "sdtContent", "fldSimple"}:
            yield from _inside(child, link=link or name == "hyperlink")


def _is_on(run: Any, name: str) -> bool:
    """Whether a run is bold (`b`) or in italics (`i`)."""
    found = run.xpath(f"./*[local-name()='rPr']/*[local-name()='{name}']")
    values = [v for each in found for k, v in each.attrib.items() if k.endswith("}val")]
    return bool(found) and not any(value in {"0", "false", "off"} for value in values)


def _numbering(paragraph: Any, style: str) -> tuple[int, bool] | None:
    """The level of a list's paragraph from 0, and whether the list is numbered."""
    number = _properties(paragraph)
    if number is None and "list" not in style:
        return None
    named = style.startswith(("list number", "list bullet"))
    level = int(style[-1]) - 1 if named and style[-1:].isdigit() else 0
    if number is None:
        return (level, style.startswith("list number")) if named else None
    key, given = number
    if key == 0:
        return None
    written = _format(paragraph.part, key, given)
    return given or level, written not in {"bullet", "none", ""}


def _properties(paragraph: Any) -> tuple[int, int] | None:
    """The list that a paragraph or its style says it is of, and its level."""
    holders = [paragraph._p, paragraph.style.element if paragraph.style is not None else None]  # noqa: SLF001
    for holder in holders:
        found = [] if holder is None else holder.xpath("./w:pPr/w:numPr")
        if found:
            key = found[0].xpath("./w:numId/@w:val")
            level = found[0].xpath("./w:ilvl/@w:val")
            if key:
                return int(key[0]), int(level[0]) if level else 0
    return None


def _format(part: Any, key: int, level: int) -> str:
    """How a list is numbered at a level: "bullet", "decimal"."""
    try:
        root = part.numbering_part.element
    except (NotImplementedError, KeyError, AttributeError):
        return "bullet"
    which = root.xpath(f"./w:num[@w:numId='{key}']/w:abstractNumId/@w:val")
    if not which:
        return "bullet"
    path = (
        f"./w:abstractNum[@w:abstractNumId='{which[0]}']/w:lvl[@w:ilvl='{level}']/w:numFmt/@w:val"
    )
    found = root.xpath(path)
    return str(found[0]) if found else "bullet"
