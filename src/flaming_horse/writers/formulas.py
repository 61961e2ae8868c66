"""Whether a formula of a foreign document can be set here."""

from __future__ import annotations

import re

from flaming_horse.storyboard.latex import BLANK, check_latex

_DEFINES = re.compile(
    r"\s*\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|[gex]?def|let)(?![a-zA-Z])"
)
LONGEST = 600
"""Signs. What is longer fills more than a frame."""


def can_be_set(latex: str) -> bool:
    """Whether this is a formula that a film can show. Loads Typst at the first one."""
    return len(latex) <= LONGEST and check_latex(latex) is None


def shows_nothing(latex: str) -> bool:
    """Whether this is no formula to look at: it has blanks alone, or only defines commands."""
    lines = [line for line in latex.split("\n") if line.strip()]
    if all(_DEFINES.match(line) for line in lines):
        return True
    problem = check_latex(latex) if len(latex) <= LONGEST else None
    return problem is not None and problem.what == BLANK


def looks_like_latex(text: str) -> bool:
    """Whether the author meant a formula, and not two prices."""
    return bool(re.search(r"\\[a-zA-Z]+|[\^_]\{|\\\\|\^\w", text))
