"""The film's title on a frame of its own."""

from __future__ import annotations

from manim import DOWN, Animation, RoundedRectangle, VGroup

from flaming_horse.stage.motion import Widen
from flaming_horse.stage.room import Room, runs_of
from flaming_horse.stage.visual import DrawnVisual

_MOST_LINES = 2
"""A title of more lines is set smaller."""


class FilmTitle(DrawnVisual):
    """`FilmTitle(id, title=…, subtitle="")`: the title large, a rule in the accent, a subtitle."""

    def draw(self, room: Room) -> None:
        width = room.width * 0.92
        sizes = (
            room.text(runs_of(self.data["title"]), size=size, width=width, align="center",
                      balanced=True, weight=600)
            for size in ("title", "display", "key_phrase")
        )  # fmt: skip
        title = next((words for words in sizes if words.lines <= _MOST_LINES), None)
        title = title or room.text(runs_of(self.data["title"]), size="heading", width=width,
                                   align="center", balanced=True, weight=600)  # fmt: skip
        self.rule = RoundedRectangle(
            width=min(2.2 * title.size, title.width),
            height=0.075 * title.size,
            corner_radius=0.0375 * title.size,
            stroke_width=0,
            fill_color=room.look.accent,
            fill_opacity=1,
        )
        column = VGroup(title, self.rule)
        if self.data.get("subtitle"):
            column.add(
                room.text(
                    runs_of(self.data["subtitle"]),
                    size="heading",
                    width=width,
                    align="center",
                    balanced=True,
                    colour=room.look.muted,
                )
            )
        column.arrange(DOWN, buff=0.32 * title.size).center()
        self.add(*column)
        self.define("title", title)

    def underline(self) -> Animation:
        """Draw the rule under a title that stands already."""
        return Widen(self.rule)
