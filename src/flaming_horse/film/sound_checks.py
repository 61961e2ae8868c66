"""What is heard in the finished film, judged: every line, its loudness, and the whole."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from flaming_horse.film.loudness import (
    CEILING_DBTP,
    LARGEST_STEP_LU,
    TARGET_LUFS,
    TOLERANCE_LU,
    LoudnessMeter,
    line_levels,
    steps,
)
from flaming_horse.film.music import UNDER_SPEECH_DB
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.samples import SAMPLE_RATE, Samples
from flaming_horse.film.sound import sample_at
from flaming_horse.film.voice_track import in_order
from flaming_horse.model.report import Check, Loudness
from flaming_horse.model.timeline import TimedLine, Timeline

MUSIC_TOLERANCE_DB = 1.0
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


@dataclass(frozen=True, slots=True)
class HeardSound:
    """The film's sound as decoded. `silent` is None without one; `levels` are LUFS by line.

    `samples` is how long it is, at 48 kHz.
    """

    samples: int
    loudness: Loudness
    silent: tuple[TimedLine, ...] | None
    levels: Mapping[str, float | None]


NO_SOUND = HeardSound(0, Loudness(None, None), None, {})


def listen(parts: Iterable[Samples], plan: FilmPlan, timeline: Timeline) -> HeardSound:
    """Measure `(channels, samples)` at 48 kHz, part by part, in one pass."""
    lines = in_order(timeline)
    spans = [(sample_at(line.start), sample_at(line.end)) for line in lines]
    meter, silence = LoudnessMeter(), SilenceWatch(timeline)
    samples = 0

    def heard() -> Generator[Samples]:
        nonlocal samples
        for part in parts:
            samples += part.shape[1]
            meter.add(part)
            silence.add(part)
            yield part

    levels = line_levels(heard(), spans)
    return HeardSound(
        samples,
        meter.result(),
        tuple(silence.silent(floor_of(plan))),
        {line.id: level for line, level in zip(lines, levels, strict=True)},
    )


def sound_checks(heard: HeardSound, plan: FilmPlan, timeline: Timeline) -> tuple[Check, ...]:
    """Every check of the sound; the music's only where there is music."""
    music = [_music(plan)] if plan.music else []
    return (_silence(heard.silent), *_whole(heard.loudness), _steps(heard, timeline), *music)


def _music(plan: FilmPlan) -> Check:
    """As it was measured in the mix: in the film, voice and music are one sound."""
    least = UNDER_SPEECH_DB - MUSIC_TOLERANCE_DB
    below = plan.music_under_db
    passed = below is not None and below >= least
    where = () if passed else (f"{plan.music} is too loud, or not heard, while somebody speaks",)
    return Check("music under speech, dB", below, f"at least {least:g}", passed, where)


def _silence(silent: tuple[TimedLine, ...] | None) -> Check:
    if silent is None:
        return Check("silent lines", None, "0", passed=False, where=("there is no sound",))
    where = tuple(f"{li.id} at {float(li.start):.2f} s: {li.text}" for li in silent)
    return Check("silent lines", len(silent), "0", not silent, where)


def _whole(loudness: Loudness) -> tuple[Check, Check]:
    level, peak = loudness.integrated_lufs, loudness.true_peak_dbtp
    return (
        Check(
            "loudness, LUFS",
            level,
            f"{TARGET_LUFS:g} ± {TOLERANCE_LU:g}",
            level is not None and abs(level - TARGET_LUFS) <= TOLERANCE_LU,
        ),
        Check(
            "true peak, dBTP",
            peak,
            f"at most {CEILING_DBTP:g}",
            peak is not None and peak <= CEILING_DBTP,
        ),
    )


def _steps(heard: HeardSound, timeline: Timeline) -> Check:
    """Neighbours among the lines that are heard; the others are silent lines, a check before."""
    name, limit = "largest step between lines, LU", f"at most {LARGEST_STEP_LU:g}"
    lines = in_order(timeline)
    levels = [heard.levels.get(line.id) for line in lines]
    if heard.silent is None or (lines and all(level is None for level in levels)):
        return Check(name, None, limit, passed=False, where=("no line is heard",))
    neighbours = steps(levels)
    where = tuple(
        f"{_line_at(lines[first], levels[first])}, then {_line_at(lines[second], levels[second])}"
        for step, first, second in neighbours
        if round(step, 2) > LARGEST_STEP_LU
    )
    largest = max((round(step, 2) for step, *_ in neighbours), default=0.0)
    return Check(name, largest, limit, not where, where)


def _line_at(line: TimedLine, level: float | None) -> str:
    return f"{line.id} at {float(line.start):.2f} s has {level:.1f} LUFS"


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
