"""Markdown of Docusaurus."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.mdx import syntax
from flaming_horse.writers.dialects.signs import fence, line, program, settings

DOCUSAURUS = Dialect(
    syntax=syntax,
    name="docusaurus",
    called="Markdown of Docusaurus",
    signs=(
        line("notes", r":{3,}(?:note|tip|info|caution|warning|danger)\[.*\]"),
        line("notes", r":{3,}\s*(?:note|caution)\b(?!\s*:)"),
        line("tabs", r"\s*<(?:Tabs|TabItem|CodeBlock|DocCardList|Admonition)\b"),
        line("imports of the site", r"import .+ from ['\"]@(?:theme|site|docusaurus)"),
        fence("titles of programs", r"[\w-]+\s.*\btitle=", 1),
        fence("programs that run", r"\w+ live\b", 1),
        program("marks of lines", r"\s*(?://|#|/\*|<!--|\{/\*)\s*highlight-(?:next-line|start)"),
        settings("settings of Docusaurus", "sidebar_position", "sidebar_label", "hide_title",
                 "pagination_next", "pagination_prev", "custom_edit_url", "displayed_sidebar",
                 weight=2),
    ),
)  # fmt: skip
