"""Markdown of pandoc."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import fence, first, line, lines, settings, words

PANDOC = Dialect(
    name="pandoc",
    called="Markdown of pandoc",
    suffixes=(".pandoc", ".pdc"),
    signs=(
        first("a title block", r"% \S"),
        fence("fences with attributes", r"\{[^{}]*\.[A-Za-z][^{}]*\}|\{=\w+\}"),
        words("citations", r"\[(?:[^\]]*\s)?-?@[A-Za-z][\w:.#$%&+?<>~/-]*[^\]]*\]"),
        words("notes among words", r"\^\[[^\]]+\]"),
        words("raised text", r"\w\^[^\s^]+\^(?!\w)", 1),
        words("lowered text", r"\w(?<!~)~[^\s~]+~(?!~)", 1),
        words("attributes", r"\{[^{}]*(?:#[\w:-]+|\.\w[\w-]*)[^{}]*\}", 1),
        line("fenced divisions", r":{3,}\s*\{(?!\s*\.(?:callout|panel|column|aside|incremental))"),
        line("fenced divisions", r":{3,}\s*\w+\s*:*$", 1),
        lines("captions", r"\s*$", r"(?:Table)?: \S.*\S$", 1),
        lines("definitions", r"\S.*", r"[:~]\s{1,3}\S", 1),
        line("raw LaTeX", r"\\(?:newpage|pagebreak|clearpage|tableofcontents|begin\{center\})"),
        settings("settings of pandoc", "bibliography", "documentclass", "csl", "geometry",
                 "header-includes", "numbersections", "toc-depth", "link-citations"),
    ),
)  # fmt: skip
