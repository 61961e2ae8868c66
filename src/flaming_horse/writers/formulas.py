"""Whether a formula of a foreign document can be set here."""

from __future__ import annotations

import re

from flaming_horse.storyboard.latex import check_latex

LONGEST = 600
"""Signs. What is longer fills more than a frame."""


def can_be_set(latex: str) -> bool:
    """Whether this is a formula that a film can show. Loads Typst at the first one."""
    return len(latex) <= LONGEST and check_latex(latex) is None


def looks_like_latex(text: str) -> bool:
    """Whether the author meant a formula, and not two prices."""
    return bool(re.search(r"\\[a-zA-Z]+|[\^_]\{|\\\\|\^\w", text))
