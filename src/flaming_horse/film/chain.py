"""What every take goes through before it lies in the film; the same for all of them."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from statistics import median_high

import numpy as np

from flaming_horse.film.filters import filtered
from flaming_horse.film.samples import SAMPLE_RATE, Edges, Samples, Scaled, Sound

CUT_HZ = 70
"""Below a voice's lowest tone (a bass speaks at 80 Hz and above) lie only hum and thumps."""
LARGEST_GAIN_DB = 12.0
"""How far a line is brought towards the others; more would make its noise heard."""
EDGE = SAMPLE_RATE * 3 // 1000  # 3 ms of fade keep a take's edges from clicking

# Second order, Butterworth; FFmpeg takes its coefficients from R. Bristow-Johnson's Audio EQ
# Cookbook. Such a filter works sample by sample: nothing moves.
_HIGH_PASS = ("highpass", f"f={CUT_HZ}:poles=2:width_type=q:width=0.70710678:precision=f64")


def high_passed(take: Iterable[Samples]) -> Generator[Samples]:
    """One channel at 48 kHz, part by part, without rumble; as long."""
    return filtered(take, _HIGH_PASS)


def soft_edged(take: Sound) -> Sound:
    """The take with its edges faded."""
    edge = min(EDGE, take.length // 2)
    ramp = np.linspace(0, 1, edge, endpoint=False, dtype=np.float32)
    return Scaled(take, Edges(take.length, ramp, ramp[::-1]))


def middle(levels: Sequence[float | None]) -> float | None:
    """The loudness in the middle of the lines that are heard, in LUFS; None when none is."""
    heard = [level for level in levels if level is not None]
    return median_high(heard) if heard else None


def evened(gains_db: Sequence[float], levels: Sequence[float | None]) -> tuple[float, ...]:
    """The gains that bring lines to one loudness which these gains left at `levels` (LUFS).

    None passes LARGEST_GAIN_DB, and what is silent (None) has no gain: noise is not amplified.
    What is left uneven then fails a check of the film.
    """
    aim = middle(levels)
    return tuple(
        0.0
        if level is None or aim is None
        else min(max(gain + aim - level, -LARGEST_GAIN_DB), LARGEST_GAIN_DB)
        for gain, level in zip(gains_db, levels, strict=True)
    )
