"""The quiet noise of a room, so that pauses are not digital silence."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np

from flaming_horse.film.filters import filtered
from flaming_horse.film.samples import BLOCK, Samples, Scaled, Sound, blocks, stored

SEED = 1770
_SHAPE = (
    ("highpass", "f=80:poles=2:precision=f64"),
    ("lowpass", "f=400:poles=1:precision=f64"),
)
"""A room's noise falls with frequency, by about 6 dB an octave; below 80 Hz nothing is kept."""


def room_tone(length: int, level_dbfs: float, file: Path) -> Sound:
    """One channel of noise with that root mean square; always the same. `file` will hold it."""
    shaped = stored(filtered(_noise(length), *_SHAPE), file, 1)
    power = sum(float(np.sum(np.square(part, dtype=np.float64))) for part in blocks(shaped))
    return Scaled(shaped, 10 ** (level_dbfs / 20) / (power / length) ** 0.5 if length else 1.0)


def _noise(length: int) -> Generator[Samples]:
    drawn = np.random.default_rng(SEED)
    for first in range(0, length, BLOCK):
        yield drawn.standard_normal((1, min(BLOCK, length - first)), dtype=np.float32)
