"""MDX: Markdown with JSX."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import line, words

_MODULE = re.compile(
    r"import\s+(?:[\w$*{][^'\"\n]*\sfrom\s+)?['\"][^'\"\n]+['\"];?\s*|import\s+\{\s*"
    r"|export\s+(?:const|let|default|function|async|type|interface)\b.*"
)
_PROPERTY = re.compile(r"\{(?:props|frontMatter|metadata|siteConfig)\.[\w.]+\}")
_COMMENT = re.compile(r"\{\s*/\*.*?\*/\s*\}", re.DOTALL)
_VALUE = re.compile(r"\{(?![%{#.:])[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}")
_TAG = re.compile(
    r"<(?P<closing>/)?(?P<name>[A-Z][\w.]*)(?P<rest>(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'"
    r"|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}))?|\s*\{\.\.\.[^{}]*\})*)\s*(?P<alone>/)?>",
    re.DOTALL,
)
_GIVEN = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TABS = {"Tabs": tokens.TABS, "CodeGroup": tokens.TABS, "TabItem": tokens.TAB, "Tab": tokens.TAB}
_BOXES = {"Note", "Tip", "Warning", "Info", "Caution", "Danger", "Callout", "Admonition", "Aside",
          "Details", "Accordion", "Card", "Check"}  # fmt: skip
MODULES = "a program of the page"


def _everywhere(md: MarkdownIt) -> None:
    tokens.block(md, "jsx", _component)
    tokens.inline(md, "mdx_property", _inline(_PROPERTY, "a value that a program computes"), "link")
    tokens.inline(md, "mdx_comment", _inline(_COMMENT, ""), "link")


def syntax(md: MarkdownIt) -> None:
    """What only documents with programs in them mean: MDX, and Docusaurus."""
    tokens.block(md, "mdx_module", _module)
    tokens.inline(md, "mdx_value", _inline(_VALUE, "a value that a program computes"), "link")
    tokens.inline(md, "jsx_inline", _inline(_TAG, ""), "html_inline")


def _inline(pattern: re.Pattern[str], what: str) -> tokens.InlineRule:
    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None:
            return False
        if what and not silent:
            value = state.push(tokens.LEFT_OUT, "", 0)
            value.content, value.info = what, tokens.HOLE
        state.pos = match.end()
        return True

    return rule


def _module(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Imports and exports, up to the next empty line."""
    if _MODULE.match(tokens.line_of(state, first)) is None:
        return False
    if silent:
        return True
    line = first + 1
    while line < end and not state.isEmpty(line):
        line += 1
    return tokens.leave_out(state, MODULES, first, line)


def _component(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A component of its own lines: its tags are not read, what stands between them is."""
    start = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or state.src[start : start + 1] != "<":
        return False
    match = _TAG.match(state.src, start, state.eMarks[end - 1])
    if match is None:
        return False
    last = first + state.src.count("\n", start, match.end())
    rest = state.src[match.end() : state.eMarks[last]].strip()
    same = re.fullmatch(rf"(.*?)</{re.escape(match['name'])}>", rest)
    if rest and not same:
        return False
    if silent:
        return True
    name = match["name"]
    if match["alone"] or match["closing"] or same:
        if not match["closing"]:
            tokens.leave_out(state, f"a component of the page (`{name}`)", first, last + 1)
        state.line = last + 1
        return True
    closes = _closing(state, name, last + 1, end)
    _hold(state, match, (first, min(closes + 1, end)), (last + 1, closes))
    return True


def _closing(state: StateBlock, name: str, first: int, end: int) -> int:
    depth = 1
    opens, closes = re.compile(rf"<{re.escape(name)}(?=[\s>])"), f"</{name}>"
    for number in range(first, end):
        text = state.src[state.bMarks[number] : state.eMarks[number]]
        alone = len(re.findall(rf"<{re.escape(name)}\b[^<>]*/>", text))
        depth += len(opens.findall(text)) - alone - text.count(closes)
        if depth <= 0:
            return number
    return end


def _hold(
    state: StateBlock, tag: re.Match[str], lines: tuple[int, int], inside: tuple[int, int]
) -> None:
    name = tag["name"]
    given = {m[1].lower(): m[2] or m[3] or "" for m in _GIVEN.finditer(tag["rest"])}
    title = given.get("label") or given.get("title") or given.get("summary") or ""
    if name in _TABS:
        label = title or given.get("value", "")
        tokens.hold_at_margin(state, _TABS[name], lines, inside).content = label
    elif name in _BOXES:
        opening = tokens.hold_at_margin(state, tokens.NOTE, lines, inside)
        opening.info, opening.content = given.get("type") or name.lower(), title
    else:
        tokens.hold_at_margin(state, tokens.DIVISION, lines, inside)


MDX = Dialect(
    everywhere=_everywhere,
    syntax=syntax,
    name="mdx",
    called="MDX",
    suffixes=(".mdx",),
    signs=(
        line("imports", r"import\s+(?:[\w{*][^;]*\sfrom\s+)?['\"][^'\"]+['\"];?\s*$"),
        line("exports", r"export\s+(?:const|default|function|let|async)\b"),
        words("values", r"\{(?:props|frontMatter)\.[\w.]+\}"),
        words("comments", r"\{/\*.*?\*/\}"),
        line("components", r"\s*</?[A-Z]\w*(?:\s[^<>]*)?/?>", 1),
        words("attributes of components", r"<[A-Z]\w*[^<>]*=\{"),
    ),
)
