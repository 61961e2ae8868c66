"""What goes into the making of a speech-text, and what comes out."""

# ruff: noqa: RUF001, RUF002 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

PAUSE = re.compile(r"\[pause=(\d+(?:\.\d+)?)\]")
"""A pause in a speech-text, in seconds: `[pause=0.4]`."""

TOKEN_WITH_PHONEMES = re.compile(
    r"(?P<word>[^\s\[\]]+)\[/(?P<phonemes>[^/\s\[\]]+)/\](?P<mark>\S*)"
)
"""A word of a speech-text with its phonemes, and the marks after it: `Euler[/ˈɔɪlɚ/],`.

It is one word, as every blank-separated token that is no pause. Voices that take phonemes speak
them; for all others, and for whoever compares words, it is the written word.
"""


class WordSpan(NamedTuple):
    """One spoken word and the characters `[start, end)` of the written text that it says."""

    spoken: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeechText:
    """A line as it is written (`text`) and as it is spoken (`speech`).

    `words[i]` is the i-th blank-separated word of `speech`, without its phonemes; pauses are no
    words.
    """

    text: str
    speech: str
    words: tuple[WordSpan, ...]


def pause_token(seconds: Fraction | float) -> str:
    """`0.4` → `[pause=0.4]`, with at most a millisecond's precision."""
    return f"[pause={float(seconds):.3f}".rstrip("0").rstrip(".") + "]"


def with_phonemes(word: str, phonemes: str) -> str:
    """`"Euler"` and `"ˈɔɪlɚ"` → `Euler[/ˈɔɪlɚ/]`."""
    return f"{word}[/{phonemes}/]"


def phonemes_of(token: str) -> tuple[str, str | None]:
    """A token's word with its marks, and its phonemes: None where it has none."""
    match = TOKEN_WITH_PHONEMES.fullmatch(token)
    return (match["word"] + match["mark"], match["phonemes"]) if match else (token, None)


def without_phonemes(speech: str) -> str:
    """A speech-text for voices that take no phonemes: the written words, and its pauses."""
    return " ".join(phonemes_of(token)[0] for token in speech.split()) if "[/" in speech else speech


def spoken_words(speech: str) -> tuple[str, ...]:
    """The words of a speech-text, without its pauses and its words' phonemes."""
    return tuple(phonemes_of(t)[0] for t in speech.split() if not PAUSE.fullmatch(t))
