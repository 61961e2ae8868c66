"""Markdown as GitHub and other forges read it, and plain Markdown."""

from __future__ import annotations

import re

from flaming_horse.writers.dialects.dialect import Dialect, Fenced, Inner
from flaming_horse.writers.dialects.marks import struck
from flaming_horse.writers.dialects.mermaid import diagram
from flaming_horse.writers.dialects.signs import fence, line, words
from flaming_horse.writers.foreign import Block, Formula


def _fence(fence: Fenced, inner: Inner) -> list[Block] | None:
    """A fence of maths is a formula, and one of Mermaid a diagram."""
    if (drawn := diagram(fence, inner)) is not None:
        return drawn
    word = re.split(r"[\s{,:]", fence.info.lstrip("{."), maxsplit=1)[0].rstrip("}").lower()
    return [Formula(fence.text.strip(), fence.line)] if word == "math" else None


GITHUB = Dialect(
    name="github",
    called="GitHub Markdown",
    syntax=struck,
    fence=_fence,
    signs=(
        fence("a fence of maths", r"math\b"),
        words("formulas in ticks and dollars", r"\$·\$"),
        line("alerts", r"\s*>\s*\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$"),
        line("lists of tasks", r"\s*[-*+] \[[ xX]\] "),
        line("folded parts", r"\s*<details\b"),
        words("emoji by name", r"(?<![\w:]):[a-z][a-z0-9_+]*:(?![\w:])", 1),
        words("pictures of a forge", r"(?:shields\.io|githubusercontent\.com|/badge\.svg)"),
    ),
)
