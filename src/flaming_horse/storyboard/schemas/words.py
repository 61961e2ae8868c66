"""Visuals that are words: lists, quotes, tables, pictures, programs, titles."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from flaming_horse.storyboard.schemas.base import (
    Data,
    Part,
    Schema,
    Text,
    VisualData,
    no_parts,
)
from flaming_horse_voice.runs import Run, flattened


def written(rich: Any) -> str:
    """Rich text as one plain text, formulas between dollars: what a label in a target says."""
    if isinstance(rich, str):
        return rich
    return flattened([Run(run["text"], run["kind"]) for run in rich])


def _list_parts(data: Data) -> tuple[Part, ...]:
    labels = tuple(written(item) for item in data["items"])
    return (Part("item", (len(labels),), labels),)


def _table_parts(data: Data) -> tuple[Part, ...]:
    rows = data["rows"]
    columns = tuple(written(cell) for cell in data["header"])
    labels = tuple(written(row[0]) if row else "" for row in rows)
    return (
        Part("row", (len(rows),), labels),
        Part("column", (len(columns),), columns),
        Part("cell", (len(rows), len(columns))),
    )


def _code_parts(data: Data) -> tuple[Part, ...]:
    count = len(data["code"].split("\n"))
    return (Part("line", (count,)), Part("lines", (count, count)))


class TitleCardData(VisualData):
    title: Text = Field(description="what is set large", min_length=1)
    subtitle: Text = Field("", description="a smaller line below it")


LIST = Schema(
    kind="list",
    summary="A list, as Markdown writes it: bullets or numbers.",
    written="markdown",
    parts=_list_parts,
    part_notes=(("item(n)", 'the n-th item, or the item of that text: `item("Order matters")`'),),
    example=(
        "- Row times column\n- Inner sizes must agree\n\n"
        '[Row times column]{show="list.item(1)"}, and'
        ' [inner sizes must agree]{show="list.item(2)"}.'
    ),
    notes="Items of a list inside a list stand under their item and are counted with the others.",
)  # fmt: skip
QUOTE = Schema(
    kind="quote",
    summary="A quotation, as Markdown writes it.",
    written="markdown",
    parts=no_parts,
    part_notes=(),
    example=(
        "> The quick brown fox jumps over the lazy dog.\n\n"
        '[That sentence]{highlight="quote"} has every letter.'
    ),
)
TABLE = Schema(
    kind="table",
    summary="A table, as Markdown writes it.",
    written="markdown",
    parts=_table_parts,
    part_notes=(
        ("row(n)", "the n-th row below the header, or the row whose first cell has that text"),
        ("column(n)", "the n-th column, or the column of that header"),
        ("cell(r,c)", "one cell; the header is not counted"),
    ),
    example=(
        "| planet | moons |\n|---|---|\n| Earth | 1 |\n| Mars | 2 |\n\n"
        'Mars has [two moons]{highlight="table.cell(2,2)"}.'
    ),
)
IMAGE = Schema(
    kind="image",
    summary="A picture: a paragraph that is nothing but an image. The file lies beside the "
    "storyboard.",
    written="markdown",
    parts=no_parts,
    part_notes=(),
    example="![A knot](knot.png)\n\nThis is a trefoil knot.",
    notes="The words in square brackets describe the picture for those who cannot see it; they "
    "are not spoken.",
)
CODE = Schema(
    kind="code",
    summary="A program: any fence in a programming language, or a block indented by four blanks.",
    written="program",
    parts=_code_parts,
    part_notes=(
        ("line(n)", "the n-th line of the program"),
        ("lines(a,b)", "the lines from a to b"),
    ),
    example=(
        "```python\ndef double(x):\n    return 2 * x\n```\n\n"
        '[The second line]{highlight="code.line(2)"} gives the answer.'
    ),
    notes="For a language that is not known by name, write `code` and name it: "
    "` ```code {#prog language=nim}`.",
)
TITLE_CARD = Schema(
    kind="title-card",
    summary="A title of its own, set large. The film's title is shown without asking.",
    written="yaml",
    parts=no_parts,
    part_notes=(),
    example="```title-card\ntitle: Part two\nsubtitle: The proof\n```\n\nNow we can prove it.",
    model=TitleCardData,
)
