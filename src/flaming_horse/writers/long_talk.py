"""What is said while nothing new is seen, as points that appear one after the other.

A document shows a formula or a program and then talks about it for a minute. What does not move
for half a minute is not looked at any more: after some lines the talk itself is set as a list,
beside what it speaks of where both have room, and each point appears with its first words. So is
talk with nothing to see at all, from three lines on: what was said before stays in sight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flaming_horse.model.vocabulary import ScreenPlace
from flaming_horse.writers.list_telling import marked
from flaming_horse.writers.pieces import Pieces, as_rich, capitalised, split_at, tidy, words_in
from flaming_horse.writers.script import Entry, Mark, Say, Show, stretches
from flaming_horse.writers.sentences import flat, sentences, short_form, without_joining

STILL = 22
"""Seconds for which a visual may stand before points appear; beyond 30 nobody looks at it."""
_WORD = 0.47
"""Seconds of a spoken word, with the silences around it: mean of 13 public documents (112 min)."""
_POINTS, _POINTS_BESIDE = 5, 3
"""Of one list, and of one with something beside it; a line's points are not parted."""
_LONG = 15
"""Seconds of fewer lines of which the sentences are points."""
_SEVERAL = 3
"""Lines without anything to see that are points: one or two have their key phrases."""
_SAYS_LITTLE = 4
"""Words of a sentence that is no point of its own."""
_LATE = 8
"""Words before what a point says, for which it does not wait."""
_LONG_SENTENCE, _OWN_WORDS = 40, 8
"""Words of a sentence that is more than one point, and of each of its parts."""
_OWN_CLAUSE = re.compile(
    r"[;:]\s+|,\s+(?=(?:and|but|then|so|since|because|where|while)\b)"
    r"|\s+(?=(?:and|but)\s(?:if|when|then|I|it|we|you|they|there|this)\b)"
)
_LABEL = re.compile(r"(?:\w+ )?\w+:\s+(?=\S+ \S+ \S)")
"""What a note begins with, "Warning:", which is no point."""
_BESIDE: Mapping[str, tuple[ScreenPlace, ScreenPlace]] = {
    "equation": ("top", "bottom"), "image": ("left", "right"),
}  # fmt: skip
"""Visuals that stay while points appear, where they go then, and where the points go."""
_LOW = 2.5
"""Size of a formula over which points have room."""


def with_points(entries: Sequence[Entry], *, after: bool = False) -> list[Entry]:
    """The entries with a list of points wherever a visual would stand too long, or none is.

    `after`: a visual of the part before would stand there, which has nothing to do with them.
    """
    found: list[Entry] = []
    for group in stretches(entries):
        found += _group_with_points(group, fewest=1 if after and not found else _SEVERAL)
    return found


def _group_with_points(group: list[Entry], fewest: int = _SEVERAL) -> list[Entry]:
    if not any(isinstance(entry, Show) for entry in group):
        says = [entry for entry in group if isinstance(entry, Say)]
        if len(says) < fewest and sum(map(spoken_s, says)) > _LONG:
            # One key phrase would stand for several sentences.
            return _as_points(group, None, fewest=_SEVERAL)
        return _as_points(group, None, fewest=fewest) if len(says) >= fewest else group
    if stretch := _too_long(group):
        first, end = stretch
        before, talk, after = group[:first], group[first:end], group[end:]
        shown = [entry for entry in group if isinstance(entry, Show)]
        beside = shown[0] if len(shown) == 1 else None
        if beside is not None and _is_read(beside, talk):
            return [*before, *_in_parts(beside, talk), *after]
        if not all(_comes_back(show, after) for show in shown):
            return group
        told = _as_points(talk, beside, fewest=2)
        if len(told) > len(talk):
            return [*before, *told, *_group_with_points(_shown_again(shown, after))]
    return group


def _too_long(group: Sequence[Entry]) -> tuple[int, int] | None:
    """The first stretch of lines, as indices, that are spoken before something that stands."""
    still, began = 0.0, None
    for at, entry in enumerate(group):
        if not isinstance(entry, Say):
            continue
        if entry.marks:
            if began is not None and still > STILL:
                return began, at
            still, began = _after_last_mark(entry), None
            continue
        if began is None and still > 0:
            began = at
        elif began is not None and still + spoken_s(entry) <= STILL:
            # As late as possible: what is shown is spoken of first.
            began = at
        still += spoken_s(entry)
    if began is None or still <= STILL:
        return None
    return began, len(group)


def spoken_s(say: Say) -> float:
    """About how many seconds a line takes, with its silence."""
    return words_in(say.words) * _WORD + say.pause


def _after_last_mark(say: Say) -> float:
    """Seconds from the last change that a line makes to its end."""
    last = max(mark.first for mark in say.marks)
    return words_in(split_at(say.words, last)[1]) * _WORD + say.pause


@dataclass(frozen=True, slots=True)
class _Point:
    """A sentence that is a point: where in its line its cue is, and what is set."""

    first: int
    end: int
    shown: Pieces


def _as_points(talk: Sequence[Entry], visual: Show | None, fewest: int) -> list[Entry]:
    """Lines with their points, a few in one list; one visual may stay beside them.

    Talk with fewer points stays as it is.
    """
    beside = visual if visual is not None and _leaves_room(visual) else None
    points = {id(entry): _points(entry) for entry in talk if isinstance(entry, Say)}
    most = _POINTS_BESIDE if beside else _POINTS
    count = sum(map(len, points.values()))
    if count < fewest:
        return list(talk)
    each = count / -(-count // most)
    found: list[Entry] = []
    show: Show | None = None
    done, made = 0, 0
    for entry in talk:
        own = points.get(id(entry), [])
        if own and isinstance(entry, Say):
            if show is None or (done >= made * each - 1 and count - done > 1):
                show = Show("list", {"items": [], "ordered": False}, entry.place, told=True)
                show.size = 1.0
                made += 1
                found += [*_stays(beside, show, again=made == 1), show]
            _set(entry, own, show)
            done += len(own)
        found.append(entry)
    return found


def _set(say: Say, points: Sequence[_Point], show: Show) -> None:
    """Put a line's points into a list, each with a cue of its own."""
    for point in points:
        show.data["items"].append(as_rich(point.shown))
        show.size += 1.2 + words_in(point.shown) // 9
        say.marks.append(Mark(point.first, point.end, "show", len(show.data["items"])))
    say.shown = show


def _leaves_room(visual: Show) -> bool:
    return visual.kind == "image" or (visual.kind == "equation" and visual.size <= _LOW)


def _stays(beside: Show | None, points: Show, *, again: bool) -> list[Entry]:
    """What stays beside points; it is shown again, in its new place, with the first list."""
    if beside is None:
        return []
    at, points.at = _BESIDE[beside.kind]
    return [replace(beside, at=at, told=False, result=False, again=True)] if again else []


def _points(say: Say) -> list[_Point]:
    found: list[_Point] = []
    at = 0
    for sentence in (part for whole in sentences(say.words) for part in _in_clauses(whole)):
        text = flat(sentence)
        start = max(at, flat(say.words).find(text, at))
        at = start + len(text)
        if formula := _only_formula(sentence):
            found.append(_Point(start, at, formula))
        if formula or words_in(sentence) < _SAYS_LITTLE:
            continue
        first, end = marked(sentence)
        if len(text[:first].split()) > _LATE:
            first, end = 0, _first_words(text)
        label = _LABEL.match(text)
        rest = tidy(split_at(sentence, label.end())[1]) if label else without_joining(sentence)
        found.append(_Point(start + first, start + end, capitalised(short_form(rest))))
    return found


def _only_formula(sentence: Pieces) -> Pieces:
    """The formula that a sentence is, () for one with words: heard alone it is seldom followed."""
    words = [piece for piece in sentence if piece.text.strip(" .,;:")]
    return (words[0],) if len(words) == 1 and words[0].kind == "math" else ()


def _first_words(text: str) -> int:
    """Where the first words of a sentence end."""
    return re.match(r"\S+(?:\s+\S+){0,2}", text).end()  # pyright: ignore[reportOptionalMemberAccess]


def _in_clauses(sentence: Pieces) -> list[Pieces]:
    """A very long sentence at the clauses that say something of their own."""
    if words_in(sentence) <= _LONG_SENTENCE:
        return [sentence]
    for match in _OWN_CLAUSE.finditer(flat(sentence)):
        head, rest = split_at(sentence, match.end())
        if min(words_in(head), words_in(rest)) >= _OWN_WORDS:
            return [tidy(head), *_in_clauses(tidy(rest))]
    return [sentence]


def _is_read(quote: Show, talk: Sequence[Entry]) -> bool:
    """Whether lines are the very words of a quotation that is shown."""
    if quote.kind != "quote":
        return False
    shown = "".join(run["text"] for part in quote.data["paragraphs"] for run in part)
    says = [entry for entry in talk if isinstance(entry, Say)]
    return all("".join(piece.text for piece in say.words)[:40] in shown for say in says)


def _in_parts(quote: Show, talk: Sequence[Entry]) -> list[Entry]:
    """A long quotation, of which each line is shown when it is read."""
    found: list[Entry] = []
    for entry in talk:
        if isinstance(entry, Say):
            found.append(replace(quote, data={**quote.data, "paragraphs": [as_rich(entry.words)]}))
        found.append(entry)
    return found


def _aims(show: Show, after: Sequence[Entry]) -> list[Say]:
    return [entry for entry in after if isinstance(entry, Say) and entry.shown is show]


def _comes_back(show: Show, after: Sequence[Entry]) -> bool:
    """Whether a visual can come again for later lines: no part of it that was there is shown."""
    marks = [mark for say in _aims(show, after) for mark in say.marks]
    if all(mark.action != "show" for mark in marks):
        return True
    return show.kind == "list" and min(mark.item for mark in marks) > 1


def _shown_again(shows: Sequence[Show], after: Sequence[Entry]) -> list[Entry]:
    """The visuals come back, where a later line aims at one of them.

    Of a list those items come that were not there yet.
    """
    found: list[Entry] = []
    for show in shows:
        says = _aims(show, after)
        if not says:
            continue
        copy = replace(show, data=dict(show.data))
        marks = [mark for say in says for mark in say.marks]
        if any(mark.action == "show" for mark in marks):
            there = min(mark.item for mark in marks) - 1
            _part_list(show, copy, there)
            for say in says:
                say.marks = [replace(mark, item=mark.item - there) for mark in say.marks]
        found.append(copy)
        for say in says:
            say.shown = copy
        for entry in after:
            if isinstance(entry, Say) and entry.told_by is show:
                entry.told_by = copy
    return [*found, *after]


def _part_list(show: Show, later: Show, at: int) -> None:
    """Leave a list its first items, and give the others to the list that comes later."""
    items = show.data["items"]
    show.data = {**show.data, "items": items[:at]}
    later.data["items"] = items[at:]
    if later.data["ordered"]:
        later.data["start"] = later.data.get("start", 1) + at
