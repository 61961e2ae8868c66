"""Numbers of a document that are bars: a chart of an office, a pie of Mermaid."""

from __future__ import annotations

from collections.abc import Sequence

from flaming_horse.writers.foreign import Drawing

MOST_BARS, LONGEST_LABEL = 8, 16
"""What has room in half a frame and in 9:16; of more, a table is made."""


def bar_chart(
    labels: Sequence[str], values: Sequence[float | None], line: int, title: str = ""
) -> Drawing | None:
    """Bars of these values; None where a table says more: many, long, negative or missing ones."""
    if not 2 <= len(labels) <= MOST_BARS or len(values) != len(labels):
        return None
    if len(set(labels)) < len(labels) or not all(0 < len(x) <= LONGEST_LABEL for x in labels):
        return None
    if any(value is None or value < 0 for value in values) or not any(values):
        return None
    data = {"labels": list(labels), "values": [value or 0 for value in values]}
    return Drawing("chart", {"title": title, **data} if title else data, line)
