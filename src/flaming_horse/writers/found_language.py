"""Which language a text is in, by its script and its small words; and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from flaming_horse.model.language_names import NAMES
from flaming_horse.writers.language_words import (
    LETTERS_OF_A_WORD,
    LETTERS_OF_ANY_WORD,
    OWN_LETTERS,
    SCRIPTS,
    SMALL_WORDS,
)

ENOUGH_WORDS = 4
"""Small words of a language, each time that one stands there, below which it is not sure."""
LEAST_SHARE = 0.1
"""Of small words among all words: prose has 0.25 to 0.55, names and commands in a row hardly any.

Measured on READMEs of our own in twenty languages (`tests/unit/test_found_language.py`): the
lowest of prose was 0.17, in Finnish.
"""
AHEAD = 1.25
"""How many times as many small words as the next language's; Danish and Norwegian share most."""
LEAST, MOST = 0.2, 0.6
"""The shares of a text in another script than ours: below the first it is quoted in a text of
ours. Above the second it is the text's own, whatever stands beside it, and between them where the
rest is names alone."""
_NOT_WORDS = re.compile(
    r"`[^`]*`|\$[^$]*\$|<[^<>]*>|\\[A-Za-z]+|\S*(?:://|@|www\.)\S*|\S*[\w-][./\\_:=#][\w-]\S*"
)
"""Code, formulas, tags, addresses, names of files and of settings, where a text still has some."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # noqa: RUF001 - the sign that people write
_FAMILIES = (frozenset({"da", "nb", "sv"}), frozenset({"cs", "hr", "pl"}))
"""Languages that share many small words. Which of them it is makes no difference to a voice that
speaks none."""


@dataclass(frozen=True, slots=True)
class FoundLanguage:
    """`code` as BCP 47 has it. What is not `sure` is mixed, or too little to tell by."""

    code: str
    sure: bool

    @property
    def name(self) -> str:
        """In English."""
        return name_of(self.code)


NOTHING_FOUND = FoundLanguage("en", sure=False)


def name_of(tag: str) -> str:
    """A language's name in English; the tag itself for one that is not known by name."""
    return NAMES.get(tag.split("-", maxsplit=1)[0].lower(), tag)


def found_language(text: str) -> FoundLanguage:
    """The language of a text without its programs; English, and not sure, where nothing tells.

    Names in another language do not count for much: a language is told by its small words.
    """
    words = [word.casefold() for word in _WORD.findall(_NOT_WORDS.sub(" ", text))]
    by_script = _by_script(words)
    script = max(by_script.keys() & SCRIPTS.keys(), key=lambda name: by_script[name], default="")
    share = by_script[script] / (by_script.total() or 1)
    latin = _by_small_words([word for word in words if _script_of(word[0]) == "LATIN"])
    if share < LEAST:
        return latin
    found = _in_script(script, words)
    return FoundLanguage(found, sure=share >= MOST or not latin.sure)


def _by_script(words: list[str]) -> Counter[str]:
    """How many words stand in each script; what has no blanks is counted by its letters."""
    letters = Counter(_script_of(letter) for word in words for letter in word)
    amounts = {
        script: count / LETTERS_OF_A_WORD.get(script, LETTERS_OF_ANY_WORD)
        for script, count in letters.items()
        if script
    }
    kana = amounts.get("HIRAGANA", 0) + amounts.get("KATAKANA", 0)
    if kana > 0.1 * amounts.get("CJK", 0):
        amounts["HIRAGANA"] = kana + amounts.pop("CJK", 0)
        amounts.pop("KATAKANA", None)
    counted: Counter[str] = Counter()
    for script, amount in amounts.items():
        counted[script] = max(1, round(amount))
    return counted


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0] if letter.isalpha() else ""


def _in_script(script: str, words: list[str]) -> str:
    others = OWN_LETTERS.get(script, {})
    text = "".join(words)
    for code, own in others.items():
        if sum(text.count(letter) for letter in own) > 0.01 * len(text):
            return code
    return SCRIPTS[script]


def _by_small_words(words: list[str]) -> FoundLanguage:
    counted = Counter(words)
    scores = {
        code: sum(count for word, count in counted.items() if word in small)
        for code, small in SMALL_WORDS.items()
    }
    first = max(scores, key=lambda code: scores[code])
    near = next((family for family in _FAMILIES if first in family), frozenset({first}))
    best, next_best = scores[first], max(n for code, n in scores.items() if code not in near)
    sure = best >= ENOUGH_WORDS and best >= LEAST_SHARE * len(words) and best >= AHEAD * next_best
    return FoundLanguage(first, sure) if best else NOTHING_FOUND
