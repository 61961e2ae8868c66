"""Silence around words: found, trimmed, and put in where a pause is asked for.

Quiet is measured in frames of 10 ms against the loudest frame. Kokoro leaves about 0.3 s before
and 0.5 s after what it says, at least 60 dB down (measured).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Times = tuple[tuple[int, int], ...]

_QUIET_DB = -42.0
_FRAME_S = 0.01
LEAD_S = 0.05
"""Silence kept before the first sound: a soft start, and room for a plosive."""
TAIL_S = 0.15
"""Silence kept after the last sound of a line: room for the word to ring out."""
_INNER_TAIL_S = 0.06
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


def tight_times(sound: NDArray[np.float32], times: Sequence[tuple[int, int]], rate: int) -> Times:
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


def trim(
    sound: NDArray[np.float32], times: Times, rate: int, tail_s: float
) -> tuple[NDArray[np.float32], Times]:
    """Cut the silence at both ends down to what is kept; times follow."""
    import numpy as np

    heard = np.flatnonzero(loud_frames(sound, rate))
    if not len(heard):
        return sound, times
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


def join(
    spoken: Sequence[tuple[float, NDArray[np.float32], Times, bool]], rate: int
) -> tuple[NDArray[np.float32], Times]:
    """Put pieces together: (seconds of silence before it, samples, word times, ends the line).

    A pause is exactly that many samples of silence between the trimmed pieces.
    """
    import numpy as np

    parts: list[NDArray[np.float32]] = []
    times: list[tuple[int, int]] = []
    at = 0
    for pause, sound, piece_times, ends_line in spoken:
        tail = TAIL_S if ends_line else _INNER_TAIL_S
        part, moved = trim(sound, piece_times, rate, tail)
        silence = np.zeros(round(pause * rate), np.float32)
        at += len(silence)
        times += [(a + at, b + at) for a, b in moved]
        at += len(part)
        parts += [silence, part]
    return np.concatenate(parts), tuple(times)
