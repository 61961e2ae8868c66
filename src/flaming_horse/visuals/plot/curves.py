"""A function's samples as cubic Béziers, cut where it leaves the window or has no value."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def bezier_points(x: Floats, y: Floats, low: float, high: float) -> Floats:
    """The curve through `(x[i], y[i])` within `low <= y <= high`, as `4 n` by 2 control points.

    `x` is increasing; slopes are central differences, so that `n` samples of a smooth function
    look smooth, and no steeper than keeps the curve between its samples. A piece with a value that
    is not finite, or with a pole, is left out; one that crosses an edge of the window ends on it.
    """
    finite = np.isfinite(y)
    y = np.where(finite, y, 0.0)
    slopes = _slopes(x, y)
    start, end = np.stack([x[:-1], y[:-1]], 1), np.stack([x[1:], y[1:]], 1)
    inside = finite & (y >= low) & (y <= high)
    seen = finite[:-1] & finite[1:] & (inside[:-1] | inside[1:]) & ~_poles(y, high - low)
    third = ((x[1:] - x[:-1]) / 3)[:, None]
    smooth = seen & inside[:-1] & inside[1:] & _known_around(finite)
    left = np.where(smooth[:, None], start + third * _direction(slopes[:-1]), start)
    right = np.where(smooth[:, None], end - third * _direction(slopes[1:]), end)
    cut_start, cut_end = _cut(start, end, low, high), _cut(end, start, low, high)
    straight_left = cut_start + (cut_end - cut_start) / 3
    straight_right = cut_start + (cut_end - cut_start) * 2 / 3
    pieces = np.stack(
        [
            np.where(smooth[:, None], start, cut_start),
            np.where(smooth[:, None], left, straight_left),
            np.where(smooth[:, None], right, straight_right),
            np.where(smooth[:, None], end, cut_end),
        ],
        axis=1,
    )
    drawn = seen & (cut_end[:, 0] > cut_start[:, 0])
    return pieces[drawn].reshape(-1, 2)


def _slopes(x: Floats, y: Floats) -> Floats:
    """Slopes at the samples with which cubic pieces are monotone wherever the samples are.

    Where the curve turns they are 0, elsewhere at most three times the flatter neighbour's (Fritsch
    and Carlson, SIAM Journal on Numerical Analysis 17, 1980).
    """
    # Values out of all bounds are next to a pole, and far outside of the window.
    with np.errstate(over="ignore", invalid="ignore"):
        secants = np.diff(y) / np.diff(x)
        before = np.concatenate([secants[:1], secants])
        after = np.concatenate([secants, secants[-1:]])
        most = 3 * np.minimum(np.abs(before), np.abs(after))
        slopes = np.nan_to_num(np.gradient(y, x))
    return np.where(np.sign(before) * np.sign(after) > 0, np.clip(slopes, -most, most), 0.0)


def _poles(y: Floats, height: float) -> NDArray[np.bool_]:
    """Which pieces jump against the curve's way on both sides, by more than half the window."""
    with np.errstate(over="ignore"):
        steps = np.diff(y)
    against = np.sign(steps[:-1]) * np.sign(steps[1:]) < 0
    turned = np.concatenate([[False], against]) & np.concatenate([against, [False]])
    return turned & (np.abs(steps) > height / 2)


def _known_around(finite: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the samples beside each piece are known too, so that its slopes mean something."""
    padded = np.concatenate([[True], finite, [True]])
    around = padded[:-2] & padded[1:-1] & padded[2:]
    return around[:-1] & around[1:]


def _direction(slopes: Floats) -> Floats:
    return np.stack([np.ones_like(slopes), slopes], 1)


def _cut(points: Floats, other: Floats, low: float, high: float) -> Floats:
    """`points` moved towards `other` until they are within the window."""
    y, far = points[:, 1], other[:, 1]
    bound = np.clip(y, low, high)
    run = far - y
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(run != 0, (bound - y) / run, 0.0)[:, None]
    moved = points + share * (other - points)
    return np.stack([moved[:, 0], np.clip(moved[:, 1], low, high)], 1)
