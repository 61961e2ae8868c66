"""Letters given as letters to voices that read text: "AI" as "A I", where phonemes want "ay eye".

Models that clone a voice learned from written text. They know "A" as a letter, and "ay" as a word
that hardly anybody writes. The letters stand apart, each in capitals: every spoken word has times
of its own, and a small "a" would be the article. The words stay as many as they were.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from flaming_horse_voice.text.letters import LETTERS
from flaming_horse_voice.text.spoken import PAUSE, phonemes_of

_LETTER_OF = {said: letter.upper() for letter, said in LETTERS.items()}
_ENDINGS = {"": "", "'s": "'s", "s": "'s", "es": "'s"}
"""Of a respelt letter, and of the letter: "yous" is "U's", as "Us" would be a word."""
_TOKEN = re.compile(r"(?P<word>[a-z][a-z'-]*)(?P<marks>[^\w']*)")
_GIVEN = re.compile(r"(?P<letter>[A-Z])(?P<own>'s)?(?P<marks>[^\w']*)")
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
    In English; the other languages keep the names of their letters.
    """
    if language.split("-", maxsplit=1)[0].lower() != "en":
        return line.speech
    spans = iter(line.words)
    given: list[str] = []
    for token in line.speech.split():
        span = None if PAUSE.fullmatch(token) else next(spans, None)
        given.append(_given(token, line.text[span.start : span.end]) if span else token)
    return " ".join(given)


def respelt(speech: str) -> str:
    """A speech-text whose letters are words again, for whoever counts or aligns sounds.

    "I" stays, and the "A" that opens a sentence, which may be the article.
    """
    words: list[str] = []
    for word in speech.split():
        opens = not words or words[-1][-1] in _OPENS
        bare = word[:1] == "I" or (opens and word == "A")
        words.append(word if bare else _respelt(word))
    return " ".join(words)


def compared_letters(speech: str) -> str:
    """A speech-text for comparing two: the same whichever way its letters are given."""
    return " ".join(_respelt(token).replace("'", "") for token in speech.split())


def _given(token: str, written: str) -> str:
    match = _TOKEN.fullmatch(token)
    if match is None or phonemes_of(token)[1] is not None:
        return token
    word, marks = match["word"], match["marks"]
    plain = unicodedata.normalize("NFKC", written)
    if word in re.findall(r"[a-z'-]+", plain.lower()):
        return token
    letters = _letters_of(plain)
    for said, ending in _ENDINGS.items():
        letter = _LETTER_OF.get(word.removesuffix(said)) if word.endswith(said) else None
        if letter in letters:
            return f"{letter}{ending}{marks}"
    ordinal = _LETTER_OF.get(word.removesuffix("th"))
    return f"{ordinal.lower()}-th{marks}" if ordinal in letters and ordinal else token


def _letters_of(written: str) -> set[str]:
    """The letters, as capitals, that stand for themselves in it: of formulas and short forms."""
    formula = written.startswith("$") and written.endswith("$")
    runs = re.findall("[A-Za-z]+", _COMMAND.sub(" ", written))
    return {
        sign.upper()
        for run in runs
        if formula or len(run) <= 2 or re.search("[A-Z]{2}|^[a-z]th$", run)
        for sign in run
    }


def _respelt(token: str) -> str:
    if match := _GIVEN.fullmatch(token):
        return LETTERS[match["letter"].lower()] + (match["own"] or "") + match["marks"]
    if match := _GIVEN_ORDINAL.fullmatch(token):
        return LETTERS[match["letter"]] + "th" + match["marks"]
    return token
