r"""Commands of LaTeX around words, as slides for beamer have them: `\textbf{so}`, `\emph{so}`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens

_COMMAND = re.compile(
    r"\\(?P<name>textbf|textit|textsl|emph|texttt|underline|textsc|textsf|textrm|alert|structure)"
    r"(?:<[^<>{}]*>)?\{|\\(?P<colour>textcolor|colorbox)\{[^{}]*\}\{"
)
_STYLES = {"textbf": "strong", "alert": "strong", "structure": "strong", "textit": "em",
           "textsl": "em", "emph": "em"}  # fmt: skip
_SIGN = re.compile(r"\\([#$%&_{}])")


def text_commands(md: MarkdownIt) -> None:
    """Have commands around words read as emphasis, as code, or as the words alone."""
    tokens.inline(md, "text_commands", _text_command)


def _text_command(state: StateInline, silent: bool) -> bool:
    match = _COMMAND.match(state.src, state.pos, state.posMax)
    end = _end_of_group(state.src, match.end(), state.posMax) if match else -1
    if match is None or end < 0:
        return False
    if not silent:
        name = match["name"]
        if name == "texttt":
            words = _SIGN.sub(r"\1", state.src[match.end() : end])
            state.push("code_inline", "code", 0).content = words.strip()
        else:
            _styled(state, _STYLES.get(name or ""), match.end(), end)
    state.pos = end + 1
    return True


def _styled(state: StateInline, style: str | None, first: int, end: int) -> None:
    if style:
        state.push(f"{style}_open", style, 1)
    most = state.posMax
    state.pos, state.posMax = first, end
    state.md.inline.tokenize(state)
    state.posMax = most
    if style:
        state.push(f"{style}_close", style, -1)


def _end_of_group(text: str, at: int, most: int) -> int:
    """Where the brace that was opened before `at` is closed; -1 where it is not."""
    depth = 1
    while at < most:
        sign = text[at]
        if sign == "\\":
            at += 1
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if not depth:
            return at
        at += 1
    return -1
