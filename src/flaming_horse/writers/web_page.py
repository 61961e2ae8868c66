"""A saved web page as text: what a reader comes for, without what leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flaming_horse.writers.foreign import Block, Heading, Items, Program, Table, Words
from flaming_horse.writers.foreign_html import UNSEEN, HtmlReader
from flaming_horse.writers.pieces import Pieces, plain

_BESIDE = frozenset({"nav", "footer", "aside", "form", "button", "select", "iframe", "dialog"})


class _PageReader(HtmlReader):
    unseen_tags = UNSEEN | _BESIDE

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            # The end of the head may be left out.
            self.unseen = 0
        super().handle_starttag(tag, attrs)


def page_text(html: str) -> str:
    """The words of a page, its paragraphs between blank lines, headings and lists as Markdown."""
    # Python's reader looks for the end of each comment anew where it is missing.
    html = re.sub(r"<!--.*?(?:-->|\Z)|<[?/](?![A-Za-z])", "", html, flags=re.DOTALL)
    reader = _PageReader()
    blocks = [*reader.read(html, 0), *reader.end()]
    return "\n\n".join(text for block in blocks for text in _texts(block) if text)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {plain(block.words)}"
        case Words():
            yield plain(block.words)
        case Items():
            yield "\n".join(f"- {plain(item.words)}" for item in block.items)
        case Table():
            yield "\n".join(_row(cells) for cells in (block.header, *block.rows))
        case Program():
            yield f"```\n{block.code}\n```"
        case _:
            # Comments, pictures and what is folded say nothing of their own.
            pass


def _row(cells: Iterable[Pieces]) -> str:
    return " | ".join(plain(cell) for cell in cells)
