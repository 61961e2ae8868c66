"""What is known of a matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data
from flaming_horse.visuals.fields import Rows, Text, VisualData
from flaming_horse.visuals.kind import (
    Fits,
    GalleryPicture,
    Kind,
    Part,
    grid_parts,
    names_of,
    numbers_at,
    shown_in_grid,
)
from flaming_horse.visuals.measures import grid_letters


class MatrixData(VisualData):
    rows: Rows = Field(description="the rows, top to bottom: `[[1, 2], [3, 4]]`")
    label: Text = Field("", description="its name, set before it")


class MatrixKind(Kind):
    name = "matrix"
    drawn_as = "Matrix"
    summary = "A table of numbers in brackets."
    part_notes = (
        ("row(n)", "the n-th row"),
        ("column(n)", "the n-th column"),
        ("entry(r,c)", "the entry in row r and column c"),
    )
    example = (
        "```matrix {#A}\nlabel: A\nrows: [[1, 2], [3, 4]]\n```\n\n"
        'Look at [the first row]{highlight="A.row(1)"}.'
    )
    model = MatrixData
    fits = Fits(shared=45)
    picture = GalleryPicture(
        {"label": "A", "rows": [[1, 2], [3, 4]]}, (("highlight", "row(1)"),), look="chalk"
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        return grid_parts(data["rows"])

    def letters(self, data: Data) -> int:
        return grid_letters(data["rows"])

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        return shown_in_grid(data["rows"], names_of(target), numbers_at(target))

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        rows, columns = len(data["rows"]), len(data["rows"][0])
        return {"row": (rows,), "column": (columns,), "entry": (rows * columns,)}

    def matrices(self, data: Data) -> Iterator[tuple[str, list[list[Any]]]]:
        yield data["label"], data["rows"]


KIND = MatrixKind()
