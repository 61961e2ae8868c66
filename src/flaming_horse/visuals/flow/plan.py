"""Where a flow's boxes stand and how its arrows run; sizes in, coordinates out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flaming_horse.visuals.flow.arrows import bow, straight
from flaming_horse.visuals.flow.labels import Spots, spots_of
from flaming_horse.visuals.flow.layering import layers

Point = NDArray[np.float64]
Size = tuple[float, float]
Edge = tuple[str, str]
_APART = (
    (0.9, 1.4), (0.9, 5.0), (1.8, 1.4), (1.8, 5.0), (0.9, 12.0), (2.8, 5.0), (4.0, 5.0), (5.5, 5.0)
)  # fmt: skip
"""Ems between neighbours of a layer, and by which an arrow is longer than its label, of a plan."""


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """Centres of the nodes, a cubic curve for each edge, and where each label's centre goes."""

    centres: Mapping[str, Point]
    paths: tuple[Point, ...]
    labels: tuple[Point, ...]
    width: float
    height: float
    touching: int
    """How many things labels lie on."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Along which axis the layers follow one another: 0 to the right, 1 downward."""

    axis: int

    def point(self, along: float, across: float) -> Point:
        pair = (along, across) if self.axis == 0 else (-across, -along)
        return np.array([*pair, 0.0])

    def along(self, size: Size) -> float:
        return size[self.axis]

    def across(self, size: Size) -> float:
        return size[1 - self.axis]


def plans(
    nodes: Mapping[str, Size],
    edges: Sequence[Edge],
    labels: Sequence[Size],
    *,
    em: float,
    downward: bool,
) -> Iterator[FlowPlan]:
    """Lay the layers out one after the other; arrows that skip or go back bow around them.

    Neighbours in a layer stand close in the first plan, and farther apart in each that follows,
    up to one in which no label lies on anything.
    """
    for apart, longer in _APART:
        room = apart * em, longer * em
        plan = _planned(nodes, edges, labels, em, downward=downward, room=room)
        yield plan
        if not plan.touching:
            return


def _planned(
    nodes: Mapping[str, Size],
    edges: Sequence[Edge],
    labels: Sequence[Size],
    em: float,
    *,
    downward: bool,
    room: tuple[float, float],
) -> FlowPlan:
    apart, longer = room
    way = _Way(1 if downward else 0)
    ranked = layers(edges)
    rank = {name: i for i, layer in enumerate(ranked) for name in layer}
    deep = [max(way.along(nodes[name]) for name in layer) for layer in ranked]
    gaps = [_gap(i, edges, labels, rank, way, em, longer) for i in range(len(ranked) - 1)]
    total = sum(deep) + sum(gaps)
    spread = max(_breadth(layer, nodes, way, apart) for layer in ranked)
    centres: dict[str, Point] = {}
    place = -total / 2
    for i, layer in enumerate(ranked):
        across = _breadth(layer, nodes, way, apart) / 2
        for name in layer:
            half = way.across(nodes[name]) / 2
            centres[name] = way.point(place + deep[i] / 2, across - half)
            across -= 2 * half + apart
        place += deep[i] + (gaps[i] if i < len(gaps) else 0.0)
    paths = tuple(_path(edge, nodes, centres, rank, way, spread, em) for edge in edges)
    # What bows out stays clear of the labels of what runs straight.
    reach = [spread]
    spots = spots_of(paths, labels, nodes, centres, em)
    for edge, spot, size in zip(edges, spots.centres, labels, strict=True):
        if rank[edge[1]] == rank[edge[0]] + 1:
            off = float(abs(spot @ way.point(0.0, 1.0)))
            reach.append(2 * off + way.across(size))
    paths = tuple(_path(edge, nodes, centres, rank, way, max(reach), em) for edge in edges)
    return _measured(nodes, centres, paths, labels, spots_of(paths, labels, nodes, centres, em))


def _gap(
    index: int, edges: Sequence[Edge], labels: Sequence[Size], rank: Mapping[str, int], way: _Way,
    em: float, longer: float,
) -> float:  # fmt: skip
    between = [
        size for (source, target), size in zip(edges, labels, strict=True)
        if rank[source] <= index < rank[target] and rank[target] == rank[source] + 1
    ]  # fmt: skip
    longest = max((way.along(size) for size in between), default=0.0)
    return max(2.4 * em, longest + longer)


def _breadth(layer: Sequence[str], nodes: Mapping[str, Size], way: _Way, apart: float) -> float:
    return sum(way.across(nodes[name]) for name in layer) + apart * (len(layer) - 1)


def _path(
    edge: Edge, nodes: Mapping[str, Size], centres: Mapping[str, Point], rank: Mapping[str, int],
    way: _Way, spread: float, em: float,
) -> Point:  # fmt: skip
    source, target = edge
    off = 0.12 * em
    ends = [nodes[name] for name in edge]
    if rank[target] == rank[source] + 1:
        step = way.point(1.0, 0.0)
        start = centres[source] + step * (way.along(ends[0]) / 2 + off)
        end = centres[target] - step * (way.along(ends[1]) / 2 + off)
        across = way.point(0.0, 1.0)
        drift = float((end - start) @ across)
        start = start + across * _port(drift, way.across(ends[0]))
        return straight(start, end - across * _port(drift, way.across(ends[1])))
    # Forward over a layer: on the upper (left) side; backward: on the other one.
    side = 1.0 if rank[target] > rank[source] else -1.0
    out = way.point(0.0, side)
    start = centres[source] + out * (way.across(ends[0]) / 2 + off)
    end = centres[target] + out * (way.across(ends[1]) / 2 + off)
    shift = way.point(0.12 * em, 0.0)
    if source == target:
        # On the farther half of its side: from the middle another arrow may leave.
        near, far = (
            way.point(0.14 * way.along(ends[0]), 0.0),
            way.point(0.42 * way.along(ends[0]), 0.0),
        )
        return bow(start + near, end + far, out * 1.0 * em)
    clear = (spread - min(way.across(size) for size in ends)) / 2
    return bow(start + shift, end - shift, out * (clear + 1.0 * em))


def _port(drift: float, side: float) -> float:
    """How far from the middle of a side an arrow starts that drifts across on its way."""
    return min(max(0.25 * drift, -0.28 * side), 0.28 * side)


def _measured(
    nodes: Mapping[str, Size], centres: Mapping[str, Point], paths: Sequence[Point],
    labels: Sequence[Size], placed: Spots,
) -> FlowPlan:  # fmt: skip
    """The plan, moved so that the middle of all it covers is the origin."""
    spots = placed.centres
    boxes = [(centres[name], size) for name, size in nodes.items()]
    boxes += list(zip(spots, labels, strict=True))
    low = np.min([c[:2] - np.array(s) / 2 for c, s in boxes] + [p[:, :2].min(0) for p in paths], 0)
    high = np.max([c[:2] + np.array(s) / 2 for c, s in boxes] + [p[:, :2].max(0) for p in paths], 0)
    back = np.array([*((low + high) / 2), 0.0])
    width, height = high - low
    return FlowPlan(
        {name: centre - back for name, centre in centres.items()},
        tuple(path - back for path in paths),
        tuple(spot - back for spot in spots),
        float(width),
        float(height),
        placed.touching,
    )
