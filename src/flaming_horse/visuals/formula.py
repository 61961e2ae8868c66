"""What equations and derivations share: pieces of a formula, found as they are written."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup, VMobject

from flaming_horse.stage import typeset
from flaming_horse.stage.body import Body
from flaming_horse.stage.parts import PartHandle
from flaming_horse.stage.typeset import Typeset
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.number_grid import frame

_PIECE = "piece("
_ACROSS, _ABOVE = 0.22, 0.2
"""Ems between a piece and the edge of its surface, where nothing stands in the way."""


class FormulaVisual(DrawnVisual):
    r"""Its parts are the formula's `\piece{name}{…}`s and any `piece(latex)` of it."""

    _formula: Typeset | None = None

    def piece(self, latex: str, occurrence: int = 1) -> PartHandle:
        """The part of the formula that is written `latex`; `occurrence` tells repeats apart."""
        again = f";{occurrence}" if occurrence > 1 else ""
        return PartHandle(self, f"{_PIECE}{latex}{again})")

    def find(self, path: str) -> Body:
        stripped, formula = path.strip(), self._formula
        if formula is None:
            return super().find(path)
        if stripped in formula.pieces:
            return self._piece(formula.pieces[stripped])
        if not stripped.startswith(_PIECE):
            return super().find(path)
        latex, _, again = stripped[len(_PIECE) : -1].partition(";")
        latex = latex.strip().strip('"')
        if latex in formula.pieces:
            return self._piece(formula.pieces[latex])
        return self._piece(typeset.locate(formula.latex, latex, int(again or 1)))

    def _piece(self, indices: Sequence[int]) -> Body:
        """The glyphs, and a frame around them that leaves their neighbours alone."""
        assert self._formula is not None
        glyphs: list[VMobject] = list(self._formula.submobjects)
        wanted = set(indices)
        inside = [glyphs[i] for i in indices]
        around = [glyph for i, glyph in enumerate(glyphs) if i not in wanted]
        return Body(VGroup(*inside), frame=_frame(inside, around, self.look_room.em))


def _frame(inside: Sequence[VMobject], around: Sequence[VMobject], em: float) -> VMobject:
    left = min(m.get_left()[0] for m in inside)
    right = max(m.get_right()[0] for m in inside)
    top = max(m.get_top()[1] for m in inside) + _ABOVE * em
    bottom = min(m.get_bottom()[1] for m in inside) - _ABOVE * em
    beside = [m for m in around if m.get_bottom()[1] < top and m.get_top()[1] > bottom]
    middle = (left + right) / 2
    free_left = [left - m.get_right()[0] for m in beside if m.get_x() < middle]
    free_right = [m.get_left()[0] - right for m in beside if m.get_x() > middle]
    # Neighbours that are close get the larger half of the gap.
    before, after = (
        min([_ACROSS * em, *(max(0.45 * gap, 0.03 * em) for gap in gaps)])
        for gaps in (free_left, free_right)
    )
    width, height = right + after - left + before, top - bottom
    return frame(width, height, ((left - before + right + after) / 2, (top + bottom) / 2))
