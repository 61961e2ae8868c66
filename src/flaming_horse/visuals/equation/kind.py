"""What is known of an equation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from flaming_horse.model.latex_pieces import named_pieces, strip_pieces
from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data, Fence, Pen, WrittenBlock
from flaming_horse.visuals.fields import ModelLatex, VisualData
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part
from flaming_horse.visuals.measures import formula_letters


class EquationData(VisualData):
    """A formula set large."""

    latex: ModelLatex = Field(description="LaTeX without dollars")


class EquationKind(Kind):
    name = "equation"
    drawn_as = "Equation"
    summary = "A formula set large: a fence, or a formula between `$$`."
    part_notes = (
        ("the id alone, on a formula", "the same piece: `[$A_{ik}$]{highlight=rule}`"),
        ("name", "a piece named in the equation: `\\piece{sum}{\\sum_{k}}` is `rule.sum`"),
        ("piece('…')", "the piece that is written so: `rule.piece('A_{ik}')`"),
    )
    example = (
        "```equation {#rule}\nC_{ij} = \\piece{sum}{\\sum_{k}} A_{ik} B_{kj}\n```\n\n"
        'It is [the sum over $k$]{highlight="rule.sum"} of [$A_{ik}$]{highlight=rule} times'
        " $B_{kj}$."
    )
    construct = "formula"
    for_models = EquationData
    always_offered = True
    fits = Fits(alone=76, shared=36)
    is_formula = True
    picture = GalleryPicture(
        {"latex": r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}"},
        (("highlight", "sum"),),
        look="chalk",
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        return tuple(Part(name) for name in named_pieces(data["latex"]))

    def read(self, fence: Fence) -> dict[str, Any] | None:
        latex = fence.content.strip()
        if not latex:
            what, remedy = "this equation is empty", "Write LaTeX in it: a^2 + b^2 = c^2"
            fence.wrong(fence.start, what, remedy)
            return None
        fence.has_formula(latex, fence.place(fence.content.index(latex)))
        return {"latex": latex}

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        del pen
        return WrittenBlock(data["latex"], self.name)

    def formulas(self, data: Data) -> tuple[str, ...]:
        return (str(data["latex"]),)

    def letters(self, data: Data) -> int:
        return round(formula_letters(data["latex"]))

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        if target.latex is not None:
            return [target.latex]
        if not target.path:
            return [strip_pieces(data["latex"])]
        named = named_pieces(data["latex"]).get(target.path[0].name)
        return None if named is None else [named]


KIND = EquationKind()
