"""Visuals too large for their room, told before anything is drawn.

The layout measures what is drawn, and is right in the end; this keeps a model from writing what it
would refuse. The limits were found by drawing visuals of growing size, alone and with a second
one beside them: each is the largest size that was drawn. Letters of the smallest type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.writers.checks.finding import Finding

WIDE = {
    "flow": 72,
    "list": 70,
    "table": 160,
    "code": 60,
    "equation": 120,
    "derivation": 120,
    "matrix-product": 85,
}
"""Letters side by side with all the room there is."""
NARROW = {
    "flow": 48,
    "list": 50,
    "table": 48,
    "code": 40,
    "equation": 70,
    "derivation": 90,
    "matrix-product": 44,
}
"""Letters side by side in half of the width."""
LOW = {"table": 4, "code": 8, "list": 5, "derivation": 4, "flow": 5}
"""Rows where a second visual takes half of the room."""


STACKED = {"derivation": 4.0, "flow": 3.0, "code": 8.0, "quote": 3.0}
"""Rows where other visuals stand above or below; a formula that is two rows high counts as two."""
_MEASURE = 40
"""Letters in a row of a quotation in half of the width."""
_HIGH = (
    (re.compile(r"\\begin\{"), 2.2),
    (re.compile(r"\\d?frac|\\binom|\\sum|\\prod|\\i*int|\\lim"), 1.6),
)
"""How many rows a formula with such a sign in it takes."""


def too_large(scene: Scene) -> Iterator[Finding]:
    """Visuals that will not fit, with what they have and may have."""
    for visual in scene.visuals:
        if not visual.data:
            continue
        shares = visual.at is not None
        across, rows = _letters(visual.kind, visual.data), _rows(visual.kind, visual.data)
        limit = (NARROW if shares else WIDE).get(visual.kind)
        if limit is not None and across > limit:
            yield _told(visual, f"{across} letters side by side, and {limit} fit", shares)
        high, limit = _height(visual.kind, visual.data), STACKED.get(visual.kind)
        if limit is not None and high > limit and _stacked(visual, scene.visuals):
            rows_told = f"{high:g} rows with others above or below, and {limit:g} fit"
            yield _told(visual, rows_told, shares)
            continue
        most = LOW.get(visual.kind) if shares else None
        if most is not None and rows > most:
            yield _told(visual, f"{rows} rows, and {most} fit", shares)


def _stacked(visual: Visual, visuals: Sequence[Visual]) -> bool:
    """Whether it may stand above or below another one."""
    others = [other for other in visuals if other is not visual]
    apart = [other.at in {"top", "bottom"} for other in others]
    if visual.at in {"left", "right"}:
        return any(apart) or any(other.keep and other.at is None for other in others)
    kept = visual.keep or any(other.keep for other in others)
    return bool(others) and (kept or visual.at in {"top", "bottom"})


def _told(visual: Visual, what: str, shares: bool) -> Finding:
    room = " beside another visual" if shares else ""
    return Finding(
        f"the {visual.kind} `{visual.id}` is too large{room}: {what}; show less", None, True
    )


def _letters(kind: str, data: Mapping[str, Any]) -> int:  # noqa: PLR0911  one for each kind
    """How many letters stand side by side."""
    match kind:
        case "flow":
            edges = data["edges"]
            nodes = {edge[end] for edge in edges for end in ("source", "target")}
            return sum(map(len, nodes)) + sum(len(edge["label"]) for edge in edges)
        case "list":
            return max(_shown(item) for item in data["items"])
        case "table":
            rows = [data["header"], *data["rows"]]
            widths = [[_shown(cell) for cell in row] for row in rows]
            return sum(max(column) for column in zip(*widths, strict=False))
        case "code":
            return max(map(len, data["code"].split("\n")))
        case "matrix-product":
            return _product_letters(data["a"], data["b"])
        case "equation" | "derivation":
            return max(map(len, data.get("steps") or [data["latex"]]))
        case _:
            return 0


def _rows(kind: str, data: Mapping[str, Any]) -> int:
    match kind:
        case "list":
            return len(data["items"])
        case "table":
            return len(data["rows"])
        case "code":
            return len(data["code"].split("\n"))
        case "derivation":
            return len(data["steps"])
        case "flow":
            return _boxes(data["edges"])
        case _:
            return 0


def _boxes(edges: Sequence[Mapping[str, str]]) -> int:
    """How many boxes of a flow follow one another."""
    ranks: dict[str, int] = {}
    for edge in edges:
        rank = ranks.setdefault(edge["source"], 0)
        ranks.setdefault(edge["target"], rank + 1)
    return max(ranks.values()) + 1


def _height(kind: str, data: Mapping[str, Any]) -> float:
    """How many rows of a formula, or boxes one below the other, it takes where it is narrow."""
    if kind == "derivation":
        return round(sum(_formula_rows(step) for step in data["steps"]), 1)
    if kind == "flow":
        return _boxes(data["edges"])
    if kind == "quote":
        return -(-sum(map(_shown, data["paragraphs"])) // _MEASURE)
    return float(_rows(kind, data)) if kind == "code" else 0.0


def _formula_rows(latex: str) -> float:
    return next((rows for signs, rows in _HIGH if signs.search(latex)), 1.0)


def _product_letters(a: Sequence[Sequence[Any]], b: Sequence[Sequence[Any]]) -> int:
    """Letters of two matrices and their product, which is written out where it has names in it."""

    def entry(row: Sequence[Any], column: Sequence[Any]) -> int:
        pairs = list(zip(row, column, strict=True))
        if all(isinstance(each, int | float) for pair in pairs for each in pair):
            return len(f"{sum(x * y for x, y in pairs):g}")
        return sum(len(str(x)) + len(str(y)) + 3 for x, y in pairs)

    columns = [[row[c] for row in b] for c in range(len(b[0]))]
    sides = [max(len(str(each)) for row in rows for each in row) for rows in (a, b)]
    widest = max(entry(row, column) for row in a for column in columns)
    widths = ((len(a[0]), sides[0]), (len(columns), sides[1]), (len(columns), widest))
    return sum(count * (letters + 2) for count, letters in widths)


def _shown(rich: Any) -> int:
    return len(rich) if isinstance(rich, str) else sum(len(run["text"]) for run in rich)
