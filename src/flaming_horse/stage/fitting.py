"""How large a visual is drawn: smaller type where it must, larger where it stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flaming_horse.errors import Place, SceneFailed
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual

SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.72, 0.66, 0.6)
GROWS = (1.9, 1.75, 1.6, 1.45, 1.3, 1.2, 1.1)
_WIDE = 1.5
"""Widths to a height of a room in which long lines are broken to be larger; no half frame is."""
SLACK = 0.003
"""What is drawn stands in the middle: of 12.8 units it then leaves its room by 0.019 at each side,
which the ledger lets pass (0.02)."""
SURELY = 2.0
"""How much smaller than the type alone explains a visual may come out: a list in two columns."""


class DoesNotFit(SceneFailed):
    """Too much for the frame. `part` is a visual's id, or heading, subheading, key phrase."""

    def __init__(
        self, what: str, *, remedy: str = "", place: Place | None = None, part: str = ""
    ) -> None:
        super().__init__(what, remedy=remedy, place=place)
        self.part = part


def fit(visual: DrawnVisual, room: Room, share: float | None = None) -> None:
    """Draw a visual so that it fits its room, in smaller type when it must.

    A visual that may grow is set larger when it leaves much of the room empty, or much of `share`,
    its part of the room's height where it stands with others. Raises DoesNotFit, with the words
    that are too many, when the smallest does not fit.
    """
    for shrink in SHRINKS:
        # Whole pages of text take seconds to draw in each size, so sizes without hope are left out.
        if shrink != SHRINKS[0] and _hopeless(visual, room, shrink):
            continue
        visual.redraw(replace(room, shrink=shrink))
        if fits(visual, room.width, room.height):
            if shrink == 1.0:
                _grow(visual, room, share or room.height)
            return
    raise DoesNotFit(
        f"{visual.kind or 'visual'} {visual.id!r} does not fit the frame, even in the smallest "
        f"type: {words_of(visual.data)}",
        remedy="Say it in fewer words, or split it over two visuals or scenes.",
        part=visual.id,
    )


def _hopeless(visual: DrawnVisual, room: Room, shrink: float) -> bool:
    """Whether the visual, as last drawn, is too tall for this size of type as well.

    Text takes an area, and in a given width a height, that goes with the square of the type's size;
    everything else shrinks less.
    """
    drawn = visual.look_room.shrink
    return visual.height * (shrink / drawn) ** 2 > SURELY * room.height


def fit_alike(visuals: Sequence[DrawnVisual], room: Room, share: float | None = None) -> None:
    """Draw visuals of one kind that stand side by side, all in one size of type."""
    for visual in visuals:
        fit(visual, room, share)
    smallest = min(visual.look_room.shrink for visual in visuals)
    for visual in visuals:
        if visual.look_room.shrink > smallest:
            visual.redraw(replace(room, shrink=smallest))


def _grow(visual: DrawnVisual, room: Room, share: float) -> None:
    width, height = visual.fills[0] * room.width, visual.fills[1] * share
    wraps = visual.wraps if room.width > _WIDE * room.height else 1.0
    most = min(visual.grows, 1.05 * height / visual.height)
    unbroken = 1.05 * width / visual.width
    for factor in GROWS:
        # What comes out a little too large is tried all the same: not all of it scales.
        if factor > most or factor > max(unbroken, wraps):
            continue
        visual.redraw(replace(room, shrink=factor))
        if fits(visual, room.width if factor <= wraps else width, height):
            return
    if visual.look_room.shrink != 1.0:
        visual.redraw(room)


def fits(visual: DrawnVisual, width: float, height: float) -> bool:
    """Whether what was drawn is no larger than the space."""
    return visual.width <= width * (1 + SLACK) and visual.height <= height * (1 + SLACK)


def words_of(data: Any, limit: int = 12) -> str:
    """The first words in a visual's data, for messages."""
    words = [word for text in _texts(data) for word in text.split()]
    shown = " ".join(words[:limit])
    return f"“{shown} …”" if len(words) > limit else f"“{shown}”"


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from _texts(data["text"]) if "text" in data else ()
        for key, value in data.items():
            if key not in ("text", "kind", "emphasis", "strong"):
                yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)
