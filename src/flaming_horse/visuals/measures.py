"""How large texts and formulas are drawn, by their letters and rows: no more than a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flaming_horse.model.latex_pieces import TOKEN, strip_pieces

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


def grid_letters(table: Sequence[Sequence[Any]]) -> int:
    """Letters of a matrix's longest entries, and two for each column: the gap beside it."""
    columns = zip(*table, strict=True)
    return sum(max(len(str(entry)) for entry in column) + 2 for column in columns)


def formula_rows(latex: str) -> float:
    """How many rows of text a formula is high."""
    return next((rows for signs, rows in _HIGH if signs.search(latex)), 1.0)


def shown_letters(rich: Any) -> int:
    """Letters of rich text."""
    return len(rich) if isinstance(rich, str) else sum(len(run["text"]) for run in rich)
