"""Markdown of mkdocs and its theme Material."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import line, program, words

MKDOCS = Dialect(
    name="mkdocs",
    called="Markdown of mkdocs-material",
    signs=(
        line("admonitions", r"\s*(?:!!!|\?\?\?\+?)\s+[\w-]"),
        line("tabs", r"\s*===[!+]?\s+[\"']"),
        line("blocks between slashes", r"/{3,}\s+[a-z][\w-]*(?:\s*\|.*)?$"),
        line("snippets", r"\s*-+8<-+"),
        program("snippets", r"\s*-+8<-+"),
        words("keys", r"\+\+[a-z][\w+\"-]*\+\+"),
        words("icons", r":(?:material|octicons|fontawesome|simple)-[\w-]+:"),
        words("attributes", r"\{\s+[.#][\w-]+[^{}]*\}"),
        words("marks of edits", r"\{(?:\+\+|--|~~|==|>>).*?(?:\+\+|--|~~|==|<<)\}"),
        line("abbreviations", r"\*\[[^\]]+\]:\s", 1),
    ),
)
