"""A storyboard in the making: what is said, what is shown, and notes to the author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import CueAction
from flaming_horse.writers.pieces import Piece, Pieces
from flaming_horse.writers.sentences import ended


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a line that something happens at: from one offset into its text to another."""

    first: int
    end: int
    action: CueAction
    item: int


@dataclass(slots=True)
class Say:
    """A line. `marks` aim at items of `shown`, the list that it speaks of."""

    words: Pieces
    place: Place
    marks: list[Mark] = field(default_factory=list[Mark])
    shown: Show | None = None
    opens: bool = False
    """What it promises comes next: it ends with a colon."""
    pause: int = 0
    """Seconds of silence after it, for looking."""


@dataclass(slots=True)
class Show:
    """A visual. `told`: the lines that speak of it follow it."""

    kind: str
    data: dict[str, Any]
    place: Place
    at: str | None = None
    told: bool = False
    result: bool = False
    """It is what the program before it gave: it stands with it where both have room."""
    size: float = 8.0
    """About how many lines of running text it is high; a frame has ten."""


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


@dataclass(slots=True)
class Film:
    """All of it. The first part may have no title: it stands under the film's own."""

    title: str
    parts: list[Part]
    language: str = "en"
    summary: str = ""


FILLERS = {"code": "Here it is in code.", "image": "This is what it looks like."}
OTHER_FILLER = "This is what comes out."
"""What is said where an English document has no word; the author is asked for a better one."""
TO_LOOK = 2
"""Seconds to look at what is shown with a few words only."""
OUTPUT = "Output of cell"
"""What the description of a notebook's picture begins with, where it has no title."""
ROOM = 9.0
"""Sizes that stand together in one frame."""


def arrange(items: Sequence[Entry], title: Pieces = (), *, english: bool = True) -> list[Entry]:
    """The same entries in an order in which each visual comes with words of its own.

    A visual appears when the line after it begins. The sentence before it speaks of it, or else
    the one that follows; visuals that find neither stand together where they fit, or get a line
    that asks for a better one: the title at first and where the film is not in English, else a
    few words.
    """
    silent = () if english else title
    found: list[Entry] = []
    waiting = list(items)
    while waiting:
        item = waiting.pop(0)
        before = _free_before(found) if isinstance(item, Show) else None
        if before is not None:
            found.insert(before, item)
        elif not isinstance(item, Show) or item.told:
            found.append(item)
        elif item.result and _together(found, item):
            continue
        elif _next_is_free(waiting, item):
            found.append(item)
        elif not _together(found, item):
            first = not any(isinstance(entry, Say) for entry in found)
            words = _named(item) or silent or (Piece(FILLERS.get(item.kind, OTHER_FILLER)),)
            words = ended(title) if first and title else words
            note = Remark("The source says nothing here: write what this shows.")
            found += [item, note, Say(words, item.place, pause=TO_LOOK)]
    return found


def _named(item: Show) -> Pieces:
    """What a picture is said to show."""
    alt = str(item.data.get("alt", "")).strip()
    if len(alt.split()) < 2 or alt.startswith(OUTPUT):
        return ()
    return (Piece(alt if alt.endswith(".") else f"{alt}."),)


def _free_before(found: list[Entry]) -> int | None:
    """Where the line just before stands, if nothing has come with it yet."""
    at = len(found) - 1
    while at >= 0 and isinstance(found[at], Remark):
        at -= 1
    if at < 0 or not isinstance(found[at], Say) or _claimed(found, at):
        return None
    return at


def _claimed(found: Sequence[Entry], at: int) -> bool:
    item = found[at]
    if isinstance(item, Say) and item.shown is not None:
        return True
    before = [entry for entry in found[:at] if not isinstance(entry, Remark)]
    return bool(before) and isinstance(before[-1], Show)


def _next_is_free(waiting: Sequence[Entry], item: Show) -> bool:
    """Whether the next line is free: it comes at once and no other visual waits for it.

    What stands before a visual speaks of it when it ends with a colon; in a notebook, always.
    What a program gave, and stands with it, does not come between it and the line.
    """
    coming = [entry for entry in waiting if not isinstance(entry, Remark)]
    size, with_results = item.size, item.result
    while coming and isinstance(coming[0], Show) and coming[0].result:
        size, with_results = size + coming[0].size, True
        if size > ROOM:
            return False
        coming.pop(0)
    if not coming or not isinstance(coming[0], Say):
        return False
    before_visual = len(coming) > 1 and isinstance(coming[1], Show)
    return not (before_visual and (with_results or coming[0].opens))


def _together(found: list[Entry], item: Show) -> bool:
    """Put a visual beside the one before it, where both have room; whether that was done."""
    last = next((at for at in range(len(found) - 1, -1, -1) if isinstance(found[at], Show)), None)
    if last is None:
        return False
    group = [found[last]]
    while last > len(group) - 1 and isinstance(found[last - len(group)], Show):
        group.append(found[last - len(group)])
    shown = [entry for entry in group if isinstance(entry, Show)]
    if any(entry.told or entry.at != item.at for entry in shown):
        return False
    if sum(entry.size for entry in shown) + item.size > ROOM:
        return False
    found.insert(last + 1, item)
    return True
