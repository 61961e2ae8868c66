"""What is known of an equation."""

from __future__ import annotations

from flaming_horse.model.latex_pieces import named_pieces
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part


class EquationKind(Kind):
    name = "equation"
    drawn_as = "Equation"
    summary = "A formula set large: a fence, or a formula between `$$`."
    written = "latex"
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
    picture = GalleryPicture(
        {"latex": r"C_{ij} = \piece{sum}{\sum_{k}} A_{ik} B_{kj}"},
        (("highlight", "sum"),),
        look="chalk",
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        return tuple(Part(name) for name in named_pieces(data["latex"]))


KIND = EquationKind()
