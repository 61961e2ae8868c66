"""Comparing what was to be said with what was heard, as an ear would and no spell-checker.

Both sides are read by our own text rules ("$6" is "six dollars", "B" is "bee"). What sounds alike
is the same: "sea shells" and "seashells", "metres" and "meters".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text import PAUSE, speech_text, written_runs
from flaming_horse_voice.text.letters import LETTERS
from flaming_horse_voice.text.numbers import cardinal, digits, year

_Match = re.Match[str]


def _apart(match: _Match) -> str:
    return re.sub(r"[-.]", " ", match[1])


def _letter(match: _Match) -> str:
    return f" {LETTERS[match[1].lower()]}"


def _one_by_one(value: int) -> str:
    return digits(str(value))


_REWRITTEN: tuple[tuple[re.Pattern[str], str | Callable[[_Match], str]], ...] = (
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
    found: list[list[str]] = []
    for way in _READINGS if numbers else _READINGS[:1]:
        read = text
        for number in numbers:
            read = read.replace(number, way(int(number))) if way else read
        words = plain_words(read)
        if words not in found:
            found.append(words)
    return found


def plain_words(text: str) -> list[str]:
    """Lower-case words without marks; letters respelt, numbers in words, pauses left out."""
    text = " ".join(token for token in text.split() if not PAUSE.fullmatch(token))
    for pattern, by in _REWRITTEN:
        text = pattern.sub(by, text)
    try:
        read = speech_text(written_runs(text.replace("$", " $"))).speech
    except WrongInput:  # dollar signs that a listener wrote around no formula
        read = speech_text(written_runs(text.replace("$", " "))).speech
    words = re.sub(r"[^a-z0-9' ]+", " ", read.lower().replace("\u2019", "'")).split()
    return [LETTERS.get(word, word) for word in (w.strip("'") for w in words) if word]


def differences(
    spoken: Sequence[str], heard: Sequence[str], sounds: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The fewest (said, heard) pairs that turn one into the other; "" stands for nothing.

    `sounds` maps every word to its phones; runs of words that sound alike are no difference.
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
    return _walked_back(spoken, heard, cost, step)


def _moves(
    spoken: Sequence[str], heard: Sequence[str], sounds: Mapping[str, str]
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


def _alike(some: Sequence[str], other: Sequence[str], sounds: Mapping[str, str]) -> bool:
    if "".join(some) == "".join(other):
        return True
    one, two = ("".join(sounds[word] for word in words) for words in (some, other))
    return bool(one) and one == two


def _walked_back(
    spoken: Sequence[str],
    heard: Sequence[str],
    cost: list[list[int]],
    step: list[list[tuple[int, int]]],
) -> list[tuple[str, str]]:
    wrong: list[tuple[str, str]] = []
    i, j = len(spoken), len(heard)
    while i or j:
        m, n = step[i][j]
        if cost[i][j] != cost[i - m][j - n]:
            wrong.append((" ".join(spoken[i - m : i]), " ".join(heard[j - n : j])))
        i, j = i - m, j - n
    return wrong[::-1]
