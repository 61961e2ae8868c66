"""A matrix, with its name beside it."""

from __future__ import annotations

from typing import ClassVar

from manim import ORIGIN, VGroup

from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.stage.visuals.number_grid import NumberGrid, number_grid, sign


class Matrix(DrawnVisual):
    """`rows` of numbers or LaTeX; `label` stands before it with an equals sign.

    Parts: `row(n)`, `column(n)`, `entry(r,c)`.
    """

    kind: ClassVar[str] = "matrix"
    grows: ClassVar[float] = 1.9
    fills: ClassVar[tuple[float, float]] = (0.82, 0.72)

    def draw(self, room: Room) -> None:
        size = room.size("maths")
        grid = number_grid(self.data["rows"], size=size, look=room.look)
        label = str(self.data.get("label") or "")
        parts = [sign(rf"{label} =", size, room.look.foreground)] if label else []
        drawing = VGroup(*parts, grid.group)
        drawing.arrange(buff=0.45 * size).move_to(ORIGIN)
        fit(drawing, room, 1.0)
        self.add(*drawing)
        define_grid(self, grid, "")


def fit(drawing: VGroup, room: Room, largest: float) -> None:
    """Scale a drawing of filled shapes to its room, up to `largest` times what it is."""
    factor = min(largest, room.width / drawing.width, room.height / drawing.height)
    smallest = room.look.sizes.smallest * room.unit / room.size("maths")
    drawing.scale(max(factor, smallest), about_point=ORIGIN)


def define_grid(visual: DrawnVisual, grid: NumberGrid, prefix: str) -> None:
    """Name a grid's rows, columns and entries, counted from 1."""
    for r, row in enumerate(grid.entries):
        visual.define(f"{prefix}row({r + 1})", *grid.row(r), padding=0.0)
        for c, entry in enumerate(row):
            visual.define(
                f"{prefix}entry({r + 1},{c + 1})", entry, padding=0.08 * visual.look_room.em
            )
    for c in range(len(grid.column_boxes)):
        visual.define(f"{prefix}column({c + 1})", *grid.column(c), padding=0.0)
