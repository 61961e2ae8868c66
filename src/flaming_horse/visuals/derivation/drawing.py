"""A calculation, step under step, aligned at its equal signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from manim import Animation, VGroup

from flaming_horse.model.latex import is_expression, split_relation, split_sum
from flaming_horse.stage.body import spelling
from flaming_horse.stage.motion import Recolour, leaves_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.typeset import Fixed
from flaming_horse.visuals.formula import FormulaVisual

_STEP = re.compile(r"step\((\d+)\)")

_WHOLE = 0.72
"""Steps are set in type this much smaller before one of them is broken."""
_LONG = 0.6
"""Of the longest step: a step of that share is broken when the steps are too wide."""


class Derivation(FormulaVisual):
    r"""`Derivation(id, steps=[latex])`; parts `step(n)`, named pieces, and any `piece(latex)`.

    A step without a relation sign of its own is set equal to the one before. When a step is
    shown, the earlier ones step back into the muted ink.
    """

    kind: ClassVar[str] = "derivation"
    grows: ClassVar[float] = 1.6
    fills: ClassVar[tuple[float, float]] = (0.9, 0.75)

    def __init__(self, visual_id: str, /, *, steps: Sequence[str]) -> None:
        super().__init__(visual_id, steps=list(steps))

    def draw(self, room: Room) -> None:
        formula = room.maths(_aligned(self.data["steps"]))
        if formula.width * _smallest_whole(room) > room.width:
            broken = room.maths(_aligned(self.data["steps"], broken=True))
            formula = min(formula, broken, key=lambda made: made.width)
        self._formula = formula
        self.add(formula)
        for name in formula.pieces:
            if not name.startswith("fh."):
                self.define(name, formula.piece(name))
        for i in range(1, len(self.data["steps"]) + 1):
            glyphs = {k for side in "lrs" for k in formula.pieces.get(f"fh.{i}.{side}", ())}
            self.define(f"step({i})", *(formula.submobjects[k] for k in sorted(glyphs)))

    def show_part(self, path: str) -> list[Animation]:
        animations = super().show_part(path)
        step = _STEP.fullmatch(spelling(path))
        if animations and step is not None:
            animations += self._step_back(int(step.group(1)))
        return animations

    def _step_back(self, newest: int) -> list[Animation]:
        muted = self.look_room.look.muted
        earlier = [self.find(f"step({i})").mobjects for i in range(1, newest)]
        leaves = [one for row in earlier for one in leaves_of(row) if not isinstance(one, Fixed)]
        return [Recolour(VGroup(*leaves), [muted] * len(leaves))] if leaves else []


def _smallest_whole(room: Room) -> float:
    """How much smaller steps may still become, as a factor, before one of them is broken."""
    least = replace(room, shrink=min(room.shrink, _WHOLE))
    return least.size("maths") / room.size("maths")


def _aligned(steps: Sequence[str], *, broken: bool = False) -> str:
    """All steps as one aligned formula, each side of each step a piece of its own.

    `broken` puts the second half of a long sum on a line of its own.
    """
    rows: list[str] = []
    long = _LONG * max(map(len, steps))
    for i, step in enumerate(steps, 1):
        left, right = split_relation(step)
        if not right:
            # What has nothing to align it by stands under the others' right-hand sides; the
            # blank is as wide as an equal sign and its gaps.
            equal = i > 1 and is_expression(left)
            left, right = "", f"= {left}" if equal else rf"\quad\,\, {left}"
        right, rest = split_sum(right) if broken and len(step) >= long else (right, "")
        rows.append(rf"\piece{{fh.{i}.l}}{{{left}}} & \piece{{fh.{i}.r}}{{{right}}}")
        if rest:
            rows.append(rf" & \piece{{fh.{i}.s}}{{\quad\,\, {{}} {rest}}}")
    body = r" \\ ".join(rows)
    return rf"\begin{{aligned}}{body}\end{{aligned}}"
