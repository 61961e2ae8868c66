"""Visuals that are mathematics: equations, derivations, matrices and their product."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from flaming_horse.model.latex_pieces import named_pieces
from flaming_horse.storyboard.schemas.base import (
    Data,
    Part,
    Rows,
    Schema,
    Text,
    VisualData,
    wrong,
)


def _equation_parts(data: Data) -> tuple[Part, ...]:
    return tuple(Part(name) for name in named_pieces(data["latex"]))


def _derivation_parts(data: Data) -> tuple[Part, ...]:
    names = dict.fromkeys(name for latex in data["steps"] for name in named_pieces(latex))
    return (Part("step", (len(data["steps"]),)), *(Part(name) for name in names))


def _grid(rows: list[list[Any]]) -> tuple[Part, ...]:
    height, width = len(rows), len(rows[0])
    return (Part("row", (height,)), Part("column", (width,)), Part("entry", (height, width)))


def _matrix_parts(data: Data) -> tuple[Part, ...]:
    return _grid(data["rows"])


def _product_parts(data: Data) -> tuple[Part, ...]:
    a, b = data["a"], data["b"]
    product = [[0] * len(b[0]) for _ in a]
    return (Part("a", parts=_grid(a)), Part("b", parts=_grid(b)), *_grid(product))


class MatrixData(VisualData):
    rows: Rows = Field(description="the rows, top to bottom: `[[1, 2], [3, 4]]`")
    label: Text = Field("", description="its name, set before it")


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


EQUATION = Schema(
    kind="equation",
    summary="A formula set large: a fence, or a formula between `$$`.",
    written="latex",
    parts=_equation_parts,
    part_notes=(
        ("the id alone, on a formula", "the same piece: `[$A_{ik}$]{highlight=rule}`"),
        ("name", "a piece named in the equation: `\\piece{sum}{\\sum_{k}}` is `rule.sum`"),
        ("piece('…')", "the piece that is written so: `rule.piece('A_{ik}')`"),
    ),
    example=(
        "```equation {#rule}\nC_{ij} = \\piece{sum}{\\sum_{k}} A_{ik} B_{kj}\n```\n\n"
        'It is [the sum over $k$]{highlight="rule.sum"} of [$A_{ik}$]{highlight=rule} times'
        " $B_{kj}$."
    ),
)
DERIVATION = Schema(
    kind="derivation",
    summary="Formulas one below the other, each following from the last.",
    written="steps",
    parts=_derivation_parts,
    part_notes=(
        ("step(n)", "the n-th step"),
        ("name", "a piece named in a step: `\\piece{both}{2ab}` is `why.both`"),
        ("piece('…')", "the first piece that is written so: `why.piece('b^2')`"),
    ),
    example=(
        "```derivation {#why}\n- (a + b)^2\n- a^2 + 2ab + b^2\n```\n\n"
        'Write out the square, and [the middle term]{show="why.step(2)"} appears.'
    ),
    notes="Each step is LaTeX after a `-`; a line without one goes on with the step above.",
)
MATRIX = Schema(
    kind="matrix",
    summary="A table of numbers in brackets.",
    written="yaml",
    parts=_matrix_parts,
    part_notes=(
        ("row(n)", "the n-th row"),
        ("column(n)", "the n-th column"),
        ("entry(r,c)", "the entry in row r and column c"),
    ),
    example=(
        "```matrix {#A}\nlabel: A\nrows: [[1, 2], [3, 4]]\n```\n\n"
        'Look at [the first row]{highlight="A.row(1)"}.'
    ),
    model=MatrixData,
)
MATRIX_PRODUCT = Schema(
    kind="matrix-product",
    summary="Two matrices and their product, which is computed.",
    written="yaml",
    parts=_product_parts,
    part_notes=(
        ("a.row(n), a.column(n), a.entry(r,c)", "a part of the left matrix"),
        ("b.row(n), b.column(n), b.entry(r,c)", "a part of the right matrix"),
        ("row(n), column(n), entry(r,c)", "a part of the product"),
    ),
    example=(
        "```matrix-product {#product}\na: [[1, 2], [3, 4]]\nb: [[5, 6], [7, 8]]\n```\n\n"
        'Take [the first row]{highlight="product.a.row(1)"} and'
        ' [the first column]{highlight="product.b.column(1)"}: they make'
        ' [nineteen]{show="product.entry(1,1)"}.'
    ),
    model=MatrixProductData,
)
