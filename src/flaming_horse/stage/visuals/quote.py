"""Words that somebody said, set apart by a bar in the accent."""

from __future__ import annotations

from typing import ClassVar

from manim import DOWN, LEFT, Rectangle, VGroup

from flaming_horse.stage.visual import Room, Visual


class Quote(Visual):
    """`Quote(id, paragraphs=[rich])`; paragraphs that start with a dash say who it was."""

    kind: ClassVar[str] = "quote"

    def draw(self, room: Room) -> None:
        indent = 0.9 * room.em
        size = "heading" if len(self.data["paragraphs"]) <= 2 else "body"
        paragraphs = [
            room.text(
                paragraph,
                size=size if not _is_source(paragraph) else "body",
                width=min(room.width, 24 * room.em) - indent,
                italic=not _is_source(paragraph),
                colour=room.look.muted if _is_source(paragraph) else None,
            )
            for paragraph in self.data["paragraphs"]
        ]
        column = VGroup(*paragraphs).arrange(DOWN, aligned_edge=LEFT, buff=0.5 * room.em)
        bar = Rectangle(
            width=0.1 * room.em,
            height=column.height,
            stroke_width=0,
            fill_color=room.look.accent,
            fill_opacity=1,
        )
        VGroup(bar, column).arrange(buff=indent - bar.width).center()
        self.add(bar, *paragraphs)
        self.define("", *paragraphs)
        for i, paragraph in enumerate(paragraphs, 1):
            self.define(f"paragraph({i})", paragraph)


def _is_source(paragraph: object) -> bool:
    text = paragraph if isinstance(paragraph, str) else _text_of(paragraph)
    return text.lstrip().startswith(("\u2014", "\u2013", "--"))


def _text_of(paragraph: object) -> str:
    return "".join(str(run["text"]) for run in paragraph) if isinstance(paragraph, list) else ""
