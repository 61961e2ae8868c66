"""Markdown as storyboards use it, with the place of every inline token."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from flaming_horse.errors import Place
from flaming_horse.storyboard.limits import marks_of, refuse_long, refuse_marks, yaml_marks_of
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import FORMULA

_ATTRIBUTES = re.compile(r'\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}', re.DOTALL)


class _PlacedState(StateInline):
    """Notes in each token's meta where in the content it stands: `at`."""

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it-py's name
        length = len(self.pending)
        token = super().pushPending()
        token.meta["at"] = max(0, self.pos - length)
        return token


class _PlacedInline(ParserInline):
    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def top_level(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of one block after another; what a block holds is among its own."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def markdown_parser() -> MarkdownIt:
    """A parser of the storyboard's Markdown: CommonMark, tables, maths in dollars, attributes.

    `attrs_block` tokens are left in place: the reader needs their lines. Escapes stay tokens of
    their own (`text_special`), so that an escaped bracket is told from a forgotten one.
    """
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 100})
    md.inline = _PlacedInline()
    md.enable("table")
    md.use(front_matter_plugin)
    md.use(formulas_plugin)
    md.use(attrs_plugin, after=("image",))
    md.inline.ruler.after("link", "span", _span)
    md.use(attrs_block_plugin)
    # The plugin's second "attr" core rule would merge the attributes into the next block.
    md.core.ruler.disable(["attr", "text_join"])
    md.core.ruler.after("block", "limits", _limit_script)
    return md


def formulas_plugin(md: MarkdownIt) -> None:
    """Formulas in dollars: displayed ones as the plugin reads them, those among words as we do.

    The plugin's own rule looks before the first sign of a text at its last one.
    """
    md.use(dollarmath_plugin, allow_digits=False, allow_space=False)
    md.inline.ruler.at("math_inline", _formula)


def limit_paragraphs(state: StateCore) -> None:
    """Refuse paragraphs that are too long before their words are looked at; places have no file."""
    refuse_marks(_marks(state.tokens, yaml=False))


def _limit_script(state: StateCore) -> None:
    """As `limit_paragraphs`, and the YAML of visuals and settings with them."""
    refuse_marks(_marks(state.tokens, yaml=True))


def _marks(tokens: list[Token], *, yaml: bool) -> Iterator[tuple[int, Place]]:
    for token in tokens:
        place = Place("", (token.map or [0])[0] + 1, 1)
        if token.type == "inline":
            refuse_long(token.content, place)
            yield marks_of(token.content), place
        elif yaml and _is_yaml(token):
            yield yaml_marks_of(token.content), place


def _is_yaml(token: Token) -> bool:
    named = KINDS.get(re.split(r"[\s{]", token.info.strip(), maxsplit=1)[0])
    settings = token.type == "front_matter"
    return settings or (token.type == "fence" and named is not None and named.model is not None)


def _formula(state: StateInline, silent: bool) -> bool:
    match = FORMULA.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        wide, latex = match["wide"], match["latex"]
        token = state.push("math_inline_double" if wide else "math_inline", "math", 0)
        token.content, token.markup = wide or latex, "$$" if wide else "$"
    state.pos = match.end()
    return True


def _span(state: StateInline, silent: bool) -> bool:
    """A bracketed span with attributes, as in Djot: `[words]{show="list.item(1)"}`.

    The plugin's own rule takes no curly brackets in a quoted value, and formulas have them; what
    stands in the attributes is read, and judged, by `attributes.parse_attributes`.
    """
    if state.src[state.pos] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if label_end < 0:
        return False
    match = _ATTRIBUTES.match(state.src, label_end + 1, state.posMax)
    if match is None:
        return False
    if not silent:
        maximum = state.posMax
        state.pos += 1
        state.posMax = label_end
        state.push("span_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = maximum
    state.pos = match.end()
    return True
