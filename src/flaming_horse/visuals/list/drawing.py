"""A list of short points, numbered or with bullets; in two columns where one is too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from manim import DOWN, LEFT, Animation, Dot, ManimColor, VGroup, VMobject

from flaming_horse.model.storyboard import UNDER
from flaming_horse.stage.body import spelling
from flaming_horse.stage.motion import Opacity, leaves_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Rich
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.number_grid import frame

_GAP = 0.6
"""Ems between a sign and the words after it."""
_AROUND = 0.7
"""Ems by which the surface behind a lit item is wider than the item."""
_FEW = 5


_UNDER = 1.4
"""Ems by which what stands under an item is set in."""


def _under(item: Rich) -> Rich | None:
    """An item without the dash that puts it under the one before it; None where it has none."""
    runs = [{"text": item}] if isinstance(item, str) else [*item]
    first = str(runs[0].get("text", "")) if runs else ""
    if not first.startswith(UNDER):
        return None
    rest = first.removeprefix(UNDER)
    return [*([{**runs[0], "text": rest}] if rest else []), *runs[1:]]


class BulletList(DrawnVisual):
    """`BulletList(id, items=[rich], ordered=False, start=1)`; parts `item(n)`, counted from 1.

    An item that begins with an en dash and a blank stands under the one before it. The place of a
    numbered item that is hidden is marked by its number, faintly.
    """

    kind: ClassVar[str] = "list"
    grows: ClassVar[float] = 1.6
    wraps: ClassVar[float] = 1.3
    fills: ClassVar[tuple[float, float]] = (0.82, 0.85)

    def draw(self, room: Room) -> None:
        self._places: dict[str, VMobject] = {}
        self._set_in: dict[int, float] = {}
        rows, column = self._column(room, room.width - _AROUND * room.em)
        if column.height > room.height and len(rows) > _FEW and room.width > room.height:
            rows, column = self._two_columns(room)
        column.center()
        for i, row in enumerate(rows, 1):
            if self.data.get("ordered"):
                self._places[f"item({i})"] = self._place(row, room)
                self.add(self._places[f"item({i})"])
            self.add(row)
            behind = frame(
                row.width + _AROUND * room.em,
                row.height + 0.16 * room.em,
                (row.get_x(), row.get_y()),
            )
            self.add(behind)
            self.define(f"item({i})", row, frame=behind)

    def _place(self, row: VGroup, room: Room) -> VGroup:
        # A text has boxes that are not seen, and must not be seen here either.
        seen = (leaf for leaf in leaves_of(row[0]) if leaf.get_fill_opacity() > 0)
        place = VGroup(*(leaf.copy() for leaf in seen))
        for leaf in leaves_of(place):
            leaf.set_fill(ManimColor(room.look.rule), 0.0, family=False)
        return place

    def conceal(self, path: str) -> None:
        for place in self._places_in(path):
            for leaf in leaves_of(place):
                leaf.fill_rgbas[:, 3] = 1.0
        super().conceal(path)

    def show_part(self, path: str) -> list[Animation]:
        animations = super().show_part(path)
        return [*animations, *self._mark(path, 0.0)] if animations else []

    def hide_part(self, path: str) -> list[Animation]:
        animations = super().hide_part(path)
        return [*animations, *self._mark(path, 1.0)] if animations else []

    def _mark(self, path: str, opacity: float) -> list[Animation]:
        return [
            Opacity(place, [(opacity, 0.0)] * len(leaves_of(place)))
            for place in self._places_in(path)
        ]

    def _places_in(self, path: str) -> list[VMobject]:
        wanted = spelling(path)
        return [place for name, place in self._places.items() if wanted in ("", name)]

    def _two_columns(self, room: Room) -> tuple[list[VGroup], VGroup]:
        gap = 1.4 * room.em
        rows, _ = self._column(room, (room.width - _AROUND * room.em - gap) / 2)
        half = (len(rows) + 1) // 2
        sides = [self._stacked(part, room) for part in (rows[:half], rows[half:])]
        both = VGroup(*sides).arrange(buff=gap, aligned_edge=DOWN)
        sides[1].shift((0, sides[0].get_top()[1] - sides[1].get_top()[1], 0))
        return rows, both

    def _column(self, room: Room, width: float) -> tuple[list[VGroup], VGroup]:
        """Rows of sign and words, in at most this width, one below the other."""
        items: Sequence[Rich] = self.data["items"]
        unders = [_under(item) for item in items]
        signs: list[VMobject] = []
        for number, under in enumerate(unders, 1):
            above = sum(each is None for each in unders[:number])
            signs.append(self._sign(room, above) if under is None else self._dash(room))
        indent = max((sign.width for sign in signs), default=0.0) + _GAP * room.em
        rows: list[VGroup] = []
        for sign, item, under in zip(signs, items, unders, strict=True):
            set_in = 0.0 if under is None else _UNDER * room.em
            words = room.text(item if under is None else under, width=width - indent - set_in)
            first = words.get_top()[1] - words.height / max(1, words.lines) / 2
            words.shift((-words.get_left()[0] + indent, 0, 0))
            sign.move_to((indent - _GAP * room.em - sign.width / 2, first, 0))
            rows.append(VGroup(sign, words))
            self._set_in[id(rows[-1])] = set_in
        return rows, self._stacked(rows, room)

    def _stacked(self, rows: Sequence[VGroup], room: Room) -> VGroup:
        # Few items breathe, many stand closer.
        leading = 0.6 if len(self.data["items"]) <= _FEW else 0.35
        stacked = VGroup(*rows).arrange(DOWN, aligned_edge=LEFT, buff=leading * room.em)
        for row in rows:
            row.shift((self._set_in[id(row)], 0, 0))
        return stacked

    def _dash(self, room: Room) -> VMobject:
        return room.text(UNDER.strip(), colour=room.look.muted)

    def _sign(self, room: Room, number: int) -> VMobject:
        if self.data.get("ordered"):
            number += int(self.data.get("start", 1)) - 1
            return room.text(f"{number}.", colour=room.look.accent, weight=600)
        return Dot(radius=0.15 * room.em, color=room.look.accent, stroke_width=0)
