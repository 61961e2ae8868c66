"""How large a visual's data is, by its letters and rows: no more than a guess at what is drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flaming_horse.model.latex import split_relation, split_sum
from flaming_horse.model.latex_pieces import TOKEN, strip_pieces

_MEASURE = 40
"""Letters in a row of a quotation in half of the width."""
_HIGH = (
    (re.compile(r"\\begin\{"), 2.2),
    (re.compile(r"\\d?frac|\\binom|\\sum|\\prod|\\i*int|\\lim"), 1.6),
)
"""How many rows a formula with such a sign in it takes."""
_UNSEEN = re.compile(
    r"[{}^_&]|\s+|\\(?:left|right|[dt]?frac|text|mathrm|mathbf|operatorname|[,;:!])"
)
"""What a formula is written with and not drawn."""
_OPERATOR = re.compile(r"[-+]|\\(?:cdot|times|div|pm|mp|cup|cap)")
_RELATION = re.compile(
    r"[=<>]|\\(?:leq?|geq?|neq?|equiv|approx|sim|to|R?rightarrow|implies|iff|in)"
)


def letters(kind: str, data: Mapping[str, Any]) -> int:  # noqa: PLR0911  one for each kind
    """How many letters stand side by side."""
    match kind:
        case "flow":
            edges = data["edges"]
            nodes = {edge[end] for edge in edges for end in ("source", "target")}
            return sum(map(len, nodes)) + sum(len(edge["label"]) for edge in edges)
        case "list":
            return max(_shown(item) for item in data["items"])
        case "table":
            table = [data["header"], *data["rows"]]
            widths = [[_shown(cell) for cell in row] for row in table]
            return sum(max(column) for column in zip(*widths, strict=False))
        case "code":
            return max(map(len, data["code"].split("\n")))
        case "matrix-product":
            return _product_letters(data["a"], data["b"])
        case "equation":
            return round(formula_letters(data["latex"]))
        case "derivation":
            return round(max(map(_step_letters, data["steps"])))
        case "matrix":
            return grid_letters(data["rows"])
        case _:
            return 0


def formula_letters(latex: str) -> float:
    """About how many letters wide a formula is drawn, the gaps around its signs included.

    Measured on formulas of growing length: `+` takes as much as 2.5 letters, `=` as 3.
    """
    wide = 0.0
    for match in TOKEN.finditer(strip_pieces(latex)):
        sign = match.group()
        if not _UNSEEN.fullmatch(sign):
            wide += 2.5 if _OPERATOR.fullmatch(sign) else 3.0 if _RELATION.fullmatch(sign) else 1.0
    return wide


def _step_letters(step: str) -> float:
    """A step of a derivation, whose long sums are drawn in two rows."""
    left, right = split_relation(step)
    first, rest = split_sum(right or left)
    whole = formula_letters(step)
    if not rest:
        return whole
    before = formula_letters(left) if right else 0.0
    return min(whole, before + max(formula_letters(first), 2.0 + formula_letters(rest)))


def grid_letters(table: Sequence[Sequence[Any]]) -> int:
    """Letters of a matrix's longest entries, and two for each column: the gap beside it."""
    columns = zip(*table, strict=True)
    return sum(max(len(str(entry)) for entry in column) + 2 for column in columns)


def rows(kind: str, data: Mapping[str, Any]) -> int:
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


def height(kind: str, data: Mapping[str, Any]) -> float:
    """How many rows of a formula, or boxes one below the other, it takes where it is narrow."""
    if kind == "derivation":
        return round(sum(_formula_rows(step) for step in data["steps"]), 1)
    if kind == "flow":
        return _boxes(data["edges"])
    if kind == "quote":
        return -(-sum(map(_shown, data["paragraphs"])) // _MEASURE)
    return float(rows(kind, data)) if kind == "code" else 0.0


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
    sides = [max(len(str(each)) for row in table for each in row) for table in (a, b)]
    widest = max(entry(row, column) for row in a for column in columns)
    widths = ((len(a[0]), sides[0]), (len(columns), sides[1]), (len(columns), widest))
    return sum(count * (letters + 2) for count, letters in widths)


def _shown(rich: Any) -> int:
    return len(rich) if isinstance(rich, str) else sum(len(run["text"]) for run in rich)
