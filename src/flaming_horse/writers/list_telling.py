"""A list as it is told: short items on the screen, each appearing when its words are spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from flaming_horse.errors import Place
from flaming_horse.model.storyboard import UNDER
from flaming_horse.writers.foreign import Item, Items
from flaming_horse.writers.pieces import (
    Piece,
    Pieces,
    as_rich,
    capitalised,
    plain,
    split_at,
    tidy,
    words_in,
)
from flaming_horse.writers.script import TO_LOOK, Entry, Mark, Say, Show
from flaming_horse.writers.sentences import (
    MOST_SENTENCES,
    MOST_WORDS,
    as_lines,
    ended,
    flat,
    joined,
    leading_clause,
    sentences,
    short_form,
    without_end,
    without_joining,
)
from flaming_horse.writers.what_fits import LIST_ITEMS

MOST_ITEMS, MOST_BRIEF_ITEMS = 14, 21
"""Of one list, and of one whose items are a few words each. Nobody listens to more; the rest is
left out, with a note."""
_BRIEF = 4
"""Words of an item that is no sentence: several are told in one."""
_FEW = 8
"""Words of a step after which there has to be time to look at what it holds."""
_LONG_ITEM = 45
"""Words of an item, some twenty seconds, of which more than its first words has to be seen."""
_MARKED = 4
"""Words that a cue is written on."""
_LEANING = re.compile(
    r"\s+(?:and|or|with|for|of|on|to|the|an?|in|by|that|is|are|from|as|at|our|your)$"
)
_ASIDE = re.compile(r"\([^()]*\)")
_FORMULA = 40
"""Signs of a formula that stands in an item, each command one."""
_TICK = re.compile(r"([✓✗])\s*")
_ANSWERS = {"en": ("yes", "no"), "de": ("ja", "nein"), "es": ("sí", "no")}
"""What a tick and a cross before an item say of it, where a list has crosses."""


def tell_items(block: Items, place: Place, language: str = "en") -> tuple[list[Entry], int]:
    """A list as visuals and lines, and how many items are left out at its end."""
    assert block.items, "a list has an item"
    items = [item for item in block.items if re.search(r"\w", plain(_spoken(item)))]
    answers = _ANSWERS.get(language, ()) if any(_sign(item) == "✗" for item in items) else ()
    brief = all(words_in(_spoken(item)) <= _BRIEF for item in items)
    kept = [_apart(item) for item in items[: MOST_BRIEF_ITEMS if brief else MOST_ITEMS]]
    entries: list[Entry] = []
    first = block.start
    for part in _parts(kept):
        show, *says = _chunk(part, first, block.ordered, place, answers)
        show.alone = bool(entries) or block.goes_on
        entries += [show, *says]
        first += sum(not item.under for item in part)
    return entries, len(items) - len(kept)


def _apart(item: Item) -> Item:
    """A long item with its later sentences under its first one: nothing stands still for long."""
    first, *rest = sentences(item.words) or [()]
    if item.inner or not rest or words_in(item.words) <= _LONG_ITEM:
        return item
    under: list[Pieces] = []
    for sentence in rest:
        if words_in(sentence) >= _FEW or not under:
            under.append(sentence)
        else:
            under[-1] = joined((under[-1], sentence))
    return replace(item, words=first, inner=tuple(under))


def _parts(items: Sequence[Item]) -> list[list[Item]]:
    """The items of each list on the screen: few enough, and with those that stand under them."""
    if not any(item.inner for item in items):
        return even_parts(items)
    units: list[list[Item]] = []
    for item in items:
        words = [part for part in (item.words, *item.inner) if part]
        rows = [replace(item, words=words[0], inner=())]
        units += even_parts([*rows, *(Item(part, under=True) for part in words[1:])])
    fewest = len(_packed(units, LIST_ITEMS))
    ways = (_packed(units, most) for most in range(max(map(len, units)), LIST_ITEMS + 1))
    return next(way for way in ways if len(way) == fewest)


def _packed(units: Sequence[list[Item]], most: int) -> list[list[Item]]:
    """What stays together in lists of at most so many items."""
    found: list[list[Item]] = []
    for unit in units:
        if found and len(found[-1]) + len(unit) <= most:
            found[-1] += unit
        else:
            found.append(list(unit))
    return found


def even_parts(items: Sequence[Item]) -> list[list[Item]]:
    """Items in as few lists as have room, of about one length."""
    count = -(-len(items) // LIST_ITEMS)
    ends = [n * len(items) // count for n in range(count + 1)]
    return [list(items[first:end]) for first, end in pairwise(ends)]


def tell_step(block: Items, place: Place) -> list[Entry]:
    """An item with something in it: it stands over that, from the first word about it."""
    show = show_items(block.items, block.start, place, ordered=block.ordered)
    lines = as_lines(_spoken(block.items[0]))
    says = [Say(line, place, shown=show) for line in lines]
    show.alone = says[0].holds = True
    if words_in(says[-1].words) <= _FEW:
        says[-1].pause = TO_LOOK
    return [show, *says]


def show_items(items: Sequence[Item], start: int, place: Place, *, ordered: bool) -> Show:
    """Items on the screen; their numbers go on where an earlier list ended."""
    if all(item.under for item in items):
        items, ordered = [replace(item, under=False) for item in items], False
    led = all(item.words and item.words[0].strong for item in items if not item.under)
    shown = [item_on_screen(item, led=led) for item in items]
    data: dict[str, Any] = {"items": [as_rich(words) for words in shown], "ordered": ordered}
    if ordered and start:
        data["start"] = start + 1
    size = 1.0 + sum(1.2 + words_in(words) // 9 for words in shown)
    return Show("list", data, place, told=True, size=size)


def item_on_screen(item: Item, *, led: bool = False) -> Pieces:
    """What of an item is set on the screen: the words it begins with in bold, or a short form.

    `led`: all items of its list begin so.
    """
    words = item.words or item.inner[0]
    if item.under:
        return tidy((Piece(UNDER), *short_form(without_joining(words))))
    strong = next((n for n, piece in enumerate(words) if not piece.strong), len(words))
    lead = without_end(tidy(words[:strong]))
    if flat(lead).count("(") > flat(lead).count(")") and flat(words[strong:]).startswith(")"):
        lead = (*lead, Piece(")"))
    if strong and words_in(lead) > 0 and (led or words_in(words) > 8):
        named = _named_formula(words[strong:]) or _dated(lead, words[strong:])
        return tidy([*(Piece(piece.text, piece.kind) for piece in lead), *named])
    return capitalised(short_form(words))


def _named_formula(rest: Sequence[Piece]) -> Pieces:
    """The formula to which the bold words before give a name, where it is not long."""
    for at, piece in enumerate(rest):
        if piece.kind == "math":
            between = _ASIDE.sub("", flat(rest[:at])).strip()
            signs = re.sub(r"[{}\s]", "", re.sub(r"\\[A-Za-z]+", "x", piece.text))
            named = between in {":", "\u2013", "\u2014", "-"} and len(signs) <= _FORMULA
            return (Piece(": "), piece) if named else ()
    return ()


def _dated(lead: Pieces, rest: Sequence[Piece]) -> Pieces:
    """What stands behind a year or another number, which says nothing alone."""
    after = re.match(r"\s*[:\u2013\u2014-]?\s*", flat(rest))
    if re.search(r"[^\W\d_]{2}", flat(lead)) or after is None or not flat(rest).strip(" :."):
        return ()
    return (Piece(": "), *short_form(tidy(split_at(rest, after.end())[1])))


def _sign(item: Item) -> str:
    """The tick or the cross that an item begins with."""
    tick = _TICK.match(item.words[0].text) if item.words else None
    return tick[1] if tick else ""


def _spoken(item: Item, answers: Sequence[str] = ()) -> Pieces:
    words = item.words
    if words and (tick := _TICK.match(words[0].text)):
        words = tidy(split_at(words, tick.end())[1])
        if answers and words:
            answer = answers[0] if tick[1] == "✓" else answers[1]
            words = tidy((*without_end(words), Piece(f": {answer}.")))
    return joined([ended(capitalised(part)) for part in (words, *item.inner) if part])


def _chunk(
    items: Sequence[Item], start: int, ordered: bool, place: Place, answers: Sequence[str]
) -> tuple[Show, *tuple[Say, ...]]:
    show = show_items(items, start, place, ordered=ordered)
    spoken = [_spoken(item, answers) for item in items]
    brief = all(words_in(words) <= _BRIEF for words in spoken)
    nested = any(item.under for item in items)
    if len(items) > 1 and brief and not answers and not nested:
        return show, _in_one_sentence(spoken, place, show)
    says: list[Say] = []
    for number, words in enumerate(spoken, 1):
        lines = as_lines(words)
        for line in lines:
            marks = [Mark(*marked(line), "show", number)] if line is lines[0] else []
            say = Say(line, place, marks, show)
            if says and len(lines) == 1 and (both := _joined(says[-1], say)):
                says[-1] = both
            else:
                says.append(say)
    return show, *says


def _in_one_sentence(spoken: Sequence[Pieces], place: Place, show: Show) -> Say:
    pieces: list[Piece] = []
    marks: list[Mark] = []
    for number, words in enumerate(map(without_end, spoken), 1):
        at = len(flat(pieces))
        marks.append(Mark(at, at + len(flat(words)), "show", number))
        pieces += [*words, Piece("." if number == len(spoken) else ", ")]
    return Say(tuple(pieces), place, marks, show)


def _joined(left: Say, right: Say) -> Say | None:
    """Two items in one line, where both are short."""
    both = (*left.words, Piece(" "), *right.words)
    if len(sentences(both)) > MOST_SENTENCES or words_in(both) > MOST_WORDS:
        return None
    moved = len(flat(left.words)) + 1
    marks = [Mark(m.first + moved, m.end + moved, m.action, m.item) for m in right.marks]
    return Say(both, left.place, left.marks + marks, left.shown)


def marked(words: Pieces) -> tuple[int, int]:
    """The first words of an item, for a cue: its bold beginning, or _MARKED words."""
    if skipped := leading_clause(words):
        first, end = marked(split_at(words, skipped)[1])
        return skipped + first, skipped + end
    text = flat(words)
    bold = next((n for n, piece in enumerate(words) if not piece.strong), len(words))
    found = list(re.finditer(r"\S+", text))
    end = found[min(_MARKED, len(found)) - 1].end()
    if bold:
        end = min(end, len(flat(words[:bold]))) if words_in(words[:bold]) else end
    # A sentence ends before its words do: what follows a colon is not said yet.
    stop = re.search(r"[:.;,!?](?=\s|$)|\s[–—-](?=\s|$)", text[:end])  # noqa: RUF001
    if stop and stop.start() > 0:
        end = stop.start()
    while (last := _LEANING.search(text[:end])) and last.start() > 0:
        end = last.start()
    return 0, _after_whole_stress(words, end)


def _after_whole_stress(words: Pieces, end: int) -> int:
    """The end of a cue moved behind the emphasis that it would cut, which Markdown cannot write."""
    at = 0
    for piece in words:
        behind = at + len(piece.text)
        if at < end < behind and (piece.emphasis or piece.strong):
            return behind
        at = behind
    return end
