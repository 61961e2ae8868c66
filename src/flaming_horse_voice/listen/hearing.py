"""A take is heard: what the listener's words say about it, as measures and as a complaint.

Nothing here listens by itself: `listen` in `words` does, and its words can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from flaming_horse_voice.listen.alignment import Times
from flaming_horse_voice.listen.arpabet import sounds_of
from flaming_horse_voice.listen.same_words import plain_words, steps
from flaming_horse_voice.listen.words import HeardWord, compared, measures_of
from flaming_horse_voice.text.spoken import spoken_words

_EARLY_S = 0.07
"""The listener's words begin this much before the aligner's and the models' (median of 576 words
of two voices)."""
_NEAR_S = 0.3
"""97 % of the words of good takes begin within this of the listener's."""
_ECHO = 8
"""Words at the end of a reference that may be heard again at the start of a line."""


def heard_measures(
    heard: Sequence[HeardWord],
    speech: str,
    *,
    times: Times | None = None,
    rate: int = 1,
    reference: str = "",
) -> dict[str, float]:
    """The measures of docs/listening.md that need a listener, by name.

    `times` are the word times in samples at `rate`, for `confidence`; `reference` is the
    transcript of the recording that is cloned.
    """
    words = compared(" ".join(spoken_words(speech)), text_of(heard))
    spoken = plain_words(speech)
    plain_heard = plain_words(text_of(heard))
    measured = measures_of(words)
    measured["repeated_words"] = float(_repeated(plain_heard, spoken))
    if reference:
        measured["echo_words"] = float(_echo(plain_heard, spoken, plain_words(reference)))
    if times is not None:
        starts = [start / rate for start, _ in times]
        confidence = _confidence(heard, spoken_words(speech), starts)
        if confidence is not None:
            measured["confidence"] = confidence
    return measured


def text_of(heard: Sequence[HeardWord]) -> str:
    return " ".join(word.text for word in heard)


def _repeated(heard: Sequence[str], spoken: Sequence[str]) -> int:
    """The most words that are heard twice in a row, where they are not to be said so; 0 if none."""
    for length in range(len(heard) // 2, 0, -1):
        meant = _twice(spoken, length)
        if _twice(heard, length) - meant:
            return length
    return 0


def _twice(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """The runs of that length that follow upon themselves."""
    return {
        tuple(words[at : at + length])
        for at in range(len(words) - 2 * length + 1)
        if words[at : at + length] == words[at + length : at + 2 * length]
    }


def _echo(heard: Sequence[str], spoken: Sequence[str], reference: Sequence[str]) -> int:
    """How many of the reference's last words are heard in a row before the line begins."""
    sounds = sounds_of({*heard, *spoken})
    before = 0
    for step in steps(spoken, heard, sounds):
        if step.same:
            break
        before = step.heard.stop
    last = list(reference[-_ECHO:])
    return (
        SequenceMatcher(None, last, list(heard[:before]), autojunk=False).find_longest_match().size
    )


def _confidence(
    heard: Sequence[HeardWord], words: Sequence[str], starts: Sequence[float]
) -> float | None:
    """The share of words that the listener heard where the word times say; None without any.

    One word more counts as right, so that a single one cannot condemn a short line.
    """
    spoken = [(plain, starts[n]) for n, word in enumerate(words) for plain in plain_words(word)]
    plain_heard = [(plain, word.start_s) for word in heard for plain in plain_words(word.text)]
    sounds = sounds_of({plain for plain, _ in spoken + plain_heard})
    near = [
        abs(spoken[step.said.start][1] - plain_heard[step.heard.start][1] - _EARLY_S) <= _NEAR_S
        for step in steps(
            [plain for plain, _ in spoken], [plain for plain, _ in plain_heard], sounds
        )
        if step.same and step.said.start < step.said.stop and step.heard.start < step.heard.stop
    ]
    return round((sum(near) + 1) / (len(near) + 1), 4) if near else None
