"""What is known of a table."""

from __future__ import annotations

from flaming_horse.visuals.fields import written
from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part


class TableKind(Kind):
    name = "table"
    drawn_as = "Table"
    summary = "A table, as Markdown writes it."
    written = "markdown"
    part_notes = (
        ("row(n)", "the n-th row below the header, or the row whose first cell has that text"),
        ("column(n)", "the n-th column, or the column of that header"),
        ("cell(r,c)", "one cell; the header is not counted"),
    )
    example = (
        "| planet | moons |\n|---|---|\n| Earth | 1 |\n| Mars | 2 |\n\n"
        'Mars has [two moons]{highlight="table.cell(2,2)"}.'
    )
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


KIND = TableKind()
