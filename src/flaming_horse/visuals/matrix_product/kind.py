"""What is known of a product of two matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from flaming_horse.model.matrices import product
from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data
from flaming_horse.visuals.fields import Rows, Text, VisualData, wrong
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
    fits = Fits(alone=85, shared=44)
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

    def letters(self, data: Data) -> int:
        return _letters(data["a"], data["b"])

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        names, at = names_of(target), numbers_at(target)
        if names and names[0] in {"a", "b"}:
            return shown_in_grid(data[names[0]], names[1:], at)
        return shown_in_grid(product(data["a"], data["b"]), names, at)

    def matrices(self, data: Data) -> Iterator[tuple[str, list[list[Any]]]]:
        yield data["labels"][0], data["a"]
        yield data["labels"][1], data["b"]


def _letters(a: Sequence[Sequence[Any]], b: Sequence[Sequence[Any]]) -> int:
    """Letters of two matrices and their product, which is written out where it has names in it."""

    def entry(row: Sequence[Any], column: Sequence[Any]) -> int:
        pairs = list(zip(row, column, strict=True))
        if all(isinstance(each, int | float) for pair in pairs for each in pair):
            return len(f"{sum(x * y for x, y in pairs):g}")
        return sum(len(str(x)) + len(str(y)) + 3 for x, y in pairs)

    columns = [[row[c] for row in b] for c in range(len(b[0]))]
    sides = [max(len(str(each)) for row in table for each in row) for table in (a, b)]
    widest = max(entry(row, column) for row in a for column in columns)
    widths = ((len(a[0]), sides[0]), (len(columns), sides[1]), (len(columns), widest))
    return sum(count * (letters + 2) for count, letters in widths)


KIND = MatrixProductKind()
