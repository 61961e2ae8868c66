"""The axes of a plot: a quiet grid, marks outside the window, lines through zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Line, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from flaming_horse.stage import typeset
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Typeset
from flaming_horse.visuals.lamps import stroke
from flaming_horse.visuals.number_grid import frame, sign
from flaming_horse.visuals.ticks import Tick, ticks

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axes:
    """`window` is the invisible box in which curves are drawn; where it goes, they go."""

    group: VGroup
    window: VMobject
    x: Range
    y: Range

    def at(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the plot, n by 2, in scene units, n by 3."""
        corners = self.window.points
        low, high = corners.min(axis=0), corners.max(axis=0)
        start = np.array([self.x[0], self.y[0]])
        share = (values - start) / (np.array([self.x[1], self.y[1]]) - start)
        placed = np.zeros((len(values), 3))
        placed[:, :2] = low[:2] + share * (high - low)[:2]
        return placed


def draw_axes(room: Room, x: Range, y: Range, *, width: float, height: float, in_pi: bool) -> Axes:
    """Axes that fill `width` by `height` with their labels, centred on the origin."""
    size = room.size("small")
    gap = 0.4 * size
    y_labels = _labels(ticks(*y, most=_most(height, 1.9 * size)), size, room)
    left = max((label.width for label in y_labels), default=0.0) + gap
    name = typeset.maths("x", size=1.1 * size, colour=room.look.muted)
    right = name.width + 1.5 * gap
    inner_width, inner_height = width - left - right, height - 1.5 * size - gap - 0.4 * size
    window = frame(
        inner_width, inner_height, ((left - right) / 2, (1.5 * size + gap) / 2 - 0.2 * size)
    )
    axes = Axes(VGroup(window), window, x, y)
    x_labels = _x_labels(x, inner_width, size, room, in_pi=in_pi)
    lines = _grid(
        axes, [t.value for t, _ in x_labels], [t.value for t in _of(y, height, size)], room
    )
    axes.group.add(*lines)
    for tick, label in x_labels:
        foot = axes.at(np.array([[tick.value, y[0]]]))[0]
        label.move_to((foot[0], foot[1] - gap - 0.55 * size, 0))
        axes.group.add(label)
    for tick, label in zip(_of(y, height, size), y_labels, strict=True):
        foot = axes.at(np.array([[x[0], tick.value]]))[0]
        label.move_to((foot[0] - gap - label.width / 2, foot[1], 0))
        axes.group.add(label)
    zero = axes.at(np.array([[x[1], min(max(0.0, y[0]), y[1])]]))[0]
    name.move_to((zero[0] + 1.5 * gap + name.width / 2, zero[1], 0))
    axes.group.add(name)
    return axes


def _of(y: Range, height: float, size: float) -> tuple[Tick, ...]:
    return ticks(*y, most=_most(height, 1.9 * size))


def _most(length: float, pitch: float) -> int:
    return max(2, min(7, int(length / pitch)))


def _labels(marked: Sequence[Tick], size: float, room: Room) -> list[Typeset]:
    return [sign(tick.latex, size, room.look.muted) for tick in marked]


def _x_labels(
    x: Range, width: float, size: float, room: Room, *, in_pi: bool
) -> list[tuple[Tick, Typeset]]:
    """As many marks as stand apart by at least a letter's width."""
    for most in range(9, 1, -1):
        marked = ticks(*x, most=most, in_pi=in_pi)
        labels = _labels(marked, size, room)
        if len(marked) > 7 and in_pi:
            continue
        pitch = width / max(1, len(marked) - 1)
        if max((label.width for label in labels), default=0.0) + 0.9 * size < pitch:
            return list(zip(marked, labels, strict=True))
    return []


def _grid(axes: Axes, xs: Sequence[float], ys: Sequence[float], room: Room) -> list[VMobject]:
    look = room.look
    quiet: dict[str, Any] = {
        "color": ManimColor(look.rule),
        "stroke_width": stroke(room, 1.2),
        "stroke_opacity": 0.45,
    }
    zero: dict[str, Any] = {"color": ManimColor(look.muted), "stroke_width": stroke(room, 2.2)}
    lines: list[VMobject] = []
    for value in xs:
        ends = axes.at(np.array([[value, axes.y[0]], [value, axes.y[1]]]))
        lines.append(Line(*ends, **(zero if _is_zero(value, axes.x) else quiet)))
    for value in ys:
        ends = axes.at(np.array([[axes.x[0], value], [axes.x[1], value]]))
        lines.append(Line(*ends, **(zero if _is_zero(value, axes.y) else quiet)))
    return sorted(lines, key=lambda line: float(line.stroke_width))


def _is_zero(value: float, span: Range) -> bool:
    return abs(value) < 1e-9 * (span[1] - span[0])
