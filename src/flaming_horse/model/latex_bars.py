r"""The bars of absolute values and norms: `|x|` and `\lvert x\rvert` as pairs.

A lone bar is set like a relation, with gaps at both sides: right for `P(A|B)`, and wrong here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flaming_horse.model.latex_pieces import TOKEN

_NAMED = {r"\lvert": (r"\left|", 1), r"\rvert": (r"\right|", -1),
          r"\lVert": (r"\left\|", 1), r"\rVert": (r"\right\|", -1)}  # fmt: skip
_BARS = {"|": "|", r"\|": r"\|", r"\Vert": r"\|", r"\vert": "|"}
_OPENS, _CLOSES = frozenset("{[("), frozenset("}])")
_CLOSED = re.compile(r"[A-Za-z0-9}\])'!.]|\\(?:[A-Za-z]+|\})")
"""What a value may end with; after anything else a bar begins one."""
_OPERATORS = re.compile(
    r"\\(?:cdot|times|div|pm|mp|leq?|geq?|neq?|equiv|approx|sim|to|R?rightarrow|implies|iff|in|notin|"
    r"subset|subseteq|cup|cap|mid|left|q?quad|sum|prod|int|max|min|sup|inf|lim|log|ln|exp|sin|cos|"
    r"tan|[dt]?frac|sqrt|langle|l[vV]ert|[cl]?dots|land|lor|forall|exists|,|;|:|!)"
)
"""Commands after which a value begins."""
_RELATION = re.compile(
    r"[=<>]|\\(?:leq?|geq?|neq?|equiv|implies|iff|R?rightarrow|to|mid|in)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar that may begin a value; `sure`: no value ended before it, so that it can do no else."""

    start: int
    end: int
    sign: str
    depth: int
    sure: bool


def paired_bars(latex: str) -> str:
    r"""The formula with each pair of bars as `\left|…\right|`; lone ones stay as they are.

    A bar ends the innermost bar of its kind that is open at the same depth, where a value has just
    ended, and begins a value otherwise. Columns of an array are left alone.
    """
    if not re.search(r"\||[lr]?[vV]ert", latex) or r"\begin{array}" in latex:
        return latex
    for start, end, written in sorted(_pairs(latex), reverse=True):
        latex = f"{latex[:start]}{written}{latex[end:]}"
    return _named(latex)


def _pairs(latex: str) -> Iterator[tuple[int, int, str]]:
    """Where a bar of a pair stands, and what is written there instead."""
    opened: list[_Bar] = []
    depth, before = 0, ""
    for match in TOKEN.finditer(latex):
        sign = match.group()
        if sign.isspace():
            continue
        depth += (sign in _OPENS) - (sign in _CLOSES)
        opened = [bar for bar in opened if bar.depth <= depth]
        if sign not in _BARS or before in (r"\left", r"\right", r"\middle"):
            before = sign
            continue
        ended = bool(_CLOSED.fullmatch(before)) and not _OPERATORS.fullmatch(before)
        last = opened[-1] if opened else None
        before = sign
        if ended and last and (last.depth, last.sign) == (depth, _BARS[sign]):
            opened.pop()
            if last.sure or not _RELATION.search(latex, last.end, match.start()):
                yield last.start, last.end, rf"\left{last.sign} "
                yield *match.span(), rf"\right{last.sign} "
                before = ")"
        elif latex[match.end() :].lstrip()[:1] not in ("_", "^", ""):
            opened.append(_Bar(*match.span(), _BARS[sign], depth, not ended))


def _named(latex: str) -> str:
    r"""`\lvert … \rvert` and `\lVert … \rVert` as sized pairs, where there are as many of each."""
    tokens = [match.group() for match in TOKEN.finditer(latex)]
    own = [_NAMED[token][1] for token in tokens if token in _NAMED]
    sized = any(a in (r"\left", r"\right") and b in _NAMED for a, b in pairwise(tokens))
    level = 0
    for step in own:
        level += step
        if level < 0:
            return latex
    if level or sized:
        return latex
    return "".join(f"{_NAMED[token][0]} " if token in _NAMED else token for token in tokens)
