"""What is known of a product of two matrices."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from flaming_horse.visuals.fields import Rows, Text, VisualData, wrong
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part, grid_parts


class MatrixProductData(VisualData):
    a: Rows = Field(description="the left matrix, by rows")
    b: Rows = Field(description="the right matrix, by rows; as many rows as `a` has columns")
    labels: Annotated[list[Text], Field(min_length=3, max_length=3)] = Field(
        ["A", "B", "C"], description="the names of the two and of their product"
    )

    @model_validator(mode="after")
    def _sizes_agree(self) -> MatrixProductData:
        if len(self.a[0]) != len(self.b):
            raise wrong(
                f"`a` has {len(self.a[0])} columns and `b` has {len(self.b)} rows: these two"
                " numbers must be the same",
                field="b",
            )
        return self


class MatrixProductKind(Kind):
    name = "matrix-product"
    drawn_as = "MatrixProduct"
    summary = "Two matrices and their product, which is computed."
    written = "yaml"
    part_notes = (
        ("a.row(n), a.column(n), a.entry(r,c)", "a part of the left matrix"),
        ("b.row(n), b.column(n), b.entry(r,c)", "a part of the right matrix"),
        ("row(n), column(n), entry(r,c)", "a part of the product"),
    )
    example = (
        "```matrix-product {#product}\na: [[1, 2], [3, 4]]\nb: [[5, 6], [7, 8]]\n```\n\n"
        'Take [the first row]{highlight="product.a.row(1)"} and'
        ' [the first column]{highlight="product.b.column(1)"}: they make'
        ' [nineteen]{show="product.entry(1,1)"}.'
    )
    model = MatrixProductData
    picture = GalleryPicture(
        {"a": [[1, 2], [3, 4]], "b": [[5, 6], [7, 8]], "labels": ["A", "B", "C"]},
        (
            ("hide", "row(1)"),
            ("hide", "row(2)"),
            ("show", "entry(1,1)"),
            ("highlight", "a.row(1)"),
            ("highlight", "b.column(2)"),
        ),
        look="chalk",
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        a, b = data["a"], data["b"]
        product = [[0] * len(b[0]) for _ in a]
        return (
            Part("a", parts=grid_parts(a)),
            Part("b", parts=grid_parts(b)),
            *grid_parts(product),
        )


KIND = MatrixProductKind()
