"""Markdown of mkdocs and its theme Material."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import marks, tokens
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import line, program, words

_TAB = re.compile(r"===[!+]?\s+(?P<quote>[\"'])(?P<label>.*)(?P=quote)\s*")
_NOTE = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?P<kind>[\w-]+)(?:\s+(?P<title>\S.*?))?\s*")
_CLASSES = re.compile(r"[^\"]+(?=\".*\"$)")
_SNIPPET = re.compile(r"-+8<-+.*")
_ABBREVIATION = re.compile(r"\*\[[^\]]+\]:\s.*")
_EDIT = re.compile(r"\{(?:\+\+(?P<new>.*?)\+\+|--(?P<old>.*?)--|>>.*?<<|==(?P<lit>.*?)=="
                   r"|~~(?P<from>.*?)~>(?P<to>.*?)~~)\}", re.DOTALL)  # fmt: skip
_TARGET = re.compile(r"\[(?P<name>[\w.:-]*)\]")
_INDENT = 4


def _everywhere(md: MarkdownIt) -> None:
    tokens.block(md, "admonition", _admonition)
    tokens.block(md, "content_tabs", _tabs)
    tokens.block(md, "snippet", _snippet)
    tokens.inline(md, "missing_reference", _missing_reference, before="link")


def _syntax(md: MarkdownIt) -> None:
    tokens.block(md, "abbreviation", _abbreviation)
    tokens.inline(md, "edits", _edits, before="link")
    tokens.inline(md, "cross_reference", _cross_reference, before="link")
    marks.keys(md)


def _admonition(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A note. It holds all lines that stand further in, whatever empty lines are between them."""
    match = _NOTE.fullmatch(tokens.line_of(state, first))
    if match is None:
        return False
    if not silent:
        closes = tokens.end_of_indented(state, first, end, _INDENT)
        inside = (first + 1, closes)
        held = tokens.hold_indented(state, "admonition", (first, closes), inside, _INDENT)
        held.content = _CLASSES.sub("", match["title"] or "")
        held.meta = {"tag": match["kind"].lower()}
    return True


def _tabs(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Tabs that stand one after the other are one group of them."""
    if _TAB.fullmatch(tokens.line_of(state, first)) is None:
        return False
    if silent:
        return True
    group = state.push(f"{tokens.TABS}_open", "div", 1)
    line = first
    while line < end and (match := _TAB.fullmatch(tokens.line_of(state, line))):
        closes = tokens.end_of_indented(state, line, end, _INDENT)
        inside = (line + 1, closes)
        held = tokens.hold_indented(state, tokens.TAB, (line, closes), inside, _INDENT)
        held.content = match["label"]
        line = closes
        while line < end and state.isEmpty(line):
            line += 1
    group.map = [first, line]
    state.push(f"{tokens.TABS}_close", "div", -1)
    state.line = line
    return True


def _snippet(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    del end
    if _SNIPPET.fullmatch(tokens.line_of(state, first)) is None:
        return False
    return silent or tokens.leave_out(state, "a part of another file", first, first + 1)


def _abbreviation(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    del end
    if _ABBREVIATION.fullmatch(tokens.line_of(state, first)) is None:
        return False
    if not silent:
        state.line = first + 1
    return True


def _edits(state: StateInline, silent: bool) -> bool:
    """What an edit puts there is read; what it takes away, and what it says, is not."""
    match = _EDIT.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        kept = match["new"] or match["lit"] or match["to"] or ""
        if match["old"] or match["from"]:
            state.push(tokens.LEFT_OUT, "", 0).content = "struck words"
        state.push(tokens.PIECE, "", 0).content = kept
    state.pos = match.end()
    return True


def _missing_reference(state: StateInline, silent: bool) -> bool:
    """The same where words, or code, stand before a label that no line defines."""
    closes = state.src.find("][", state.pos)
    said = state.src[state.pos : closes] if closes > 0 else ""
    named = re.search(r"[ `]", said) or state.src.startswith("[]", closes + 1)
    return bool(named) and _cross_reference(state, silent)


def _cross_reference(state: StateInline, silent: bool) -> bool:
    """A link to a name that the site looks up: `[the field][pkg.Field]`, `[`Field`][]`."""
    if state.src[state.pos] != "[" or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    closes = parseLinkLabel(state, state.pos)
    target = _TARGET.match(state.src, closes + 1, state.posMax) if closes > 0 else None
    if target is None:
        return False
    label = target["name"] or state.src[state.pos + 1 : closes]
    if normalizeReference(label) in state.env.get("references", {}):
        return False
    if not silent:
        end, state.posMax = state.posMax, closes
        state.pos += 1
        state.push("link_open", "a", 1).attrs = {"href": label}
        state.md.inline.tokenize(state)
        state.push("link_close", "a", -1)
        state.posMax = end
    state.pos = target.end()
    return True


MKDOCS = Dialect(
    everywhere=_everywhere,
    syntax=_syntax,
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
