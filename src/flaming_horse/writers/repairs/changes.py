"""What a repair did to a film in the making: told in the terminal, and where it happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flaming_horse.errors import Place
from flaming_horse.writers.script import Entry, Film, Part, Remark, Say, Show

NAMES = {
    "code": "program", "table": "table", "list": "list", "equation": "formula",
    "quote": "quotation", "image": "picture", "title-card": "title", "flow": "diagram",
}  # fmt: skip
"""What a visual is called when something about it is told."""


def name_of(show: Show) -> str:
    """What a visual is called, with its article."""
    return f"a {NAMES.get(show.kind, show.kind)}"


@dataclass(frozen=True, slots=True)
class Change:
    """A change in words, and where in the source it is."""

    what: str
    place: Place


def counted(changes: Sequence[Change]) -> tuple[str, ...]:
    """Changes for the terminal: each once, with how often and where it is first."""
    first: dict[str, Place] = {}
    for change in changes:
        first.setdefault(change.what, change.place)
    return told(Counter(change.what for change in changes), first)


def told(left_out: Mapping[str, int], first: Mapping[str, Place]) -> tuple[str, ...]:
    """What was left out, with how often and where it is in the source, in words."""
    return tuple(_counted(what, count, first.get(what)) for what, count in left_out.items())


def _counted(what: str, count: int, place: Place | None) -> str:
    if place is None:
        return what if count == 1 else f"{what} ({count} times)"
    where = f"{place.file}:{place.line}" if place.file else f"line {place.line}"
    where = where.rsplit("/", 1)[-1]
    return f"{what} ({where})" if count == 1 else f"{what} ({count} times, first {where})"


@dataclass(slots=True)
class Scene:
    """A scene of a film in the making: the parts from one heading of level 2 to the next."""

    film: Film
    parts: list[Part]
    changes: list[Change] = field(default_factory=list[Change])

    def coming_with(self, say: Say) -> list[Show]:
        """The visuals that appear with a line; with the last line also those after it."""
        found: list[Show] = []
        came: list[Show] | None = None
        for entry in self.entries:
            if isinstance(entry, Show):
                found.append(entry)
            elif isinstance(entry, Say):
                if came is not None:
                    return came
                came = found if entry is say else None
                found = []
        return [*(came or []), *found]

    @property
    def entries(self) -> list[Entry]:
        return [item for part in self.parts for item in part.items]

    @property
    def says(self) -> list[Say]:
        return [entry for entry in self.entries if isinstance(entry, Say)]

    def part_of(self, entry: Entry) -> Part:
        return next(part for part in self.parts if any(item is entry for item in part.items))

    def put(self, entry: Entry, instead: Sequence[Entry]) -> None:
        """Put others, perhaps with itself among them, where an entry stands."""
        items = self.part_of(entry).items
        at = next(n for n, item in enumerate(items) if item is entry)
        items[at : at + 1] = instead

    def tell(self, what: str, entry: Say | Show, remark: str) -> None:
        """Count a change for the terminal, and note it before an entry."""
        self.changes.append(Change(what, entry.place))
        self.put(entry, [Remark(remark), entry])

    def leave_out(self, show: Show, why: str) -> None:
        """Take a visual away; a note stands in its place, and nothing aims at it any more."""
        what = f"{name_of(show)} {why}"
        self.changes.append(Change(what, show.place))
        self.put(show, [Remark(f"Left out: {what}.")])
        for say in self.says:
            if say.shown is show:
                say.marks, say.shown = [], None
            if say.told_by is show:
                say.told_by, say.spots = None, ()

    def leave_out_line(self, say: Say, words: str) -> None:
        """Take a line away that cannot be spoken."""
        self.changes.append(Change("a line that cannot be spoken", say.place))
        self.put(say, [Remark(f"Left out, since it cannot be spoken: “{words}”.")])


def scenes_of(film: Film) -> list[Scene]:
    """The scenes of a film, in order."""
    found: list[Scene] = []
    for part in film.parts:
        if part.level == 2 or not found:
            found.append(Scene(film, []))
        found[-1].parts.append(part)
    return found
