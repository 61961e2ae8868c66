"""The order of what is said and shown: each visual comes with words of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import inf

from flaming_horse.writers.pieces import Piece, Pieces, plain
from flaming_horse.writers.programs.wording import Wording
from flaming_horse.writers.script import (
    OUTPUT,
    READ,
    TO_LOOK,
    UNDRAWN,
    UNTOLD,
    Entry,
    Remark,
    Say,
    Show,
)
from flaming_horse.writers.sentences import ended, flat, joined, sentences

_WEAK = {"calls", "runs", "imports", "from", "made", "prints", "looks", "keys"}
"""What anybody sees who looks at a program: the heading over it says more."""
_OF_PLOTS = {"titled", "axes", "curves"}
"""What a plot says of itself."""
ROOM = 9.0
"""Sizes that stand together in one frame."""
_MORE_ROOM = 3.0
"""Of what stands in an item of a list, under the item's words: it is one thing."""


def arrange(
    items: Sequence[Entry], title: Pieces = (), wording: Wording | None = None
) -> list[Entry]:
    """The same entries in an order in which each visual comes with words of its own.

    A visual appears when the line after it begins. The sentence before it speaks of it, or else
    the one that follows. A visual that finds neither is told by what can be read in it (`wording`
    puts that into words), or by the title at first; else it stands with the one before it where
    both have room, or takes over the last sentence of the line before.
    """
    wording = wording or Wording()
    found: list[Entry] = []
    waiting = list(items)
    while waiting:
        item = waiting.pop(0)
        before = _free_before(found) if isinstance(item, Show) and not item.alone else None
        if before is not None:
            found.insert(_behind_what_looks_back(found, before), item)
        elif not isinstance(item, Show) or item.told:
            found.append(item)
        elif (
            _in_its_item(found, item, ROOM + _MORE_ROOM)
            or (item.result and _together(found, item))
            or _instead_of_its_item(found, item)
        ):
            continue
        elif _next_is_free(waiting, item):
            found.append(item)
        else:
            _without_words(found, waiting, item, title, wording)
    return found


def _last(found: Sequence[Entry], sort: type[Say | Show]) -> int | None:
    """Where the last line, or the last visual, stands."""
    return next((n for n in reversed(range(len(found))) if isinstance(found[n], sort)), None)


def _in_its_item(found: list[Entry], item: Show, room: float = inf) -> bool:
    """Put what an item of a list holds under the item's own words; whether that was done."""
    say = next((entry for entry in reversed(found) if not isinstance(entry, Remark)), None)
    at = next((n for n, entry in enumerate(found) if isinstance(entry, Say) and entry.holds
               and entry.shown is getattr(say, "shown", None)), None)  # fmt: skip
    if at is None or not isinstance(say, Say) or say.shown is None:
        return False
    first = next(n for n, entry in enumerate(found) if entry is say.shown)
    beside = [entry for entry in found[first:at] if isinstance(entry, Show)]
    if sum(entry.size for entry in beside) + item.size > room:
        return False
    found.insert(at, item)
    return True


def _instead_of_its_item(found: list[Entry], item: Show) -> bool:
    """Put what an item holds in the place of its words, where both have no room.

    The words are spoken over it. A number stays: it says which step this is.
    """
    at = _last(found, Show)
    shown = found[at] if at is not None else None
    says = [entry for entry in found if isinstance(entry, Say) and entry.shown is shown]
    if at is None or not isinstance(shown, Show) or not says or not says[0].holds:
        return False
    if shown.data.get("ordered") or len(shown.data["items"]) > 1:
        return False
    found[at] = item
    for say in says:
        say.shown, say.holds = None, False
    return True


def _without_words(
    found: list[Entry], waiting: Sequence[Entry], item: Show, title: Pieces, wording: Wording
) -> None:
    """Place a visual for which the author has no words."""
    weak = bool(item.facts) and all(fact.kind in _WEAK for fact in item.facts)
    if weak and len(plain(title).split()) > 1 and (words := _title(found, title)):
        found += [item, Say(words, item.place, pause=TO_LOOK)]
    elif say := _told(found, waiting, item, wording):
        found += [item, Remark(READ), say]
    elif _together(found, item):
        return
    elif words := _named(item) or _title(found, title):
        found += [item, Say(words, item.place, pause=TO_LOOK)]
    elif _in_its_item(found, item):
        return
    elif not _takes_over(found, item) and not _replaces(found, item):
        found += _at_last(found, item, title)


def _told(
    found: Sequence[Entry], waiting: Sequence[Entry], item: Show, wording: Wording
) -> Say | None:
    """A line of what can be read in a visual and in what it gave, which stands with it."""
    facts = list(item.facts)
    size = item.size
    for result in waiting:
        if not isinstance(result, Show) or not result.result:
            break
        if result.kind == "image":
            shown = [fact for fact in result.facts if fact.kind in _OF_PLOTS]
            facts += shown if _is_narrow(item) and size == item.size else []
            break
        if size + result.size > ROOM:
            break
        size += result.size
        facts += result.facts
    says = [entry for entry in found if isinstance(entry, Say)]
    goes_on = bool(says) and says[-1].told_by is not None
    told = wording.tell(facts, goes_on=goes_on)
    if not told.words:
        return None
    return Say(told.words, item.place, pause=TO_LOOK, told_by=item, spots=told.spots)


def _title(found: Sequence[Entry], title: Pieces) -> Pieces:
    """The title as a line, where nothing has been said under it."""
    return () if any(isinstance(entry, Say) for entry in found) else ended(title)


def _takes_over(found: list[Entry], item: Show) -> bool:
    """Show a visual with the last sentence of the line before; whether that has several."""
    at = _last(found, Say)
    say = found[at] if at is not None else None
    if at is None or not isinstance(say, Say) or say.marks or say.shown is not None:
        return False
    *others, last = sentences(say.words)
    if not others:
        return False
    say.words = joined(others)
    say.spots = tuple(spot for spot in say.spots if spot.end <= _length(say.words))
    pause, say.pause = say.pause, 0
    found[at + 1 :] = [*found[at + 1 :], item, Say(last, say.place, opens=say.opens, pause=pause)]
    return True


def _replaces(found: list[Entry], item: Show) -> bool:
    """Show what a program drew in place of the program, where one sentence has to do for both."""
    at = _last(found, Show)
    program = found[at] if at is not None else None
    before = found[at - 1] if at else None
    if not item.result or item.kind != "image" or at is None or isinstance(before, Show):
        return False
    if not isinstance(program, Show) or program.source is None or program.at:
        return False
    found[at] = item
    found.insert(at + 1, Remark(UNDRAWN))
    return True


def _at_last(found: Sequence[Entry], item: Show, title: Pieces) -> list[Entry]:
    """A visual that finds no words at all: a program is left out, others come with what there is.

    What stands behind the last line of a scene appears with it, and would take the place of a list
    whose items are told then.
    """
    says = [entry for entry in found if isinstance(entry, Say)]
    if item.kind == "code" and says:
        return [Remark(UNTOLD)]
    if not says or (not says[-1].marks and says[-1].shown is None):
        return [item]
    return [item, Say(ended(title), item.place, pause=TO_LOOK)] if title else []


def _length(words: Pieces) -> int:
    return sum(len(piece.text) for piece in words)


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


_LOOKS_BACK = re.compile(
    r"(?:(?:uh|oh|ah|well|okay|ok|so|great|nice|hmm|and|but)[,!.]*\s+)?(?:"
    r"(?:this|that|these|those)\s+(?:plot|figure|graph|chart|table|result|output|picture|image"
    r"|histogram|curve|did\s?n[o']t|does\s?n[o']t|worked|works|looks?|shows?|tells?)"
    r"|as (?:you|we) can see|(?:we|you) (?:can )?(?:clearly |already )?see (?:that|here|how|from)"
    r"|notice (?:how|that)|here (?:we|you) (?:can )?see|from (?:this|the) (?:plot|figure|graph"
    r"|chart|table|output)|the (?:plot|figure|graph|chart|table|output|result|histogram)s? (?:above"
    r"|shows?))\b",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of what was seen just before."""


def _behind_what_looks_back(found: list[Entry], at: int) -> int:
    """Where a visual goes that would come with a line: behind sentences about the one before.

    They are a line of their own then, said while what they speak of is still there.
    """
    say = found[at]
    last = next((entry for entry in reversed(found[:at]) if isinstance(entry, Show)), None)
    if not isinstance(say, Say) or last is None or not (last.result or last.kind == "image"):
        return at
    parts = sentences(say.words)
    back = next((n for n, part in enumerate(parts) if not _LOOKS_BACK.match(flat(part))), 0)
    if not back or say.marks or say.spots:
        return at
    found.insert(at, Say(joined(parts[:back]), say.place))
    say.words = joined(parts[back:])
    return at + 1


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
        if coming[0].kind == "image" and not _is_narrow(item):
            return False
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
    last = _last(found, Show)
    if last is None:
        return False
    group = [found[last]]
    while last > len(group) - 1 and isinstance(found[last - len(group)], Show):
        group.append(found[last - len(group)])
    shown = [entry for entry in group if isinstance(entry, Show)]
    if item.result and item.kind == "image":
        return _side_by_side(found, last, shown, item)
    if any(entry.told or entry.at != item.at for entry in shown):
        return False
    if sum(entry.size for entry in shown) + item.size > ROOM:
        return False
    found.insert(last + 1, item)
    return True


NARROW_LINES, NARROW_COLUMNS = 12, 36
"""Of a program that leaves more than half of the frame to the picture beside it."""


def _is_narrow(item: Show) -> bool:
    rows = str(item.data.get("code", "")).split("\n")
    return (
        item.kind == "code" and len(rows) <= NARROW_LINES and max(map(len, rows)) <= NARROW_COLUMNS
    )


def _side_by_side(found: list[Entry], last: int, shown: Sequence[Show], item: Show) -> bool:
    """A picture that a program drew stands beside it, where that is narrow; never below it."""
    if len(shown) != 1 or shown[0].told or shown[0].at or item.at or not _is_narrow(shown[0]):
        return False
    shown[0].at, item.at = "left", "right"
    found.insert(last + 1, item)
    return True
