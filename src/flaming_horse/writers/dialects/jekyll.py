"""Markdown of Jekyll: Liquid, and kramdown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.lines import unread
from flaming_horse.writers.dialects.signs import line, settings, words

_ATTRIBUTES = r"\{::?[^{}]*\}\s*"


def _everywhere(md: MarkdownIt) -> None:
    tokens.block(md, "kramdown_attributes", unread(_ATTRIBUTES))
    tokens.block(md, "kramdown_contents", _contents)


def _contents(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """`* TOC` with `{:toc}` below it is where the page has its contents."""
    seed = re.match(r"(?:[*+-]|\d+\.)\s", tokens.line_of(state, first))
    if seed is None or first + 1 >= end:
        return False
    if not re.fullmatch(r"\{:toc\b[^{}]*\}\s*", tokens.line_of(state, first + 1)):
        return False
    return silent or tokens.leave_out(state, "a table of contents", first, first + 2)


JEKYLL = Dialect(
    everywhere=_everywhere,
    name="jekyll",
    called="Markdown of Jekyll (kramdown)",
    signs=(
        words("tags of Liquid", r"\{%-?\s*/?\w+[^%]*%\}"),
        words("values of Liquid", r"\{\{-?\s*(?:site|page|include|content|layout|post)\b"),
        line("attributes of kramdown", r"\s*\{::?[^{}]*\}\s*$"),
        words("attributes of kramdown", r"\S\{:[^{}]*\}"),
        words("formulas among words", r"\w\s+\$\$[^$]+\$\$|\$\$[^$]+\$\$[,.;]?\s+\w"),
        settings("settings of Jekyll", "permalink", "nav_order", "excerpt", "has_children"),
        settings("settings of Jekyll", "layout"),
    ),
)  # fmt: skip
