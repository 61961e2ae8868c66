"""Divisions between fences of colons or slashes: `::: warning`, `/// note | Title`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.notes import is_note

_FENCE = re.compile(r"(?P<fence>:{3,}|/{3,})[ \t]*(?P<words>.*?)[ \t]*:*")
_TICKS = re.compile(r"(`{3,}|~{3,})\s*(.*)")
_IMAGE = re.compile(r"image\s[^\n]*?source=\"(?P<file>[^\"]*)\"")
_ALT = re.compile(r"alt-text=\"([^\"]*)\"")
"""A picture on the pages of Microsoft: `:::image source="a.png" alt-text="A":::`."""
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:+-]+)\}(?P<rest>.*)")
_ATTRIBUTES = re.compile(r"\{(?P<inside>[^{}]*)\}")
_TITLE = re.compile(r"\b(?:title|summary|name|label)=(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")
_TABS = {"code-group", "tabs", "tab-set", "panel-tabset", "tabset"}
_UNSEEN = {
    "notes": "", "hidden": "what is hidden on the page", "toc": "a table of contents",
    "content-hidden": "what is hidden on the page", "refs": "references",
}  # fmt: skip
_CALLED_TAB = {"tab", "tab-item"}


def containers(md: MarkdownIt) -> None:
    """Divisions between `:::` or `///`, of all who write them."""
    tokens.block(md, "containers", _container)


def _container(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    match = _FENCE.fullmatch(tokens.line_of(state, first))
    if match is None or (match["fence"].startswith("/") and not match["words"]):
        return False
    if silent:
        return True
    inside_end = _end(state, first, end, match["fence"])
    after = min(inside_end + 1, end)
    lines, inside = (first, after), (first + 1, inside_end)
    words = match["words"]
    if picture := _IMAGE.match(words):
        token = state.push(tokens.PICTURE, "", 0)
        alt = _ALT.search(words)
        token.content, token.info = picture["file"], alt[1] if alt else ""
        token.map = [first, first + 1]
        state.line = first + 1
        return True
    if not words:
        # A fence that opens nothing, such as one that closes another program's division.
        state.line = first + 1
        return True
    if _DIRECTIVE.fullmatch(words):
        token = state.push("fence", "code", 0)
        token.info, token.map, token.markup = words, [first, after], ":::"
        token.content = state.getLines(*inside, state.sCount[first], False) + "\n"
        state.line = after
        return True
    _held(state, words, lines, inside)
    return True


def _end(state: StateBlock, first: int, end: int, fence: str) -> int:
    """The line that closes a division; others may be open in it, and programs stand there."""
    depth, program = 1, ""
    for line in range(first + 1, end):
        written = tokens.line_of(state, line)
        ticks = _TICKS.match(written)
        if program:
            program = "" if ticks and ticks[1].startswith(program) and not ticks[2] else program
            continue
        if ticks:
            program = ticks[1]
            continue
        match = _FENCE.fullmatch(written)
        if match is None or match["fence"][0] != fence[0]:
            continue
        if not _IMAGE.match(match["words"]):
            depth += 1 if match["words"] else -1
        if not depth:
            return line
    return end


def _held(state: StateBlock, words: str, lines: tuple[int, int], inside: tuple[int, int]) -> None:
    kind, title = _kind_and_title(words)
    if kind in _UNSEEN:
        tokens.leave_out(state, _UNSEEN[kind] or "notes to the speaker", *lines)
        return
    if kind in _TABS:
        tokens.hold(state, tokens.TABS, lines, inside)
    elif kind in _CALLED_TAB:
        tokens.hold(state, tokens.TAB, lines, inside).content = title
    elif is_note(kind):
        opening = tokens.hold(state, tokens.NOTE, lines, inside)
        opening.info, opening.content = kind, title
    else:
        tokens.hold(state, tokens.DIVISION, lines, inside)


def _kind_and_title(words: str) -> tuple[str, str]:
    """`warning Mind the edge`, `note | Mind`, `tip[Mind]`, `{.callout-tip title="Mind"}`."""
    given = _TITLE.search(words)
    title = next((part for part in given.groups() if part), "") if given else ""
    attributes = _ATTRIBUTES.search(words)
    bare = _ATTRIBUTES.sub("", words).strip()
    if not bare and attributes:
        classes = re.findall(r"\.([\w-]+)", attributes["inside"])
        known = [name for name in classes if is_note(name) or name in {*_TABS, *_UNSEEN}]
        return (known or classes or [""])[0], title
    kind, rest = re.fullmatch(r"([\w-]*)\s*(.*)", bare, re.DOTALL).groups()  # pyright: ignore[reportOptionalMemberAccess]
    rest = rest.strip()
    if match := re.fullmatch(r"\[(.*)\]", rest) or re.fullmatch(r"\|\s*(.*)", rest):
        rest = match[1]
    return kind.lower(), title or rest.strip("\"'")
