"""Where an axis is marked, and how the marks are written: round steps, or multiples of pi."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0)
_PI_STEPS = tuple(
    Fraction(n, d) for n, d in ((1, 4), (1, 2), (1, 1), (2, 1), (5, 1), (10, 1), (20, 1), (50, 1))
)
_ROUNDING = 1e-9
_WHOLE = 3
"""A range from a whole number to another, this long or longer, is marked at whole numbers."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A marked value of an axis and its label, in LaTeX."""

    value: float
    latex: str


def ticks(low: float, high: float, *, most: int, in_pi: bool = False) -> tuple[Tick, ...]:
    """At most `most` evenly spaced marks within `[low, high]`; empty for an empty range.

    Whole numbers where both ends are whole, and at least 3 apart.
    """
    if not high > low or most < 1:
        return ()
    if in_pi:
        return _pi_ticks(low, high, most)
    step = _round_step(low, high, most)
    return tuple(Tick(n * step, _number(n * step, step)) for n in _multiples(low, high, step))


def _multiples(low: float, high: float, step: float) -> range:
    return range(math.ceil(low / step - _ROUNDING), math.floor(high / step + _ROUNDING) + 1)


def _round_step(low: float, high: float, most: int) -> float:
    whole = high - low >= _WHOLE and all(_is_whole(end) for end in (low, high))
    magnitude = 10.0 ** (math.floor(math.log10((high - low) / most)) - 1)
    while True:
        for factor in _ROUND_STEPS:
            step = factor * magnitude
            if whole and not _is_whole(step):
                continue
            if len(_multiples(low, high, step)) <= most:
                return step
        magnitude *= 10


def _is_whole(value: float) -> bool:
    return math.isclose(value, round(value), abs_tol=_ROUNDING)


def _number(value: float, step: float) -> str:
    decimals = 0
    while decimals < 12 and not math.isclose(step * 10**decimals, round(step * 10**decimals)):
        decimals += 1
    written = f"{value:.{decimals}f}"
    return "0" if float(written) == 0 else written


def _pi_ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    steps = list(_PI_STEPS)
    while len(_multiples(low, high, float(steps[-1]) * math.pi)) > most:
        steps.append(steps[-1] * 10)
    step = next(s for s in steps if len(_multiples(low, high, float(s) * math.pi)) <= most)
    marked = _multiples(low, high, float(step) * math.pi)
    return tuple(Tick(float(n * step) * math.pi, _in_pi(n * step)) for n in marked)


def _in_pi(times: Fraction) -> str:
    if times == 0:
        return "0"
    sign = "-" if times < 0 else ""
    top = "" if abs(times.numerator) == 1 else str(abs(times.numerator))
    if times.denominator == 1:
        return rf"{sign}{top}\pi"
    return rf"{sign}{top}\pi/{times.denominator}"
