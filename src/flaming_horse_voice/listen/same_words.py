"""Comparing what was to be said with what was heard, as an ear would and no spell-checker.

Both sides are read by our own text rules ("$6" is "six dollars", "B" is "bee"). What sounds alike
is the same: "sea shells" and "seashells", "metres" and "meters".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flaming_horse_voice.listen.arpabet import Phones
from flaming_horse_voice.runs import Run
from flaming_horse_voice.text import PAUSE, speech_text
from flaming_horse_voice.text.letters import LETTERS
from flaming_horse_voice.text.numbers import cardinal, digits, year

_Match = re.Match[str]


def _apart(match: _Match) -> str:
    return re.sub(r"[-.]", " ", match[1])


def _letter(match: _Match) -> str:
    return f" {LETTERS[match[1].lower()]}"


def _one_by_one(value: int) -> str:
    return digits(str(value))


_CONTRACTED = {
    "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "n't": "not",
}  # fmt: skip
_IS = re.compile(r"\b(it|that|there|here|what|where|who|he|she|how|let)'s\b", re.IGNORECASE)
"""After these "'s" is a verb; after nouns it may be "of"."""


def _whole(match: _Match) -> str:
    """The words that were drawn together: "we are" for "we're", "can not" for "can't"."""
    word = {"ca": "can", "wo": "will", "sha": "shall"}.get(match[1].lower(), match[1])
    return f"{word} {_CONTRACTED[match[2].lower()]}"


_REWRITTEN: tuple[tuple[re.Pattern[str], str | Callable[[_Match], str]], ...] = (
    (re.compile("\u2019"), "'"),
    (re.compile(r"\b([A-Za-z]+?)('re|'ve|'ll|'m|n't)\b", re.IGNORECASE), _whole),
    (_IS, lambda match: f"{match[1]} {'us' if match[1].lower() == 'let' else 'is'}"),
    (re.compile(r"\bcannot\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bok\b", re.IGNORECASE), "okay"),
    (re.compile(r"(?<=[A-Za-z0-9])/(?=[A-Za-z]\b)"), " over "),  # "2L/n"
    (re.compile(r"\s*(?:\^2|\u00b2)"), " squared"),
    (re.compile(r"\s*(?:\^3|\u00b3)"), " cubed"),
    (re.compile(r"\b([A-Za-z])\(([A-Za-z])\)"), r"\1 of \2"),
    (re.compile(r"(?<=\d)([A-Za-z])\b"), _letter),  # "2L": no litres
    (re.compile(r"\b([A-Za-z](?:[-.\s][A-Za-z])+)\b"), _apart),
)
"""How listeners write down formulas that were spoken."""
_FOUR_DIGITS = re.compile(r"(?<![\d.,])\d{4}(?!\d|[.,]\d)")
_READINGS: tuple[Callable[[int], str] | None, ...] = (None, year, cardinal, _one_by_one)
"""How four digits may have been said; None leaves it to the text rules."""
_LONGEST_RUN = 4
"""Words on one side that may be one word on the other."""


def readings(text: str) -> list[list[str]]:
    """The plain words of a written or heard text, in every way its numbers may be read."""
    numbers = _FOUR_DIGITS.findall(text)
    ways: list[list[str]] = []
    for way in _READINGS if numbers else _READINGS[:1]:
        read = text
        for number in numbers:
            read = read.replace(number, way(int(number))) if way else read
        words = plain_words(read)
        if words not in ways:
            ways.append(words)
    return ways


def plain_words(text: str) -> list[str]:
    """Lower-case words without marks; letters respelt, numbers in words, pauses left out."""
    text = " ".join(token for token in text.split() if not PAUSE.fullmatch(token))
    for pattern, by in _REWRITTEN:
        text = pattern.sub(by, text)
    read = speech_text([Run(text.replace("$", " $"))]).speech
    words = re.sub(r"[^a-z0-9' ]+", " ", read.lower().replace("\u2019", "'")).split()
    return [LETTERS.get(word, word) for word in (w.strip("'") for w in words) if word]


@dataclass(frozen=True, slots=True)
class AlignedWords:
    """A run of words said, and the run that was heard in its place; either may be empty."""

    said: slice
    heard: slice
    same: bool


def steps(
    spoken: Sequence[str], heard: Sequence[str], sounds: Mapping[str, Phones]
) -> tuple[AlignedWords, ...]:
    """Both texts walked through together, with the fewest words that differ.

    `sounds` maps every word to its phones; runs of words that sound alike are the same.
    """
    rows, columns = len(spoken) + 1, len(heard) + 1
    cost = [[0] * columns for _ in range(rows)]
    step = [[(0, 0)] * columns for _ in range(rows)]
    for i in range(rows):
        for j in range(columns):
            if i or j:
                cost[i][j], step[i][j] = min(
                    (cost[i - m][j - n] + price, (m, n))
                    for m, n, price in _moves(spoken[:i], heard[:j], sounds)
                )
    return _walked_back(len(spoken), len(heard), cost, step)


def _moves(
    spoken: Sequence[str], heard: Sequence[str], sounds: Mapping[str, Phones]
) -> list[tuple[int, int, int]]:
    """Ways to end both sides: (words said, words heard, price)."""
    moves: list[tuple[int, int, int]] = []
    if spoken:
        moves.append((1, 0, 1))
    if heard:
        moves.append((0, 1, 1))
    if spoken and heard:
        alike = _alike(spoken[-1:], heard[-1:], sounds)
        moves.append((1, 1, 0 if alike else 1))
        moves += [
            (m, n, 0)
            for m in range(1, min(_LONGEST_RUN, len(spoken)) + 1)
            for n in range(1, min(_LONGEST_RUN, len(heard)) + 1)
            if m + n > 2 and _alike(spoken[-m:], heard[-n:], sounds)
        ]
    return moves


def _alike(some: Sequence[str], other: Sequence[str], sounds: Mapping[str, Phones]) -> bool:
    if "".join(some) == "".join(other):
        return True
    one, two = (sum((sounds[word] for word in words), ()) for words in (some, other))
    return bool(one) and one == two


def _walked_back(
    i: int, j: int, cost: list[list[int]], step: list[list[tuple[int, int]]]
) -> tuple[AlignedWords, ...]:
    walked: list[AlignedWords] = []
    while i or j:
        m, n = step[i][j]
        same = cost[i][j] == cost[i - m][j - n]
        walked.append(AlignedWords(slice(i - m, i), slice(j - n, j), same))
        i, j = i - m, j - n
    return tuple(walked[::-1])
