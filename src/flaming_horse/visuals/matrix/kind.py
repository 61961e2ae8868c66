"""What is known of a matrix."""

from __future__ import annotations

from pydantic import Field

from flaming_horse.visuals.fields import Rows, Text, VisualData
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part, grid_parts


class MatrixData(VisualData):
    rows: Rows = Field(description="the rows, top to bottom: `[[1, 2], [3, 4]]`")
    label: Text = Field("", description="its name, set before it")


class MatrixKind(Kind):
    name = "matrix"
    drawn_as = "Matrix"
    summary = "A table of numbers in brackets."
    written = "yaml"
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
    picture = GalleryPicture(
        {"label": "A", "rows": [[1, 2], [3, 4]]}, (("highlight", "row(1)"),), look="chalk"
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        return grid_parts(data["rows"])


KIND = MatrixKind()
