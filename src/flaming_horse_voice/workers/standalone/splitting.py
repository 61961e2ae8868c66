"""Where a long line is cut to be spoken in pieces: the one rule of every voice.

At sentence ends, then at the marks of clauses, then before conjunctions; between other words where
nothing else is left, and inside a number or a formula last of all. Of equal places the one nearest
the middle is taken, until every piece fits.
"""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 300
"""Characters of speech-text that a voice speaks in one go. Longer ones lose words and melody."""
SENTENCE_PAUSE_S = 0.35
CLAUSE_PAUSE_S = 0.2
"""Silence between pieces, after the last mark of the earlier one; none where it ends without."""

_SENTENCE, _CLAUSE, _CONJUNCTION, _WORD, _LEANING, _READING = 0.0, 1.0, 1.6, 2.2, 3.2, 4.5
"""Prices of places; the distance from the middle adds 0 to 1, a scrap at either end 1.5."""
_SCRAP = 0.15
_SENTENCE_MARKS = ".!?…"
_CLAUSE_MARKS = ",;:"
_CONJUNCTIONS = frozenset(
    "and or but nor yet so because since while when where which who that if then than as although "
    "und oder aber denn weil dass wenn während wo als y o pero porque que si cuando donde".split()
)
_LEANING_WORDS = frozenset(
    "a an the of in on at to by for from with over per between into is are equals plus minus times "
    "divided der die das den dem des ein eine einer eines zu von mit für bis el la los las un una "
    "de del en con por para al".split()
)
"""Words that lean on the next one."""
_READ = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million billion trillion point oh half quarter percent "
    "ay bee see dee ee eff gee aitch eye jay kay ell em en pee cue ar ess tee you vee double ex "
    "why zee alpha beta gamma delta epsilon theta lambda mu pi rho sigma phi psi omega "
    "plus minus times equals over squared cubed prime".split()
)
"""Words that numbers and formulas are read with: two side by side belong together."""


def cut(words: Sequence[str], sizes: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """The half-open ranges of `words` to be spoken in turn; joined they are all of them.

    `sizes` is how long each word is with the blank after it; a range's sizes add up to `limit`
    and one blank at most, unless it is a single word.
    """
    return _cut(words, sizes, limit, 0, len(words))


def pause_after(word: str) -> float:
    """Seconds of silence between a piece that ends with `word` and the next one."""
    mark = word.rstrip("\"'\u201d\u2019)]")[-1:]
    if mark and mark in _SENTENCE_MARKS:
        return SENTENCE_PAUSE_S
    return CLAUSE_PAUSE_S if mark and mark in _CLAUSE_MARKS else 0.0


def _cut(
    words: Sequence[str], sizes: Sequence[int], limit: int, start: int, end: int
) -> list[tuple[int, int]]:
    whole = sum(sizes[start:end])
    if whole - 1 <= limit or end - start < 2:
        return [(start, end)]
    best, least, before = start + 1, float("inf"), 0
    for place in range(start + 1, end):
        before += sizes[place - 1]
        price = _kind(words[place - 1], words[place]) + abs(2 * before - whole) / whole
        if min(before, whole - before) < _SCRAP * whole:
            price += 1.5
        if price < least:
            best, least = place, price
    return [*_cut(words, sizes, limit, start, best), *_cut(words, sizes, limit, best, end)]


def _kind(last: str, following: str) -> float:
    """The price of a cut between two words."""
    pause = pause_after(last)
    if pause:
        return _SENTENCE if pause == SENTENCE_PAUSE_S else _CLAUSE
    before, after = _bare(last), _bare(following)
    if before in _READ and after in _READ | {"and", "the", "to"}:
        return _READING
    if before in _LEANING_WORDS or (before == "and" and after in _READ):
        return _LEANING
    return _CONJUNCTION if after in _CONJUNCTIONS else _WORD


def _bare(word: str) -> str:
    return re.split(r"[-.,;:!?…'\"]", word.lower().lstrip("\"'\u201c("))[0]
