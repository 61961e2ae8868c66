"""HTML in a foreign document as blocks: what a reader of the page would see of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from flaming_horse.writers.foreign import (
    Block,
    Comment,
    Fold,
    Formula,
    Heading,
    Item,
    Items,
    LeftOut,
    Picture,
    Program,
    Table,
    Words,
)
from flaming_horse.writers.formulas import can_be_set, is_formula
from flaming_horse.writers.html_table import HtmlTable
from flaming_horse.writers.list_steps import with_blocks, with_words
from flaming_horse.writers.pieces import Piece, Pieces, readable, tidy

UNSEEN = frozenset({"script", "style", "template", "svg", "head", "noscript"})
_ENDS_WORDS = {
    "p", "div", "center", "section", "article", "ul", "ol", "table", "blockquote", "hr", "header",
    "footer", "main", "figure", "figcaption", "dl", "dt", "dd", "summary", "details", "tr", "pre",
}  # fmt: skip
_STRUCK = {"s", "del", "strike"}
_FORMULA = re.compile(
    r"\$\$(?P<display>[^$]+)\$\$|\\\[(?P<square>(?:[^\\]|\\(?!\]))+)\\\]"
    r"|\\\((?P<round>[^()]*(?:\([^()]*\)[^()]*)*?)\\\)|(?<![\w$])\$(?P<dollars>[^$\n]+)\$(?![\d$])"
)
"""Formulas among the words of a page, which its scripts set."""
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


class HtmlReader(HTMLParser):
    """Reads the pieces of HTML that stand between Markdown, one after the other."""

    unseen_tags = UNSEEN

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._start()

    def _start(self) -> None:
        self.blocks: list[Block] = []
        self.first = 0
        self.pieces: list[Piece] = []
        self.styles = {"em": 0, "strong": 0, "link": 0}
        self.unseen = 0
        self.heading = 0
        self.items: list[Item] | None = None
        self.ordered = False
        self.in_item = False
        self.table: HtmlTable | None = None
        self.program: list[str] | None = None

    def read(self, text: str, line: int) -> list[Block]:
        """The blocks that one piece of HTML adds; `line` is where it begins, from 0."""
        self.first = line - (self.getpos()[0] - 1)
        before = len(self.blocks)
        self.feed(text if text.endswith("\n") else text + "\n")
        if self.items is None and self.table is None and self.program is None:
            self._end_words()
        return self.blocks[before:]

    def end(self) -> list[Block]:
        """The blocks of what was left open."""
        before = len(self.blocks)
        self.close()
        self._end_list()
        self._end_table()
        self._end_program()
        self._end_words()
        return self.blocks[before:]

    @property
    def line(self) -> int:
        return max(0, self.first + self.getpos()[0] - 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _STRUCK:
            self.unseen += 1
            self.blocks.append(LeftOut("struck words", self.line, inside=True))
            return
        self.unseen += tag in self.unseen_tags
        if self._style(tag, 1):
            return
        if tag in _ENDS_WORDS or tag in _HEADINGS:
            if self.items is None and self.table is None:
                self._end_words()
            self.heading = _HEADINGS.get(tag, 0)
        if tag in {"br", "img", "details", "pre"}:
            self._start_alone(tag, given)
        else:
            self._start_in_group(tag, given)

    def _start_alone(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "br":
                self.pieces.append(Piece(" "))
            case "img":
                file, alt = given.get("src", ""), given.get("alt", "")
                self._hold(Picture(file, alt, self.line))
            case "details":
                self.blocks.append(Fold(opens=True, line=self.line, unfolded="open" in given))
            case _:
                self.program = []

    def _start_in_group(self, tag: str, given: dict[str, str]) -> None:
        match tag:
            case "ul" | "ol" if self.items is None:
                self.items, self.ordered = [], tag == "ol"
            case "table":
                self.table = HtmlTable()
            case "tr" if self.table is not None:
                self._end_cell()
                self.table.rows.append([])
            case "li":
                self._end_item()
            case "td" | "th":
                self._end_cell()
                if self.table is not None:
                    self.table.begin(tag, given)
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unseen_tags or tag in _STRUCK:
            self.unseen = max(0, self.unseen - 1)
        if self._style(tag, -1):
            return
        ends = {
            "li": self._end_item,
            "td": self._end_cell,
            "th": self._end_cell,
            "ul": self._end_list,
            "ol": self._end_list,
            "table": self._end_table,
            "pre": self._end_program,
        }
        if tag in ends:
            ends[tag]()
        elif tag in _ENDS_WORDS or tag in _HEADINGS:
            if self.items is None and self.table is None:
                self._end_words()
            if tag == "details":
                self.blocks.append(Fold(opens=False, line=self.line))

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.program is not None:
            self.program.append(data)
            return
        style = self.styles
        styled = style["em"] > 0, style["strong"] > 0, style["link"] > 0
        at = 0
        for match in _FORMULA.finditer(data):
            latex = " ".join(next(filter(None, match.groups())).split())
            if not (is_formula(latex) and can_be_set(latex)):
                continue
            self.pieces.append(Piece(readable(data[at : match.start()]), "text", *styled))
            at = match.end()
            if match["display"] or match["square"]:
                self._display(latex)
            else:
                self.pieces.append(Piece(latex, "math", *styled))
        self.pieces.append(Piece(readable(data[at:]), "text", *styled))

    def _display(self, latex: str) -> None:
        """A formula on a line of its own; in a list or a table it stands among the words."""
        if self.items is not None or self.table is not None:
            self.pieces.append(Piece(latex, "math"))
            return
        self._end_words()
        self.blocks.append(Formula(latex, self.line))

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self.blocks.append(Comment(data.strip(), self.line))

    def _style(self, tag: str, step: int) -> bool:
        name = {"i": "em", "em": "em", "b": "strong", "strong": "strong", "a": "link"}.get(tag)
        if name is None:
            return False
        self.styles[name] = max(0, self.styles[name] + step)
        return True

    def _taken(self) -> Pieces:
        words, self.pieces = tidy(self.pieces), []
        return words

    def _end_words(self) -> None:
        words = self._taken()
        if words:
            level, self.heading = self.heading, 0
            block = Heading(level, words, self.line) if level else Words(words, self.line)
            self.blocks.append(block)

    def _end_item(self) -> None:
        if self.items is None:
            return
        if words := self._taken():
            self._words_of_item(self.items, words)
        self.in_item = False

    def _words_of_item(self, items: list[Item], words: Pieces) -> None:
        if self.in_item:
            items[-1] = with_words(items[-1], words, "", self.line)
        else:
            items.append(Item(words))

    def _hold(self, block: Block) -> None:
        """Add a program or a picture; in a list it stands in the item that is open."""
        if self.items is None:
            self.blocks.append(block)
            return
        words = self._taken()
        if words or not self.in_item:
            self._words_of_item(self.items, words)
        self.in_item = True
        self.items[-1] = with_blocks(self.items[-1], [block])

    def _end_cell(self) -> None:
        words = self._taken()
        if self.table is not None:
            self.table.end(words)

    def _end_list(self) -> None:
        if self.items is not None:
            self._end_item()
            if self.items:
                self.blocks.append(Items(tuple(self.items), self.ordered, self.line))
            self.items = None

    def _end_table(self) -> None:
        if self.table is not None:
            self._end_cell()
            rows = self.table.cells()
            self.table = None
            if rows:
                self.blocks.append(Table(rows[0], tuple(rows[1:]), self.line))

    def _end_program(self) -> None:
        if self.program is not None:
            code, self.program = "".join(self.program).strip("\n"), None
            self._hold(Program(code, "", self.line))
