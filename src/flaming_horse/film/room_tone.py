"""The quiet noise of a room, so that pauses are not digital silence."""

from __future__ import annotations

import numpy as np

from flaming_horse.film.filters import Samples, filtered

SEED = 1770
_SHAPE = (
    ("highpass", "f=80:poles=2:precision=f64"),
    ("lowpass", "f=400:poles=1:precision=f64"),
)
"""A room's noise falls with frequency, by about 6 dB an octave; below 80 Hz nothing is kept."""


def room_tone(length: int, level_dbfs: float) -> Samples:
    """`(1, length)` samples of noise at 48 kHz with that root mean square; always the same ones."""
    noise = np.random.default_rng(SEED).standard_normal((1, length), dtype=np.float32)
    shaped = filtered(noise, *_SHAPE)
    power = float(np.mean(np.square(shaped, dtype=np.float64))) if length else 1.0
    return shaped * np.float32(10 ** (level_dbfs / 20) / power**0.5)
