"""Samples: where speech is heard in them, and WAV files without a library."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from .engine import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REFERENCE_SILENCE_S = 0.5
"""Silence after the reference recording: without it its last word is echoed at a line's start."""

_QUIET_DB, _FRAME_S = -42.0, 0.01
_LEAD_S, _TAIL_S, _INNER_TAIL_S = 0.05, 0.15, 0.06


def loud_span(sound: NDArray[np.float32], rate: int) -> tuple[int, int] | None:
    """Where sound is heard, in whole frames of 10 ms against the loudest; None in silence."""
    import numpy as np

    frame = round(_FRAME_S * rate)
    usable = len(sound) // frame * frame
    if not usable:
        return None
    level = np.sqrt((sound[:usable].astype(np.float64).reshape(-1, frame) ** 2).mean(axis=1))
    if not np.isfinite(level).all():
        return 0, len(sound)  # the parent says what is wrong with it
    heard = np.flatnonzero(level > max(float(level.max()) * 10 ** (_QUIET_DB / 20), 1e-5))
    if not len(heard):
        return None
    return int(heard[0]) * frame, (int(heard[-1]) + 1) * frame


def trimmed(sound: NDArray[np.float32], rate: int, *, last: bool) -> NDArray[np.float32]:
    """Samples of shape (n,) with as little silence around them as within a line, or at its end."""
    span = loud_span(sound, rate)
    if span is None:
        return sound
    tail = _TAIL_S if last else _INNER_TAIL_S
    start = max(0, span[0] - round(_LEAD_S * rate))
    return sound[start : span[1] + round(tail * rate)]


def with_silence(reference: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The reference recording, ended by half a second of silence."""
    import numpy as np

    span = loud_span(reference, rate)
    if span is None:
        raise Refused(
            "wrong_input", "the reference recording is silent", "record it again, or add another"
        )
    silent = np.zeros(round(REFERENCE_SILENCE_S * rate), np.float32)
    return np.concatenate([reference, silent]).astype(np.float32)


def write_wav(path: Path, sound: NDArray[np.float32], rate: int) -> None:
    """A mono WAV file of 32-bit floats."""
    import numpy as np

    data = np.ascontiguousarray(sound, "<f4").tobytes()
    head = struct.pack("<4sI4s", b"RIFF", 36 + len(data), b"WAVE")
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, rate, rate * 4, 4, 32)
    path.write_bytes(head + form + struct.pack("<4sI", b"data", len(data)) + data)
