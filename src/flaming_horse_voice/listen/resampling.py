"""Sound at the rate that a listener wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def resampled(sound: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """Mono samples at `wanted` a second, shape (about n * wanted / rate,)."""
    import numpy as np
    import soxr

    if rate == wanted:
        return sound
    return np.asarray(soxr.resample(sound, rate, wanted), np.float32)
