"""How columns share a width that is too small for all of them."""

from __future__ import annotations

from collections.abc import Sequence


def column_widths(natural: Sequence[float], free: float, *, least: float) -> list[float]:
    """Widths whose sum is at most `free`, where `least` for each column leaves that possible.

    Short columns keep what they need; the long ones share the rest in equal parts.
    """
    if sum(natural) <= free:
        return list(natural)
    widths = list(natural)
    open_columns = sorted(range(len(natural)), key=lambda c: natural[c])
    rest = free
    while open_columns:
        share = rest / len(open_columns)
        if natural[open_columns[0]] > share:
            for column in open_columns:
                widths[column] = max(share, min(least, natural[column]))
            break
        rest -= natural[open_columns.pop(0)]
    return widths
