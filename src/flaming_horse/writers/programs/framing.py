"""Which lines of a program are shown, and which are lit, while which line is spoken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from flaming_horse.writers.pieces import Piece, plain, split_at, tidy
from flaming_horse.writers.programs.window import (
    Frame,
    Heard,
    Listing,
    brings_in,
    holds,
    ranges,
    said_words,
)
from flaming_horse.writers.programs.wording import Spot, Wording
from flaming_horse.writers.script import (
    READ,
    TO_LOOK,
    UNDRAWN,
    UNTOLD,
    Entry,
    Mark,
    Remark,
    Say,
    Show,
    stretches,
)
from flaming_horse.writers.sentences import flat, sentences

_NAME = re.compile(r"[^\W\d][\w.:-]*|@?\w[\w./-]*\w")
_LEFT_OUT = {UNDRAWN: "a program of which the picture is shown",
             UNTOLD: "a program of which nothing can be said"}  # fmt: skip
_NAMED = 5
"""What `Listing.worth` gives a line for one name that is said."""
_MORE = 2
"""Frames of a long program of which nobody speaks, besides the first."""
_HEAVY = 6
"""Weight of a fact for which another frame of a program is worth the time."""
_ELSEWHERE = re.compile(
    r"\b(?:see|documented|documentation|for a (?:full |complete )?list|read more|learn more)\b",
    re.IGNORECASE,
)
"""What a sentence says that names something without speaking of the program."""
_ROWS = 3
"""Rows that a name may stand in; where it stands everywhere, none is meant."""


def frame_programs(
    entries: Sequence[Entry], wording: Wording, leave_out: Callable[[str], None]
) -> list[Entry]:
    """The entries with each program as it is shown, in several frames where it is long.

    A long program shows the lines that are spoken of, and those that nobody speaks of are told by
    what can be read in them. Lines that a sentence names are lit while it is spoken. `leave_out`
    is told what of a program is shown nowhere.
    """
    found: list[Entry] = []
    for remark, what in _LEFT_OUT.items():
        for _ in range(entries.count(Remark(remark))):
            leave_out(what)
    groups = stretches(entries)
    unlit = None if any(isinstance(e, Say) for e in groups[-1]) else _last_line(entries)
    for group in groups:
        shows = [entry for entry in group if isinstance(entry, Show)]
        programs = [show for show in shows if show.source is not None]
        listings = [Listing(show.source) for show in programs if show.source is not None]
        if len(shows) == 1 and listings and listings[0].is_long:
            found += _in_frames(group, programs[0], listings[0], wording, leave_out)
            continue
        notes: list[Entry] = []
        frames: list[tuple[Show, Frame]] = []
        for show, listing in zip(programs, listings, strict=True):
            frame = listing.frame(_heard(group))
            show.data = {**show.data, "code": "\n".join(frame.rows)}
            frames.append((show, frame))
            notes += _notes(frame.left_out, leave_out)
        for say in group:
            if isinstance(say, Say) and say is not unlit:
                _light(say, frames)
        found += [*group, *notes]
    return found


def _last_line(entries: Sequence[Entry]) -> Say | None:
    """The line with which a visual that has none of its own comes, in the place of its program."""
    return next((entry for entry in reversed(entries) if isinstance(entry, Say)), None)


def _notes(left_out: str, leave_out: Callable[[str], None]) -> list[Entry]:
    if not left_out:
        return []
    leave_out("parts of a program")
    return [Remark(f"Left out: {left_out}.")]


def _heard(group: Sequence[Entry]) -> Heard:
    """What all lines of a group say."""
    names: set[str] = set()
    words: set[str] = set()
    for say in group:
        if isinstance(say, Say):
            names |= {name for _, _, name in _names(say)}
            words |= said_words(plain(piece for piece in say.words if piece.kind == "text"))
    return Heard(frozenset(names), frozenset(words))


def _names(say: Say) -> list[tuple[int, int, str]]:
    """The names that a line gives as code: where they stand in it, and the name alone."""
    found: list[tuple[int, int, str]] = []
    at = 0
    for piece in say.words:
        end = at + len(piece.text)
        if piece.kind == "code":
            name = re.sub(r"\(.*\)$", "", piece.text.strip(), flags=re.DOTALL).strip(" .,:;`")
            if _NAME.fullmatch(name):
                found.append((at, end, name))
        at = end
    return found


def _in_frames(
    group: list[Entry],
    show: Show,
    listing: Listing,
    wording: Wording,
    leave_out: Callable[[str], None],
) -> list[Entry]:
    """A long program in as many frames as its lines speak of."""
    lines: list[Entry] = []
    for entry in group:
        parts = _by_frame(entry, listing) if isinstance(entry, Say) and entry.told_by else [entry]
        lines += parts
    whole = _heard(lines)
    frame: Frame | None = None
    shown: set[int] = set()
    found: list[Entry] = []
    for entry in lines:
        if entry is show:
            continue
        if isinstance(entry, Say):
            heard = _of(entry)
            wanted = listing.frame(heard)
            if frame is None:
                frame = wanted if _worth(listing, wanted, heard) else listing.frame(whole)
                _show(found, show, frame, shown)
            elif _worth(listing, wanted, heard, _NAMED) > _worth(listing, frame, heard, _NAMED):
                frame = wanted
                show = replace(show)
                _show(found, show, frame, shown)
            _light(entry, [(show, frame)])
        found.append(entry)
    if frame is None:
        frame = listing.frame(whole)
        _show(found, show, frame, shown)
    elif not any(listing.worth(n, whole) for n in listing.numbers):
        found += _told_frames(show, listing, wording, shown)
    missing = [n for n in listing.numbers if n not in shown and listing.lines[n]]
    left_out = f"{ranges(missing, listing.numbers)} of this program" if missing else ""
    return [*found, *_notes(left_out, leave_out)]


def _show(found: list[Entry], show: Show, frame: Frame, shown: set[int]) -> None:
    """Put a frame before the line that comes next; notes about that line stay with it."""
    show.data = {**show.data, "code": "\n".join(frame.rows)}
    shown |= set(frame.numbers)
    at = len(found)
    while at and isinstance(found[at - 1], Remark):
        at -= 1
    found.insert(at, show)


def _of(say: Say) -> Heard:
    if say.told_by is not None:
        lines = {n for spot in say.spots for n in range(spot.first, spot.last + 1)}
        return Heard(lines=frozenset(lines))
    return _heard([say])


def _worth(listing: Listing, frame: Frame, heard: Heard, least: int = 1) -> int:
    values = (listing.worth(n, heard) for n in set(frame.numbers) if n >= 0)
    return sum(value for value in values if value >= least)


def _by_frame(say: Say, listing: Listing) -> list[Entry]:
    """The sentences of a told line, as several lines where they speak of distant places."""
    parts: list[list[Spot]] = []
    for spot in say.spots:
        together = [*(parts[-1] if parts else []), spot]
        firsts = frozenset(one.first for one in together if one.first >= 0)
        if parts and firsts <= set(listing.chosen(Heard(lines=firsts))):
            parts[-1].append(spot)
        else:
            parts.append([spot])
    if len(parts) < 2:
        return [say]
    found: list[Entry] = []
    rest, taken = say.words, 0
    for number, spots in enumerate(parts):
        end = parts[number + 1][0].begin if number + 1 < len(parts) else None
        head, rest = split_at(rest, end - taken) if end is not None else (rest, ())
        own = tuple(replace(s, begin=s.begin - taken, end=s.end - taken) for s in spots)
        found.append(replace(say, words=tidy(head), spots=own, marks=[]))
        taken = end or taken
    return found


def _told_frames(show: Show, listing: Listing, wording: Wording, shown: set[int]) -> list[Entry]:
    """More frames of a long program of which no line speaks, told by their own facts."""
    found: list[Entry] = []
    for fact in show.facts:
        if len(found) >= 3 * _MORE or fact.weight < _HEAVY or fact.first in shown:
            continue
        frame = listing.frame(Heard(lines=frozenset(range(fact.first, fact.last + 1))))
        if fact.first not in frame.numbers:
            continue
        inside = [one for one in show.facts if one.first in frame.numbers and one.first not in shown
                  and one.weight >= _HEAVY]  # fmt: skip
        told = wording.tell(inside, goes_on=True, most=2)
        if not told.words:
            continue
        more = replace(show)
        say = Say(told.words, show.place, pause=TO_LOOK, told_by=more, spots=told.spots)
        found.append(Remark(READ))
        _show(found, more, frame, shown)
        found.append(say)
        _light(say, [(more, frame)])
    return found


def _light(say: Say, frames: Sequence[tuple[Show, Frame]]) -> None:
    """Mark the words of a line at which rows of a program are lit."""
    if say.marks or say.shown is not None:
        return
    for show, frame in frames:
        marks = _told_marks(say, frame) if say.told_by is show else _named_marks(say, frame)
        if marks:
            say.marks += marks
            say.shown = show
            return


def _told_marks(say: Say, frame: Frame) -> list[Mark]:
    marks: list[Mark] = []
    for spot in say.spots:
        rows = [at for at, n in enumerate(frame.numbers, 1) if spot.first <= n <= spot.last]
        if rows and len(rows) < len([n for n in frame.numbers if n >= 0]):
            marks.append(_mark(spot.begin, spot.end, rows[0], rows[-1]))
    return marks


def _mark(begin: int, end: int, first: int, last: int) -> Mark:
    if first == last:
        return Mark(begin, end, "highlight", first, part="line")
    return Mark(begin, end, "highlight", first, part="lines", last=last)


def _named_marks(say: Say, frame: Frame) -> list[Mark]:
    """Each sentence that names something of the program, from the name before to its own end."""
    rows = frame.rows
    if len(rows) < 2:
        return []
    named: list[tuple[int, int, int]] = []
    for begin, end, name in _names(say):
        if row := _row_of(name, rows):
            named.append((begin, end, row))
    marks: list[Mark] = []
    at = 0
    for sentence in sentences(say.words):
        start = _find(say.words, sentence, at)
        at = start + len(flat(sentence))
        inside = [one for one in named if start <= one[0] < at]
        if _ELSEWHERE.search(flat(sentence)):
            continue
        for mark in _in_sentence(flat(say.words), start, at, inside):
            last = marks[-1] if marks else None
            # What is lit already stays lit: lighting it again would change nothing.
            if last is not None and (last.item, last.last) == (mark.item, mark.last):
                marks[-1] = replace(last, end=mark.end)
            else:
                marks.append(mark)
    return marks


def _find(words: Sequence[Piece], sentence: Sequence[Piece], at: int) -> int:
    return max(at, flat(words).find(flat(sentence), at))


def _in_sentence(
    text: str, start: int, end: int, named: Sequence[tuple[int, int, int]]
) -> list[Mark]:
    runs: list[tuple[int, int]] = []
    for begin, _, row in named:
        if not runs or runs[-1][1] != row:
            runs.append((begin if runs else start, row))
    marks: list[Mark] = []
    for number, (begin, row) in enumerate(runs):
        until = runs[number + 1][0] if number + 1 < len(runs) else end
        kept = len(text[begin:until].rstrip(" .,;:!?…)"))
        if kept:
            marks.append(_mark(begin, begin + kept, row, row))
    return marks


def _row_of(name: str, rows: Sequence[str]) -> int:
    """The row, from 1, that a name is the name of; 0 where none is plainly meant."""
    for wanted in dict.fromkeys((name, name.rsplit(".", 1)[-1])):
        found = [at for at, row in enumerate(rows, 1) if holds(row, wanted) and not brings_in(row)]
        defined = [at for at in found if re.search(
            rf"\b(?:def|class|fn|func|function|struct|const|let|var)\s+{re.escape(wanted)}\b"
            rf"|^\s*{re.escape(wanted)}\s*(?:=|:)", rows[at - 1])]  # fmt: skip
        if defined:
            return defined[0]
        if 0 < len(found) <= _ROWS:
            return found[0]
    return 0
