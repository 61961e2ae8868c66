"""Markdown of pandoc."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect, Fenced, Inner
from flaming_horse.writers.dialects.grid_tables import grid_tables
from flaming_horse.writers.dialects.lines import unread
from flaming_horse.writers.dialects.signs import fence, first, line, lines, settings, words
from flaming_horse.writers.dialects.text_commands import text_commands
from flaming_horse.writers.foreign import Block, LeftOut

_CITATIONS = re.compile(r"\[(?:[^\[\]@]*\s)?-?@[A-Za-z0-9][^\[\]]*\](?!\()")
_KEY = re.compile(r"@(?P<name>[A-Za-z]+)(?=[\d_:-])[\w:.#$%&+?<>~/-]*\w(?:\s*\[[^\[\]]*\])?")
_NOTE = re.compile(r"\^\[(?P<words>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]")
_RAW = (r"\\(?:newpage|pagebreak|clearpage|cleardoublepage|tableofcontents|maketitle|appendix"
        r"|bigskip|medskip|smallskip|vfill|noindent|centering|pause|(?:v|h)space\*?\{[^{}]*\}"
        r"|(?:begin|end)\{(?:center|figure|minipage|multicols|columns?|small|flush\w+)\}.*)\s*"
        )  # fmt: skip
_TITLE = re.compile(r"%(?:\s+(?P<words>.*))?")


def _everywhere(md: MarkdownIt) -> None:
    tokens.block(md, "raw_latex", unread(_RAW))
    grid_tables(md)
    text_commands(md)
    tokens.inline(md, "citations", _citations, before="link")
    tokens.inline(md, "inline_note", _inline_note, before="raised")


def _syntax(md: MarkdownIt) -> None:
    md.block.ruler.before("front_matter", "title_block", _title_block)
    tokens.block(md, "caption", _caption)
    tokens.inline(md, "cited_name", _cited_name, before="link")


def _title_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """`% The title`, `% Its authors`, `% A date` at the beginning of a file."""
    if first or state.level or _TITLE.fullmatch(tokens.line_of(state, first)) is None:
        return False
    if silent:
        return True
    fields: list[str] = []
    line = first
    while line < end and not state.isEmpty(line):
        text = tokens.line_of(state, line)
        if match := _TITLE.fullmatch(text):
            fields.append(match["words"] or "")
        elif fields and state.sCount[line] > 0:
            fields[-1] += f" {text.strip()}"
        else:
            break
        line += 1
    values: dict[str, Any] = {"title": fields[0]} if fields and fields[0] else {}
    token = state.push("front_matter", "", 0)
    token.meta, token.map, token.hidden = {"values": values}, [first, line], True
    state.line = line
    return True


def _caption(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """The caption of a table, which is a title and no sentence."""
    del end
    last = state.tokens[-1].type if state.tokens else ""
    text = tokens.line_of(state, first)
    captions = last == "table_close" and re.fullmatch(r"(?:[Tt]able)?:\s.*", text)
    if not captions:
        return False
    return silent or tokens.leave_out(state, "the caption of a table", first, first + 1)


def _citations(state: StateInline, silent: bool) -> bool:
    match = _CITATIONS.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push(tokens.LEFT_OUT, "", 0).content = "references to literature"
    state.pos = match.end()
    return True


def _cited_name(state: StateInline, silent: bool) -> bool:
    """`@leach1940 says`: the key is read as the name in it."""
    match = _KEY.match(state.src, state.pos, state.posMax)
    if match is None or re.search(r"[\w.]$", state.src[: state.pos]):
        return False
    if not silent:
        name = match["name"]
        state.push(tokens.PIECE, "", 0).content = name[:1].upper() + name[1:]
    state.pos = match.end()
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push(tokens.LEFT_OUT, "", 0).content = "footnotes"
    state.pos = match.end()
    return True


def _raw(fence: Fenced, inner: Inner) -> list[Block] | None:
    """A fence in the signs of one sort of page, such as `{=latex}`."""
    del inner
    raw = re.fullmatch(r"\{=(\w+)\}", fence.info)
    return [LeftOut(f"what only {raw[1]} can show", fence.line)] if raw else None


PANDOC = Dialect(
    everywhere=_everywhere,
    syntax=_syntax,
    fence=_raw,
    name="pandoc",
    called="Markdown of pandoc",
    suffixes=(".pandoc", ".pdc"),
    signs=(
        first("a title block", r"% \S"),
        fence("fences with attributes", r"\{[^{}]*\.[A-Za-z][^{}]*\}|\{=\w+\}"),
        words("citations", r"\[(?:[^\[\]]*\s)?-?@[A-Za-z][\w:.#$%&+?<>~/-]*[^\[\]]*\](?![\[(:])"),
        words("notes among words", r"\^\[[^\]]+\]"),
        words("raised or lowered text", r"\w(?:\^[^\s^]+\^(?!\w)|(?<!~)~[^\s~]+~(?!~))", 1),
        words("attributes", r"\{[^{}]*(?:#[\w:-]+|\.\w[\w-]*)[^{}]*\}", 1),
        line("fenced divisions", r":{3,}\s*\{(?!\s*\.(?:callout|panel|column|aside|incremental))"),
        line("fenced divisions", r":{3,}\s*\w+\s*:*$", 1),
        line("tables in a grid", r"\+(?:[-=:]+\+)+\s*"),
        lines("captions", r"\s*$", r"(?:Table)?: \S.*\S$", 1),
        lines("definitions", r"\S.*", r"[:~]\s{1,3}\S", 1),
        line("raw LaTeX", r"\\(?:newpage|pagebreak|clearpage|tableofcontents|begin\{center\})"),
        settings("settings of pandoc", "bibliography", "documentclass", "csl", "geometry",
                 "header-includes", "numbersections", "toc-depth", "link-citations"),
    ),
)  # fmt: skip
