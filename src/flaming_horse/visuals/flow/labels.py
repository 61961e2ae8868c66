"""Where the labels of a flow's arrows stand: beside them with a clear gap, on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]
Size = tuple[float, float]
_GAP, _BESIDE = 0.3, 0.4
"""Ems between an arrow and its label above or below it, and beside it."""
_MARGIN = 0.2
"""Ems that a label keeps from boxes, other labels and other arrows."""
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)
"""Where along its arrow a label may stand, the best place first."""
_STEPS = np.linspace(0.0, 1.0, 129)[:, None]


@dataclass(frozen=True, slots=True)
class Spots:
    """The centre of each label, and how many things labels lie on (0 when all are clear)."""

    centres: tuple[Point, ...]
    touching: int


def spots_of(
    paths: Sequence[Point],
    labels: Sequence[Size],
    nodes: Mapping[str, Size],
    centres: Mapping[str, Point],
    em: float,
) -> Spots:
    """A place for each label in turn, where it lies on no box, no arrow and no label before it.

    An arrow without a label has a place too: its middle, of no size.
    """
    curves = [_points(path, _STEPS) for path in paths]
    boxes = [(centres[name][:2], np.array(size) / 2) for name, size in nodes.items()]
    spots: list[Point] = []
    touching = 0
    for path, size in zip(paths, labels, strict=True):
        if not size[0]:
            spots.append(_points(path, np.array([[0.5]]))[0])
            continue
        half = np.array(size) / 2
        best, fewest = None, 0
        for spot in _candidates(path, size, em):
            count = _touched(spot[:2], half + _MARGIN * em, boxes, curves)
            if best is None or count < fewest:
                best, fewest = spot, count
            if not count:
                break
        assert best is not None, "there is always a place in the middle"
        boxes.append((best[:2], half))
        touching += fewest
        spots.append(best)
    return Spots(tuple(spots), touching)


def _points(path: Point, at: Point) -> Point:
    """Points of a cubic curve; `at` is a column of its parameters."""
    rest = 1 - at
    return (
        rest**3 * path[0]
        + 3 * rest**2 * at * path[1]
        + 3 * rest * at**2 * path[2]
        + at**3 * path[3]
    )


def _touched(
    spot: Point,
    half: Point,
    boxes: Sequence[tuple[Point, Point]],
    curves: Sequence[Point],
) -> int:
    """How many boxes and curves a label at this place would lie on."""
    on_boxes = sum(bool(np.all(np.abs(spot - centre) < half + other)) for centre, other in boxes)
    on_curves = sum(
        bool(np.any(np.all(np.abs(curve[:, :2] - spot) < half, axis=1))) for curve in curves
    )
    return on_boxes + on_curves


def _candidates(path: Point, size: Size, em: float) -> Iterator[Point]:
    """Places of a label, the best first: over what runs level, right of what falls."""
    chord = path[3] - path[0]
    out = (path[1] + path[2]) / 2 - (path[0] + path[3]) / 2
    bowed = float(np.linalg.norm(out)) > 0.3 * em
    if bowed:
        # On a slant a corner of the label comes near to the bow: then it stands farther off.
        for farther in (0.0, 0.3, 0.6):
            for at in _ALONG:
                point = _points(path, np.array([[at]]))[0]
                yield _off(point, out / np.linalg.norm(out), size, em, farther)
        return
    for wanted in (1.0, -1.0):
        for at in _ALONG:
            point = _points(path, np.array([[at]]))[0]
            yield _beside(point, chord / np.linalg.norm(chord), size, em, wanted)


def _beside(point: Point, unit: Point, size: Size, em: float, wanted: float) -> Point:
    """Beside a straight arrow; away from the middle of the flow where it slants."""
    level = abs(unit[0]) > abs(unit[1])
    slants = min(abs(unit[0]), abs(unit[1])) > 0.05
    side = 1 if level else 0
    if slants and point[side] < -0.1 * em:
        wanted = -wanted
    if not level:
        apart = (size[0] + abs(unit[0] / unit[1]) * size[1]) / 2 + _BESIDE * em
        return point + np.array([wanted * apart, 0.0, 0.0])
    up = np.array([-unit[1], unit[0], 0.0])
    return _off(point, up * np.sign(up[1]) * wanted, size, em)


def _off(point: Point, direction: Point, size: Size, em: float, farther: float = 0.0) -> Point:
    """Off a point of an arrow by half of the label and the gap."""
    distance = abs(direction[0]) * size[0] / 2 + abs(direction[1]) * size[1] / 2
    gap = _GAP + (_BESIDE - _GAP) * abs(float(direction[0]))
    return point + direction * (distance + (gap + farther) * em)
