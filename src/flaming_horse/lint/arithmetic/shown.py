"""What a part of a visual shows: its numbers, and how many parts of a kind a visual has."""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flaming_horse.lint.arithmetic.latex_numbers import value_of
from flaming_horse.lint.arithmetic.number_words import tokens_of
from flaming_horse.model.formula import constant
from flaming_horse.model.latex_pieces import named_pieces, strip_pieces
from flaming_horse.model.storyboard import Target, Visual
from flaming_horse.visuals.fields import written

_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SIDE = re.compile(r"=|\\approx|,(?!\d)|\$")


def numbers_in(text: str) -> set[float]:
    """The numbers that a text or formula shows, as written and as they come to."""
    plain = text.replace("{,}", ",")
    found = {float(match[0].replace(",", "")) for match in _NUMBER.finditer(plain)}
    found |= {token.value for token in tokens_of(plain) if token.value is not None}
    return found | {v for side in _SIDE.split(plain) if (v := value_of(side)) is not None}


def numbers_of(visual: Visual, target: Target) -> set[float] | None:
    """The numbers of the part that a cue aims at; None where they are not known."""
    if not visual.data:
        return None
    shown = _shown(visual.kind, visual.data, target)
    if shown is None:
        return None
    return {number for text in shown for number in numbers_in(text)}


def _shown(kind: str, data: Mapping[str, Any], target: Target) -> list[str] | None:
    """The texts and formulas of a part."""
    names = [step.name for step in target.path]
    at = tuple(a for step in target.path for a in step.arguments if isinstance(a, int))
    match kind:
        case "table":
            rows = [[written(cell) for cell in row] for row in data["rows"]]
            return _of_grid(rows, names, at)
        case "matrix":
            return _of_grid(_texts(data["rows"]), names, at)
        case "matrix-product" if names and names[0] in {"a", "b"}:
            return _of_grid(_texts(data[names[0]]), names[1:], at)
        case "matrix-product":
            return _of_grid(_texts(product(data["a"], data["b"])), names, at)
        case "list" if len(at) == 1:
            return [written(data["items"][at[0] - 1])]
        case "derivation" if len(at) == 1:
            return [data["steps"][at[0] - 1]]
        case "equation":
            return _of_equation(data["latex"], names, target.latex)
        case "plot" if names and names[0] in data["points"]:
            return _of_points(data["points"][names[0]])
        case _:
            return None


def _of_grid(
    rows: Sequence[Sequence[str]], names: Sequence[str], at: tuple[int, ...]
) -> list[str] | None:
    if not names or not rows or not all(len(row) == len(rows[0]) for row in rows):
        return None
    match names[-1], at:
        case "row", (row,):
            return list(rows[row - 1])
        case "column", (column,):
            return [row[column - 1] for row in rows]
        case "cell" | "entry", (row, column):
            return [rows[row - 1][column - 1]]
        case _:
            return None


def _of_equation(latex: str, names: Sequence[str], piece: str | None) -> list[str] | None:
    if piece is not None:
        return [piece]
    if not names:
        return [strip_pieces(latex)]
    named = named_pieces(latex).get(names[0])
    return None if named is None else [named]


def _of_points(group: Mapping[str, Any]) -> list[str]:
    # A number is shown as its size: what is said of (-3, 9) is "three", or "minus three".
    numbers = [f"{abs(constant(value)):.9g}" for point in group["at"] for value in point]
    return [*numbers, str(len(group["at"])), str(group["label"])]


def _texts(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    return [[str(value) for value in row] for row in rows]


def product(a: Sequence[Sequence[Any]], b: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The product of two matrices; "" where an entry is no number."""
    return [[_entry(row, [line[j] for line in b]) for j in range(len(b[0]))] for row in a]


def _entry(row: Sequence[Any], column: Sequence[Any]) -> Any:
    if not all(isinstance(value, int | float) for value in [*row, *column]):
        return ""
    return sum(x * y for x, y in zip(row, column, strict=True))


def counts_of(visual: Visual) -> Mapping[str, tuple[int, ...]]:
    """How many parts of each name a visual has; several numbers where people count differently.

    A table's header may be counted as a row; a derivation begins with no step, and goes on with
    one a formula; blank lines of a program may be left out.
    """
    data = visual.data
    match visual.kind:
        case "table":
            rows = len(data["rows"])
            return {"row": (rows, rows + 1), "column": (len(data["header"]),)}
        case "matrix":
            rows, columns = len(data["rows"]), len(data["rows"][0])
            return {"row": (rows,), "column": (columns,), "entry": (rows * columns,)}
        case "list":
            return {"item": (len(data["items"]),)}
        case "derivation":
            return {"step": (len(data["steps"]), len(data["steps"]) - 1)}
        case "flow":
            nodes = {edge[end] for edge in data["edges"] for end in ("source", "target")}
            return {"node": (len(nodes),), "arrow": (len(data["edges"]),)}
        case "code":
            lines = data["code"].split("\n")
            return {"line": (len(lines), sum(1 for line in lines if line.strip()))}
        case _:
            return {}
