"""What goes into the making of a speech-text, and what comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, TypeAlias

RunKind: TypeAlias = Literal["text", "math", "code", "pause"]

PAUSE = re.compile(r"\[pause=(\d+(?:\.\d+)?)\]")
"""A pause in a speech-text, in seconds: `[pause=0.4]`."""


_FORMULA = re.compile(r"(?<![\\\w$])\$(?![\s$])([^$]+?)(?<![\s\\])\$(?![\w$])")


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """A stretch of a line that is written, and spoken, in one way.

    `text` is what captions show (LaTeX for `math`, "" for a pause); `say` replaces it in speech;
    `seconds` is the length of a pause.
    """

    text: str
    kind: RunKind = "text"
    say: str | None = None
    seconds: Fraction | float = 0


class WordSpan(NamedTuple):
    """One spoken word and the characters `[start, end)` of the written text that it says."""

    spoken: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeechText:
    """A line as it is written (`text`) and as it is spoken (`speech`).

    `words[i]` is the i-th blank-separated word of `speech`; pauses are no words.
    """

    text: str
    speech: str
    words: tuple[WordSpan, ...]


def written_runs(text: str) -> list[WrittenRun]:
    """Plain text and the `$formulas$` in it; prices (`$5 and $6`) stay prices."""
    pieces = _FORMULA.split(text)
    return [
        WrittenRun(piece, "math" if number % 2 else "text") for number, piece in enumerate(pieces)
    ]


def pause_token(seconds: Fraction | float) -> str:
    """`0.4` → `[pause=0.4]`, with at most a millisecond's precision."""
    return f"[pause={float(seconds):.3f}".rstrip("0").rstrip(".") + "]"


def spoken_words(speech: str) -> tuple[str, ...]:
    """The words of a speech-text, without its pauses."""
    return tuple(token for token in speech.split() if not PAUSE.fullmatch(token))
