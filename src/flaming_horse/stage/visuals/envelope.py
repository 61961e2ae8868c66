"""How loud a take is from moment to moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

_QUIETEST = 0.02
"""Peak loudness below which nothing is heard, as a share of full scale: such a take stays flat."""


def envelope(take: Path, bars: int) -> NDArray[np.float64]:
    """Root mean square of `bars` equal stretches of a sound file, 0 to 1, the loudest being 1.

    The square root of the share is taken, which brings soft sounds nearer to how they are heard.
    """
    samples, _ = soundfile.read(str(take), dtype="float32", always_2d=True)
    mono = samples.mean(axis=1, dtype=np.float64)
    stretches = np.array_split(mono, bars)
    loud = np.array([np.sqrt(np.mean(s**2)) if len(s) else 0.0 for s in stretches])
    peak = float(loud.max())
    if peak < _QUIETEST / 10:
        return np.zeros(bars)
    return np.sqrt(loud / peak)
