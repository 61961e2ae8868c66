"""One formula, and its pieces."""

from __future__ import annotations

from typing import ClassVar

from manim import VGroup

from flaming_horse.stage import typeset
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import Body, Part, Room, Visual

_PIECE = "piece("


class Equation(Visual):
    r"""`Equation(id, latex=…)`; parts are its `\piece{name}{…}`s and any `piece(latex)` of it."""

    kind: ClassVar[str] = "equation"
    stagger: ClassVar[float] = 0.6

    def __init__(self, visual_id: str, /, *, latex: str) -> None:
        super().__init__(visual_id, latex=latex)
        self._formula: Typeset | None = None

    def draw(self, room: Room) -> None:
        # Alone on the stage a formula is set large, as far as it stays in the middle of its room.
        formula = room.maths(self.data["latex"], size="display")
        if formula.width > 0.8 * room.width or formula.height > 0.7 * room.height:
            formula = room.maths(self.data["latex"])
        self._formula = formula
        self.add(formula)
        self.define("", formula)
        for name in formula.pieces:
            self.define(name, formula.piece(name))

    def piece(self, latex: str, occurrence: int = 1) -> Part:
        """The part of the formula that is written `latex`; `occurrence` tells repeats apart."""
        again = f";{occurrence}" if occurrence > 1 else ""
        return Part(self, f"{_PIECE}{latex}{again})")

    def find(self, path: str) -> Body:
        stripped = path.strip()
        if not stripped.startswith(_PIECE) or self._formula is None:
            return super().find(path)
        latex, _, again = stripped[len(_PIECE) : -1].partition(";")
        latex = latex.strip().strip('"')
        if latex in self._formula.pieces:
            return super().find(latex)
        found = typeset.locate(self.data["latex"], latex, int(again or 1))
        return Body(VGroup(*(self._formula.submobjects[i] for i in found)))
