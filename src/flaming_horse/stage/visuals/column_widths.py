"""How columns share a width that is too small for all of them."""

from __future__ import annotations

from collections.abc import Sequence


def column_widths(
    natural: Sequence[float], free: float, *, least: float, weights: Sequence[float] | None = None
) -> list[float]:
    """Widths whose sum is at most `free`, where `least` for each column leaves that possible.

    Short columns keep what they need; the long ones share the rest in equal parts, or as far as
    `weights` differ, half by weight.
    """
    if sum(natural) <= free:
        return list(natural)
    widths = list(natural)
    open_columns = sorted(range(len(natural)), key=lambda c: natural[c])
    rest = free
    while open_columns:
        share = rest / len(open_columns)
        if natural[open_columns[0]] > share:
            heavy = sum(weights[column] for column in open_columns) if weights else 0.0
            for column in open_columns:
                part = (share + rest * weights[column] / heavy) / 2 if weights and heavy else share
                widths[column] = max(min(part, natural[column]), min(least, natural[column]))
            break
        rest -= natural[open_columns.pop(0)]
    return widths
