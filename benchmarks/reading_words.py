"""What of two readings is a matter of taste, and is not compared.

Both sides are treated alike: capitals, punctuation, hyphens and "and" are dropped; a word in
capitals is its letters, and a letter by its name ("pee") is that letter; "oh" is "zero". German
is compared without blanks and without "und", for both ways to write a number are right. Nothing
else: "a hundred" for "one hundred" or "un" for "uno" differs, and is judged by hand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from string import ascii_lowercase

from clearspeak import SMALL_WORDS

from flaming_horse_voice.text.languages import language_of
from flaming_horse_voice.text.numbers import number

_AND = {"en": r"\band\b", "de": r"(?<!h)und", "es": r"(?!)"}
_NOUGHT = {"en": {"o": "zero"}, "de": {}, "es": {}}


def plain(words: str, language: str) -> str:
    """The words as they are compared."""
    text = unicodedata.normalize("NFC", words).replace("\u2019", "'")
    text = re.sub(r"\b[A-Z]{2,5}\b", lambda match: " ".join(match[0]), text).lower()
    names, letters = _letters(language)
    text = names.sub(lambda match: letters[match[0]], text)
    text = re.sub(r"(?<!\w)'|'(?!\w)|[^\w'\s]|_", " ", text)
    said = " ".join(_NOUGHT[language].get(word, word) for word in text.split())
    if language == "de":
        return re.sub(_AND["de"], "", said.replace(" ", ""))
    return " ".join(re.sub(_AND[language], " ", said).split())


def plain_formula(words: str) -> str:
    """The words of a formula: figures as numbers, and ClearSpeak's manner of saying small things.

    "cap", "comma" and "sub" are not compared, "negative" is "minus", "fourths" are "quarters".
    """
    said = re.sub(r"\b(?:cap|comma|sub)\b", " ", words)
    for theirs, ours in (("eigh", "a"), ("negative", "minus"), ("fourth(s?)", r"quarter\1")):
        said = re.sub(rf"\b{theirs}\b", ours, said)
    said = re.sub(r"\d+(?:\.\d+)?", lambda match: f" {number(match[0])} ", said)
    return plain(said, "en")


def without_small_words(words: str) -> str:
    """Plain words without those by which one manner of reading differs from another."""
    return " ".join(word for word in words.split() if word not in SMALL_WORDS)


@cache
def _letters(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names of letters: a pattern of all, the longest first, and the letter of each."""
    speaks = language_of(language)
    names = {speaks.spoken_code(letter, {}).lower(): letter for letter in ascii_lowercase}
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w'-])(?:{either})(?![\w'-])"), names
