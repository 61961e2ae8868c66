"""Markdown of Jekyll: Liquid, and kramdown."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import line, settings, words

JEKYLL = Dialect(
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
