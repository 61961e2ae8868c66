"""One formula, and its pieces."""

from __future__ import annotations

from typing import ClassVar

from flaming_horse.stage.room import Room
from flaming_horse.visuals.formula import FormulaVisual


class Equation(FormulaVisual):
    r"""`Equation(id, latex=…)`; parts are its `\piece{name}{…}`s and any `piece(latex)` of it."""

    kind: ClassVar[str] = "equation"
    stagger: ClassVar[float] = 0.6
    grows: ClassVar[float] = 1.75
    fills: ClassVar[tuple[float, float]] = (0.8, 0.6)

    def __init__(self, visual_id: str, /, *, latex: str) -> None:
        super().__init__(visual_id, latex=latex)

    def draw(self, room: Room) -> None:
        # Alone on the stage a formula is set large, as far as it stays in the middle of its room.
        formula = room.maths(self.data["latex"], size="display")
        if formula.width > 0.8 * room.width or formula.height > 0.7 * room.height:
            formula = room.maths(self.data["latex"])
        self._formula = formula
        self.add(formula)
        self.define("", formula, padding=0.5 * room.em)
        for name in formula.pieces:
            self.define(name, formula.piece(name))
