"""The takes of a film, each at its sample of one timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flaming_horse.errors import FilmFailed
from flaming_horse.film.chain import chained
from flaming_horse.film.filters import SAMPLE_RATE, Samples
from flaming_horse.film.loudness import gated, weighted
from flaming_horse.film.sound import sample_at
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.timeline import TimedLine, Timeline


@dataclass(frozen=True, slots=True)
class LaidTake:
    """A take on one channel at 48 kHz, after the chain; its first sample is the film's `first`.

    `level` is its loudness on two channels in LUFS; None for silence.
    """

    first: int
    sound: Samples
    level: float | None

    @property
    def last(self) -> int:
        return self.first + self.sound.size


def laid_takes(timeline: Timeline, narration: Narration, folder: Path) -> tuple[LaidTake, ...]:
    """Every take of the film, in the order in which they are heard.

    `folder` is where takes.json lies. Raises FilmFailed when a take is missing or has another
    length than was recorded.
    """
    laid: list[LaidTake] = []
    for line in in_order(timeline):
        voice = chained(_resampled(narration.line(line.id), folder))
        heard = weighted(voice[np.newaxis])
        level = gated(np.concatenate([heard, heard]))
        laid.append(LaidTake(sample_at(line.start), voice, level))
    return tuple(laid)


def in_order(timeline: Timeline) -> list[TimedLine]:
    """The lines as they are heard: neighbours here are neighbours in the film."""
    return sorted(timeline.lines, key=lambda line: line.start)


def voice_track(takes: Sequence[LaidTake], gains_db: Sequence[float], length: int) -> Samples:
    """All takes on one channel, `(samples,)`, each with its gain; exactly `length` samples."""
    sound: Samples = np.zeros(length, dtype=np.float32)
    for take, gain in zip(takes, gains_db, strict=True):
        room = sound[take.first : take.last]
        room += take.sound[: room.size] * np.float32(10 ** (gain / 20))
    return sound


def _resampled(line: RecordedLine, folder: Path) -> Samples:
    import soundfile  # pyright: ignore[reportMissingTypeStubs]  it has none
    import soxr  # pyright: ignore[reportMissingTypeStubs]  it has none

    path = folder / line.file
    try:
        take, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        raise FilmFailed(f"the take of line {line.id!r} cannot be read: {error}") from None
    if (len(take), rate) != (line.samples, line.sample_rate):
        raise FilmFailed(
            f"the take of line {line.id!r} has {len(take)} samples at {rate} Hz, not "
            f"{line.samples} at {line.sample_rate}"
        )
    voice = take.mean(axis=1)
    if rate != SAMPLE_RATE:
        voice = soxr.resample(voice, rate, SAMPLE_RATE, quality="VHQ")
    return voice.astype(np.float32)
