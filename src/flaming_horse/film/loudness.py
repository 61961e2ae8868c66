"""EBU R 128: measure loudness and true peak, and bring a film's sound to what is asked."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from flaming_horse.film.filters import SAMPLE_RATE, Samples, filtered, frames_through
from flaming_horse.model.report import Loudness

TARGET_LUFS = -16.0
"""What streaming services and the AES recommend for stereo speech (AES TD1008)."""
TOLERANCE_LU = 0.5
CEILING_DBTP = -1.5
SILENCE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770-5."""

GATE_LU = 10.0
"""Blocks this far below the rest do not count: the relative gate of ITU-R BS.1770-5."""
WINDOW = SAMPLE_RATE * 2 // 5  # 400 ms, measured anew every 100 ms
_HEAD = (
    "b0=1.53512485958697:b1=-2.69169618940638:b2=1.19839281085285"
    ":a0=1:a1=-1.69065929318241:a2=0.73248077421585:precision=f64"
)
_LOW_CUT = "b0=1:b1=-2:b2=1:a0=1:a1=-1.99004745483398:a2=0.99007225036621:precision=f64"
_WEIGHTING = (("biquad", _HEAD), ("biquad", _LOW_CUT))
"""The two filters of K-weighting at 48 kHz (ITU-R BS.1770-5, tables 1 and 2)."""

LOOK_AHEAD = 480  # samples: 10 ms, so the gain moves slower than a voice's pitch
OVERSAMPLING = 4  # ITU-R BS.1770-5, annex 2


def measure(sound: Samples) -> Loudness:
    """Loudness of `(channels, samples)` at 48 kHz, by FFmpeg's ebur128 filter."""
    # The meter reports every 100 ms: silence at the end brings the last samples to a report.
    padded = np.pad(sound, ((0, 0), (0, SAMPLE_RATE // 4)))
    found: dict[str, str] = {}
    for frame in frames_through(padded, [("ebur128", "peak=true:metadata=1:framelog=quiet")]):
        found = dict(frame.metadata) or found
    integrated = float(found.get("lavfi.r128.I", "nan"))
    peak = float(found.get("lavfi.r128.true_peak", "nan"))
    return Loudness(
        integrated if integrated > SILENCE_LUFS else None,
        round(20 * math.log10(peak), 2) if peak > 0 else None,
    )


def weighted(sound: Samples) -> Samples:
    """K-weighted: what `gated` measures, of `(channels, samples)` at 48 kHz."""
    return filtered(sound, *_WEIGHTING)


def gated(sound: Samples) -> float | None:
    """Loudness in LUFS of K-weighted `(channels, samples)`; None when nothing is above the gate.

    As BS.1770-5 gates it: blocks of 400 ms, each 100 ms after the one before; those below -70 LUFS
    do not count, nor those 10 LU below the rest. The standard says nothing of less than 400 ms:
    then the whole of it is the one block.
    """
    power = np.sum(np.square(sound, dtype=np.float64), axis=0)
    if not power.size:
        return None
    sums = np.concatenate([[0.0], np.cumsum(power)])
    window = min(WINDOW, power.size)
    starts = np.arange(0, power.size - window + 1, WINDOW // 4)
    blocks = (sums[starts + window] - sums[starts]) / window
    blocks = blocks[blocks > _power(SILENCE_LUFS)]
    if not blocks.size:
        return None
    blocks = blocks[blocks > np.mean(blocks) * 10 ** (-GATE_LU / 10)]
    return -0.691 + 10 * math.log10(float(np.mean(blocks)))


def _power(lufs: float) -> float:
    return 10 ** ((lufs + 0.691) / 10)


def levelled(sound: Samples, ceiling_dbtp: float, target_lufs: float = TARGET_LUFS) -> Samples:
    """One channel or two, `(channels, samples)`, brought to the target under the ceiling as two.

    Limiting takes some loudness away, so gain and limiter are repeated until the meter agrees to
    0.1 LU. Silence stays silence. The same samples give the same samples.
    """
    result = _on_two(sound)
    loudness = measure(result).integrated_lufs
    if loudness is None:
        return result
    gain_db = target_lufs - loudness
    for _ in range(6):
        result = _on_two(limit(sound * np.float32(10 ** (gain_db / 20)), ceiling_dbtp))
        now = measure(result).integrated_lufs
        if now is None or abs(target_lufs - now) < 0.1:
            break
        gain_db += target_lufs - now
    return result


def _on_two(sound: Samples) -> Samples:
    return sound if len(sound) == 2 else np.concatenate([sound, sound])


def limit(sound: Samples, ceiling_dbtp: float) -> Samples:
    """A look-ahead limiter: the gain falls before a peak and never passes the ceiling there.

    The least gain within the look-ahead, averaged over the same window, cannot exceed what any
    sample of it needs; so no true peak (4 times oversampled) is left above the ceiling. All
    channels of `(channels, samples)` have one gain.
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
    blocks = fine[: OVERSAMPLING * voice.size].reshape(-1, OVERSAMPLING).max(axis=1)
    return _greatest_of_neighbours(np.maximum(blocks, np.abs(voice)).astype(np.float64))


def _greatest_of_neighbours(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
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
