"""A storyboard in the making: what is said, what is shown, and notes to the author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import Step
from flaming_horse.model.vocabulary import ScreenPlace, Verb
from flaming_horse.writers.foreign import Program
from flaming_horse.writers.pieces import Pieces
from flaming_horse.writers.programs.facts import Fact
from flaming_horse.writers.programs.wording import Spot


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a line that something happens at: from one offset into its text to another.

    It happens to the `part` of that number: to an item of a list, to a line of a program.
    """

    first: int
    end: int
    action: Verb
    item: int
    part: str = "item"
    last: int = 0
    """Of a part that is several lines of a program, `lines(item,last)`."""

    @property
    def step(self) -> Step:
        return Step(self.part, (self.item, self.last) if self.last else (self.item,))


@dataclass(slots=True)
class Say:
    """A line. `marks` aim at parts of `shown`, the list or the program that it speaks of."""

    words: Pieces
    place: Place
    marks: list[Mark] = field(default_factory=list[Mark])
    shown: Show | None = None
    opens: bool = False
    """What it promises comes next: it ends with a colon."""
    pause: int = 0
    """Seconds of silence after it, for looking."""
    holds: bool = False
    """What is shown next stands in the item of a list that it says, and comes with it."""
    told_by: Show | None = None
    """The program whose own facts these words are."""
    spots: tuple[Spot, ...] = ()
    """Which of its words speak of which lines of that program."""


@dataclass(slots=True)
class Show:
    """A visual. `told`: the lines that speak of it follow it."""

    kind: str
    data: dict[str, Any]
    place: Place
    at: ScreenPlace | None = None
    told: bool = False
    alone: bool = False
    """It comes with its own lines, never with the one before."""
    result: bool = False
    """It is what the program before it gave: it stands with it where both have room."""
    size: float = 8.0
    """About how many lines of running text it is high; a frame has ten."""
    source: Program | None = None
    """The program that it shows, or shows a part of."""
    facts: tuple[Fact, ...] = ()
    """What can be read in a program or in what it gave, for want of the author's words."""
    goes_on: bool = False
    """It is a part of a formula, after another one."""
    again: bool = False
    """It stood there before, and stays beside something else where both have room."""


@dataclass(slots=True)
class Remark:
    """A note to the author, which the storyboard holds as a comment."""

    text: str


@dataclass(slots=True)
class Part:
    """What stands under one heading. `level` is 2 for a scene and 3 for a heading inside one."""

    title: Pieces
    place: Place
    level: int = 2
    items: list[Entry] = field(default_factory=list["Entry"])
    depth: int = 2
    """The level of its heading in the source."""

    @property
    def is_shown(self) -> bool:
        return any(isinstance(item, Show) for item in self.items)

    @property
    def says(self) -> list[Say]:
        return [item for item in self.items if isinstance(item, Say)]

    @property
    def is_empty(self) -> bool:
        return not any(isinstance(item, Say | Show) for item in self.items)


Entry: TypeAlias = Say | Show | Remark


def stretches(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Visuals that come together, each group with the lines spoken while they are there.

    The first group is what stands before all visuals, perhaps nothing.
    """
    groups: list[list[Entry]] = [[]]
    said = True
    for entry in entries:
        if isinstance(entry, Show) and said:
            groups.append([])
            said = False
        said = said or isinstance(entry, Say)
        groups[-1].append(entry)
    return groups


def without_empty(parts: Iterable[Part]) -> list[Part]:
    """The parts that say or show something; the others' remarks go to the part before, or after."""
    found: list[Part] = []
    waiting: list[Entry] = []
    for part in parts:
        if part.is_empty:
            (found[-1].items if found else waiting).extend(part.items)
            continue
        part.items[:0] = waiting
        waiting.clear()
        found.append(part)
    return found


@dataclass(slots=True)
class Film:
    """All of it. The first part may have no title: it stands under the film's own."""

    title: str
    parts: list[Part]
    language: str = "en"
    summary: str = ""
    is_deck: bool = False
    """Its parts are slides."""


TO_LOOK = 2
"""Seconds to look at what is shown with a few words only."""
OUTPUT = "Output of cell"
"""What the description of a notebook's picture begins with, where it has no title."""
UNDRAWN = "Left out: the program that draws this picture."
UNTOLD = "Left out: a program of which nothing can be said."
READ = "Read from the program: the document has no words for it."
