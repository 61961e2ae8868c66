"""Words that somebody said, set apart by a bar in the accent."""

from __future__ import annotations

from typing import ClassVar

from manim import DOWN, LEFT, Animation, RoundedRectangle, VGroup

from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual

_SHORT = 140
"""Characters of a quotation that is set in the heading's size."""
_MEASURE = 19
"""Ems in a line at most."""

_ALL = "everything"


class Quote(DrawnVisual):
    """`Quote(id, paragraphs=[rich])`; paragraphs that start with a dash say who it was."""

    kind: ClassVar[str] = "quote"
    grows: ClassVar[float] = 1.6
    fills: ClassVar[tuple[float, float]] = (0.9, 0.72)

    def draw(self, room: Room) -> None:
        indent = 0.9 * room.em
        short = sum(len(_text_of(p)) for p in self.data["paragraphs"]) <= _SHORT
        size = "heading" if short else "body"
        paragraphs = [
            room.text(
                paragraph,
                size=size if not _is_source(paragraph) else "body",
                width=min(room.width, _MEASURE * room.em) - indent,
                balanced=True,
                italic=not _is_source(paragraph),
                colour=room.look.muted if _is_source(paragraph) else None,
            )
            for paragraph in self.data["paragraphs"]
        ]
        column = VGroup(*paragraphs).arrange(DOWN, aligned_edge=LEFT, buff=0.5 * room.em)
        bar = RoundedRectangle(
            width=0.14 * room.em,
            height=column.height + 0.3 * room.em,
            corner_radius=0.07 * room.em,
            stroke_width=0,
            fill_color=room.look.accent,
            fill_opacity=1,
        )
        VGroup(bar, column).arrange(buff=indent - bar.width).center()
        self.add(bar, *paragraphs)
        self.define("", *paragraphs, padding=0.3 * room.em)
        for i, paragraph in enumerate(paragraphs, 1):
            self.define(f"paragraph({i})", paragraph)
        self.define(_ALL, bar, *paragraphs)

    # The light on all of it lies behind the words, and the bar comes and goes with them.

    def conceal(self, path: str) -> None:
        super().conceal(path or _ALL)

    def show_part(self, path: str) -> list[Animation]:
        return super().show_part(path or _ALL)

    def hide_part(self, path: str) -> list[Animation]:
        return super().hide_part(path or _ALL)


def _is_source(paragraph: object) -> bool:
    return _text_of(paragraph).lstrip().startswith(("\u2014", "\u2013", "--"))


def _text_of(paragraph: object) -> str:
    if isinstance(paragraph, str):
        return paragraph
    return "".join(str(run["text"]) for run in paragraph) if isinstance(paragraph, list) else ""
