"""Markdown of VitePress."""

from __future__ import annotations

from markdown_it import MarkdownIt

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.lines import unread
from flaming_horse.writers.dialects.signs import fence, line, program, settings, words

_PROGRAM = r"<<<\s+\S.*"
_CONTENTS = r"\[\[toc\]\]\s*|\[TOC\]\s*|\[toc\]\s*"


def _everywhere(md: MarkdownIt) -> None:
    tokens.block(md, "site_program", unread(_PROGRAM, "a program from another file"))
    tokens.block(md, "site_contents", unread(_CONTENTS))


VITEPRESS = Dialect(
    everywhere=_everywhere,
    name="vitepress",
    called="Markdown of VitePress",
    signs=(
        line("groups of programs", r":{3,}\s*code-group"),
        line("notes", r":{3,}\s*(?:tip|info|warning|danger|details|raw)\b"),
        fence("lit lines", r"[\w-]+(?::[\w=-]+)?\s*\{[\d,\s-]+\}", 1),
        fence("numbered lines", r"[\w-]+:(?:no-)?line-numbers"),
        program("marks of lines", r".*(?://|#|--|<!--)\s*\[!code [^\]]+\]"),
        line("programs of the site", r"<<<\s+[@./]"),
        line("a table of contents", r"\[\[toc\]\]\s*$"),
        words("expressions of Vue", r"\{\{[^{}]+\}\}", 1),
        settings("settings of VitePress", "outline", "lastUpdated", "editLink", "hero", "features",
                 "aside", "prev", "next"),
    ),
)  # fmt: skip
