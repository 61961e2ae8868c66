"""Equations between matrices of whole numbers, written in LaTeX, that do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from flaming_horse.lint.arithmetic.latex_numbers import value_of
from flaming_horse.model.latex_pieces import without_pieces
from flaming_horse.model.matrices import product

Rows = list[list[float]]
_MATRIX = re.compile(r"\\begin\{(?P<name>[pb]?matrix)\}(?P<body>.*?)\\end\{(?P=name)\}", re.DOTALL)
_GAP = re.compile(r"(?:\\cdot|\\times|\\,|\\;|\\!|\s)*")


def unequal_matrices(latex: str) -> Iterator[tuple[str, Rows]]:
    """Pairs of sides that differ: the right one as written, and what the left one is."""
    for left, right in pairwise(without_pieces(latex).split("=")):
        computed, told = _value(left), _value(right)
        if computed is not None and told is not None and computed != told:
            yield right.strip(), computed


def _value(side: str) -> Rows | None:
    """The matrix that a side is: one, a sum of products of some, or a number times one."""
    total: Rows | None = None
    for sign, term in _terms(side):
        value = _product(term)
        if value is None:
            return None
        value = [[sign * each for each in row] for row in value]
        if total is None:
            total = value
        elif _size(total) != _size(value):
            return None
        else:
            total = [[x + y for x, y in zip(*rows, strict=True)]
                     for rows in zip(total, value, strict=True)]  # fmt: skip
    return total


def _terms(side: str) -> Iterator[tuple[int, str]]:
    """The terms of a sum, with their signs; those within a matrix are left alone."""
    masked = _MATRIX.sub(lambda match: "M" * len(match[0]), side)
    starts = [match.start() for match in re.finditer(r"[+-]", masked)]
    at, sign = 0, 1
    for end in [*starts, len(side)]:
        if side[at:end].strip() or at:
            yield sign, side[at:end]
        at, sign = end + 1, -1 if side[end : end + 1] == "-" else 1


def _product(term: str) -> Rows | None:
    found: Rows | None = None
    factor = 1.0
    at = 0
    for match in _MATRIX.finditer(term):
        before = term[at : match.start()]
        number = 1.0 if _GAP.fullmatch(before) else value_of(_GAP.sub("", before))
        rows = _rows(match["body"])
        if number is None or rows is None or (found and len(found[0]) != len(rows)):
            return None
        factor *= number
        found = rows if found is None else product(found, rows)
        at = match.end()
    if found is None or not _GAP.fullmatch(term[at:]):
        return None
    return [[factor * value for value in row] for row in found]


def _rows(body: str) -> Rows | None:
    rows: Rows = []
    for row in re.split(r"\\\\", body.strip().removesuffix("\\\\")):
        values = [value_of(cell) for cell in row.split("&")]
        known = [value for value in values if value is not None and value == int(value)]
        if len(known) < len(values):
            return None
        rows.append(known)
    return rows if all(len(row) == len(rows[0]) for row in rows) else None


def _size(rows: Rows) -> tuple[int, int]:
    return len(rows), len(rows[0])
