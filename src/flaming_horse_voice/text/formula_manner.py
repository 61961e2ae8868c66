"""In which manner a formula is read: the style, the breaths, and where a part is said to end.

A breath is a comma. Two private marks stand for breaths until it is known what follows:
`SOFT` ends a simple part ("eff of ex"), and is a breath only before an operator;
`OPEN_END` ends a part that holds an operation and has no closing word of its own
("the square root of ex plus one"), and is a breath before anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias

from flaming_horse_voice.text.formula_parts import has_operator, operations
from flaming_horse_voice.text.formula_tree import Node

Style: TypeAlias = Literal["short", "exact", "auto"]
STYLES: tuple[Style, ...] = ("short", "exact", "auto")
SOFT = "\x01"
OPEN_END = "\x02"
HELD_BY_A_BREATH = 1
"""Operations in a part that `auto` lets end in a breath although something follows: "one over the
quantity ex plus one, plus three" is heard rightly, and with a second operation it no longer is."""


class Around(NamedTuple):
    """What stands around a part.

    `clear`: nothing before it that could be taken for a piece of it. `followed`: something after
    it could be taken into it; an equals sign or the end of the formula cannot.
    """

    clear: bool = True
    followed: bool = False

    def within(self, *, followed: bool = False) -> Around:
        """Around a piece whose start is announced, and whose end is unless `followed`."""
        return Around(clear=False, followed=followed)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one formula is read.

    `capitals` are the letters that stand in it in both cases, `sets` and `logic` whether it is
    about sets or about statements.
    """

    style: Style = "auto"
    capitals: frozenset[str] = frozenset()
    sets: bool = False
    logic: bool = False

    def exact(self, node: Node, around: Around) -> bool:
        """Whether the start and the end of a part with operations are said in words."""
        if self.style == "auto":
            return around.followed and operations(node) > HELD_BY_A_BREATH
        return self.style == "exact"


class Reader(Protocol):
    """What the readers of single kinds of parts need from the whole."""

    @property
    def manner(self) -> Manner: ...
    def say(self, node: Node, around: Around) -> str: ...
    def run(
        self, parts: tuple[Node, ...], around: Around, *, bar: str = "divides", terse: bool = False
    ) -> str: ...
    def letter(self, sign: str) -> str: ...


def breath(words: str) -> str:
    """With a comma at its end, and no other mark."""
    return f"{bare(words)},"


def bare(words: str) -> str:
    """Without marks at its end."""
    return words.rstrip(f",; {SOFT}{OPEN_END}")


def part(reader: Reader, node: Node, around: Around, before: str = "") -> str:
    """A part that another word announces ("the square root of"), with its end.

    `before` is said between that word and "the quantity" where the part is read exactly.
    """
    if not has_operator(node):
        said = reader.say(node, around.within(followed=around.followed))
        return said if said.endswith((OPEN_END, ",")) else bare(said) + SOFT
    if not reader.manner.exact(node, around):
        return bare(reader.say(node, around.within())) + OPEN_END
    return quantity(reader, node, around, before)


def quantity(reader: Reader, node: Node, around: Around, before: str = "") -> str:
    """The words "the quantity … end quantity": its start, and where something follows its end."""
    said = breath(reader.say(node, around.within()))
    end = " end quantity," if around.followed else ""
    return " ".join(f"{before} the quantity {said}{end}".split())
