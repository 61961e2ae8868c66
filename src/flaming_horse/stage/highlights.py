"""The soft surface behind a part that is pointed at."""

# Manim's Animation has a __new__ of its own, for default settings, that takes any arguments.
# pyright: reportInconsistentConstructor=false
from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any, TypeAlias

from manim import DL, UR, ManimColor, Mobject, RoundedRectangle, VGroup, VMobject

from flaming_horse.stage.body import Body
from flaming_horse.stage.motion import Vanish
from flaming_horse.stage.room import Room

Limits: TypeAlias = "tuple[float, float, float, float]"
"""Left, right, bottom and top, in scene units."""

_PAD, _ACROSS = 0.22, 0.2
"""Ems between a part and the edge of its surface, above and beside it."""


@dataclass(slots=True)
class Lit:
    """A part that is highlighted: its surface, and the inks that its leaves had before."""

    surface: VMobject | None
    inks: list[Any] = field(default_factory=list)
    leaves: VGroup | None = None


def surface_behind(body: Body, room: Room, *, mark: bool, limits: Limits | None) -> VMobject:
    """A rounded box around a part, behind its ink; `mark` outlines it.

    It is `padding` larger than the part on every side, or as large as the body's own `frame`, and
    ends where `limits` does.
    """
    frame = body.frame or body.mobjects
    across, pad = (0.0, 0.0) if body.frame else (_ACROSS * room.em, _PAD * room.em)
    if body.padding is not None:
        across = pad = body.padding
    limits = limits or (-inf, inf, -inf, inf)
    left, right = _span(body.mobjects, frame, 0, across, limits[:2])
    bottom, top = _span(body.mobjects, frame, 1, pad, limits[2:])
    width, height = right - left, top - bottom
    # Large surfaces have rounder corners, up to a limit.
    radius = min(max(0.3 * room.em, 0.12 * min(width, height)), 0.5 * room.em)
    surface = RoundedRectangle(
        width=width,
        height=height,
        corner_radius=min(radius, width / 2, height / 2),
        stroke_width=3.0 if mark else 0.0,
        stroke_color=ManimColor(room.look.accent),
        fill_color=ManimColor(room.look.highlight),
        fill_opacity=1.0,
    )
    surface.move_to(((left + right) / 2, (bottom + top) / 2, 0))
    return surface


def _span(
    drawn: Mobject, frame: Mobject, axis: int, pad: float, limits: tuple[float, float]
) -> tuple[float, float]:
    """From where to where a surface reaches along an axis: never less than what is drawn."""
    low, high = _ends(frame, axis)
    first, last = _ends(drawn, axis)
    return min(first, max(low - pad, limits[0])), max(last, min(high + pad, limits[1]))


def _ends(mobject: Mobject, axis: int) -> tuple[float, float]:
    return mobject.get_corner(DL)[axis], mobject.get_corner(UR)[axis]


class Withdraw(Vanish):
    """Fade a surface out and take it from its group."""

    def __init__(self, group: VGroup, surface: VMobject) -> None:
        self._group = group
        super().__init__(surface, remove=False)

    def clean_up_from_scene(self, scene: Any) -> None:
        self._group.remove(self.mobject)
        super().clean_up_from_scene(scene)
