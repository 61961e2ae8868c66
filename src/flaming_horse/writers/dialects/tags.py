"""Tags of templates on lines of their own: Liquid's `{% … %}` and Hugo's `{{< … >}}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.notes import is_note

_TAG = re.compile(
    r"\{(?:%-?|\{[<%])\s*(?P<closing>/|end)?(?P<name>[A-Za-z][\w./-]*)\s*(?P<rest>.*?)\s*"
    r"(?P<alone>/)?(?:[>%]\}|-?%)\}"
)
_ARGUMENT = re.compile(
    r"(?:(?P<name>[\w-]+)\s*=\s*)?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=]+))"
)
_VALUE = re.compile(r"\{\{(?![<%#])-?\s*(?P<inside>[^{}\n]*?)\s*-?\}\}")
_COMMENTS = {"comment"}
_PROGRAMS = {"highlight", "code", "codeblock"}
_PICTURES = {"figure", "image", "img", "picture", "imgproc"}
_TABS, _TAB = {"tabs", "tabpane", "tabbed"}, {"tab", "tabitem"}
_SILENT = {"raw", "assign", "capture", "if", "unless", "else", "elsif", "for", "case", "when",
           "rawhtml", "columns", "column", "row", "steps", "break", "continue"}  # fmt: skip
"""Tags that only steer how a page is made. What stands between them is read."""
_BOXES = {"details", "expand", "collapse", "hint", "notice", "callout", "admonition", "alert",
          "alerts", "blockquote", "spoiler", "accordion", "card", "box", "panel"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `named` its arguments with names, `given` those without."""

    name: str
    closing: bool
    named: dict[str, str]
    given: tuple[str, ...]


def template_tags(md: MarkdownIt) -> None:
    """Tags of Liquid and of Hugo, on lines of their own and among words."""
    tokens.block(md, "template_tags", _block)
    tokens.inline(md, "template_tag", _among_words, before="link")
    tokens.inline(md, "template_value", _value, before="link")


def _tag(match: re.Match[str]) -> Tag:
    named: dict[str, str] = {}
    given: list[str] = []
    for argument in _ARGUMENT.finditer(match["rest"]):
        value = argument["double"] or argument["single"] or argument["bare"] or ""
        if argument["name"]:
            named[argument["name"].lower()] = value
        else:
            given.append(value)
    name = match["name"]
    return Tag(name.lower(), bool(match["closing"]), named, tuple(given))


def _block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    match = _TAG.match(tokens.line_of(state, first))
    if match is None:
        return False
    tag, rest = _tag(match), tokens.line_of(state, first)[match.end() :].strip()
    same_line = rest and re.fullmatch(rf".*?{_closing(tag.name)}", rest)
    if rest and not same_line and not _TAG.fullmatch(rest):
        return False
    if silent:
        return True
    closes = first if same_line else _end(state, first, end, tag)
    lines = (first, min(closes + 1, end))
    inside = (first + 1, closes)
    if closes == end or tag.closing:
        _alone(state, tag, first)
    elif not _paired(state, tag, lines, inside):
        tokens.hold(state, tokens.DIVISION, lines, inside)
    return True


def _closing(name: str) -> str:
    return rf"\{{(?:%-?|\{{[<%])\s*(?:/|end)\s*{re.escape(name)}\s*(?:[>%]\}}|-?%)\}}"


def _end(state: StateBlock, first: int, end: int, tag: Tag) -> int:
    """The line with the tag that closes this one; `end` for none."""
    opens = re.compile(rf"\{{(?:%-?|\{{[<%])\s*{re.escape(tag.name)}\b", re.IGNORECASE)
    closes = re.compile(_closing(tag.name), re.IGNORECASE)
    depth = 1
    for line in range(first + 1, end):
        text = state.src[state.bMarks[line] : state.eMarks[line]]
        depth += len(opens.findall(text)) - len(closes.findall(text))
        if depth <= 0:
            return line
    return end


def _alone(state: StateBlock, tag: Tag, line: int) -> None:
    """A tag that holds nothing: a picture, or something that the site puts there."""
    file = tag.named.get("src") or tag.named.get("image_path") or tag.named.get("url") or ""
    if not file and tag.name in _PICTURES and tag.given:
        file = tag.given[0]
    if file and (tag.name in _PICTURES or tag.name in {"include", "include_relative"}):
        picture = state.push(tokens.PICTURE, "", 0)
        alt = tag.named.get("alt") or tag.named.get("caption") or tag.named.get("title") or ""
        picture.content, picture.info, picture.map = file, alt, [line, line + 1]
        state.line = line + 1
    elif tag.name in _SILENT or tag.closing:
        state.line = line + 1
    else:
        tokens.leave_out(state, f"what the site puts here (`{tag.name}`)", line, line + 1)


def _paired(state: StateBlock, tag: Tag, lines: tuple[int, int], inside: tuple[int, int]) -> bool:
    if tag.name in _COMMENTS:
        state.line = lines[1]
    elif tag.name in _PROGRAMS:
        tokens.program(state, (tag.given or ("",))[0], *lines, inside)
    elif tag.name in _TABS:
        tokens.hold(state, tokens.TABS, lines, inside)
    elif tag.name in _TAB:
        tokens.hold(state, tokens.TAB, lines, inside).content = _title(tag)
    elif tag.name in _BOXES or is_note(tag.name):
        kind = tag.named.get("type") or tag.named.get("class") or ""
        given = [value for value in tag.given if not is_note(value)]
        known = [value for value in tag.given if is_note(value)]
        opening = tokens.hold(state, tokens.NOTE, lines, inside)
        opening.info = kind or (known or [tag.name])[0]
        opening.content = tag.named.get("title") or " ".join(given)
    else:
        return False
    return True


def _title(tag: Tag) -> str:
    named = tag.named
    return named.get("name") or named.get("title") or named.get("header") or " ".join(tag.given)


def _among_words(state: StateInline, silent: bool) -> bool:
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        tag = _tag(match)
        if not tag.closing and tag.name not in _SILENT:
            missing = state.push(tokens.LEFT_OUT, "", 0)
            missing.content, missing.info = f"what the site puts here (`{tag.name}`)", tokens.HOLE
    state.pos = match.end()
    return True


def _value(state: StateInline, silent: bool) -> bool:
    """`{{ site.name }}`: what it stands for is known where the settings name it."""
    match = _VALUE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push(tokens.VALUE, "", 0).content = match["inside"]
    state.pos = match.end()
    return True
