"""Is every line to be heard in the film's sound?"""

from __future__ import annotations

import numpy as np

from flaming_horse.film.filters import SAMPLE_RATE, Samples
from flaming_horse.film.music import UNDER_SPEECH_DB
from flaming_horse.film.plan import FilmPlan
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


def silent_lines(sound: Samples, timeline: Timeline, floor: float = SILENT) -> list[TimedLine]:
    """The lines that are not heard, or not to their end, in `(channels, samples)` at 48 kHz.

    `floor` is how loud it is where nobody speaks, in dB of full scale.
    """
    voice: Samples = sound.mean(axis=0)
    return [line for line in timeline.lines if _silent(voice, line, floor)]


def _silent(voice: Samples, line: TimedLine, floor: float) -> bool:
    levels: list[float] = []
    for word in line.words:
        first, last = sample_at(word.start), sample_at(word.end)
        if last - first >= SHORTEST_WORD:
            levels.append(_level(voice[first:last]))
    quiet = sum(level < max(SILENT_WORD_DBFS, floor + ABOVE_DB / 2) for level in levels)
    whole = _level(voice[sample_at(line.start) : sample_at(line.end)])
    return whole < max(SILENT_LINE_DBFS, floor + ABOVE_DB) or quiet > SILENT_WORDS * len(levels)


def _level(samples: Samples) -> float:
    """Root mean square in dB of full scale; the film's end counts as silence."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if samples.size else 0.0
    return 10 * np.log10(power) if power > 1e-12 else SILENT
