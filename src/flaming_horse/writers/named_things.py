"""Things that a sentence names one after the other, as a list that grows while they are said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse.writers.pieces import as_rich, between, capitalised, tidy, words_in
from flaming_horse.writers.script import Entry, Mark, Say, Show
from flaming_horse.writers.sentences import SHORT, flat, short_form, without_end

_FEWEST, _MOST = 3, 7
"""Things that are a list: two are a pair, and more than LIST_ITEMS have no room."""
_LONGEST = 5
"""Words of a thing."""
_LEADS = re.compile(
    r"""(?::|\b(?:such\ as|including|includes?|like|for|with|of|on|about|via|through|between
    |from|are|is|has|have|had|supports?|provides?|offers?|contains?|uses?|needs?|takes?|gives?|knows?|handles?|reads?|writes?
    |wie|mit|von|aus|für|sind|ist|hat|haben|como|con|de|son|es|tiene|para))\s+""",
    re.VERBOSE | re.IGNORECASE,
)
"""What stands before the first of several things."""
_AND = re.compile(r",?\s+(?:and|or|und|oder|y|o)\s+")
_NUMBER = re.compile(r"(?<!\w)\(([1-6a-f])\)\s+")
_STOP = re.compile(
    r"""[.;:!?()]|\s[\u2013\u2014-]\s|\s(?=(?:for|with|without|in|into|on|at|by|from|to|when|where|which|that|so
    |because|using|via|is|are|was|can|will|has|have|für|mit|ohne|die|ist|para|con|sin|que)\b)""",
    re.VERBOSE,
)  # fmt: skip
"""Where the last thing ends."""
_CLAUSE = re.compile(
    r"(?:that|which|who|it|this|these|we|you|they|there|he|she|is|are|was|to|as|please|see"
    r"|follow|visit|das|es|que)\b",
    re.IGNORECASE,
)
"""How a clause begins, which is no thing."""
_OWN = re.compile(r"(?:its|their|his|her|our|your|my|ihre?|seine?|sus?)\s+(?=\w)", re.IGNORECASE)
"""Whose the things are is said, and not shown with the first of them."""
_DOING = re.compile(r"\w+ing\s\w")
_ARTICLE = re.compile(r"(?:an?|eine?|eine[nmrs]|una?)\s", re.IGNORECASE)
_VERB = re.compile(r"\s(?:is|are|was|were|can|will|has|have|does|do|may|must|ist|sind|hat)\b")
"""What makes the last thing the beginning of a clause: "…, and salt is dear"."""


def with_named_things(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with a list before each line that names things while nothing else is shown."""
    found: list[Entry] = []
    shown = False
    for entry in entries:
        shown = shown or isinstance(entry, Show)
        show = None
        if isinstance(entry, Say) and not shown and not entry.marks:
            show = _list_of(entry)
        if show is not None:
            found.append(show)
            shown = True
        found.append(entry)
    return found


def _list_of(say: Say) -> Show | None:
    """The list of what a line names, to which it is given cues; None where it names nothing."""
    text = flat(say.words)
    numbered = _numbered(text)
    things = numbered or _things(text)
    items = [capitalised(without_end(tidy(between(say.words, *thing)))) for thing in things]
    if numbered:
        items = [short_form(item) for item in items]
    longest = SHORT if numbered else _LONGEST
    if not things or not all(0 < words_in(item) <= longest for item in items):
        return None
    show = Show("list", {"items": [as_rich(item) for item in items], "ordered": False}, say.place)
    show.told, show.size = True, 1.0 + 1.2 * len(items)
    say.marks = [Mark(*thing, "show", number) for number, thing in enumerate(things, 1)]
    say.shown = show
    return show


def _numbered(text: str) -> list[tuple[int, int]]:
    """Where things stand that a sentence numbers: "(1) flour, (2) water and (3) time"."""
    marks = list(_NUMBER.finditer(text))
    if [mark[1] for mark in marks] not in (
        list("123456"[: len(marks)]),
        list("abcdef"[: len(marks)]),
    ):
        return []
    if not _FEWEST <= len(marks) <= _MOST:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found: list[tuple[int, int]] = []
    for mark, end in zip(marks, ends, strict=True):
        inside = re.sub(
            r"[\s,;.]*(?:\b(?:and|or|und|oder|y|o))?[\s,;.]*$", "", text[mark.end() : end]
        )
        found.append((mark.end(), mark.end() + len(inside)))
    return found


def _things(text: str) -> list[tuple[int, int]]:
    """Where the things of the first enumeration stand in a text: "a, b, and c"."""
    for last in _AND.finditer(text):
        start = max((m.end() for m in re.finditer(r"[.;!?]\s", text[: last.start()])), default=0)
        commas = re.finditer(r",\s+", text[start : last.start()])
        found = [(start + m.start(), start + m.end()) for m in commas]
        for skipped in range(len(found)):
            # The first comma may belong to something before.
            inside = found[skipped:]
            lead = start if not skipped else found[skipped - 1][1]
            leads = [m.end() for m in _LEADS.finditer(text[lead : inside[0][0]])]
            if len(inside) + 2 < _FEWEST or len(inside) + 2 > _MOST or not leads:
                continue
            stop = _STOP.search(text, last.end())
            own = _OWN.match(text, lead + leads[-1])
            begins = [
                own.end() if own else lead + leads[-1],
                *(end for _, end in inside),
                last.end(),
            ]
            ends = [
                *(begin for begin, _ in inside),
                last.start(),
                stop.start() if stop else len(text),
            ]
            things = list(zip(begins, ends, strict=True))
            named = [text[begin:end] for begin, end in things]
            if _are_things(named) and not _VERB.match(text, ends[-1]):
                return things
    return []


def _are_things(named: Sequence[str]) -> bool:
    """Whether each is a thing of its own, and not what one thing is like: "a fast, small tool"."""
    if _ARTICLE.match(named[0]) and not any(_ARTICLE.match(name) for name in named[1:]):
        return False
    if not _DOING.match(named[0]) and any(_DOING.match(name) for name in named[1:]):
        # "of the mill, grinding oats for all, and salt": the second says what is done.
        return False
    return all(_is_thing(name) for name in named)


def _is_thing(text: str) -> bool:
    is_short = 0 < len(text.split()) <= _LONGEST
    is_short = is_short and bool(re.search(r"[\w)\"'%+]$", text))
    is_clause = _CLAUSE.match(text) or _VERB.search(f"{text} ")
    return is_short and not is_clause and not _AND.search(text)
