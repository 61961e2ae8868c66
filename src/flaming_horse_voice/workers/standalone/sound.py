"""Samples: where speech is heard in them, the silence around it, WAV files without a library.

Quiet is measured in frames of 10 ms against the loudest frame. Kokoro leaves about 0.3 s before
and 0.5 s after what it says, at least 60 dB down (measured).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .engine import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REFERENCE_SILENCE_S = 0.5
"""Silence after the reference recording: without it its last word is echoed at a line's start."""
LEAD_S = 0.05
"""Silence kept before the first sound: a soft start, and room for a plosive."""
TAIL_S = 0.15
"""Silence kept after the last sound of a line: room for the word to ring out."""
INNER_TAIL_S = 0.06
"""The same within a line, before its pause."""

_QUIET_DB, _FRAME_S = -42.0, 0.01
_MAX_START_SHIFT_S = 0.08


def loud_frames(
    sound: NDArray[np.float32], rate: int, *, quiet_db: float = _QUIET_DB
) -> NDArray[np.bool_]:
    """Which whole frames of 10 ms are heard; shape (len(sound) // frame,)."""
    import numpy as np

    frame = round(_FRAME_S * rate)
    usable = len(sound) // frame * frame
    if not usable:
        return np.zeros(0, np.bool_)
    level = np.sqrt((sound[:usable].astype(np.float64).reshape(-1, frame) ** 2).mean(axis=1))
    return level > max(float(level.max()) * 10 ** (quiet_db / 20), 1e-5)


def trimmed(
    sound: NDArray[np.float32],
    rate: int,
    times: Sequence[tuple[int, int]] = (),
    *,
    tail_s: float = TAIL_S,
) -> tuple[NDArray[np.float32], tuple[tuple[int, int], ...]]:
    """Samples of shape (n,) with only the silence around them that is kept; times follow.

    What is silent, or no numbers, is left as it is: the parent says what is wrong with it.
    """
    import numpy as np

    heard = np.flatnonzero(loud_frames(sound, rate))
    if not len(heard):
        return sound, tuple(times)
    frame = round(_FRAME_S * rate)
    first = int(heard[0]) * frame
    last = (int(heard[-1]) + 1) * frame
    start = max(0, min(first, times[0][0] if times else first) - round(LEAD_S * rate))
    end = min(len(sound), last + round(tail_s * rate))
    moved = tuple(
        (min(max(a - start, 0), end - start - 1), min(max(b - start, 1), end - start))
        for a, b in times
    )
    return sound[start:end], moved


def tight_times(
    sound: NDArray[np.float32], times: Sequence[tuple[int, int]], rate: int
) -> tuple[tuple[int, int], ...]:
    """Word intervals without the silence that the model counts to them.

    Starts move by at most 80 ms, so that a soft consonant keeps the model's own start.
    """
    import numpy as np

    loud = loud_frames(sound, rate)
    frame = round(_FRAME_S * rate)
    tight: list[tuple[int, int]] = []
    for start, end in times:
        heard = np.flatnonzero(loud[start // frame : -(-end // frame)])
        if not len(heard):
            tight.append((start, end))
            continue
        first = (start // frame + int(heard[0])) * frame
        last = (start // frame + int(heard[-1]) + 1) * frame
        first = min(max(start, first), start + round(_MAX_START_SHIFT_S * rate))
        tight.append((first, max(first + 1, min(end, last))))
    return tuple(tight)


def with_silence(reference: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The reference recording, ended by half a second of silence."""
    import numpy as np

    if not loud_frames(reference, rate).any():
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
