"""Reads any Markdown, of forges, of slides and of notebooks, as blocks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from flaming_horse.storyboard.markdown import limit_paragraphs, top_level
from flaming_horse.writers.foreign import (
    Block,
    Formula,
    Heading,
    Item,
    Items,
    LeftOut,
    Picture,
    Program,
    Quote,
    Table,
    Words,
)
from flaming_horse.writers.foreign_html import HtmlReader
from flaming_horse.writers.foreign_inline import Inline, read_inline
from flaming_horse.writers.pictures import is_address
from flaming_horse.writers.pieces import Piece, Pieces, clean, plain, printable, split_at, tidy

_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]+)\]\s*")
_TASK = re.compile(r"\[([ xX])\]\s+")
_DIV = re.compile(r"\s*:{3,}.*")


def foreign_parser() -> MarkdownIt:
    """A parser of Markdown as people write it elsewhere."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 100})
    md.enable(["table", "strikethrough"])
    md.use(front_matter_plugin)
    md.use(dollarmath_plugin, allow_digits=False, allow_space=False, double_inline=True)
    md.use(amsmath_plugin)
    md.use(footnote_plugin)
    md.use(deflist_plugin)
    md.core.ruler.after("block", "limits", limit_paragraphs)
    return md


def read_foreign(text: str, first_line: int = 0) -> Foreign:
    """The blocks of a Markdown text; `first_line` is where it begins in its file, from 0."""
    reader = Foreign(first_line)
    for group in top_level(foreign_parser().parse(printable(text))):
        reader.group(group)
    reader.end()
    return reader


class Foreign:
    """The blocks read, the front matter, and `signs`: what no storyboard of ours has in it."""

    def __init__(self, first_line: int) -> None:
        self.blocks: list[Block] = []
        self.front = ""
        self.signs: list[str] = []
        self._first = first_line
        self._html = HtmlReader()

    def group(self, group: list[Token]) -> None:
        """Read the tokens of one top-level block."""
        first = group[0]
        line = self._line(first)
        match first.type:
            case "front_matter":
                self.front = first.content
            case "heading_open":
                self._heading(int(first.tag[1:]), self._inline(group[1]), line)
            case "paragraph_open":
                self._paragraph(self._inline(group[1]), line)
            case "html_block":
                self._read_html(first.content, line)
            case "bullet_list_open" | "ordered_list_open":
                self._list(group, line)
            case "blockquote_open":
                self._quote(group, line)
            case _:
                self._other(group, line)

    def _other(self, group: list[Token], line: int) -> None:
        first = group[0]
        match first.type:
            case "table_open":
                self._table(group, line)
            case "fence":
                self._fence(first, line)
            case "code_block":
                self.blocks.append(Program(first.content, "", line))
            case "math_block" | "math_block_label" | "amsmath":
                self.blocks.append(Formula(first.content.strip(), line))
            case "dl_open":
                self._definitions(group, line)
            case "footnote_block_open":
                self.signs.append("footnotes")
                self.blocks.append(LeftOut("footnotes", line))
            case _:
                pass

    def end(self) -> None:
        """Take what is still open in HTML."""
        self.blocks += self._html.end()

    def _line(self, token: Token) -> int:
        return self._first + (token.map[0] if token.map else 0)

    def _inline(self, token: Token) -> Inline:
        inline = read_inline(token)
        inline.pictures = [Picture(p.file, p.alt, p.line + self._first) for p in inline.pictures]
        if inline.foreign:
            self.signs.append("tags or attributes of a page")
        if any(is_address(picture.file) for picture in inline.pictures):
            self.signs.append("pictures by their address")
        return inline

    def _heading(self, level: int, inline: Inline, line: int) -> None:
        self.blocks += inline.pictures
        if words := inline.words:
            self.blocks.append(Heading(level, words, line))

    def _paragraph(self, inline: Inline, line: int) -> None:
        text = plain(inline.words)
        if _DIV.fullmatch(text):
            self.signs.append("divisions (`:::`)")
            return
        self.blocks += inline.pictures
        if inline.words:
            self.blocks.append(Words(inline.words, line))

    def _read_html(self, content: str, line: int) -> None:
        if re.sub(r"<!--.*?(?:-->|$)", "", content, flags=re.DOTALL).strip():
            self.signs.append("HTML")
        self.blocks += self._html.read(content, line)

    def _fence(self, token: Token, line: int) -> None:
        language = re.split(r"[\s{,:]", token.info.strip().lstrip("{."), maxsplit=1)[0].rstrip("}")
        if language.lower() == "math":
            self.blocks.append(Formula(token.content.strip(), line))
        else:
            self.blocks.append(Program(token.content, clean(language), line))

    def _list(self, group: list[Token], line: int) -> None:
        items: list[Item] = []
        depth = 0
        for token in group:
            if token.type == "list_item_open":
                depth += 1
                if depth == 1:
                    items.append(Item(()))
            elif token.type == "list_item_close":
                depth -= 1
            elif items and (inline := self._leaf(token)):
                items[-1] = _with(items[-1], inline, depth)
        shown = tuple(item for item in items if item.words or item.inner)
        if shown:
            self.blocks.append(Items(shown, group[0].type == "ordered_list_open", line))

    def _leaf(self, token: Token) -> Inline | None:
        """The words of one token inside a list or a quotation; its pictures stand after it."""
        if token.type == "inline":
            inline = self._inline(token)
            task = _TASK.match(inline.words[0].text) if inline.words else None
            if task:
                self.signs.append("a list of tasks")
                sign = "" if task[1] == " " else "✓ "
                rest = split_at(inline.words, task.end())[1]
                inline.words = tidy((Piece(sign), *rest))
            self.blocks += inline.pictures
            return inline if inline.words else None
        if token.type in {"fence", "code_block"} and token.content.strip():
            lines = token.content.strip().split("\n")
            if len(lines) == 1:
                return Inline((Piece(clean(lines[0].strip()), "code"),))
            self.signs.append("programs in a list")
            self._fence(token, self._line(token))
        if token.type in {"math_block", "math_block_label", "amsmath"}:
            self.blocks.append(Formula(token.content.strip(), self._line(token)))
        return None

    def _quote(self, group: list[Token], line: int) -> None:
        found = [leaf.words for token in group if (leaf := self._leaf(token))]
        alert = ""
        if found and (match := _ALERT.match(plain(found[0]))):
            alert = match["kind"].capitalize()
            self.signs.append("notes of a forge (`[!NOTE]`)")
            found[0] = tidy(split_at(found[0], match.end())[1])
        paragraphs = tuple(words for words in found if words)
        if paragraphs:
            self.blocks.append(Quote(paragraphs, line, alert))

    def _table(self, group: list[Token], line: int) -> None:
        rows: list[list[Pieces]] = []
        for token in group:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                inline = self._inline(token)
                words = inline.words
                if not words and inline.pictures:
                    words = tidy([Piece(clean(inline.pictures[0].alt))])
                rows[-1].append(words)
        if any(any(row) for row in rows):
            head, *rest = (tuple(row) for row in rows)
            self.blocks.append(Table(head, tuple(rest), line))

    def _definitions(self, group: list[Token], line: int) -> None:
        self.signs.append("a list of definitions")
        items: list[Item] = []
        open_kind = ""
        for token in group:
            if token.type in {"dt_open", "dd_open"}:
                open_kind = token.type
            elif token.type == "inline" and (leaf := self._leaf(token)):
                if open_kind == "dt_open":
                    term = tuple(Piece(p.text, p.kind, strong=True) for p in leaf.words)
                    items.append(Item(term))
                elif items:
                    words = tidy((*items[-1].words, Piece(": "), *leaf.words))
                    items[-1] = Item(words)
        if items:
            self.blocks.append(Items(tuple(items), ordered=False, line=line))


def _with(item: Item, inline: Inline, depth: int) -> Item:
    words = inline.words
    if depth > 1:
        return Item(item.words, (*item.inner, words), item.to_itself)
    to_itself = inline.target.startswith("#")
    if item.words:
        return Item(tidy((*item.words, Piece(" "), *words)), item.inner)
    return Item(words, item.inner, to_itself)
