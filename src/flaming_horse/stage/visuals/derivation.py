"""A calculation, step under step, aligned at its equal signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from manim import Animation, VGroup

from flaming_horse.stage import typeset
from flaming_horse.stage.latex import split_relation
from flaming_horse.stage.motion import Recolour, leaves_of
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import Body, Part, Room, Visual, spelling

_STEP = re.compile(r"step\((\d+)\)")
_PIECE = "piece("


class Derivation(Visual):
    r"""`Derivation(id, steps=[latex])`; parts `step(n)`, named pieces, and any `piece(latex)`.

    A step without a relation sign of its own is set equal to the one before. When a step is
    shown, the earlier ones step back into the muted ink.
    """

    kind: ClassVar[str] = "derivation"

    def __init__(self, visual_id: str, /, *, steps: Sequence[str]) -> None:
        super().__init__(visual_id, steps=list(steps))
        self._formula: Typeset | None = None

    def draw(self, room: Room) -> None:
        formula = room.maths(_aligned(self.data["steps"]))
        self._formula = formula
        self.add(formula)
        for name in formula.pieces:
            if not name.startswith("fh."):
                self.define(name, formula.piece(name))
        for i in range(1, len(self.data["steps"]) + 1):
            glyphs = [*formula.pieces[f"fh.{i}.l"], *formula.pieces[f"fh.{i}.r"]]
            self.define(f"step({i})", *(formula.submobjects[k] for k in sorted(set(glyphs))))

    def show_part(self, path: str) -> list[Animation]:
        animations = super().show_part(path)
        step = _STEP.fullmatch(spelling(path))
        if animations and step is not None:
            animations += self._step_back(int(step.group(1)))
        return animations

    def _step_back(self, newest: int) -> list[Animation]:
        muted = self.look_room.look.muted
        earlier = [self.find(f"step({i})").mobjects for i in range(1, newest)]
        leaves = [leaf for row in earlier for leaf in leaves_of(row)]
        return [Recolour(VGroup(*leaves), [muted] * len(leaves))] if leaves else []

    def piece(self, latex: str, occurrence: int = 1) -> Part:
        """The part of the calculation that is written `latex`."""
        again = f";{occurrence}" if occurrence > 1 else ""
        return Part(self, f"{_PIECE}{latex}{again})")

    def find(self, path: str) -> Body:
        stripped = path.strip()
        if not stripped.startswith(_PIECE) or self._formula is None:
            return super().find(path)
        latex, _, again = stripped[len(_PIECE) : -1].partition(";")
        found = typeset.locate(self._formula.latex, latex.strip().strip('"'), int(again or 1))
        return Body(VGroup(*(self._formula.submobjects[i] for i in found)))


def _aligned(steps: Sequence[str]) -> str:
    """All steps as one aligned formula, each side of each step a piece of its own."""
    rows: list[str] = []
    for i, step in enumerate(steps, 1):
        left, right = split_relation(step)
        if not right:
            # An expression alone stands under the others' right-hand sides.
            left, right = "", left if i == 1 else f"= {left}"
            if i == 1:
                right = rf"\quad\,\, {right}"  # as wide as an equal sign and its gaps
        rows.append(rf"\piece{{fh.{i}.l}}{{{left}}} & \piece{{fh.{i}.r}}{{{right}}}")
    body = r" \\ ".join(rows)
    return rf"\begin{{aligned}}{body}\end{{aligned}}"
