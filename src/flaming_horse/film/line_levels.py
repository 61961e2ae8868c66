"""How loud each line is in the film's sound, and how far neighbours are apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from flaming_horse.film.filters import filtered
from flaming_horse.film.loudness import WEIGHTING, Gate, within
from flaming_horse.film.samples import Samples

LARGEST_STEP_LU = 1.0
"""Between two neighbouring lines. A difference of 1 dB is about the least that is noticed."""


def line_levels(
    parts: Iterable[Samples], spans: Sequence[tuple[int, int]], *, on_both: bool = False
) -> tuple[float | None, ...]:
    """The loudness in LUFS of each `[first, last)` of a sound that comes part by part, 48 kHz.

    None for silence. Spans are in order; `on_both`: one channel is heard on two.
    """
    gates = [Gate(on_both=on_both) for _ in spans]
    for number, part in within(filtered(parts, *WEIGHTING), spans):
        gates[number].add(part)
    return tuple(gate.lufs for gate in gates)


def steps(levels: Sequence[float | None]) -> list[tuple[float, int, int]]:
    """From each line that is heard to the next one: LU, and which two they are."""
    heard = [(level, number) for number, level in enumerate(levels) if level is not None]
    return [(abs(b - a), first, second) for (a, first), (b, second) in pairwise(heard)]
