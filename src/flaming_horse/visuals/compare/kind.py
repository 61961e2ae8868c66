"""What is known of two things side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from flaming_horse.visuals.fields import Rows, Text, VisualData, wrong
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part

_CONTENTS = ("matrix", "text", "items", "equation")


class SideData(VisualData):
    title: Text = Field("", description="set above it; formulas between dollars")
    matrix: Rows | None = Field(None, description="rows of numbers")
    text: Text | None = Field(None, description="a few words")
    items: Annotated[list[Text], Field(min_length=1)] | None = Field(
        None, description="a list of short texts"
    )
    equation: Text | None = Field(None, description="LaTeX, in single quotes")

    @model_validator(mode="after")
    def _has_one_content(self) -> SideData:
        contents = [name for name in _CONTENTS if getattr(self, name) is not None]
        if len(contents) != 1:
            has = f"it has {' and '.join(contents)}" if contents else "it has none of them"
            raise wrong(f"a side shows one of matrix, text, items or equation; {has}")
        return self


class CompareData(VisualData):
    left: SideData = Field(description="what stands on the left (below)")
    right: SideData = Field(description="what stands on the right")


class CompareKind(Kind):
    name = "compare"
    drawn_as = "Compare"
    summary = "Two things side by side."
    written = "yaml"
    part_notes = (("left, right", "one side"),)
    example = (
        "```compare {#order}\n"
        'left: {title: "$AB$", matrix: [[19, 22], [43, 50]]}\n'
        'right: {title: "$BA$", matrix: [[23, 34], [31, 46]]}\n```\n\n'
        '[One way]{highlight="order.left"} and [the other]{highlight="order.right"} differ.'
    )
    model = CompareData
    notes = "Each side has exactly one of matrix, text, items and equation."
    picture = GalleryPicture(
        {
            "left": {"title": "$AB$", "matrix": [[19, 22], [43, 50]]},
            "right": {"title": "$BA$", "matrix": [[23, 34], [31, 46]]},
        },
        (("highlight", "left"),),
        look="chalk",
    )
    inner = (("Each side", SideData),)

    def parts(self, data: Data) -> tuple[Part, ...]:
        return (Part("left"), Part("right"))


KIND = CompareKind()
