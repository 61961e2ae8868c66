"""Products of matrices whose entries are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def product(a: Sequence[Sequence[Any]], b: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The product of two matrices; "" where an entry is no number."""
    return [[_entry(row, [line[j] for line in b]) for j in range(len(b[0]))] for row in a]


def _entry(row: Sequence[Any], column: Sequence[Any]) -> Any:
    if not all(isinstance(value, int | float) for value in [*row, *column]):
        return ""
    return sum(x * y for x, y in zip(row, column, strict=True))
