"""Columns of aligned rows: those of `eqnarray` as of `align`, and the gap between pairs."""

from __future__ import annotations

import re

_RELATION = (
    r"(?::?=|[<>]|\\(?:leq?|leqslant|geq?|geqslant|neq?|equiv|approx|simeq|sim|cong|propto|ll|gg|in"
    r"|to|mapsto|(?:long)?rightarrow|Rightarrow|(?:Long|long)?[Ll]eftrightarrow|Longrightarrow|iff|implies|subset(?:eq)?"
    r"|supset(?:eq)?|prec|succ|doteq|coloneqq|triangleq)(?![A-Za-z])|\\stackrel\{[^{}]*\}\{=\})"
)
_BETWEEN = re.compile(
    r"\\begin\s*\{(?P<inner>[a-zA-Z]+\*?)\}.*?\\end\s*\{(?P=inner)\}"
    rf"|(?<!\\)&\s*(?P<sign>(?:{_RELATION}\s*)?)(?<!\\)&\s*",
    re.DOTALL,
)
_PARTS = re.compile(
    r"\\begin\s*\{(?P<inner>[a-zA-Z]+\*?)\}.*?\\end\s*\{(?P=inner)\}"
    r"|(?P<row>\\\\)|(?<!\\)(?P<cell>&)",
    re.DOTALL,
)
_ALIGNED = re.compile(
    r"\\begin\s*\{(?P<name>(?:eqnarray|align|flalign)\*?|aligned|split)\}(?P<body>.*?)"
    r"\\end\s*\{(?P=name)\}",
    re.DOTALL,
)


def in_two_columns(latex: str) -> str:
    r"""A formula whose rows `a &=& b` are `a &= b`: set as they stand, the sign is far from both.

    The rows of an `eqnarray` that only go on, `& & + b`, are set in by a quad. What an alignment
    holds that has columns of its own stays as it is.
    """
    return _ALIGNED.sub(_two_columns, latex) if "&" in latex else latex


def _two_columns(match: re.Match[str]) -> str:
    body = match["body"]
    three = match["name"].startswith("eqnarray")

    def closed(between: re.Match[str]) -> str:
        if between["inner"]:
            return between[0]
        if between["sign"]:
            return f"& {between['sign'].strip()} "
        return r"& \quad " if three else between[0]

    start, end = match.start("body") - match.start(), match.end("body") - match.start()
    return f"{match[0][:start]}{_BETWEEN.sub(closed, body)}{match[0][end:]}"


def with_gaps(latex: str) -> str:
    r"""A formula of which aligned pairs stand apart, as LaTeX sets them: `a &= b & c &= d`."""
    return _ALIGNED.sub(_with_gaps, latex) if "&" in latex else latex


def _with_gaps(match: re.Match[str]) -> str:
    cells = 0

    def apart(part: re.Match[str]) -> str:
        nonlocal cells
        if part["row"]:
            cells = 0
        elif part["cell"]:
            cells += 1
            return part[0] if cells % 2 else r"\qquad &"
        return part[0]

    start, end = match.start("body") - match.start(), match.end("body") - match.start()
    return f"{match[0][:start]}{_PARTS.sub(apart, match['body'])}{match[0][end:]}"
