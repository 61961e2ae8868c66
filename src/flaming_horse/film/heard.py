"""Is every line to be heard in the film's sound?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from flaming_horse.film.music import UNDER_SPEECH_DB
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.samples import SAMPLE_RATE, Samples
from flaming_horse.film.sound import sample_at
from flaming_horse.model.timeline import TimedLine, Timeline

SPEECH_DBFS = -19.0
"""About what speech at -16 LUFS has."""
SILENT = -120.0
SILENT_LINE_DBFS = -45.0
"""A line this far below cannot be followed beside it."""
SILENT_WORD_DBFS = -60.0
ABOVE_DB = 6.0
"""Nor can one that is not this far above what is heard without a voice; a word: half of it."""
SILENT_WORDS = 0.25
"""A line of which more than this part of its words is silent was cut off."""
SHORTEST_WORD = SAMPLE_RATE // 50  # 20 ms: below that the interval says nothing


def floor_of(plan: FilmPlan) -> float:
    """How loud it is where nobody speaks, in dB of full scale."""
    room = SILENT if plan.room_tone is None else plan.room_tone
    return max(room, SPEECH_DBFS - UNDER_SPEECH_DB) if plan.music else room


class SilenceWatch:
    """Finds lines that are not heard, or not to their end, in a sound that comes in blocks."""

    def __init__(self, timeline: Timeline) -> None:
        self._lines = timeline.lines
        self._powers = _Powers(
            sample_at(at)
            for line in timeline.lines
            for part in (line, *line.words)
            for at in (part.start, part.end)
        )

    def add(self, block: Samples) -> None:
        """Hear `(channels, samples)` at 48 kHz."""
        self._powers.add(block.mean(axis=0))

    def silent(self, floor: float = SILENT) -> list[TimedLine]:
        """The silent lines. `floor`: how loud it is where nobody speaks, in dB of full scale."""
        return [line for line in self._lines if self._silent(line, floor)]

    def _silent(self, line: TimedLine, floor: float) -> bool:
        levels: list[float] = []
        for word in line.words:
            first, last = sample_at(word.start), sample_at(word.end)
            if last - first >= SHORTEST_WORD:
                levels.append(self._powers.level(first, last))
        quiet = sum(level < max(SILENT_WORD_DBFS, floor + ABOVE_DB / 2) for level in levels)
        whole = self._powers.level(sample_at(line.start), sample_at(line.end))
        least = max(SILENT_LINE_DBFS, floor + ABOVE_DB)
        return whole < least or quiet > SILENT_WORDS * len(levels)


class _Powers:
    """The power of a sound that comes in blocks, between any two of these samples."""

    def __init__(self, places: Iterable[int]) -> None:
        self._places = np.unique(np.fromiter(places, dtype=np.int64))
        self._sums = np.zeros(self._places.size + 1)  # before the first, between, after the last
        self._heard = 0

    def add(self, voice: Samples) -> None:
        begin, end = self._heard, self._heard + voice.size
        first, last = np.searchsorted(self._places, [begin, end - 1], side="right")
        cuts = np.concatenate([[0], self._places[first:last] - begin])
        self._sums[first : last + 1] += np.add.reduceat(np.square(voice, dtype=np.float64), cuts)
        self._heard = end

    def level(self, first: int, last: int) -> float:
        """Root mean square in dB of full scale; the sound's end counts as silence."""
        size = min(last, self._heard) - first
        if size <= 0:
            return SILENT
        after, end = np.searchsorted(self._places, [first, last])
        power = float(self._sums[after + 1 : end + 1].sum()) / size
        return 10 * np.log10(power) if power > 1e-12 else SILENT
