"""A list of short points, numbered or with bullets."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from manim import DOWN, LEFT, Dot, VGroup, VMobject

from flaming_horse.stage.visual import Room, Visual


class BulletList(Visual):
    """`BulletList(id, items=[rich], ordered=False)`; parts `item(n)`."""

    kind: ClassVar[str] = "list"

    def draw(self, room: Room) -> None:
        items = self.data["items"]
        if len(items) <= 5 and room.shrink == 1.0:
            # A few short points are set larger, and the list falls back when that is too much.
            room = replace(room, shrink=1.15)
        signs = [self._sign(room, i) for i in range(1, len(items) + 1)]
        indent = max((sign.width for sign in signs), default=0.0) + 0.55 * room.em
        rows: list[VGroup] = []
        for sign, item in zip(signs, items, strict=True):
            words = room.text(item, width=room.width - indent)
            first = words.get_top()[1] - words.height / max(1, words.lines) / 2
            words.shift((-words.get_left()[0] + indent, 0, 0))
            sign.move_to((indent - 0.55 * room.em - sign.width / 2, first, 0))
            rows.append(VGroup(sign, words))
        column = VGroup(*rows).arrange(DOWN, aligned_edge=LEFT, buff=self._leading(room))
        column.center()
        if room.shrink > 1.0 and column.height > room.height:
            self.draw(replace(room, shrink=0.99))
            return
        self.add(*rows)
        for i, row in enumerate(rows, 1):
            self.define(f"item({i})", row, padding=0.12 * room.em)

    def _sign(self, room: Room, number: int) -> VMobject:
        if self.data.get("ordered"):
            return room.text(f"{number}.", colour=room.look.accent, weight=600)
        return Dot(radius=0.13 * room.em, color=room.look.accent, stroke_width=0)

    def _leading(self, room: Room) -> float:
        """Few items breathe, many stand closer."""
        return room.em * (0.75 if len(self.data["items"]) <= 5 else 0.45)
