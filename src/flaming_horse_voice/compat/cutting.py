"""One line cut out of a recording that speaks several.

It is cut in the silence between two sentences, which speech models make 0.2 to 0.8 s long, so that
nothing of a word is lost on either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from flaming_horse_voice.workers.standalone.sound import loud_frames, trimmed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST_PAUSE_S = 0.1
"""Silence that is shorter may be the stop inside a word ("t", "p")."""
QUIET_DB = -35.0
"""Below the loudest frame: breath between sentences counts as silence."""
AROUND_S = 0.2
"""How far from the words' ends, as the aligner finds them, the silence is looked for."""


class NoPause(Exception):
    """Two lines run into one another; the message says so."""


def place_of(words: Sequence[str], within: Sequence[str]) -> int | None:
    """Where these words stand in others, one after the other; None where they do not."""
    count = len(words)
    if not count:
        return None
    return next(
        (n for n in range(len(within) - count + 1) if list(within[n : n + count]) == list(words)),
        None,
    )


def cut_out(
    sound: NDArray[np.float32],
    rate: int,
    times: Sequence[tuple[int, int]],
    first: int,
    end: int,
) -> NDArray[np.float32]:
    """The sound of the words `[first, end)` with the silence that a take keeps at its ends.

    `sound` has the shape (n,), `times` are the words' intervals of samples. Raises NoPause.
    """
    start, stop = 0, len(sound)
    if first:
        start = _middle(_pause(sound, rate, times, first))
    if end < len(times):
        stop = _middle(_pause(sound, rate, times, end))
    return trimmed(sound[start:stop], rate)[0]


def _middle(pause: tuple[int, int]) -> int:
    return sum(pause) // 2


def _pause(
    sound: NDArray[np.float32], rate: int, times: Sequence[tuple[int, int]], word: int
) -> tuple[int, int]:
    """The longest silence between this word and the one before it, in samples."""
    import numpy as np

    frame = round(rate / 100)
    ended, begins = times[word - 1][1], times[word][0]
    low = max((times[word - 1][0] + ended) // 2, ended - round(AROUND_S * rate)) // frame
    high = min((begins + times[word][1]) // 2, begins + round(AROUND_S * rate)) // frame
    loud = np.flatnonzero(loud_frames(sound, rate, quiet_db=QUIET_DB)[low:high])
    edges = [-1, *(int(n) for n in loud), high - low]
    quiet = [(a + 1, b) for a, b in pairwise(edges)]
    start, stop = max(quiet, key=lambda run: run[1] - run[0])
    if (stop - start) * frame < SHORTEST_PAUSE_S * rate:
        raise NoPause("there is no pause at which it could be cut out of its recording")
    return (low + start) * frame, (low + stop) * frame
