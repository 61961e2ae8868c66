"""A dialect of Markdown: what betrays it, and what it means by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt

from flaming_horse.writers.dialects.outline import Outline
from flaming_horse.writers.foreign import Block

ENOUGH = 2
"""The weight from which a document is of a dialect. What several dialects might mean weighs 1."""
CERTAIN = 100
"""The weight of a file's ending that only one dialect has."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that a document has: `what` says it in words."""

    what: str
    weight: int
    is_in: Callable[[Outline], bool]


@dataclass(frozen=True, slots=True)
class Fenced:
    """A fence as it is written: its words, its text, and the line that it begins at, from 0."""

    info: str
    text: str
    line: int


Inner = Callable[[str, int], list[Block]]
"""Reads Markdown that stands inside of something, from the line on that it begins at."""
ReadFence = Callable[[Fenced, Inner], "list[Block] | None"]
"""Reads a fence of a dialect; None for one that is nothing of its own."""


def _nothing(md: MarkdownIt) -> None:
    del md


@dataclass(frozen=True, slots=True)
class Dialect:
    """`name` is for the command line and the storyboard, `called` for people.

    `everywhere` are rules for what nobody but this dialect means anything by: they hold in every
    foreign document, since people mix, and so does `fence`. `syntax` and `own_fence` hold in
    documents of this dialect alone, and are asked first. Rules leave tokens that
    `foreign_markdown` reads; see `tokens`.
    """

    name: str
    called: str
    signs: tuple[Sign, ...] = ()
    suffixes: tuple[str, ...] = ()
    everywhere: Callable[[MarkdownIt], None] = _nothing
    syntax: Callable[[MarkdownIt], None] = _nothing
    fence: ReadFence | None = None
    own_fence: ReadFence | None = None

    def weight(self, outline: Outline) -> int:
        """How much betrays this dialect in a document."""
        if outline.suffix and outline.suffix in self.suffixes:
            return CERTAIN
        return sum(sign.weight for sign in self.signs if sign.is_in(outline))

    def found(self, outline: Outline) -> tuple[str, ...]:
        """What betrays it, in words."""
        return tuple(sign.what for sign in self.signs if sign.is_in(outline))
