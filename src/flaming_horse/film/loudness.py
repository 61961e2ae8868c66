"""EBU R 128: measure loudness and true peak, and bring a film's sound to what is asked."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from flaming_horse.film.filters import Filters, filtered
from flaming_horse.film.limiter import PeakLimited
from flaming_horse.film.samples import SAMPLE_RATE, Samples, Scaled, Sound, blocks
from flaming_horse.model.report import Loudness

TARGET_LUFS = -16.0
"""What streaming services and the AES recommend for stereo speech (AES TD1008)."""
TOLERANCE_LU = 0.5
LARGEST_STEP_LU = 1.0
"""Between two neighbouring lines. A difference of 1 dB is about the least that is noticed."""
CEILING_DBTP = -1.5
SILENCE_LUFS = -70.0
"""The absolute gate of ITU-R BS.1770-5."""

GATE_LU = 10.0
"""Blocks this far below the rest do not count: the relative gate of ITU-R BS.1770-5."""
HOP = SAMPLE_RATE // 10
"""400 ms, four of these, are measured anew every 100 ms."""
_HEAD = (
    "b0=1.53512485958697:b1=-2.69169618940638:b2=1.19839281085285"
    ":a0=1:a1=-1.69065929318241:a2=0.73248077421585:precision=f64"
)
_LOW_CUT = "b0=1:b1=-2:b2=1:a0=1:a1=-1.99004745483398:a2=0.99007225036621:precision=f64"
WEIGHTING = (("biquad", _HEAD), ("biquad", _LOW_CUT))
"""The two filters of K-weighting at 48 kHz (ITU-R BS.1770-5, tables 1 and 2)."""


class LoudnessMeter:
    """Loudness and true peak of a sound that comes in blocks, by FFmpeg's ebur128 filter."""

    def __init__(self, *, peaks: bool = True) -> None:
        options = f"peak={'true' if peaks else 'none'}:metadata=1:framelog=quiet"
        self._filters = Filters(("ebur128", options))
        self._channels = 0
        self._metadata: dict[str, str] = {}

    def add(self, block: Samples) -> None:
        """Hear `(channels, samples)`, 1 or 2 channels at 48 kHz."""
        self._channels = len(block)
        self._note(self._filters.push(block))

    def result(self) -> Loudness:
        """What was heard; nothing can be added after that."""
        if self._channels:
            # It reports every 100 ms: silence at the end brings the last samples to a report.
            self.add(np.zeros((self._channels, SAMPLE_RATE // 4), dtype=np.float32))
            self._note(self._filters.end())
        integrated = float(self._metadata.get("lavfi.r128.I", "nan"))
        peak = float(self._metadata.get("lavfi.r128.true_peak", "nan"))
        return Loudness(
            integrated if integrated > SILENCE_LUFS else None,
            round(20 * math.log10(peak), 2) if peak > 0 else None,
        )

    def _note(self, frames: Iterable[Any]) -> None:
        for frame in frames:
            self._metadata = dict(frame.metadata) or self._metadata


def measure(parts: Iterable[Samples], *, peaks: bool = True) -> Loudness:
    """Loudness of `(channels, samples)` at 48 kHz, part by part; the true peak with `peaks`."""
    meter = LoudnessMeter(peaks=peaks)
    for part in parts:
        meter.add(part)
    return meter.result()


class Gate:
    """The loudness of what is added, K-weighted, in LUFS; None when nothing is above the gate.

    As BS.1770-5 gates it: blocks of 400 ms, each 100 ms after the one before; those below -70 LUFS
    do not count, nor those 10 LU below the rest. The standard says nothing of less than 400 ms:
    then the whole of it is the one block. `on_both`: one channel is heard on two.
    """

    def __init__(self, *, on_both: bool = False) -> None:
        self._weight = 2.0 if on_both else 1.0
        self._hops: list[float] = []
        self._open = 0.0  # the power of what is behind the last whole hop
        self._samples = 0

    def add(self, weighted: Samples) -> None:
        """Hear `(channels, samples)` behind what was heard so far."""
        power = self._weight * np.sum(np.square(weighted, dtype=np.float64), axis=0)
        begun = self._samples % HOP
        fills = min(HOP - begun, power.size)
        self._samples += power.size
        self._open += float(power[:fills].sum())
        if begun + fills < HOP:
            return
        rest = power[fills:]
        whole = rest.size - rest.size % HOP
        self._hops.append(self._open)
        self._hops += rest[:whole].reshape(-1, HOP).sum(axis=1).tolist()
        self._open = float(rest[whole:].sum())

    @property
    def lufs(self) -> float | None:
        if not self._samples:
            return None
        if self._samples < 4 * HOP:
            means = np.array([(sum(self._hops) + self._open) / self._samples])
        else:
            hops = np.array(self._hops)
            means = (hops[:-3] + hops[1:-2] + hops[2:-1] + hops[3:]) / (4 * HOP)
        means = means[means > _power(SILENCE_LUFS)]
        if not means.size:
            return None
        means = means[means > np.mean(means) * 10 ** (-GATE_LU / 10)]
        return -0.691 + 10 * math.log10(float(np.mean(means)))


def _power(lufs: float) -> float:
    return 10 ** ((lufs + 0.691) / 10)


def gated(parts: Iterable[Samples], *, on_both: bool = False) -> float | None:
    """The loudness in LUFS of sound that comes part by part, `(channels, samples)` at 48 kHz."""
    gate = Gate(on_both=on_both)
    for part in filtered(parts, *WEIGHTING):
        gate.add(part)
    return gate.lufs


def within(
    parts: Iterable[Samples], spans: Sequence[tuple[int, int]]
) -> Generator[tuple[int, Samples]]:
    """What of the parts lies in each `[first, last)`, with the span's number.

    Spans are in order: neither a first nor a last one lies before that of the span before.
    """
    at = passed = 0
    for part in parts:
        end = at + part.shape[1]
        while passed < len(spans) and spans[passed][1] <= at:
            passed += 1
        for number in range(passed, len(spans)):
            first, last = spans[number]
            if first >= end:
                break
            yield number, part[:, max(first - at, 0) : last - at]
        at = end


def line_levels(
    parts: Iterable[Samples], spans: Sequence[tuple[int, int]], *, on_both: bool = False
) -> tuple[float | None, ...]:
    """The loudness in LUFS of each `[first, last)` of a sound that comes part by part, 48 kHz.

    None for silence. Spans are in order; `on_both`: one channel is heard on two.
    """
    gates = [Gate(on_both=on_both) for _ in spans]
    for number, part in within(filtered(parts, *WEIGHTING), spans):
        gates[number].add(part)
    return tuple(gate.lufs for gate in gates)


def steps(levels: Sequence[float | None]) -> list[tuple[float, int, int]]:
    """From each line that is heard to the next one: LU, and which two they are."""
    heard = [(level, number) for number, level in enumerate(levels) if level is not None]
    return [(abs(b - a), first, second) for (a, first), (b, second) in pairwise(heard)]


def levelled(sound: Sound, ceiling_dbtp: float, target_lufs: float = TARGET_LUFS) -> Sound:
    """One channel or two brought to the target under the ceiling, as both channels of a film.

    Limiting takes some loudness away, so gain and limiter are repeated until the meter agrees to
    0.1 LU. Silence stays silence. The same samples give the same samples.
    """
    loudness = measure(on_two(blocks(sound)), peaks=False).integrated_lufs
    if loudness is None:
        return sound
    gain_db = target_lufs - loudness
    result = sound
    for _ in range(6):
        result = PeakLimited(Scaled(sound, 10 ** (gain_db / 20)), ceiling_dbtp)
        now = measure(on_two(blocks(result)), peaks=False).integrated_lufs
        if now is None or abs(target_lufs - now) < 0.1:
            break
        gain_db += target_lufs - now
    return result


def on_two(parts: Iterable[Samples]) -> Generator[Samples]:
    """One channel as both, two as they are."""
    for part in parts:
        yield part if len(part) == 2 else np.concatenate([part, part])
