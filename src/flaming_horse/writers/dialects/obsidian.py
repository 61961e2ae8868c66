"""Markdown of Obsidian."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect, Fenced, Inner
from flaming_horse.writers.dialects.lines import unread_until
from flaming_horse.writers.dialects.signs import fence, line, settings, words
from flaming_horse.writers.foreign import Block, LeftOut

_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_TAG = re.compile(r"#[A-Za-z][\w/-]*(?=[\s.,;:!?)]|$)")
_BLOCK = re.compile(r"\^[A-Za-z0-9-]+\s*(?=\n|$)")
_QUERIES = {"dataview", "dataviewjs", "tasks", "query", "base", "button", "meta-bind"}


def _syntax(md: MarkdownIt) -> None:
    tokens.block(md, "obsidian_comment", unread_until(r"%%", r"%%"))
    for name, pattern in (("comment", _COMMENT), ("tag", _TAG), ("block_id", _BLOCK)):
        tokens.inline(md, f"obsidian_{name}", _unread(pattern), before="link")


def _unread(pattern: re.Pattern[str]) -> tokens.InlineRule:
    """A rule for what stands apart among words and is not read."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None or (state.pos and not state.src[state.pos - 1].isspace()):
            return False
        del silent
        state.pos = match.end()
        return True

    return rule


def _query(fence: Fenced, inner: Inner) -> list[Block] | None:
    del inner
    word = fence.info.split(" ", 1)[0].lower()
    return [LeftOut("a query of notes", fence.line)] if word in _QUERIES else None


OBSIDIAN = Dialect(
    syntax=_syntax,
    own_fence=_query,
    name="obsidian",
    called="Markdown of Obsidian",
    signs=(
        words("embedded notes", r"!\[\[[^\]\n]+\]\]"),
        words("links between notes", r"(?<!!)\[\[(?!toc\]\])[^\[\]\n]+\]\](?!\()"),
        words("marked words", r"(?<![=\w])==[^\s=](?:[^=\n]*[^\s=])?==(?!=)", 1),
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
