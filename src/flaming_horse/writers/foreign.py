"""A foreign document as a list of blocks, whatever it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from flaming_horse.writers.pieces import Pieces
from flaming_horse.writers.programs.facts import Fact


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    words: Pieces
    line: int


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `line` is where it begins in the source, from 0, as for all blocks."""

    words: Pieces
    line: int


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `inner` are those of the lists in it, in reading order."""

    words: Pieces
    inner: tuple[Pieces, ...] = ()
    to_itself: bool = False
    """It is nothing but a link to a place in its own document."""
    after: tuple[Block, ...] = ()
    """What else it holds: a program, a formula, a picture, and the paragraphs after these."""
    under: bool = False
    """It stands under the item before it."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `start` items stand before it: those of the same list, or by its own numbers."""

    items: tuple[Item, ...]
    ordered: bool
    line: int
    start: int = 0
    part: bool = False
    """It is a part of a longer list."""
    goes_on: bool = False
    """Other parts of its list stand before it."""
    holds: bool = False
    """What follows stands in its last item."""


@dataclass(frozen=True, slots=True)
class Quote:
    """`alert` is the kind of a note as forges know it, such as NOTE, TIP or WARNING.

    `label` is said before it: "In plain words". `source` is who said it, which is said before it
    and stands below it.
    """

    paragraphs: tuple[Pieces, ...]
    line: int
    alert: str = ""
    label: Pieces = ()
    source: Pieces = ()


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    line: int
    result: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """`result` here, of a table, a formula or a picture: it is what the program before it gave."""

    code: str
    language: str
    line: int
    result: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    latex: str
    line: int
    result: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    file: str
    alt: str
    line: int
    result: bool = False
    facts: tuple[Fact, ...] = ()
    linked: bool = False
    """It leads to a page of its own."""


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Fold:
    """A part that a reader can open and close begins, or ends; `unfolded`: it is open at first."""

    opens: bool
    line: int
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that no film shows, by its name: a footnote.

    `inside` says that it stood among words that are said: no sentence before announced it.
    """

    what: str
    line: int
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A visual of ours that was written in the signs of another program, such as a diagram.

    `data` is what a visual of its kind holds, `size` about how many lines of text it is high.
    """

    kind: str
    data: dict[str, Any]
    line: int
    size: float = 6.0


Block: TypeAlias = (
    Heading
    | Words
    | Items
    | Quote
    | Table
    | Program
    | Formula
    | Picture
    | Drawing
    | Comment
    | Fold
    | LeftOut
)
