"""Arrows between boxes: straight ones and bows, with a filled tip and room for a label."""

from __future__ import annotations

import numpy as np
from manim import CapStyleType, ManimColor, VGroup, VMobject
from numpy.typing import NDArray

from flaming_horse.stage.room import Room
from flaming_horse.visuals.lamps import stroke

Point = NDArray[np.float64]
WIDTH, LIT_WIDTH = 3.5, 6.5
_TIP = 0.34
"""Length of the tip in ems; it is as wide as it is long, times 0.85."""


def straight(start: Point, end: Point) -> Point:
    """One cubic curve from `start` to `end`."""
    return np.stack([start, start + (end - start) / 3, start + 2 * (end - start) / 3, end])


def bow(start: Point, end: Point, height: Point) -> Point:
    """A curve that leaves and arrives along `height`, the way by which it stands off."""
    return np.stack([start, start + height * 4 / 3, end + height * 4 / 3, end])


def arrow(path: Point, ink: str, room: Room) -> VGroup:
    """A line along `path`, four control points, with its tip at the end."""
    length = _TIP * room.em
    direction = path[3] - path[2]
    direction = direction / np.linalg.norm(direction)
    neck = path[3] - 0.8 * length * direction
    line = VMobject(
        stroke_color=ManimColor(ink), stroke_width=stroke(room, WIDTH), fill_opacity=0,
        cap_style=CapStyleType.ROUND,
    )  # fmt: skip
    line.points = np.stack([path[0], path[1], path[2] - 0.4 * length * direction, neck])
    side = np.array([-direction[1], direction[0], 0.0]) * 0.425 * length
    back = path[3] - length * direction
    tip = VMobject(stroke_width=0, fill_color=ManimColor(ink), fill_opacity=1)
    tip.set_points_as_corners(np.stack([path[3], back + side, neck, back - side, path[3]]))
    return VGroup(line, tip)
