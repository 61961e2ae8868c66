"""What is known of a derivation."""

from __future__ import annotations

from flaming_horse.model.latex_pieces import named_pieces
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part


class DerivationKind(Kind):
    name = "derivation"
    drawn_as = "Derivation"
    summary = "Formulas one below the other, each following from the last."
    written = "steps"
    part_notes = (
        ("step(n)", "the n-th step"),
        ("name", "a piece named in a step: `\\piece{both}{2ab}` is `why.both`"),
        ("piece('…')", "the first piece that is written so: `why.piece('b^2')`"),
    )
    example = (
        "```derivation {#why}\n- (a + b)^2\n- a^2 + 2ab + b^2\n```\n\n"
        'Write out the square, and [the middle term]{show="why.step(2)"} appears.'
    )
    notes = "Each step is LaTeX after a `-`; a line without one goes on with the step above."
    picture = GalleryPicture(
        {
            "steps": [
                r"\sin(x - t) + \sin(x + t)",
                r"(\sin x \cos t - \cos x \sin t) + (\sin x \cos t + \cos x \sin t)",
                r"2 \sin x \cos t",
            ]
        },
        (("highlight", "step(3)"),),
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        names = dict.fromkeys(name for latex in data["steps"] for name in named_pieces(latex))
        return (Part("step", (len(data["steps"]),)), *(Part(name) for name in names))


KIND = DerivationKind()
