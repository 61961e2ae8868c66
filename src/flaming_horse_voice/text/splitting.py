"""Cutting a speech-text into what a voice speaks in one go: at pauses, sentences, clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flaming_horse_voice.text.spoken import PAUSE

SENTENCE_PAUSE_S = 0.35
CLAUSE_PAUSE_S = 0.2


class Sized(Protocol):
    """A word as the voice sees it: its phonemes and the mark after it."""

    @property
    def phonemes(self) -> str: ...

    @property
    def mark(self) -> str: ...


WordT = TypeVar("WordT", bound=Sized)


@dataclass(frozen=True, slots=True)
class Piece(Generic[WordT]):
    """Words spoken in one go after `pause_before` seconds of silence.

    A pause at the end of a line is a last piece without words.
    """

    pause_before: float
    words: tuple[WordT, ...]
    ends_line: bool


def pieces(
    speech: str, read: Callable[[Sequence[str]], tuple[WordT, ...]], limit: int
) -> tuple[Piece[WordT], ...]:
    """The pieces of a speech-text, each of at most `limit` phonemes, marks and blanks."""
    planned: list[tuple[float, tuple[WordT, ...]]] = []
    pause = 0.0
    group: list[str] = []

    def close() -> None:
        nonlocal pause
        if not group:
            return
        for number, words in enumerate(_fitting(read(tuple(group)), limit)):
            before = pause if number == 0 else _gap(planned[-1][1][-1].mark)
            planned.append((before, words))
        pause = 0.0
        group.clear()

    for token in speech.split():
        match = PAUSE.fullmatch(token)
        if match is None:
            group.append(token)
            continue
        close()
        pause += float(match[1])
    close()
    if pause:
        planned.append((pause, ()))
    last = len(planned) - 1
    return tuple(
        Piece(before, words, number == last) for number, (before, words) in enumerate(planned)
    )


def _gap(mark: str) -> float:
    if mark and mark in ".!?…":
        return SENTENCE_PAUSE_S
    return CLAUSE_PAUSE_S if mark else 0.0


def _length(words: Sequence[Sized]) -> int:
    return sum(len(word.phonemes) + len(word.mark) + 1 for word in words)


def _fitting(words: tuple[WordT, ...], limit: int) -> list[tuple[WordT, ...]]:
    """Cut in two at the best place near the middle until every part fits."""
    if _length(words) <= limit or len(words) < 2:
        return [words]
    middle = _length(words) / 2

    def price(cut: int) -> float:
        mark = words[cut - 1].mark
        kind = 0.0 if mark and mark in ".!?…" else 0.5 if mark else 1.0
        return kind + abs(_length(words[:cut]) - middle) / middle

    best = min(range(1, len(words)), key=price)
    return [*_fitting(words[:best], limit), *_fitting(words[best:], limit)]
