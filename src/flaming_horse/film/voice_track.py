"""The takes of a film, each cleaned alike and at its sample of one timeline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flaming_horse.errors import FilmFailed
from flaming_horse.film.filters import filtered
from flaming_horse.film.loudness import gated
from flaming_horse.film.samples import (
    BLOCK,
    SAMPLE_RATE,
    Edges,
    Samples,
    Scaled,
    Sound,
    blocks,
    stored,
)
from flaming_horse.film.sound import sample_at
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.timeline import TimedLine, Timeline

CUT_HZ = 70
"""Below a voice's lowest tone (a bass speaks at 80 Hz and above) lie only hum and thumps."""
EDGE = SAMPLE_RATE * 3 // 1000  # 3 ms of fade keep a take's edges from clicking

# Second order, Butterworth; FFmpeg takes its coefficients from R. Bristow-Johnson's Audio EQ
# Cookbook. Such a filter works sample by sample: nothing moves.
HIGH_PASS = ("highpass", f"f={CUT_HZ}:poles=2:width_type=q:width=0.70710678:precision=f64")


@dataclass(frozen=True, slots=True)
class LaidTake:
    """A take on one channel, cleaned; its first sample is the film's `first`.

    `level` is its loudness on two channels in LUFS; None for silence.
    """

    first: int
    sound: Sound
    level: float | None

    @property
    def last(self) -> int:
        return self.first + self.sound.length


@dataclass(frozen=True, slots=True)
class VoiceTrack:
    """All takes on one channel of `length` samples, each with its gain in dB.

    The takes are in the order in which they are heard.
    """

    takes: tuple[LaidTake, ...]
    gains_db: tuple[float, ...]
    length: int

    @property
    def channels(self) -> int:
        return 1

    def read(self, first: int, last: int) -> Samples:
        track: Samples = np.zeros((1, last - first), dtype=np.float32)
        number = bisect_right(self.takes, first, key=lambda take: take.last)
        while number < len(self.takes) and self.takes[number].first < last:
            take = self.takes[number]
            begin, end = max(first, take.first), min(last, take.last)
            gain = np.float32(10 ** (self.gains_db[number] / 20))
            heard = take.sound.read(begin - take.first, end - take.first)
            track[:, begin - first : end - first] += heard * gain
            number += 1
        return track


def laid_takes(
    timeline: Timeline, narration: Narration, folder: Path, file: Path
) -> tuple[LaidTake, ...]:
    """Every take of the film, in the order in which they are heard.

    `folder` is where takes.json lies; `file` will hold the sound. Raises FilmFailed when a take is
    missing or has another length than was recorded.
    """
    laid: list[LaidTake] = []
    for line in in_order(timeline):
        resampled = _resampled(narration.line(line.id), folder)
        voice = soft_edged(stored(high_passed(resampled), file, 1))
        level = gated(blocks(voice), on_both=True)
        laid.append(LaidTake(sample_at(line.start), voice, level))
    return tuple(laid)


def high_passed(take: Iterable[Samples]) -> Generator[Samples]:
    """One channel at 48 kHz, part by part, without rumble; as long."""
    return filtered(take, HIGH_PASS)


def soft_edged(take: Sound) -> Sound:
    """The take with its edges faded."""
    edge = min(EDGE, take.length // 2)
    ramp = np.linspace(0, 1, edge, endpoint=False, dtype=np.float32)
    return Scaled(take, Edges(take.length, ramp, ramp[::-1]))


def in_order(timeline: Timeline) -> list[TimedLine]:
    """The lines as they are heard: neighbours here are neighbours in the film."""
    return sorted(timeline.lines, key=lambda line: line.start)


def _resampled(line: RecordedLine, folder: Path) -> Generator[Samples]:
    """The take on one channel at 48 kHz, part by part."""
    import soxr  # pyright: ignore[reportMissingTypeStubs]  it has none

    heard = _recorded(line, folder)
    if line.sample_rate == SAMPLE_RATE:
        yield from heard
        return
    stream = soxr.ResampleStream(line.sample_rate, SAMPLE_RATE, 1, dtype="float32", quality="VHQ")
    for part in heard:
        yield stream.resample_chunk(part[0])[np.newaxis]
    yield stream.resample_chunk(np.zeros(0, dtype=np.float32), last=True)[np.newaxis]


def _recorded(line: RecordedLine, folder: Path) -> Generator[Samples]:
    """The take on one channel as it was recorded, part by part."""
    import soundfile  # pyright: ignore[reportMissingTypeStubs]  it has none

    read = 0
    try:
        with soundfile.SoundFile(folder / line.file) as take:
            rate = take.samplerate
            while len(part := take.read(BLOCK, dtype="float32", always_2d=True)):
                read += len(part)
                yield part.mean(axis=1)[np.newaxis]
    except (OSError, soundfile.SoundFileError) as error:
        raise FilmFailed(f"the take of line {line.id!r} cannot be read: {error}") from error
    if (read, rate) != (line.samples, line.sample_rate):
        raise FilmFailed(
            f"the take of line {line.id!r} has {read} samples at {rate} Hz, not "
            f"{line.samples} at {line.sample_rate}"
        )
