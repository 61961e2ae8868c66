"""Reads any Markdown, of forges, of slides and of notebooks, as blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from flaming_horse.storyboard.markdown import top_level
from flaming_horse.writers.dialects import macros, tokens
from flaming_horse.writers.dialects.dialect import Fenced
from flaming_horse.writers.dialects.programs import (
    language_of,
    with_included,
    with_notes,
    without_marks,
)
from flaming_horse.writers.dialects.table import DIALECTS
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
from flaming_horse.writers.foreign_boxes import note, tabs
from flaming_horse.writers.foreign_front import read_front, settings_of
from flaming_horse.writers.foreign_html import HtmlReader
from flaming_horse.writers.foreign_inline import (
    HOLE,
    Inline,
    read_inline,
    split_at_displays,
    without_asides,
)
from flaming_horse.writers.formulas import displayed
from flaming_horse.writers.list_steps import with_blocks, with_words
from flaming_horse.writers.pieces import Piece, Pieces, clean, plain, printable, split_at, tidy
from flaming_horse.writers.programs.pseudo_code import pseudo_code
from flaming_horse.writers.reading import Reading
from flaming_horse.writers.sentences import joined, sentences

_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]*)\][+-]?[ \t]*(?P<title>[^\n]*)\n?")
_TASK = re.compile(r"\[([ xX])\]\s+")
_WORDED = {"paragraph_open", "heading_open"}


def read_foreign(text: str, first_line: int = 0, reading: Reading | None = None) -> Foreign:
    """The blocks of a Markdown text; `first_line` is where it begins in its file, from 0.

    `reading` is the document's, where the text is a piece of one: a cell, a slide, its notes.
    """
    reader = Foreign(first_line, reading or Reading())
    reader.read(printable(text))
    reader.end()
    return reader


class Foreign:
    """The blocks read, and the settings of the front matter."""

    def __init__(self, first_line: int, reading: Reading) -> None:
        self.blocks: list[Block] = []
        self.settings = read_front("")
        self._first = first_line
        self._reading = reading
        self._html = HtmlReader()

    def read(self, text: str) -> None:
        """Add the blocks of a text."""
        known = {"references": dict(self._reading.links)}
        for group in top_level(self._reading.parser.parse(text, known)):
            self.group(group)

    def group(self, group: list[Token]) -> None:
        """Read the tokens of one top-level block."""
        first = group[0]
        line = self._line(first)
        match first.type:
            case "front_matter":
                self._settings(first)
            case "heading_open":
                self._heading(int(first.tag[1:]), self._inline(group[1]), line)
            case "paragraph_open":
                self._paragraph(group[1], line)
            case "html_block":
                self._read_html(first.content, line)
            case "bullet_list_open" | "ordered_list_open":
                self._list(group, line)
            case "blockquote_open":
                self._quote(group, line)
            case _:
                self._other(group, line)

    def _settings(self, token: Token) -> None:
        values: Any = token.meta.get("values")
        self.settings = read_front(token.content) if values is None else settings_of(values)
        self._reading.know(self.settings.values)

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
                self._formula(first.content, line)
            case "dl_open":
                self._definitions(group, line)
            case "footnote_block_open":
                self.blocks.append(LeftOut("footnotes", line))
            case _:
                self._of_dialect(group, line)

    def _of_dialect(self, group: list[Token], line: int) -> None:
        """What the rules of the dialects leave; see `dialects.tokens`."""
        first = group[0]
        match first.type:
            case tokens.LEFT_OUT:
                self.blocks.append(LeftOut(first.content, line))
            case tokens.PICTURE:
                self.blocks.append(Picture(first.content, first.info, line))
            case macros.DEFINITIONS:
                self._reading.macros.taken_from(first.content)
            case "division_open":
                self.blocks += self._inner(group[1:-1])
            case "admonition_open":
                self._admonition(group, line)
            case "note_open":
                title = self._words(first.content, line)
                self.blocks += note(first.info, title, self._inner(group[1:-1]), line)
            case "tabs_open":
                self._tabs(group, line)
            case "tab_open":
                label = self._words(first.content, line)
                self.blocks += tabs([(label, self._inner(group[1:-1]))], line)
            case _:
                pass

    def _admonition(self, group: list[Token], line: int) -> None:
        """A note of mkdocs."""
        first, inside = group[0], group[1:-1]
        kind = str(first.meta["tag"])
        title = re.sub(r"^inline(?: end)?$", "", first.content.strip("\"'"))
        title = "" if title.casefold() == kind else title
        self.blocks += note(kind, self._words(title, line), self._inner(inside), line)

    def _inner(self, inside: list[Token]) -> list[Block]:
        """The blocks of what another block holds."""
        outer, self.blocks = self.blocks, []
        for group in top_level(inside):
            self.group(group)
        found, self.blocks = self.blocks, outer
        return found

    def _words(self, text: str, line: int) -> Pieces:
        """Words that stand outside of any block, such as the title of a note."""
        token = Token("inline", "", 0, content=text, map=[line - self._first, line - self._first])
        token.children = self._children(text)
        return self._inline(token).words

    def _children(self, text: str) -> list[Token]:
        return self._reading.parser.parseInline(text)[0].children or []

    def _tabs(self, group: list[Token], line: int) -> None:
        """Tabs; in a group of programs each fence is one, and its title its label."""
        parts: list[tuple[Pieces, list[Block]]] = []
        for part in top_level(group[1:-1]):
            first = part[0]
            if first.type == "tab_open":
                parts.append((self._words(first.content, line), self._inner(part[1:-1])))
            elif first.type == "fence":
                label = re.search(r"\[([^\]]+)\]", first.info)
                parts.append((self._words(label[1] if label else "", line), self._inner(part)))
            elif first.type == "heading_open":
                parts.append((self._inline(part[1]).words, []))
            else:
                blocks = self._inner(part)
                label, before = parts.pop() if parts else ((), [])
                parts.append((label, [*before, *blocks]))
        self.blocks += tabs(parts, line)

    def _formula(self, written: str, line: int) -> None:
        latex = displayed(self._reading.macros.applied(written))
        if latex:
            self.blocks.append(Formula(latex, line))

    def end(self) -> None:
        """Take what is still open in HTML."""
        self.blocks += self._html.end()

    def _line(self, token: Token) -> int:
        return self._first + (token.map[0] if token.map else 0)

    def _inline(self, token: Token, *, holes: bool = False) -> Inline:
        inline = read_inline(token, self._reading)
        inline.pictures = [replace(p, line=p.line + self._first) for p in inline.pictures]
        inline.words = without_asides(inline.words)
        if not holes:
            inline.words = tidy(replace(p, text=p.text.replace(HOLE, "")) for p in inline.words)
        # Before the words that it stood among, and before the list or the table that they are in.
        line = self._line(token)
        lost = "a sentence with " if holes else ""
        names = dict.fromkeys(what.replace(HOLE, lost) for what in inline.left_out)
        inside = bool(inline.words or inline.pictures)
        self.blocks += [LeftOut(what, line, inside=inside) for what in names]
        return inline

    def _heading(self, level: int, inline: Inline, line: int) -> None:
        self.blocks += inline.pictures
        if words := inline.words:
            self.blocks.append(Heading(level, words, line))

    def _paragraph(self, token: Token, line: int) -> None:
        parts = list(split_at_displays(token))
        for part in parts:
            if isinstance(part, str):
                self._formula(part, line)
            else:
                self._one_paragraph(self._inline(part, holes=True), line)

    def _one_paragraph(self, inline: Inline, line: int) -> None:
        self.blocks += inline.pictures
        # A sentence that misses what only the page knows says nothing, or something wrong.
        words = joined([part for part in sentences(inline.words) if HOLE not in plain(part)])
        if words:
            self.blocks.append(Words(words, line))

    def _read_html(self, content: str, line: int) -> None:
        self.blocks += self._html.read(content, line)

    def _fence(self, token: Token, line: int) -> None:
        text = with_included(token.content, self._reading.included)
        written = Fenced(token.info.strip(), text, line)
        own = self._reading.dialect
        for read in (own.own_fence, own.fence, *(dialect.fence for dialect in DIALECTS)):
            if read is not None and (blocks := read(written, self._nested)) is not None:
                self._take(blocks)
                return
        code = without_marks(text)
        self.blocks += with_notes(code, clean(language_of(written.info)), line)

    def _nested(self, text: str, first_line: int) -> list[Block]:
        """The blocks of Markdown that stands in a fence."""
        return read_foreign(text, first_line, self._reading).blocks

    def _take(self, blocks: list[Block]) -> None:
        """Blocks that a dialect made; their formulas may have the document's own commands."""
        for block in blocks:
            if isinstance(block, Formula):
                self._formula(block.latex, block.line)
            else:
                self.blocks.append(block)

    def _list(self, group: list[Token], line: int) -> None:
        if program := pseudo_code(group, line):
            self.blocks.append(program)
            return
        opening = group[0]
        items: list[Item] = []
        for inside in top_level(group[1:-1]):
            outer, self.blocks = self.blocks, []
            item = self._item(inside[1:-1])
            # What is only told about an item stands before its list.
            outer += self.blocks
            self.blocks = outer
            if item.words or item.inner or item.after:
                items.append(item)
        if items:
            ordered = opening.type == "ordered_list_open"
            start = int(opening.attrs.get("start", 1)) - 1 if ordered else 0
            self.blocks.append(Items(tuple(items), ordered, line, start=max(0, start)))

    def _item(self, inside: list[Token]) -> Item:
        item = Item(())
        for group in top_level(inside):
            before = len(self.blocks)
            if group[0].type in _WORDED:
                for part in split_at_displays(group[1]):
                    item = self._worded(item, part, self._line(group[1]))
            else:
                self.group(group)
            found, self.blocks = self.blocks[before:], self.blocks[:before]
            self.blocks += [block for block in found if isinstance(block, LeftOut)]
            item = with_blocks(item, [b for b in found if not isinstance(b, LeftOut)])
        return item

    def _worded(self, item: Item, part: Token | str, line: int) -> Item:
        """An item with one of its paragraphs, or a formula that stands alone in it, read."""
        if isinstance(part, str):
            before = len(self.blocks)
            self._formula(part, line)
            found, self.blocks = self.blocks[before:], self.blocks[:before]
            return with_blocks(item, found)
        leaf = self._leaf(part)
        return item if leaf is None else with_words(item, leaf.words, leaf.target, line)

    def _leaf(self, token: Token) -> Inline | None:
        """The words of one token inside a list or a quotation; its pictures are added as blocks."""
        if token.type == "inline":
            inline = self._inline(token)
            task = _TASK.match(inline.words[0].text) if inline.words else None
            if task:
                sign = "" if task[1] == " " else "✓ "
                rest = split_at(inline.words, task.end())[1]
                inline.words = tidy((Piece(sign), *rest))
            self.blocks += inline.pictures
            return inline if inline.words else None
        if token.type in {"fence", "code_block"} and token.content.strip():
            lines = token.content.strip().split("\n")
            if len(lines) == 1:
                return Inline((Piece(clean(lines[0].strip()), "code"),))
            self._fence(token, self._line(token))
        if token.type in {"math_block", "math_block_label", "amsmath"}:
            self._formula(token.content, self._line(token))
        if token.type == tokens.LEFT_OUT:
            self.blocks.append(LeftOut(token.content, self._line(token)))
        return None

    def _quote(self, group: list[Token], line: int) -> None:
        if callout := self._callout(group, line):
            self.blocks += callout
            return
        found = [leaf.words for token in group if (leaf := self._leaf(token))]
        paragraphs = tuple(words for words in found if words)
        if paragraphs:
            self.blocks.append(Quote(paragraphs, line))

    def _callout(self, group: list[Token], line: int) -> list[Block]:
        """A quotation that begins with `[!NOTE]` is a note; behind it stands its title."""
        opening = group[2] if len(group) > 3 and group[1].type == "paragraph_open" else None
        match = _ALERT.match(opening.content) if opening else None
        if opening is None or match is None:
            return []
        text = opening.content[match.end() :]
        rest = replace(opening, content=text, children=self._children(text))
        inside = [group[1], rest, *group[3:-1]] if text.strip() else group[4:-1]
        title = self._words(match["title"], line)
        return note(match["kind"], title, self._inner(inside), line)

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
