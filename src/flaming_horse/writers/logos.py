"""Rows of logos: who pays for a project, and who uses it. Nobody looks at them in a film."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.writers.foreign import Block, Comment, Heading, Items, LeftOut, Picture, Words
from flaming_horse.writers.pieces import Pieces, plain, words_in

WHAT = "logos of sponsors or users"
_ROW = 2
"""Pictures one after the other that are a row."""
_ANNOUNCED = re.compile(
    r"\b(?:sponsor(?:s|ed|ing|ship)?|backers?|supporters|patrons|funded by|supported by|backed by"
    r"|(?:used|trusted|adopted|powered) by|who(?: is|'s)? us(?:es|ing)|adopters|partners"
    r"|unterstützt von|gefördert (?:von|durch)|sponsoren|förderer|patrocinadores)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 25
"""Of a paragraph that only leads to the logos after it."""


def without_logos(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without rows of logos under a heading or a paragraph that says what they are.

    The paragraph goes with them where it ends with a colon.
    """
    at = 0
    announced = False
    while at < len(blocks):
        block = blocks[at]
        end = _end_of_row(blocks, at)
        if end > at and (announced or _ends_it(blocks[at:], end - at)):
            yield LeftOut(WHAT, block.line)
            at = end
            continue
        at += 1
        if isinstance(block, Heading):
            announced = _announces(block.words)
        elif isinstance(block, Words):
            announced = announced or _announces(block.words)
        yield block


def _ends_it(blocks: Sequence[Block], count: int) -> bool:
    """Whether a document ends with a row of pictures that lead elsewhere."""
    pictures = [block for block in blocks[:count] if isinstance(block, Picture)]
    return count == len(blocks) and len(pictures) >= _ROW and all(p.linked for p in pictures)


def _announces(words: Pieces) -> bool:
    return words_in(words) <= _MOST_WORDS and bool(_ANNOUNCED.search(plain(words)))


def _end_of_row(blocks: Sequence[Block], at: int) -> int:
    """The number of the block behind a row of pictures that begins at one; itself for none."""
    pictures, end = 0, at
    while end < len(blocks):
        block = blocks[end]
        if isinstance(block, Picture):
            pictures += 1
        elif isinstance(block, Items) and _is_pictures(block):
            pictures += len(block.items)
        elif not isinstance(block, Comment | LeftOut) and not _is_name(blocks, end):
            break
        end += 1
    while end > at and not isinstance(blocks[end - 1], Picture | Items):
        end -= 1
    return end if pictures >= _ROW else at


def _is_pictures(block: Items) -> bool:
    return all(
        item.after and not item.words and all(isinstance(each, Picture) for each in item.after)
        for item in block.items
    )


def _is_name(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block is the linked name under a logo, with another logo behind it."""
    block, following = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
    linked = isinstance(block, Words) and all(p.link or not p.text.strip() for p in block.words)
    return linked and isinstance(following, Picture)
