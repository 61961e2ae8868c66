"""A matrix, with its name beside it."""

from __future__ import annotations

from typing import ClassVar

from manim import ORIGIN, VGroup

from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.number_grid import define_grid, fit, number_grid, sign


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
