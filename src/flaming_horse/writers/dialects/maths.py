r"""Formulas that stand in other signs than our dollars: `\(…\)`, `\[…\]`, `$ x $`, `$`x`$`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.formulas import is_formula

_TICKED = re.compile(r"\$(`+)(?!`)(.+?)(?<!`)\1\$", re.DOTALL)
_ROUND = re.compile(r"(\\{1,2})\((.+?)\1\)", re.DOTALL)
_SQUARE = re.compile(r"(\\{1,2})\[(.+?)\1\]", re.DOTALL)
_SPACED = re.compile(r"\$(?!\$)([^$]+?)\$(?![\d$])")
_ESCAPED = re.compile(r"(?<!\\)\\([_|*<>])")
_OPENS = re.compile(r"\\{1,2}\[")


def formulas(md: MarkdownIt) -> None:
    """Formulas in the signs of GitHub, of LaTeX, and of Jupyter."""
    tokens.inline(md, "ticked_math", _ticked, before="math_inline")
    tokens.inline(md, "bracket_math", _brackets, before="math_inline")
    # Behind the rule that reads dollars without blanks, before the one for escapes.
    tokens.inline(md, "spaced_math", _spaced)
    tokens.block(md, "bracket_math_block", _block)


def _push(state: StateInline, latex: str, markup: str, end: int, *, silent: bool) -> bool:
    if not silent:
        display = "_double" if markup.endswith("[") else ""
        token = state.push(f"math_inline{display}", "math", 0)
        token.content, token.markup = latex, markup
    state.pos = end
    return True


def _ticked(state: StateInline, silent: bool) -> bool:
    match = _TICKED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    return _push(state, match[2], "$", match.end(), silent=silent)


def _brackets(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\\":
        return False
    for pattern, markup in ((_ROUND, "\\("), (_SQUARE, "\\[")):
        match = pattern.match(state.src, state.pos, state.posMax)
        latex = _unescaped(match) if match else ""
        if match and is_formula(latex):
            return _push(state, latex, markup, match.end(), silent=silent)
    return False


def _unescaped(match: re.Match[str]) -> str:
    r"""The formula between brackets. Behind two backslashes Markdown takes `\_` for `_`."""
    latex = match[2].strip()
    return _ESCAPED.sub(r"\1", latex) if len(match[1]) == 2 else latex


def _spaced(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$" or state.src[state.pos - 1 : state.pos].isdigit():
        return False
    match = _SPACED.match(state.src, state.pos, state.posMax)
    if match is None or not match[1].strip() or not is_formula(match[1]):
        return False
    return _push(state, match[1].strip(), "$", match.end(), silent=silent)


def _block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    r"""A formula between `\[` and `\]`, over as many lines as it has."""
    opening = _OPENS.match(tokens.line_of(state, first))
    if opening is None:
        return False
    closing = opening[0].replace("[", "]")
    for line in range(first, end):
        text = tokens.line_of(state, line)
        if line > first and not text.strip():
            return False
        if text.rstrip().endswith(closing):
            break
    else:
        return False
    content = state.getLines(first, line + 1, state.blkIndent, False).strip()
    latex = content[len(opening[0]) : -len(closing)]
    if closing in latex or not is_formula(latex):
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content, token.map = latex.strip(), [first, line + 1]
        state.line = line + 1
    return True
