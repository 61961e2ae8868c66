"""What is known of two things side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, model_validator

from flaming_horse.visuals.blocks import Data, Fence
from flaming_horse.visuals.fields import Rows, Text, VisualData, wrong
from flaming_horse.visuals.kind import GalleryPicture, Kind, Part
from flaming_horse.visuals.measures import formula_letters, grid_letters

_CONTENTS = ("matrix", "text", "items", "equation")
_FITS = {"text": 180, "items": 180, "equation": 28, "matrix": 20}
"""Letters in a side that has half of the width: all words, or those side by side."""


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

    def read(self, fence: Fence) -> dict[str, Any] | None:
        """Each side with the one content that it has."""
        data = super().read(fence)
        if data is None:
            return None
        for side in data.values():
            if side["equation"]:
                at = max(0, fence.content.find(side["equation"]))
                fence.has_formula(side["equation"], fence.place(at))
        return {
            name: {field: value for field, value in side.items() if value is not None}
            for name, side in data.items()
        }

    def too_large_shared(self, data: Data) -> Iterator[str]:
        for name, side in data.items():
            for content, limit in _FITS.items():
                there = _letters(content, side)
                if there > limit:
                    yield f"{there} letters in the {content} on the {name}, and {limit} fit"

    def matrices(self, data: Data) -> Iterator[tuple[str, list[list[Any]]]]:
        for side in data.values():
            if side.get("matrix"):
                yield side.get("title") or "", side["matrix"]


def _letters(content: str, side: Data) -> int:
    """Letters of a side where it holds that content."""
    there = side.get(content)
    if there is None:
        return 0
    if content == "matrix":
        return grid_letters(there)
    if content == "equation":
        return round(formula_letters(there))
    # Each item, and the title, ends a line that is not full.
    texts = [there] if isinstance(there, str) else there
    return sum(map(len, texts)) + 10 * len(texts) + len(side.get("title", ""))


KIND = CompareKind()
