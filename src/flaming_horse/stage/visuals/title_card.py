"""The film's title on a frame of its own."""

from __future__ import annotations

from typing import ClassVar

from manim import DOWN, Rectangle, VGroup

from flaming_horse.stage.phrases import runs_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import Visual


class TitleCard(Visual):
    """`TitleCard(id, title=…, subtitle="")`: the title large, a rule in the accent, a subtitle."""

    kind: ClassVar[str] = "title-card"

    def draw(self, room: Room) -> None:
        width = room.width * 0.9
        title = room.text(
            runs_of(self.data["title"]), size="title", width=width, align="center", weight=600
        )
        rule = Rectangle(
            width=1.5 * title.size,
            height=0.06 * title.size,
            stroke_width=0,
            fill_color=room.look.accent,
            fill_opacity=1,
        )
        column = VGroup(title, rule)
        if self.data.get("subtitle"):
            column.add(
                room.text(
                    runs_of(self.data["subtitle"]),
                    width=width,
                    align="center",
                    colour=room.look.muted,
                )
            )
        column.arrange(DOWN, buff=0.3 * title.size).center()
        self.add(*column)
        self.define("title", title)
