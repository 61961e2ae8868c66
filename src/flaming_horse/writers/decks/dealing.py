"""The blocks of a slide dealt out over the sentences of its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flaming_horse.writers.arranging import ROOM
from flaming_horse.writers.pieces import Pieces, plain
from flaming_horse.writers.script import Entry, Remark, Say, Show
from flaming_horse.writers.sentences import joined, sentences

_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_STEM = 6
"""Letters that words of one kind share: "dance", "dances", "dancing" at five."""
_EVEN = 0.2
"""What a block's distance from its place in an even order costs, in shared words a sentence."""
_NEW_LINE = 0.5
"""What it is worth that a block comes with a line, and not within one."""
_CLICK = 2.0
"""What it is worth that a block comes where the speaker goes on by one step."""
_HALF = 0.75
"""Of the room of a frame is what a column of words holds: its lines are half as long."""


@dataclass(slots=True)
class Group:
    """What is shown together."""

    shows: list[Show] = field(default_factory=list[Show])
    remarks: list[Remark] = field(default_factory=list[Remark])

    @property
    def size(self) -> float:
        return sum(show.size for show in self.shows)

    @property
    def entries(self) -> list[Entry]:
        return [*self.shows, *self.remarks]


@dataclass(frozen=True, slots=True)
class _Unit:
    """One sentence of the notes; `begins` when a line begins with it."""

    words: Pieces
    line: Say
    begins: bool


def groups_of(shown: Sequence[Show | Remark]) -> list[Group]:
    """What is shown, in the frames that it needs; columns and what has a place stand together."""
    groups: list[Group] = []
    for entry in shown:
        if isinstance(entry, Remark):
            groups = groups or [Group()]
            groups[-1].remarks.append(entry)
            continue
        if not groups or (groups[-1].shows and not _has_room(groups[-1], entry)):
            groups.append(Group())
        groups[-1].shows.append(entry)
    return groups


def _has_room(group: Group, show: Show) -> bool:
    if show.at is None and all(other.at is None for other in group.shows):
        return group.size + show.size <= ROOM
    beside = sum(other.size for other in group.shows if other.at == show.at)
    if not beside and show.at in {"left", "right"}:
        return True
    return beside + show.size <= ROOM * _HALF


def deal(
    groups: Sequence[Group], said: Sequence[Say], clicked: Sequence[Say]
) -> tuple[list[Entry], list[Group]]:
    """The lines with the groups among them, and the groups that no sentence is left for.

    Each group comes with the sentence that shares words with it, else with one in the even order;
    the first with the first. `clicked` are the lines at which the speaker went on by a step.
    """
    groups = _side_by_side(groups, sum(len(sentences(say.words)) for say in said))
    units = list(_units(said)) if len(groups) > 1 else [_Unit(s.words, s, True) for s in said]
    now, later = groups[: len(units)], list(groups[len(units) :])
    starts = _starts(now, units, clicked)
    entries: list[Entry] = []
    for number, (first, end) in enumerate(pairwise([*starts, len(units)])):
        entries += now[number].entries
        entries += _lines(units[first:end])
    if not now:
        entries += said
    return entries, later


def _units(said: Sequence[Say]) -> Iterator[_Unit]:
    for line in said:
        for number, words in enumerate(sentences(line.words)):
            yield _Unit(words, line, number == 0)


def _lines(units: Sequence[_Unit]) -> list[Say]:
    """Sentences that follow one another as lines again; a line that stays whole is the same."""
    found: list[tuple[Say, list[Pieces]]] = []
    for unit in units:
        if found and found[-1][0] is unit.line:
            found[-1][1].append(unit.words)
        else:
            found.append((unit.line, [unit.words]))
    lines: list[Say] = []
    for line, parts in found:
        if len(parts) == len(sentences(line.words)) or parts[0] is line.words:
            lines.append(line)
        else:
            lines.append(Say(joined(parts), line.place, opens=line.opens, pause=line.pause))
    return lines


def _starts(groups: Sequence[Group], units: Sequence[_Unit], clicked: Sequence[Say]) -> list[int]:
    """The unit that each group comes with: the best of all ways that keep the order."""
    if not groups:
        return []
    shared = [[_shared(group, unit) for unit in units] for group in groups]
    count, many = len(units), len(groups)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for g in range(1, many):
        found: dict[int, tuple[float, list[int]]] = {}
        for start in range(g, count - (many - 1 - g)):
            worth = _worth(units[start], clicked) - _EVEN * abs(start - g * count / many)
            ways = [
                (score + sum(shared[g - 1][before:start]) + worth, [*way, start])
                for before, (score, way) in best.items()
                if before < start
            ]
            if ways:
                found[start] = max(ways, key=lambda way: way[0])
        best = found
    last = {start: (score + sum(shared[-1][start:]), way) for start, (score, way) in best.items()}
    return max(last.values(), key=lambda way: way[0])[1]


def _worth(unit: _Unit, clicked: Sequence[Say]) -> float:
    if not unit.begins:
        return 0.0
    return _CLICK if any(unit.line is say for say in clicked) else _NEW_LINE


def _shared(group: Group, unit: _Unit) -> int:
    """How many words a sentence shares with what is shown."""
    shown = {word for show in group.shows for word in _words(_text_of(show))}
    return len(shown & _words(plain(unit.words)))


def _words(text: str) -> set[str]:
    return {word[:_STEM].casefold() for word in _WORD.findall(text)}


def _text_of(value: object) -> str:
    """All text that a visual holds."""
    if isinstance(value, Show):
        return _text_of(value.data)
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(_text_of(part) for part in value.values())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return " ".join(_text_of(part) for part in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return ""


def _side_by_side(groups: Sequence[Group], sentences_said: int) -> list[Group]:
    """Groups of one narrow visual each in pairs, from the end, while there are more than said."""
    found = list(groups)
    at = len(found) - 2
    while len(found) > sentences_said and at >= 0:
        left, right = found[at], found[at + 1]
        if _is_half(left) and _is_half(right):
            left.shows[0].at, right.shows[0].at = "left", "right"
            found[at : at + 2] = [
                Group([*left.shows, *right.shows], [*left.remarks, *right.remarks])
            ]
        at -= 1
    return found


def _is_half(group: Group) -> bool:
    """Whether a group has room in half of the frame's width."""
    if len(group.shows) != 1 or group.shows[0].at is not None:
        return False
    show = group.shows[0]
    words = show.kind in {"list", "quote"}
    return is_narrow(show) and show.size <= (ROOM * _HALF if words else ROOM)


_NARROW_CODE, _NARROW_ROW, _NARROW_FORMULA = 36, 34, 40
"""Letters of a row in half a frame."""


def is_narrow(show: Show) -> bool:
    """Whether a visual can be read in half of the frame's width."""
    match show.kind:
        case "list" | "quote" | "image":
            return True
        case "code":
            rows = str(show.data.get("code", "")).split("\n")
            return max(map(len, rows)) <= _NARROW_CODE
        case "equation":
            return len(str(show.data.get("latex", ""))) <= _NARROW_FORMULA
        case "table":
            rows = [show.data.get("header", []), *show.data.get("rows", [])]
            return max(len(_text_of([_cell(c) for c in row])) for row in rows) <= _NARROW_ROW
        case _:
            return False


def _cell(cell: object) -> list[str]:
    if not isinstance(cell, list):
        return []
    return [str(run.get("text", "")) for run in cell if isinstance(run, dict)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType, reportUnknownMemberType]
