"""What is known of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data, Pen, WrittenBlock
from flaming_horse.visuals.fields import CellText, VisualData, on_one_line, rich, written
from flaming_horse.visuals.kind import (
    Fits,
    GalleryPicture,
    Kind,
    Part,
    names_of,
    numbers_at,
    shown_in_grid,
)
from flaming_horse.visuals.measures import shown_letters

MOST_ROWS, MOST_COLUMNS = 6, 4


class TableData(VisualData):
    """A table."""

    header: list[CellText] = Field(
        description="the columns' names", min_length=1, max_length=MOST_COLUMNS
    )
    rows: list[list[CellText]] = Field(
        description="the rows below the header", min_length=1, max_length=MOST_ROWS
    )


class TableKind(Kind):
    name = "table"
    drawn_as = "Table"
    summary = "A table, as Markdown writes it."
    part_notes = (
        ("row(n)", "the n-th row below the header, or the row whose first cell has that text"),
        ("column(n)", "the n-th column, or the column of that header"),
        ("cell(r,c)", "one cell; the header is not counted"),
    )
    example = (
        "| planet | moons |\n|---|---|\n| Earth | 1 |\n| Mars | 2 |\n\n"
        'Mars has [two moons]{highlight="table.cell(2,2)"}.'
    )
    construct = "table"
    for_models = TableData
    fits = Fits(alone=160, shared=48, rows=4)
    counted_late = ("column",)
    picture = GalleryPicture(
        {
            "header": ["planet", "moons", "year in days"],
            "rows": [["Earth", "1", "365.3"], ["Mars", "2", "687.0"], ["Jupiter", "97", "4332.6"]],
        },
        (("highlight", "row(2)"),),
        look="plain",
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        rows = data["rows"]
        columns = tuple(written(cell) for cell in data["header"])
        labels = tuple(written(row[0]) if row else "" for row in rows)
        return (
            Part("row", (len(rows),), labels),
            Part("column", (len(columns),), columns),
            Part("cell", (len(rows), len(columns))),
        )

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        rows = [[pen.rich(cell) for cell in row] for row in [data["header"], *data["rows"]]]
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        lines.insert(1, "|" + "---|" * len(data["header"]))
        return WrittenBlock("\n".join(lines))

    def from_model(self, data: dict[str, Any]) -> dict[str, Any]:
        data = on_one_line(data)
        rows = [[rich(cell) for cell in row] for row in data["rows"]]
        return {"header": [rich(cell) for cell in data["header"]], "rows": rows}

    def letters(self, data: Data) -> int:
        widths = [[shown_letters(cell) for cell in row] for row in [data["header"], *data["rows"]]]
        return sum(max(column) for column in zip(*widths, strict=False))

    def rows(self, data: Data) -> int:
        return len(data["rows"])

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        rows = ((written(cell) for cell in row) for row in data["rows"])
        return shown_in_grid(rows, names_of(target), numbers_at(target))

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        # The header may be counted as a row.
        rows = len(data["rows"])
        return {"row": (rows, rows + 1), "column": (len(data["header"]),)}

    def columns(self, data: Data) -> tuple[list[str], list[list[str]]] | None:
        header = [written(cell) for cell in data["header"]]
        return header, [[written(cell) for cell in row] for row in data["rows"]]


KIND = TableKind()
