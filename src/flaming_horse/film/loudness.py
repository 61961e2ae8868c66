"""EBU R 128: measure loudness and true peak, and bring a film's sound to what is asked."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from flaming_horse.model.report import Loudness

Samples: TypeAlias = npt.NDArray[np.float32]

SAMPLE_RATE = 48_000
TARGET_LUFS = -16.0
"""What streaming services and the AES recommend for stereo speech (AES TD1008)."""
TOLERANCE_LU = 0.5
CEILING_DBTP = -1.5
SILENCE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770-5."""

LOOK_AHEAD = 480  # samples: 10 ms, so the gain moves slower than a voice's pitch
OVERSAMPLING = 4  # ITU-R BS.1770-5, annex 2
BLOCK = 1 << 16


def measure(sound: Samples) -> Loudness:
    """Loudness of `(channels, samples)` at 48 kHz, by FFmpeg's ebur128 filter."""
    from av.filter import Graph

    graph = cast("Any", Graph())
    layout = "mono" if len(sound) == 1 else "stereo"
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE, format="fltp", layout=layout, time_base=Fraction(1, SAMPLE_RATE)
    )
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    found: dict[str, str] = {}
    # The meter reports every 100 ms: silence at the end brings the last samples to a report.
    padded = np.pad(sound, ((0, 0), (0, SAMPLE_RATE // 4)))
    for first in range(0, padded.shape[1], BLOCK):
        graph.push(_frame(padded[:, first : first + BLOCK], layout, first))
        found = _drained(graph) or found
    graph.push(None)
    found = _drained(graph) or found
    integrated = float(found.get("lavfi.r128.I", "nan"))
    peak = float(found.get("lavfi.r128.true_peak", "nan"))
    return Loudness(
        integrated if integrated > SILENCE_LUFS else None,
        round(20 * math.log10(peak), 2) if peak > 0 else None,
    )


def _drained(graph: Any) -> dict[str, str]:
    from av.error import BlockingIOError as Hungry
    from av.error import EOFError as Finished

    found: dict[str, str] = {}
    while True:
        try:
            found = dict(graph.pull().metadata) or found
        except (Hungry, Finished):
            return found


def _frame(block: Samples, layout: str, pts: int) -> Any:
    from av.audio.frame import AudioFrame

    frame: Any = AudioFrame.from_ndarray(
        np.ascontiguousarray(block, dtype=np.float32), format="fltp", layout=layout
    )
    frame.sample_rate = SAMPLE_RATE
    frame.time_base = Fraction(1, SAMPLE_RATE)
    frame.pts = pts
    return frame


def levelled(voice: Samples, ceiling_dbtp: float) -> Samples:
    """One channel, `(samples,)`, brought to the target under the ceiling as two equal channels.

    Limiting takes some loudness away, so gain and limiter are repeated until the meter agrees to
    0.1 LU. Silence stays silence. The same samples give the same samples.
    """
    stereo = np.stack([voice, voice])
    loudness = measure(stereo).integrated_lufs
    if loudness is None:
        return stereo
    gain_db = TARGET_LUFS - loudness
    result = stereo
    for _ in range(6):
        limited = limit(voice * np.float32(10 ** (gain_db / 20)), ceiling_dbtp)
        result = np.stack([limited, limited])
        now = measure(result).integrated_lufs
        if now is None or abs(TARGET_LUFS - now) < 0.1:
            break
        gain_db += TARGET_LUFS - now
    return result


def limit(voice: Samples, ceiling_dbtp: float) -> Samples:
    """A look-ahead limiter: the gain falls before a peak and never passes the ceiling there.

    The least gain within the look-ahead, averaged over the same window, cannot exceed what any
    sample of it needs; so no true peak (4 times oversampled) is left above the ceiling.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    peaks = _true_peaks(voice)
    if peaks.size == 0 or float(peaks.max()) <= ceiling:
        return voice
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    held = _least_around(needed, LOOK_AHEAD)
    smooth = _average_around(_average_around(held, LOOK_AHEAD // 2), LOOK_AHEAD // 2)
    return (voice * smooth).astype(np.float32)


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
