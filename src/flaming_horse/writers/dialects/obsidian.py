"""Markdown of Obsidian."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import fence, line, settings, words

OBSIDIAN = Dialect(
    name="obsidian",
    called="Markdown of Obsidian",
    signs=(
        words("embedded notes", r"!\[\[[^\]\n]+\]\]"),
        words("links between notes", r"(?<!!)\[\[(?!toc\]\])[^\[\]\n]+\]\](?!\()"),
        words("marked words", r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?!=)"),
        words("comments", r"(?<!\S)%%(?!%)", 1),
        line("callouts", r"\s*>\s*\[!\w[\w-]*\][+-]"),
        line("callouts", r"\s*>\s*\[!(?!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])\w[\w-]*\]"),
        line("callouts", r"\s*>\s*\[!\w[\w-]*\][ \t]+\S", 1),
        words("ids of blocks", r"(?:^|\s)\^[a-z0-9-]{3,}\s*$", 1),
        words("tags", r"(?:^|\s)#[a-zA-Z][\w/-]*(?=\s|$)", 1),
        fence("queries", r"dataview(?:js)?\b|tasks\b|query\b"),
        settings("settings of Obsidian", "cssclass", "cssclasses"),
    ),
)  # fmt: skip
