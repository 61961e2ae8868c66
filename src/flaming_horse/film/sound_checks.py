"""What is heard in the finished film, judged: every line, its loudness, and the whole."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass

from flaming_horse.film.heard import SilenceWatch, floor_of
from flaming_horse.film.line_levels import LARGEST_STEP_LU, line_levels, steps
from flaming_horse.film.loudness import CEILING_DBTP, TARGET_LUFS, TOLERANCE_LU, Meter
from flaming_horse.film.music import UNDER_SPEECH_DB
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.samples import Samples
from flaming_horse.film.sound import sample_at
from flaming_horse.film.voice_track import in_order
from flaming_horse.model.report import Check, Loudness
from flaming_horse.model.timeline import TimedLine, Timeline

MUSIC_TOLERANCE_DB = 1.0


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
    meter, silence = Meter(), SilenceWatch(timeline)
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
    found = steps(levels)
    where = tuple(
        f"{_line_at(lines[first], levels[first])}, then {_line_at(lines[second], levels[second])}"
        for step, first, second in found
        if round(step, 2) > LARGEST_STEP_LU
    )
    largest = max((round(step, 2) for step, *_ in found), default=0.0)
    return Check(name, largest, limit, not where, where)


def _line_at(line: TimedLine, level: float | None) -> str:
    return f"{line.id} at {float(line.start):.2f} s has {level:.1f} LUFS"
