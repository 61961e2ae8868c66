"""Where things go: zones of the frame, and a room for each visual, so that nothing overlaps.

The frame is measured in Manim's scene units. Margins are 5 % of the frame (the title-safe area of
EBU R 95 is of this order), and the lowest 12 % stay free for the captions that players draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Mobject

from flaming_horse.model.vocabulary import ScreenPlace
from flaming_horse.stage.fitting import SLACK, fit_alike
from flaming_horse.stage.looks import Look
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual

MARGIN = 0.05
CAPTIONS = 0.12


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in scene units; `x`, `y` is its centre."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y - self.height / 2

    @classmethod
    def between(cls, left: float, right: float, bottom: float, top: float) -> Area:
        return cls((left + right) / 2, (bottom + top) / 2, right - left, top - bottom)

    @classmethod
    def of(cls, *mobjects: Mobject) -> Area:
        """The box around mobjects; those that hold nothing are at the origin, as for Manim."""
        # One look at a mobject's points for all four sides: Manim's own takes one for each.
        every: list[Any] = [m.get_points_defining_boundary() for m in mobjects]
        lows, highs = (
            [find(points[:, :2], axis=0) if len(points) else np.zeros(2) for points in every]
            for find in (np.min, np.max)
        )
        (left, bottom), (right, top) = np.min(lows, axis=0), np.max(highs, axis=0)
        return cls.between(float(left), float(right), float(bottom), float(top))

    def grown(self, by: float) -> Area:
        """The rectangle that is so much larger on every side."""
        return Area(self.x, self.y, self.width + 2 * by, self.height + 2 * by)

    def within(self, other: Area) -> tuple[float, float, float, float]:
        """Left, right, bottom and top of what both cover."""
        return (
            max(self.left, other.left), min(self.right, other.right),
            max(self.bottom, other.bottom), min(self.top, other.top),
        )  # fmt: skip

    def overlap(self, other: Area) -> float:
        """The shorter side of the rectangle that both cover; 0 or less when they are apart."""
        return min(
            min(self.right, other.right) - max(self.left, other.left),
            min(self.top, other.top) - max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The whole picture: `width` by `height` scene units, of which `unit` is the shorter side."""

    width: float
    height: float

    @property
    def unit(self) -> float:
        return min(self.width, self.height)

    @property
    def safe(self) -> Area:
        """Inside the margins."""
        return Area(0, 0, self.width * (1 - 2 * MARGIN), self.height * (1 - 2 * MARGIN))

    def content(self, below: float | None) -> Area:
        """Where visuals go: under the heading's lower edge `below`, over the captions."""
        safe = self.safe
        top = safe.top if below is None else below - 0.055 * self.unit
        bottom = -self.height / 2 + CAPTIONS * self.height
        return Area.between(safe.left, safe.right, bottom, top)

    def room(self, area: Area, look: Look) -> Room:
        """The area as a room to draw in."""
        return Room(area.width, area.height, look, unit=self.unit)

    def box(self, area: Area) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as fractions of the frame, from its upper left corner."""
        return (
            _fraction(area.left / self.width + 0.5),
            _fraction(0.5 - area.top / self.height),
            _fraction(area.right / self.width + 0.5),
            _fraction(0.5 - area.bottom / self.height),
        )


def _fraction(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 5)


@dataclass(slots=True)
class PlacedVisual:
    """A visual on stage: its place, how much it is scaled, and whether it was never on screen."""

    visual: DrawnVisual
    at: ScreenPlace | None
    scale: float = 1.0
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """How a visual that stays gets to its new place: it is scaled about a point, and shifted."""

    visual: DrawnVisual
    shift: tuple[float, float]
    factor: float
    about: tuple[float, float]


def arrange(
    placed: Sequence[PlacedVisual], area: Area, frame: Frame, look: Look
) -> tuple[list[Move], list[DrawnVisual]]:
    """Give each visual its cell. New ones are drawn there; those that stay are told how to move.

    Returns the moves and the visuals that were drawn. Raises SceneFailed when one does not fit.
    """
    gap = 0.06 * frame.unit
    moves: list[Move] = []
    drawn: list[DrawnVisual] = []
    for item, cell in _cells(list(placed), area, frame, look, gap):
        visual, now = item.visual, _content(item.visual)
        # Half of the distance to a neighbour may be used by the surface behind a lit part.
        visual.limits = cell.grown(gap / 2).within(frame.safe)
        shift = (cell.x - now.x, cell.y - now.y)
        if item.fresh:
            visual.shift((*shift, 0))
            item.fresh = False
            drawn.append(visual)
            continue
        natural_w, natural_h = now.width / item.scale, now.height / item.scale
        scale = min(1.0, cell.width / natural_w, cell.height / natural_h)
        scale = min(scale, item.scale * _lit_factor(visual, now, cell))
        factor = scale / item.scale
        item.scale = scale
        if abs(factor - 1) > 1e-3 or max(map(abs, shift)) > 1e-3:
            moves.append(Move(visual, shift, factor, (now.x, now.y)))
    return moves, drawn


def _lit_factor(visual: DrawnVisual, now: Area, cell: Area) -> float:
    """How much larger it may become in its cell before a lit part's surface leaves its limits."""
    lit, limits = Area.of(visual), visual.limits
    assert limits is not None
    room = (cell.x - limits[0], limits[1] - cell.x, cell.y - limits[2], limits[3] - cell.y)
    reach = (now.x - lit.left, lit.right - now.x, now.y - lit.bottom, lit.top - now.y)
    return min(space / far for space, far in zip(room, reach, strict=True) if far > 0)


def _content(visual: DrawnVisual) -> Area:
    """The box of a visual without the surfaces behind its lit parts: they move nothing."""
    return Area.of(*(visual.content or [visual]))


@dataclass(frozen=True, slots=True)
class _Slot:
    """A visual's column, counted from 0, of so many in its row."""

    item: PlacedVisual
    column: int = 0
    columns: int = 1

    def width(self, area: Area, gap: float) -> float:
        return (area.width - gap * (self.columns - 1)) / self.columns


def _cells(
    placed: list[PlacedVisual], area: Area, frame: Frame, look: Look, gap: float
) -> list[tuple[PlacedVisual, Area]]:
    rows = _rows(placed, portrait=frame.height > frame.width * 1.2)
    heights = _row_heights(rows, area, frame, look, gap)
    spare = max(0.0, area.height - sum(heights) - gap * (len(rows) - 1))
    cells: list[tuple[PlacedVisual, Area]] = []
    # What is left of the height goes above, below and, as far as that helps, between the rows.
    apart = min(spare / (len(rows) + 1), 0.1 * frame.unit)
    top = area.top - (spare - apart * (len(rows) - 1)) / 2
    for row, height in zip(rows, heights, strict=True):
        for slot in row:
            width = slot.width(area, gap)
            left = area.left + slot.column * (width + gap)
            cells.append((slot.item, Area.between(left, left + width, top - height, top)))
        top -= height + gap + apart
    return cells


def _rows(placed: list[PlacedVisual], *, portrait: bool) -> list[list[_Slot]]:
    """Top rows, then left | centre | right side by side (one under the other when upright).

    A visual on one side keeps to its side while the other is still free.
    """

    def at(*names: str | None) -> list[PlacedVisual]:
        return [item for item in placed if item.at in names]

    middle = at(None, "centre")
    left, right = at("left"), at("right")
    rows = [[_Slot(item)] for item in at("top")]
    if portrait or not (left or right):
        rows += [[_Slot(item)] for item in (*left, *middle, *right)]
    else:
        sides = [left, middle, right] if middle else [left, right]
        for i in range(max(map(len, sides))):
            columns = [(k, side[i]) for k, side in enumerate(sides) if i < len(side)]
            rows.append([_Slot(item, k, len(sides)) for k, item in columns])
    return rows + [[_Slot(item)] for item in at("bottom")]


def _row_heights(
    rows: list[list[_Slot]], area: Area, frame: Frame, look: Look, gap: float
) -> list[float]:
    """Each row as high as it needs, within an equal share where the sum would be too much."""
    free = area.height - gap * (len(rows) - 1)
    share = free / len(rows)
    needs = [_need(row, area, free, frame, look, gap, share) for row in rows]
    if sum(needs) <= free * (1 + SLACK):
        return needs
    small = sum(need for need in needs if need <= share)
    large = [need for need in needs if need > share]
    each = (free - small) / len(large)
    heights = [need if need <= share else each for need in needs]
    for row, height, need in zip(rows, heights, needs, strict=True):
        if need > height:
            _need(row, area, height, frame, look, gap)
    return heights


def _need(
    row: list[_Slot], area: Area, height: float, frame: Frame, look: Look, gap: float,
    share: float | None = None,
) -> float:  # fmt: skip
    """Draw what is new in a row of at most this height; how high the row really is."""
    highest = 0.0
    fresh: dict[tuple[type[DrawnVisual], float], list[DrawnVisual]] = {}
    for slot in row:
        item, width = slot.item, slot.width(area, gap)
        visual = item.visual
        if item.fresh:
            fresh.setdefault((type(visual), width), []).append(visual)
        else:
            now = _content(visual)
            natural_w, natural_h = now.width / item.scale, now.height / item.scale
            highest = max(highest, min(natural_h, natural_h * width / natural_w))
    for (_, width), visuals in fresh.items():
        fit_alike(visuals, Room(width, height, look, unit=frame.unit), share)
        highest = max(highest, *(visual.height for visual in visuals))
    return min(highest, height)
