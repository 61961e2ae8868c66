"""A look-ahead limiter that keeps true peaks under a ceiling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flaming_horse.film.samples import SAMPLE_RATE, Samples, Sound

LOOK_AHEAD = 480  # samples: 10 ms, so the gain moves slower than a voice's pitch
OVERSAMPLING = 4  # ITU-R BS.1770-5, annex 2
AROUND = 2048
"""Samples on either side that the limited sound of a stretch depends on: twice the look-ahead,
for the least gain and its averages, and the reach of the filter that oversamples."""


@dataclass(frozen=True, slots=True)
class PeakLimited:
    """A sound with no true peak above the ceiling: what `limit` makes of the whole of it."""

    sound: Sound
    ceiling_dbtp: float

    @property
    def channels(self) -> int:
        return self.sound.channels

    @property
    def length(self) -> int:
        return self.sound.length

    def read(self, first: int, last: int) -> Samples:
        begin, end = max(0, first - AROUND), min(self.length, last + AROUND)
        limited = limit(self.sound.read(begin, end), self.ceiling_dbtp)
        return limited[:, first - begin : last - begin]


def limit(sound: Samples, ceiling_dbtp: float) -> Samples:
    """Limit `(channels, samples)`: the gain falls before a peak, never above the ceiling there.

    The least gain within the look-ahead, averaged over the same window, cannot exceed what any
    sample of it needs; so no true peak (4 times oversampled) is left above the ceiling. All
    channels have one gain.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    peaks = np.max([_true_peaks(channel) for channel in sound], axis=0)
    if peaks.size == 0 or float(peaks.max()) <= ceiling:
        return sound
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    held = _least_around(needed, LOOK_AHEAD)
    smooth = _average_around(_average_around(held, LOOK_AHEAD // 2), LOOK_AHEAD // 2)
    return (sound * smooth).astype(np.float32)


def _true_peaks(voice: Samples) -> npt.NDArray[np.float64]:
    """The largest magnitude around each sample in the oversampled signal."""
    import soxr  # pyright: ignore[reportMissingTypeStubs]  it has none

    fine = np.abs(soxr.resample(voice, SAMPLE_RATE, OVERSAMPLING * SAMPLE_RATE, quality="HQ"))
    fine = np.pad(fine, (0, max(0, OVERSAMPLING * voice.size - fine.size)))
    peaks = np.abs(voice)
    for phase in range(OVERSAMPLING):
        np.maximum(peaks, fine[phase : OVERSAMPLING * voice.size : OVERSAMPLING], out=peaks)
    return _greatest_of_neighbours(peaks).astype(np.float64)


def _greatest_of_neighbours(values: Samples) -> Samples:
    before = np.concatenate([values[:1], values[:-1]])
    after = np.concatenate([values[1:], values[-1:]])
    return np.maximum(values, np.maximum(before, after))


def _least_around(values: npt.NDArray[np.float64], reach: int) -> npt.NDArray[np.float64]:
    """Minimum over `[i - reach, i + reach]`, by doubling windows."""
    width = 2 * reach + 1
    padded = np.pad(values, reach, mode="edge")
    span = 1
    while 2 * span <= width:
        padded = np.minimum(padded[:-span], padded[span:])
        span *= 2
    rest = width - span
    return np.minimum(padded[: values.size], padded[rest : rest + values.size])


def _average_around(values: npt.NDArray[np.float64], reach: int) -> npt.NDArray[np.float64]:
    width = 2 * reach + 1
    sums = np.cumsum(np.pad(values, (reach + 1, reach), mode="edge"))
    return (sums[width:] - sums[:-width]) / width
