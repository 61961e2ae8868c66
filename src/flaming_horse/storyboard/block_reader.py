"""Reads the blocks of a storyboard, in order, from Markdown's tokens."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from markdown_it.token import Token

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import UNDER
from flaming_horse.storyboard.attributes import Attribute, Attributes, parse_attributes
from flaming_horse.storyboard.blocks import (
    Blocks,
    Formula,
    HeadingBlock,
    ParagraphBlock,
    VisualBlock,
)
from flaming_horse.storyboard.fence_info import read_info
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.inline import (
    InlineContent,
    InlinePicture,
    InlinePiece,
    Span,
    joined,
    read_inline,
    rich,
    text_run,
)
from flaming_horse.storyboard.limits import control_sign, in_file, name_of_sign
from flaming_horse.storyboard.markdown import markdown_parser, top_level
from flaming_horse.storyboard.passages import passages_in, without_comments
from flaming_horse.storyboard.source import Passage, Source
from flaming_horse.visuals.kinds import written_as
from flaming_horse_voice.runs import Run, shown_runs

MOST_ROWS = 500
"""Items of a list, paragraphs of a quotation, cells of a table's header and its rows."""


def read_blocks(source: Source, findings: Findings) -> Blocks:
    """The blocks of a storyboard. What has no meaning in one (rules, tags) is left out."""
    with in_file(source.file):
        tokens = markdown_parser().parse("\n".join(source.lines))
    reader = _Reader(source, findings, Blocks())
    for group in top_level(tokens):
        reader.block(group)
    reader.end()
    return reader.read


class _Reader:
    def __init__(self, source: Source, findings: Findings, read: Blocks) -> None:
        self.source = source
        self.findings = findings
        self.read = read
        self.attributes: dict[str, Attribute] = {}
        self.sources: list[str] = []

    def block(self, group: list[Token]) -> None:
        """Read the tokens of one block."""
        first = group[0]
        if first.type not in {"attrs_block", "paragraph_open", "html_block"}:
            # Something stands between: the passage is no line's, but a note.
            self.sources.clear()
        match first.type:
            case "front_matter":
                self.read.front = Passage(self.source, first.content, 1)
            case "attrs_block":
                self._attributes(first)
            case "heading_open":
                self._heading(group)
            case "paragraph_open":
                self._paragraph(group[1])
            case "html_block":
                self._html(first)
            case _:
                self._visual_block(group)

    def _visual_block(self, group: list[Token]) -> None:
        first = group[0]
        match first.type:
            case "bullet_list_open" | "ordered_list_open":
                items = self._items(group)
                ordered = first.type == "ordered_list_open"
                data: dict[str, Any] = {"items": items, "ordered": ordered}
                if (start := first.attrs.get("start", 1)) != 1:
                    data["start"] = start
                self._markdown_visual(written_as("list"), first, data, items)
            case "blockquote_open":
                paragraphs = list(self._texts(group))
                self._markdown_visual(
                    written_as("quotation"), first, {"paragraphs": paragraphs}, paragraphs
                )
            case "table_open":
                self._table(group)
            case "math_block" | "math_block_label":
                self._fence_like(written_as("formula"), first)
            case "fence":
                self._fence(first)
            case "code_block":
                self._code(first)
            case _:
                # A rule (`---`) between blocks says nothing; what stood before it is not its own.
                pass

    def end(self) -> None:
        """Find attributes that no block follows."""
        for attribute in self.attributes.values():
            self.findings.add(attribute.place, "no block follows these attributes")

    def _attributes(self, token: Token) -> None:
        line = self._line(token)
        passage = Passage(self.source, self.source.lines[line].rstrip(), line)
        start = passage.content.index("{")
        for name, attribute in parse_attributes(passage, start, self.findings).items():
            if name in self.attributes:
                self.findings.add(attribute.place, f"`{name}` is given twice")
            self.attributes[name] = attribute

    def _taken(self) -> Attributes:
        taken, self.attributes = self.attributes, {}
        return taken

    def _taken_sources(self) -> tuple[str, ...]:
        taken, self.sources = tuple(dict.fromkeys(self.sources)), []
        return taken

    def _line(self, token: Token) -> int:
        return token.map[0] if token.map else 0

    def _start(self, token: Token) -> Place:
        line = self._line(token)
        text = self.source.lines[line]
        return self.source.place(line, len(text) - len(text.lstrip()))

    def _inline(self, token: Token, search_from: int = 0) -> InlineContent:
        passage = Passage(self.source, token.content, self._line(token), search_from)
        inline = read_inline(token, passage, self.findings)
        for piece in inline.pieces:
            if piece.run.kind == "math":
                at = piece.place
                dollars = 2 if token.content.startswith("$$") else 1
                start = Place(at.file, at.line, at.column + dollars)
                self.read.formulas.append(Formula(piece.run.text, start))
        return inline

    def _text(self, token: Token, search_from: int = 0) -> list[dict[str, Any]]:
        inline = self._inline(token, search_from)
        for span in inline.spans:
            self._no_cue(span)
        for picture in inline.pictures:
            self.findings.add(
                picture.place,
                "a picture stands in a paragraph of its own, not inside another visual",
            )
        return rich(inline)

    def _no_cue(self, span: Span) -> None:
        what = "a cue stands in a paragraph that is spoken, not here"
        remedy = "Mark the words of a line instead, and aim at this visual."
        self.findings.add(span.place, what, remedy)

    def _heading(self, group: list[Token]) -> None:
        inline = self._inline(group[1])
        for span in inline.spans:
            self._no_cue(span)
        for picture in inline.pictures:
            self.findings.add(picture.place, "a picture cannot stand in a heading")
        level = int(group[0].tag[1:])
        place = self._start(group[0])
        runs = shown_runs([piece.run for piece in inline.pieces])
        self.read.blocks.append(HeadingBlock(level, runs, self._taken(), place))

    def _paragraph(self, token: Token) -> None:
        inline = self._inline(token)
        has_words = any(piece.run.text.strip() for piece in inline.pieces) or inline.spans
        attributes = self._taken()
        for number, picture in enumerate(inline.pictures):
            own = attributes if not has_words and number == 0 else {}
            self._picture(picture, own)
        if has_words:
            lines = token.map or [0, 0]
            start, sources = self._start(token), self._taken_sources()
            block = ParagraphBlock(inline, attributes, start, (lines[0], lines[1]), sources)
            self.read.blocks.append(block)
        elif inline.pictures:
            self.sources.clear()
        else:
            # A paragraph of tags or comments alone: nothing is spoken.
            self.attributes.update(attributes)

    def _picture(self, picture: InlinePicture, attributes: Attributes) -> None:
        own = {
            name: Attribute(name, value, picture.place, picture.place)
            for name, value in picture.options
        }
        data = {"file": picture.file, "alt": picture.alt}
        block = VisualBlock(written_as("picture"), {**own, **attributes}, picture.place, data)
        self.read.blocks.append(block)

    def _markdown_visual(
        self, kind: str, token: Token, data: dict[str, Any], content: list[Any]
    ) -> None:
        attributes = self._taken()
        if len(content) > MOST_ROWS:
            what = f"this {kind} has {len(content)} items or rows, and {MOST_ROWS} is the most"
            self.findings.add(self._start(token), what, "Show a part of it.")
        elif content:
            self.read.blocks.append(VisualBlock(kind, attributes, self._start(token), data))
        elif attributes:
            what = f"this {kind} has attributes and nothing in it"
            self.findings.add(self._start(token), what, "Write something in it, or take it out.")

    def _items(self, group: list[Token]) -> list[list[dict[str, Any]]]:
        """The items in reading order; those of an inner list begin with a dash."""
        items: list[list[dict[str, Any]]] = []
        open_items: list[int] = []
        for token in group:
            if token.type == "list_item_open":
                open_items.append(len(items))
                inner: list[dict[str, Any]] = [text_run(UNDER)] if len(open_items) > 1 else []
                items.append(inner)
            elif token.type == "list_item_close":
                open_items.pop()
            elif open_items and (text := self._leaf(token)):
                item = items[open_items[-1]]
                items[open_items[-1]] = joined(item, text)
        return [item for item in items if any(run["text"].strip("– ") for run in item)]  # noqa: RUF001

    def _texts(self, group: list[Token]) -> Iterator[list[dict[str, Any]]]:
        for token in group:
            if text := self._leaf(token):
                yield text

    def _leaf(self, token: Token) -> list[dict[str, Any]]:
        """The text of one token inside a list or a quotation."""
        if token.type == "inline":
            return self._text(token)
        if token.type in {"fence", "code_block"} and token.content.strip():
            return [{**text_run(" ".join(token.content.split())), "kind": "code"}]
        if token.type in {"math_block", "math_block_label"} and token.content.strip():
            latex = " ".join(token.content.split())
            self.read.formulas.append(Formula(latex, self._start(token)))
            return [{**text_run(latex), "kind": "math"}]
        return []

    def _table(self, group: list[Token]) -> None:
        header: list[Any] = []
        rows: list[list[Any]] = []
        in_head = False
        search_from = 1
        for token in group:
            if token.type in {"thead_open", "thead_close"}:
                in_head = token.nesting > 0
            elif token.type == "tr_open":
                search_from = 1
                if not in_head:
                    rows.append([])
            elif token.type == "inline":
                text = self._text(token, search_from)
                line = self.source.lines[self._line(token)]
                cell_at = line.find(token.content, search_from)
                search_from = max(search_from, cell_at + len(token.content))
                (header if in_head else rows[-1]).append(text)
        data = {"header": header, "rows": rows}
        self._markdown_visual(written_as("table"), group[0], data, header + rows)

    def _fence(self, token: Token) -> None:
        line = self._line(token)
        passage = Passage(self.source, self.source.lines[line].rstrip(), line)
        info = read_info(token.info.strip(), passage, self.findings)
        body = Passage(self.source, token.content.removesuffix("\n"), line + 1)
        own = self._taken()
        for name in own.keys() & info.attributes.keys():
            self.findings.add(own[name].place, f"`{name}` is given here and in the fence")
        attributes = {**own, **info.attributes}
        block = VisualBlock(
            info.kind, attributes, self._start(token), None, body, info.language, info.named
        )
        self.read.blocks.append(block)

    def _fence_like(self, kind: str, token: Token) -> None:
        lines = token.content.split("\n")
        blank = next((i for i, line in enumerate(lines) if line.strip()), 0)
        content = token.content.strip("\n")
        passage = Passage(self.source, content, self._line(token) + blank, search_from=1)
        start = self._start(token)
        self.read.blocks.append(VisualBlock(kind, self._taken(), start, None, passage))

    def _code(self, token: Token) -> None:
        body = Passage(self.source, token.content.rstrip("\n"), self._line(token))
        self.read.blocks.append(
            VisualBlock(written_as("program"), self._taken(), self._start(token), None, body, "")
        )

    def _html(self, token: Token) -> None:
        """A comment is a note, or the passage that a line rests on; text between tags is text."""
        self.sources += passages_in(token.content)
        text = without_comments(token.content)
        text = re.sub(r"<(script|style)\b.*?(?:</\1>|$)", "", text, flags=re.DOTALL | re.IGNORECASE)
        text = re.sub(r"<[^>]*>", " ", text)
        text = html.unescape(text)
        if (unseen := control_sign(text)) >= 0:
            what = f"this is an unseen control character ({name_of_sign(text[unseen])})"
            self.findings.add(self._start(token), what, "Take it out.")
            return
        for paragraph in re.split(r"\n\s*\n", text):
            words = " ".join(paragraph.split())
            if words:
                self._plain_paragraph(words, token)

    def _plain_paragraph(self, words: str, token: Token) -> None:
        place = self._start(token)
        inline = InlineContent((InlinePiece(Run(words), place),), (), ())
        block = ParagraphBlock(inline, self._taken(), place, (-1, -1), self._taken_sources())
        self.read.blocks.append(block)
