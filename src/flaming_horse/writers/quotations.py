"""What somebody said about something, and who it was, which pages write as two paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flaming_horse.writers.foreign import Block, Quote, Words
from flaming_horse.writers.link_talk import without_asides
from flaming_horse.writers.pieces import plain
from flaming_horse.writers.sentences import without_end

_QUOTED = re.compile(r"[\"\u201c\u201e\xab].{20,}[\"\u201d\u201c\xbb]", re.DOTALL)
_DASH = r"[\u2014\u2013-]"
_WHO = re.compile(
    rf"{_DASH}{{0,2}}\s*[^\W\d_a-z][^.:!?]* {_DASH} [^.:!?]+|{_DASH}{{1,2}}\s*[^\W\d_a-z][^.:!?]+"
)
"""A name and where somebody works, or a name behind a dash."""
_WHO_WORDS = 14


def with_sources(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, in which a paragraph in quotation marks and who said it are one quotation."""
    waiting: Words | None = None
    for block in blocks:
        if waiting is not None:
            quoted, waiting = waiting, None
            if isinstance(block, Words) and _says_who(plain(block.words)):
                source = without_end(without_asides(block.words))
                yield Quote((quoted.words,), quoted.line, source=source)
                continue
            yield quoted
        if isinstance(block, Words) and _QUOTED.fullmatch(plain(block.words)):
            waiting = block
        else:
            yield block
    if waiting is not None:
        yield waiting


def _says_who(text: str) -> bool:
    return len(text.split()) <= _WHO_WORDS and _WHO.fullmatch(text) is not None
