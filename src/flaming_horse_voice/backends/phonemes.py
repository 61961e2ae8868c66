"""Phonemes of each word of a speech-text, as Kokoro was trained on them.

espeak-ng reads a whole phrase (so "the end" and "the car" differ) and runs small words together
("of the" is one). Each word read alone tells which phonemes of the phrase are its own.
"""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flaming_horse_voice.text.sign_names import ENGLISH_SIGNS
from flaming_horse_voice.text.spoken import phonemes_of

MARKS = ".,;:!?…"
_READ_AS = {"ay": "eh", "eff": "F", "xi": "zye"}
"""Respelt letters that espeak-ng reads otherwise ("ay" as "eye"), and what it reads right."""
_KOKORO = (
    ("aɪ", "I"),
    ("aʊ", "W"),
    ("dʒ", "ʤ"),
    ("eɪ", "A"),
    ("tʃ", "ʧ"),
    ("ɔɪ", "Y"),
    ("oʊ", "O"),
    ("ɜːɹ", "ɜɹ"),
    ("ɜː", "ɜɹ"),
    ("ɪə", "iə"),
    ("ɚɹ", "əɹ"),
    ("ɚ", "əɹ"),
    ("ɐ", "ə"),
    ("ː", ""),
    ("ɾ", "T"),
    ("ʔ", "t"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ɬ", "l"),
    ("e", "A"),
    ("o", "ɔ"),
    ("g", "ɡ"),
    ("'", "ˈ"),
)
"""espeak-ng's American phonemes in the set that Kokoro v1.0 was trained on (misaki, en-us)."""
_VOWELS = frozenset("aeiouæɑɐɒɔəɚɛɜɪʊʌɨᵻ")
_WEAK = frozenset("ˈˌː")

Phonemize = Callable[[Sequence[str]], list[str]]
"""Texts in, their phonemes out, one for one; words are separated by blanks."""


@dataclass(frozen=True, slots=True)
class WordPhonemes:
    """A word's phonemes and the mark that follows it ("" for none).

    `given` tells that its phonemes stand in the speech-text.
    """

    word: str
    phonemes: str
    mark: str
    given: bool = False


def word_phonemes(words: Sequence[str], phonemize: Phonemize) -> tuple[WordPhonemes, ...]:
    """The phonemes of each word in its phrase.

    A word whose phonemes stand in the speech-text is read as written only for its neighbours. One
    of signs alone, or of letters that espeak-ng does not know, is read by their names; only one
    without any, such as a control sign, has an empty string.
    """
    tokens = [phonemes_of(word) for word in words]
    words = [word for word, _ in tokens]
    bare = _readable([_bare(word) for word in words], phonemize)
    marks = [_mark(word) for word in words]
    phrases: list[list[int]] = [[]]
    for index, mark in enumerate(marks):
        phrases[-1].append(index)
        if mark:
            phrases.append([])
    phrases = [phrase for phrase in phrases if phrase]
    alone = dict(zip(sorted(set(bare)), phonemize(sorted(set(bare))), strict=True))
    read = phonemize([" ".join(bare[index] for index in phrase) for phrase in phrases])
    shared: list[str] = []
    for phrase, phonemes in zip(phrases, read, strict=True):
        own = [alone[bare[index]] for index in phrase]
        dealt = share(phonemes, own)
        lost = any(_sounds(each) and not _sounds(got) for each, got in zip(own, dealt, strict=True))
        shared += own if lost else dealt
    return tuple(
        WordPhonemes(word, _for_kokoro(stated or phonemes), mark, stated is not None)
        for (word, stated), phonemes, mark in zip(tokens, shared, marks, strict=True)
    )


def given_phonemes(speech: str) -> Iterator[WordPhonemes]:
    """The words of a speech-text whose phonemes stand in it."""
    for token in speech.split():
        word, stated = phonemes_of(token)
        if stated is not None:
            yield WordPhonemes(word, _for_kokoro(stated), _mark(word), given=True)


def _readable(words: Sequence[str], phonemize: Phonemize) -> list[str]:
    """The words, and what is read in the place of those without a sound: names of signs."""
    kinds = sorted(set(words))
    silent = {
        word
        for word, phonemes in zip(kinds, phonemize(kinds), strict=True)
        if not _sounds(phonemes)
    }
    return [ENGLISH_SIGNS.of(word) if word in silent else word for word in words]


def _sounds(phonemes: str) -> bool:
    return any(sign not in _WEAK and not sign.isspace() for sign in phonemes)


def _bare(word: str) -> str:
    plain = re.sub(rf"[{re.escape(MARKS)}\"\u201c\u201d()\[\]]+", "", word)
    if not plain:  # it is nothing but marks, which are spoken of
        return word
    return _READ_AS.get(plain.lower(), plain)


def _mark(word: str) -> str:
    if not word.strip(MARKS):
        return ""
    marks = re.search(rf"[{re.escape(MARKS)}]+$", word)
    return marks.group()[-1] if marks else ""


def _for_kokoro(phonemes: str) -> str:
    for espeak, kokoro in _KOKORO:
        phonemes = phonemes.replace(espeak, kokoro)
    return phonemes


def share(phrase: str, alone: Sequence[str]) -> list[str]:
    """Deal a phrase's phonemes out to its words, given how each word sounds alone.

    `phrase` may run words together; nothing of it is lost: the shares joined are the phrase
    without its blanks at word ends.
    """
    chunks = phrase.split()
    if len(chunks) == len(alone) and all(" " not in word for word in alone):
        return chunks
    if len(alone) == 1:
        return [" ".join(chunks)]
    cuts = _cuts(phrase, alone)
    edges = [0, *cuts, len(phrase)]
    return [" ".join(phrase[start:end].split()) for start, end in pairwise(edges)]


def _cuts(phrase: str, alone: Sequence[str]) -> list[int]:
    """Where each word but the first begins in `phrase`: the cheapest alignment (Needleman-Wunsch).

    Word boundaries stand as `|` among the phonemes of the words read alone; a boundary costs
    nothing on a blank and little inside a run, a blank inside a word is dear.
    """
    target = "|".join(alone)
    rows, columns = len(phrase) + 1, len(target) + 1
    cost = [[0.0] * columns for _ in range(rows)]
    for i in range(1, rows):
        cost[i][0] = cost[i - 1][0] + _drop(phrase[i - 1])
    for j in range(1, columns):
        cost[0][j] = cost[0][j - 1] + _add(target[j - 1])
    for i in range(1, rows):
        above, row, sign = cost[i - 1], cost[i], phrase[i - 1]
        drop = _drop(sign)
        for j in range(1, columns):
            row[j] = min(
                above[j - 1] + _swap(sign, target[j - 1]),
                above[j] + drop,
                row[j - 1] + _add(target[j - 1]),
            )
    return _trace(phrase, target, cost)


def _trace(phrase: str, target: str, cost: list[list[float]]) -> list[int]:
    cuts: list[int] = []
    i, j = len(phrase), len(target)
    while j > 0:
        if i and cost[i][j] == cost[i - 1][j - 1] + _swap(phrase[i - 1], target[j - 1]):
            i, j = i - 1, j - 1
        elif cost[i][j] == cost[i][j - 1] + _add(target[j - 1]):
            j -= 1
        else:
            i -= 1
            continue
        if target[j] == "|":
            cuts.append(i)
    return sorted(cuts)


def _swap(sign: str, other: str) -> float:
    if sign == other or (sign == " " and other == "|"):
        return 0.0
    if other == "|" or sign == " " or other == " ":
        return 9.0
    if sign in _VOWELS and other in _VOWELS:
        return 0.5
    if sign in _WEAK and other in _WEAK:
        return 0.2
    return 1.5 if (sign in _VOWELS) == (other in _VOWELS) else 2.5


def _drop(sign: str) -> float:
    if sign == " ":
        return 3.0
    return 0.1 if sign in _WEAK else 1.0


def _add(sign: str) -> float:
    if sign == "|":
        return 0.4
    return 0.1 if sign in _WEAK | {" "} else 1.0
