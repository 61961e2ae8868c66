"""A recorded line in frames and samples: when its words are heard, and its cues begin and end.

Exact: samples become frames by whole numbers, and seconds are fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from flaming_horse.errors import SceneFailed
from flaming_horse.model.narration import RecordedLine

SHORTEST_HIGHLIGHT_S = Fraction(3, 5)
"""A highlight of a short word stays this long; less is seen as a flicker."""


@dataclass(frozen=True, slots=True)
class CueTime:
    """The frames `[frame, end)` of a cue and its exact `second`, all from the take's start."""

    frame: int
    end: int
    second: Fraction


def cue_time(line: RecordedLine, phrase: str, occurrence: int, fps: int) -> CueTime:
    """When a cue on these words happens. Raises SceneFailed for words that the line does not say.

    It begins in the frame in which its first word does, and ends when the last has been heard.
    """
    first, last = spoken_span(line, phrase, occurrence)
    begin = first * fps // line.sample_rate
    end = -(-last * fps // line.sample_rate)
    shortest = max(1, round(SHORTEST_HIGHLIGHT_S * fps))
    return CueTime(begin, max(end, begin + shortest), Fraction(first, line.sample_rate))


def frames_of_take(line: RecordedLine, fps: int) -> int:
    """How many frames it takes to hear all of a line."""
    return -(-line.samples * fps // line.sample_rate)


def end_of_take(line: RecordedLine, start: Fraction) -> Fraction:
    """The second in which a line that starts at `start` has been heard."""
    return start + Fraction(line.samples, line.sample_rate)


def words_heard(line: RecordedLine, start: Fraction) -> list[tuple[Fraction, Fraction]]:
    """The seconds in which each word is heard, of a line that starts at `start`."""
    rate = line.sample_rate
    return [(start + Fraction(a, rate), start + Fraction(b, rate)) for a, b in line.times]


def spoken_span(line: RecordedLine, phrase: str, occurrence: int = 1) -> tuple[int, int]:
    """Samples from the start of the phrase's first spoken word to the end of its last.

    Raises SceneFailed when the line has no such words.
    """
    start, end = _characters(line, phrase, occurrence)
    spoken = [
        times
        for word, times in zip(line.words, line.times, strict=True)
        if word.start < end and word.end > start
    ]
    if not spoken:
        raise SceneFailed(
            f"nothing is spoken for {phrase!r} in the line {line.id!r}",
            remedy="Put the cue on words that are said.",
        )
    return spoken[0][0], spoken[-1][1]


def _characters(line: RecordedLine, phrase: str, occurrence: int) -> tuple[int, int]:
    found = -1
    for _ in range(occurrence):
        found = line.text.find(phrase, found + 1)
        if found < 0:
            near = get_close_matches(phrase, _windows(line.text, phrase), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            raise SceneFailed(
                f"the line {line.id!r} does not say {phrase!r}"
                + (f" {occurrence} times" if occurrence > 1 else ""),
                remedy=f"{hint}It says: {line.text}",
            )
    return found, found + len(phrase)


def _windows(text: str, phrase: str) -> list[str]:
    words, count = text.split(), max(1, len(phrase.split()))
    return [" ".join(words[i : i + count]) for i in range(max(1, len(words) - count + 1))]
