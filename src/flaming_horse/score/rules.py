"""The rules of a scene: who leaves when a visual comes, and what waits hidden for its cue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from flaming_horse.model.storyboard import Cue, Target
from flaming_horse.model.vocabulary import ScreenPlace, Verb

Effect: TypeAlias = Literal["brings", "takes", "lights"]


@dataclass(frozen=True, slots=True)
class VerbRule:
    """What a verb does to a part. `ends`: no longer than its words are spoken."""

    effect: Effect
    ends: bool = False


VERB_RULES: Mapping[Verb, VerbRule] = MappingProxyType(
    {
        "show": VerbRule("brings"),
        "hide": VerbRule("takes"),
        "highlight": VerbRule("lights", ends=True),
        "mark": VerbRule("lights"),
    }
)


def order_at_once(verb: Verb) -> int:
    """The order of cues that begin together: what is shown is there before it is lit."""
    return 0 if VERB_RULES[verb].effect == "brings" else 1


class Standing(Protocol):
    """Where a visual stands, and whether it stays there when another one comes."""

    @property
    def at(self) -> ScreenPlace | None: ...
    @property
    def keep(self) -> bool: ...


StandingT = TypeVar("StandingT", bound=Standing)


@dataclass(frozen=True, slots=True)
class Entrance(Generic[StandingT]):
    """A visual that comes, and those that leave for it."""

    visual: StandingT
    leaving: tuple[StandingT, ...]


@dataclass(frozen=True, slots=True)
class Scenery(Generic[StandingT]):
    """What is on screen from one line to the next, and what of it has just come."""

    entrances: tuple[Entrance[StandingT], ...]
    there: tuple[StandingT, ...]


def sceneries(groups: Iterable[Sequence[StandingT]]) -> Iterator[Scenery[StandingT]]:
    """One scenery for each group of visuals that come together.

    They stay together. Of what was there before, each of them sends away what stands in its place,
    or anywhere where one of the two has no place of its own; what is kept stays.
    """
    there: list[StandingT] = []
    for together in groups:
        entrances: list[Entrance[StandingT]] = []
        before = list(there)
        for new in together:
            leaving = tuple(old for old in before if not _stays(old, new))
            before = [old for old in before if _stays(old, new)]
            entrances.append(Entrance(new, leaving))
        there = [*before, *together]
        yield Scenery(tuple(entrances), tuple(there))


def _stays(old: Standing, new: Standing) -> bool:
    return old.keep or (None not in (old.at, new.at) and old.at != new.at)


def waiting(cues: Iterable[Cue]) -> dict[str, tuple[Target, ...]]:
    """For each visual the parts that are hidden when it comes: the first cue on them shows them.

    `cues` are those of a scene, in the order in which they are spoken.
    """
    first: dict[Target, Effect] = {}
    for cue in cues:
        effect = VERB_RULES[cue.action].effect
        if effect != "lights":
            for target in cue.targets:
                first.setdefault(target, effect)
    hidden: dict[str, tuple[Target, ...]] = {}
    for target, effect in first.items():
        if effect == "brings":
            hidden[target.visual] = (*hidden.get(target.visual, ()), target)
    return hidden
