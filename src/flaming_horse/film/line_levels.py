"""How loud each line is in the film's sound, and how far neighbours are apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from flaming_horse.film.filters import Samples
from flaming_horse.film.loudness import gated, weighted

LARGEST_STEP_LU = 1.0
"""Between two neighbouring lines. A difference of 1 dB is about the least that is noticed."""


def line_levels(sound: Samples, spans: Iterable[tuple[int, int]]) -> tuple[float | None, ...]:
    """The loudness in LUFS of each `[first, last)` of `(channels, samples)`; None for silence."""
    heard = weighted(sound)
    return tuple(gated(heard[:, first:last]) for first, last in spans)


def steps(levels: Sequence[float | None]) -> list[tuple[float, int, int]]:
    """From each line that is heard to the next one: LU, and which two they are."""
    heard = [(level, number) for number, level in enumerate(levels) if level is not None]
    return [(abs(b - a), first, second) for (a, first), (b, second) in pairwise(heard)]
