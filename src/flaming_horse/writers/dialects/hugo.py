"""Markdown of Hugo."""

from __future__ import annotations

import tomllib
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import first, line, settings, words

_FENCE = "+++"


def _everywhere(md: MarkdownIt) -> None:
    md.block.ruler.before("front_matter", "toml_front_matter", _front)


def _front(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Settings in TOML between two lines `+++` at the beginning; broken ones are ignored."""
    if first or state.level or tokens.line_of(state, first).strip() != _FENCE:
        return False
    closing = next((n for n in range(1, end) if tokens.line_of(state, n).strip() == _FENCE), None)
    if closing is None:
        return False
    if silent:
        return True
    values: dict[str, Any] = {}
    try:
        values = tomllib.loads(state.getLines(1, closing, 0, False))
    except (tomllib.TOMLDecodeError, RecursionError):
        values = {}
    token = state.push("front_matter", "", 0)
    token.meta, token.map, token.hidden = {"values": values}, [first, closing + 1], True
    state.line = closing + 1
    return True


HUGO = Dialect(
    everywhere=_everywhere,
    name="hugo",
    called="Markdown of Hugo",
    signs=(
        first("settings in TOML", r"\+\+\+\s*$"),
        words("shortcodes", r"\{\{[<%]\s*/?\s*[\w./-]+"),
        settings("settings of Hugo", "menu", "weight", "draft", "aliases", "linkTitle", "series",
                 "expiryDate", "publishDate"),
        line("a cut", r"<!--\s*more\s*-->", 1),
    ),
)  # fmt: skip
