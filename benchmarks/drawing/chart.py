"""The chart of a run: bars of seconds, stock's and ours, by film and case."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from drawing.results import OURS, STOCK, Row, found, over

WIDTH, LABELS, VALUES = 960, 280, 130
BAR, GAP, BETWEEN = 16, 3, 16
"""Pixels: the picture, what stands left and right of the bars, a bar, and what is between."""
COLOURS = {STOCK: "#8a8f98", OURS: "#d9480f"}
_STYLE = "font-family='sans-serif' font-size='12'"


def chart(rows: Sequence[Row]) -> str:
    """An SVG picture; each film and quality has a scale of its own, from nothing on."""
    parts: list[str] = []
    y = 24.0
    for title, group in _by_film(rows):
        parts.append(_text(12, y, title, "font-weight='bold'"))
        y += 14
        longest = max(row.wall_s for row in group)
        for row in sorted(group, key=lambda row: _order(group, row)):
            parts += _bar(row, rows, y, longest)
            y += BAR + GAP
        y += BETWEEN + 8
    keys = [
        _box(12 + 90 * at, y - 10, 12, 12, colour) + _text(30 + 90 * at, y, who)
        for at, (who, colour) in enumerate(COLOURS.items())
    ]
    height = round(y + 14)
    return "\n".join((
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' {_STYLE}>",
        "<title>Seconds on the wall to make each film: stock Manim and flaming-horse</title>",
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>",
        *parts, *keys, "</svg>", "",
    ))  # fmt: skip


def _by_film(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(f"{row.film} ({row.kind}), {row.quality}", []).append(row)
    return list(groups.items())


def _order(group: Sequence[Row], row: Row) -> tuple[int, bool, int]:
    cases = list(dict.fromkeys(each.case for each in group))
    return (cases.index(row.case), row.who == OURS, row.workers)


def _bar(row: Row, rows: Sequence[Row], y: float, longest: float) -> list[str]:
    room = WIDTH - LABELS - VALUES
    width = max(1.0, room * row.wall_s / longest) if longest else 1.0
    who = row.who if row.who == STOCK else f"{row.who}, {row.workers} at once"
    ratio = over(row, found(rows, row, row.case, STOCK)) if row.who == OURS else None
    told = f"{row.wall_s:.2f} s" + (f" ({ratio:.2f} of stock)" if ratio is not None else "")
    return [
        _text(LABELS - 8, y + BAR - 4, f"{row.case}: {who}", "text-anchor='end'"),
        _box(LABELS, y, width, BAR, COLOURS[row.who]),
        _text(LABELS + width + 6, y + BAR - 4, told),
    ]


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' fill='#222222' {more}>{escape(words)}</text>"


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    size = f"width='{width:.1f}' height='{height:.1f}'"
    return f"<rect x='{x:.1f}' y='{y:.1f}' {size} fill='{colour}'/>"
