"""Cutting a speech-text into what a voice speaks in one go: at its pauses, and where it is long.

Where a long one is cut is the rule of `workers.standalone.splitting`, which other voices follow in
Pythons of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flaming_horse_voice.text.spoken import PAUSE, phonemes_of
from flaming_horse_voice.workers.standalone.splitting import LONGEST, cut, pause_after


class Sized(Protocol):
    """A word as the voice sees it: its phonemes and the mark after it."""

    @property
    def phonemes(self) -> str: ...

    @property
    def mark(self) -> str: ...


WordT = TypeVar("WordT", bound=Sized)


@dataclass(frozen=True, slots=True)
class Utterance(Generic[WordT]):
    """Words spoken in one go after `pause_before` seconds of silence.

    A pause at the end of a line is a last piece without words.
    """

    pause_before: float
    words: tuple[WordT, ...]
    ends_line: bool


def pieces(
    speech: str, read: Callable[[Sequence[str]], tuple[WordT, ...]], limit: int
) -> tuple[Utterance[WordT], ...]:
    """The pieces of a speech-text.

    Each has at most `LONGEST` characters, and `limit` phonemes, marks and blanks; only a single
    word may have more.
    """
    planned: list[tuple[float, tuple[WordT, ...]]] = []
    pause = 0.0
    group: list[str] = []

    def close() -> None:
        nonlocal pause
        if not group:
            return
        for number, words in enumerate(_fitting(read(tuple(group)), group, limit)):
            before = pause if number == 0 else pause_after(planned[-1][1][-1].mark)
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
        Utterance(before, words, number == last) for number, (before, words) in enumerate(planned)
    )


def _fitting(
    words: tuple[WordT, ...], tokens: Sequence[str], limit: int
) -> list[tuple[WordT, ...]]:
    """Cut by characters of speech-text; what is still too long for the voice, by its phonemes."""
    by_text = cut(tokens, [len(phonemes_of(token)[0]) + 1 for token in tokens], LONGEST)
    found: list[tuple[WordT, ...]] = []
    for start, end in by_text:
        part = words[start:end]
        sizes = [len(word.phonemes) + len(word.mark) + 1 for word in part]
        found += [part[a:b] for a, b in cut(tokens[start:end], sizes, limit - 1)]
    return found
