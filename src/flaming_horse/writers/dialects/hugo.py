"""Markdown of Hugo."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import first, line, settings, words

HUGO = Dialect(
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
