"""Two things side by side, each on a card; one under the other where the room is tall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, Circle, Line, ManimColor, VGroup, VMobject

from flaming_horse.errors import WrongInput
from flaming_horse.stage.room import Room, runs_of
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.lamps import Lamp, mixed, stroke, surface
from flaming_horse.visuals.number_grid import number_grid

_SIDES = ("left", "right")
_LARGEST_MATRIX = 1.8
_LARGEST_EQUATION = 1.3
_TITLE = 3.2
"""Ems of a card's height that its title, the hairline and the air around them take."""
_TINT = 0.1
"""How much of the accent is in the card that is pointed at."""


class Compare(DrawnVisual):
    """`left` and `right`: a `title` and one of `matrix`, `text`, `items`, `equation`.

    Parts: `left`, `right`.
    """

    kind: ClassVar[str] = "compare"
    grows: ClassVar[float] = 1.3
    fills: ClassVar[tuple[float, float]] = (0.95, 0.9)

    def draw(self, room: Room) -> None:
        stacked = room.width < 1.1 * room.height
        gap = 0.8 * room.em
        share = (
            (room.width, room.height / 2 - gap / 2)
            if stacked
            else (room.width / 2 - gap / 2, room.height)
        )
        pad = 0.6 * room.em
        inner = room.within(share[0] - 2 * pad, share[1] - 2 * pad)
        insides = [_inside(self.data[side], inner) for side in _SIDES]
        least = (0.8 if stacked else 1.0) * share[0]
        width = max(max(c.width for c in insides) + 2 * pad, min(least, 13 * room.em))
        height = min(max(c.height for c in insides) + 3 * pad, share[1])
        cards = VGroup(*(self._card(side, inside, width, height, room)
                         for side, inside in zip(_SIDES, insides, strict=True)))  # fmt: skip
        cards.arrange(DOWN if stacked else RIGHT, buff=gap).move_to(ORIGIN)
        self.add(*cards)

    def _card(self, side: str, inside: VGroup, width: float, height: float, room: Room) -> VGroup:
        look = room.look
        card = surface(room, width, height, fill=look.panel, edge=look.rule, radius=0.35)
        tint = mixed(look.panel, look.accent, _TINT)
        lit = surface(room, width, height, fill=tint, edge=look.accent, edge_width=4.5, radius=0.35)
        inside.align_to(card.get_top() + DOWN * 0.6 * room.em, UP)
        rest = inside[1:]
        if len(rest):
            floor = card.get_bottom()[1] + 0.6 * room.em
            rest[-1].set_y((inside[-2].get_bottom()[1] - 0.35 * room.em + floor) / 2)
        group = VGroup(card, lit, inside)
        self.define(side, group, highlight=Lamp(lit))
        return group


def _inside(spec: Mapping[str, Any], room: Room) -> VGroup:
    """Title, hairline and content, centred one below the other."""
    group = VGroup()
    content = _content(spec, room)
    title = spec.get("title")
    if title:
        heading = room.text(
            runs_of(title), size="heading", colour=room.look.accent, weight=600,
            width=room.width, align="center",
        )  # fmt: skip
        length = max(content.width, heading.width, 3 * room.em)
        rule = Line(LEFT, RIGHT, color=ManimColor(room.look.rule), stroke_width=stroke(room, 2.0))
        rule.set(width=min(length, room.width))
        group.add(heading, rule)
    group.add(content)
    group.arrange(DOWN, buff=0.35 * room.em)
    if len(group) > 1:
        content.shift(DOWN * 0.3 * room.em)
    return group


def _content(spec: Mapping[str, Any], room: Room) -> VMobject:
    if spec.get("matrix") is not None:
        grid = number_grid(spec["matrix"], size=room.size("maths"), look=room.look)
        return _scaled(grid.group, room, _LARGEST_MATRIX)
    if spec.get("equation") is not None:
        return _scaled(room.maths(str(spec["equation"])), room, _LARGEST_EQUATION)
    if spec.get("items") is not None:
        return _items(spec["items"], room)
    if spec.get("text") is not None:
        return room.text(runs_of(spec["text"]), width=room.width, align="center")
    raise WrongInput(
        "a side of a compare has nothing to show",
        remedy="Give each side one of matrix, text, items or equation.",
    )


def _scaled(group: VMobject, room: Room, largest: float) -> VMobject:
    """Filled shapes, made larger or a little smaller to suit the card."""
    smallest = room.look.sizes.smallest * room.unit / room.size("maths")
    high = max(room.height - _TITLE * room.em, 0.0)
    factor = max(smallest, min(largest, room.width / group.width, high / group.height))
    return group.scale(factor)


def _items(items: list[Any], room: Room) -> VGroup:
    lines = VGroup()
    for item in items:
        dot = Circle(radius=0.11 * room.em, stroke_width=0, fill_color=ManimColor(room.look.accent),
                     fill_opacity=1)  # fmt: skip
        text = room.text(runs_of(item), width=room.width - 0.75 * room.em)
        text.next_to(dot, RIGHT, buff=0.4 * room.em)
        dot.set_y(text.get_top()[1] - text.height / text.lines / 2)
        lines.add(VGroup(dot, text))
    return lines.arrange(DOWN, buff=0.2 * room.em, aligned_edge=LEFT)
