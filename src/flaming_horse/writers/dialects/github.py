"""Markdown as GitHub and other forges read it, and plain Markdown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
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


_INCLUDE = re.compile(
    r"\[!(?:include|code)[\w-]*\s*(?:\[[^\[\]]*\])?\([^()]*\)\s*\]", re.IGNORECASE
)


def _everywhere(md: MarkdownIt) -> None:
    """What the pages of Microsoft, written for a forge, have besides."""
    tokens.inline(md, "included_part", _included, before="link")


def _included(state: StateInline, silent: bool) -> bool:
    match = _INCLUDE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push(tokens.LEFT_OUT, "", 0).content = "a part of another file"
    state.pos = match.end()
    return True


GITHUB = Dialect(
    everywhere=_everywhere,
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
