"""Letters given as letters to voices that read text: "AI" as "A I", where phonemes want "ay eye".

Models that clone a voice learned from written text. They know "A" as a letter, and "ay" as a word
that hardly anybody writes. The letters stand apart, each in capitals: every spoken word has times
of its own, and a small "a" would be the article. The words stay as many as they were: a letter
whose name is two words (the Spanish "uve doble") keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

from flaming_horse_voice.text.spoken import PAUSE, phonemes_of

_SIGNS = "abcdefghijklmnopqrstuvwxyzäöüñ"
_ENDINGS = {"": "", "'s": "'s", "s": "'s", "es": "'s"}
"""Of a respelt letter, and of the letter: "yous" is "U's", as "Us" would be a word. In English."""
_WORD = r"[^\W\d_][^\W\d_'-]*(?:['-]+[^\W\d_]+)*"
_TOKEN = re.compile(rf"(?P<word>{_WORD})(?P<marks>[^\w']*)")
_GIVEN = re.compile(r"(?P<letter>[A-ZÄÖÜÑ])(?P<own>'s)?(?P<marks>[^\w']*)")
_GIVEN_ORDINAL = re.compile(r"(?P<letter>[a-z])-th(?P<marks>[^\w']*)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_OPENS = ".!?:…"


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class SpokenText(Protocol):
    """A line as it is written and as it is spoken; each spoken word with what it says of `text`."""

    @property
    def text(self) -> str: ...
    @property
    def speech(self) -> str: ...
    @property
    def words(self) -> Sequence[_Span]: ...


def with_letters(line: SpokenText, language: str) -> str:
    """The speech-text of a line with its respelt letters as letters: "a matrix A".

    A word is one where the line is written with that letter: "C" is, the "see" of "we see" is not.
    """
    names = _names(_code(language))
    spans = iter(line.words)
    tokens: list[str] = []
    for token in line.speech.split():
        span = None if PAUSE.fullmatch(token) else next(spans, None)
        written = line.text[span.start : span.end] if span else ""
        tokens.append(_given(token, written, names, _code(language)) if span else token)
    return " ".join(tokens)


def respelt(speech: str, language: str = "en") -> str:
    """A speech-text whose letters are words again, for whoever counts or aligns sounds.

    In English "I" stays, and the "A" that opens a sentence, which may be the article.
    """
    names, english = _names(_code(language)), _code(language) == "en"
    words: list[str] = []
    for word in speech.split():
        opens = not words or words[-1][-1] in _OPENS
        bare = english and (word[:1] == "I" or (opens and word == "A"))
        words.append(word if bare else _respelt(word, names))
    return " ".join(words)


def compared_letters(speech: str, language: str = "en") -> str:
    """A speech-text for comparing two: the same whichever way its letters are given."""
    names = _names(_code(language))
    return " ".join(_respelt(token, names).replace("'", "") for token in speech.split())


def _code(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


@cache
def _names(code: str) -> Mapping[str, str]:
    """Each capital with its letter's name, where that is one word; {} for languages not read."""
    from flaming_horse_voice.text.languages import LANGUAGES, language_of

    if code not in LANGUAGES:
        return {}
    spell = language_of(code).in_code.spell
    named = {sign.upper(): spell(sign) for sign in _SIGNS}
    return {sign: name for sign, name in named.items() if " " not in name}


def _given(token: str, written: str, names: Mapping[str, str], code: str) -> str:
    match = _TOKEN.fullmatch(token)
    if match is None or phonemes_of(token)[1] is not None:
        return token
    word, marks = match["word"], match["marks"]
    plain = unicodedata.normalize("NFKC", written)
    if word in re.findall(_WORD, plain.lower()):
        return token
    letter_of = {name: sign for sign, name in names.items() if sign in _letters_of(plain)}
    for said, ending in _ENDINGS.items() if code == "en" else (("", ""),):
        letter = letter_of.get(word.removesuffix(said)) if word.endswith(said) else None
        if letter:
            return f"{letter}{ending}{marks}"
    ordinal = letter_of.get(word.removesuffix("th")) if code == "en" else None
    return f"{ordinal.lower()}-th{marks}" if ordinal else token


def _letters_of(written: str) -> set[str]:
    """The letters, as capitals, that stand for themselves in it: of formulas and short forms."""
    formula = written.startswith("$") and written.endswith("$")
    runs = re.findall(r"[^\W\d_]+", _COMMAND.sub(" ", written))
    return {
        sign.upper()
        for run in runs
        if formula or len(run) <= 2 or re.search("[A-ZÄÖÜÑ]{2}|^[a-z]th$", run)
        for sign in run
    }


def _respelt(token: str, names: Mapping[str, str]) -> str:
    match = _GIVEN.fullmatch(token)
    if match and match["letter"] in names:
        return names[match["letter"]] + (match["own"] or "") + match["marks"]
    match = _GIVEN_ORDINAL.fullmatch(token)
    if match and match["letter"].upper() in names:
        return names[match["letter"].upper()] + "th" + match["marks"]
    return token
