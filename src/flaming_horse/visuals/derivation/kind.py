"""What is known of a derivation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from flaming_horse.errors import Place
from flaming_horse.model.latex import split_relation, split_sum
from flaming_horse.model.latex_pieces import named_pieces
from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data, Fence, Pen, WrittenBlock
from flaming_horse.visuals.fields import ModelLatex, VisualData
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part, numbers_at
from flaming_horse.visuals.measures import formula_letters, formula_rows

MOST_STEPS = 100
MOST_STEPS_OF_MODELS = 5


class DerivationData(VisualData):
    """Formulas one below the other, each following from the last."""

    steps: list[ModelLatex] = Field(
        description="LaTeX without dollars", min_length=2, max_length=MOST_STEPS_OF_MODELS
    )


class DerivationKind(Kind):
    name = "derivation"
    drawn_as = "Derivation"
    summary = "Formulas one below the other, each following from the last."
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
    for_models = DerivationData
    fits = Fits(alone=76, shared=36, rows=4, stacked=4.0)
    counted_late = ("step",)
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

    def read(self, fence: Fence) -> dict[str, Any] | None:
        steps: list[str] = []
        places: list[Place] = []
        offset = 0
        for line in fence.content.split("\n"):
            text = line.strip()
            at = fence.place(offset + len(line) - len(line.lstrip()))
            offset += len(line) + 1
            marker = re.match(r"-(?:\s+|$)", text)
            if marker:
                steps.append(text[marker.end() :])
                places.append(Place(at.file, at.line, at.column + marker.end()))
            elif text and steps:
                steps[-1] = f"{steps[-1]} {text}".strip()
            elif text:
                fence.wrong(at, "a derivation begins with `-`", "Each step is LaTeX after a `-`.")
                return None
        if len(steps) > MOST_STEPS:
            what = f"this derivation has {len(steps)} steps, and {MOST_STEPS} is the most"
            fence.wrong(fence.start, what, "Split it: a frame holds some ten steps.")
            return None
        if not steps:
            what = "this derivation is empty"
            fence.wrong(fence.start, what, "Each step is LaTeX after a `-`.")
            return None
        for latex, at in zip(steps, places, strict=True):
            fence.has_formula(latex, at)
        return {"steps": steps}

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        del pen
        return WrittenBlock("\n".join(f"- {step}" for step in data["steps"]), self.name)

    def formulas(self, data: Data) -> tuple[str, ...]:
        return tuple(str(step) for step in data["steps"])

    def within(self, data: Data) -> Mapping[str, frozenset[str]]:
        steps = enumerate(data["steps"], start=1)
        return {f"step({n})": frozenset(named_pieces(step)) for n, step in steps}

    def letters(self, data: Data) -> int:
        return round(max(map(_letters, data["steps"])))

    def rows(self, data: Data) -> int:
        return len(data["steps"])

    def height(self, data: Data) -> float:
        return round(sum(formula_rows(step) for step in data["steps"]), 1)

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        at = numbers_at(target)
        return [data["steps"][at[0] - 1]] if len(at) == 1 else None

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        # It begins with no step, and goes on with one a formula.
        return {"step": (len(data["steps"]), len(data["steps"]) - 1)}


def _letters(step: str) -> float:
    """Letters of a step side by side; long sums are drawn in two rows."""
    left, right = split_relation(step)
    first, rest = split_sum(right or left)
    whole = formula_letters(step)
    if not rest:
        return whole
    before = formula_letters(left) if right else 0.0
    return min(whole, before + max(formula_letters(first), 2.0 + formula_letters(rest)))


KIND = DerivationKind()
