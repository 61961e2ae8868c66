r"""A document's own commands of LaTeX: `\newcommand`, `\def`, `\DeclareMathOperator`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from flaming_horse.writers.dialects import tokens

DEFINITIONS = "macros"
"""The token of lines that hold nothing but definitions."""
_DEFINES = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand)\*?|(?P<operator>DeclareMathOperator)(?P<star>\*?)"
    r"|(?P<pair>DeclarePairedDelimiter)|(?P<def>g?def)|(?P<let>let))(?![a-zA-Z])\s*"
)
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|.)", re.DOTALL)
_LARGEST, _DEEPEST = 20_000, 12
"""Signs of a formula with its commands written out, and how often they are looked for in one
another: one that holds itself ends there."""


@dataclass(frozen=True, slots=True)
class Macro:
    """What a command stands for; `#1` to `#9` in it are its arguments.

    `default` is the first argument where none is given in square brackets.
    """

    arguments: int
    body: str
    default: str | None = None


@dataclass(slots=True)
class Macros:
    """The commands defined so far, by their names with the backslash."""

    known: dict[str, Macro] = field(default_factory=dict[str, Macro])

    def taken_from(self, latex: str) -> str:
        """The formula without its definitions, which hold from here on."""
        rest, at = "", 0
        while match := _DEFINES.search(latex, at):
            rest += latex[at : match.start()]
            end = self._define(latex, match)
            if end is None:
                rest += match[0]
                at = match.end()
            else:
                at = end
        return rest + latex[at:]

    def applied(self, latex: str) -> str:
        """The formula with its definitions taken out and every own command written out."""
        latex = self.taken_from(latex)
        for _ in range(_DEEPEST):
            written = self._once(latex)
            if written == latex or len(written) > _LARGEST:
                break
            latex = written
        return latex

    def _once(self, latex: str) -> str:
        found, at = "", 0
        while len(found) <= _LARGEST and (match := _COMMAND.search(latex, at)):
            found += latex[at : match.start()]
            macro = self.known.get(match[0])
            if macro is None:
                found += match[0]
                at = match.end()
                continue
            body, at = _written_out(macro, latex, match.end())
            follows = latex[at : at + 1]
            # A command of letters must not run into the letter after it.
            apart = re.search(r"\\[a-zA-Z]+$", body) and follows.isalpha()
            found += f"{body} " if apart else body
        return found + latex[at:]

    def _define(self, latex: str, match: re.Match[str]) -> int | None:
        """Take one definition; where it ends, or None for one that is not whole."""
        named = _group(latex, match.end()) or _command(latex, match.end())
        if named is None or not _COMMAND.fullmatch(named[0].strip()):
            return None
        name, at = named[0].strip(), named[1]
        if match["let"]:
            return self._let(name, latex, at)
        if match["def"]:
            return self._def(name, latex, at)
        if match["pair"]:
            return self._pair(name, latex, at)
        return self._new(name, latex, at, match)

    def _new(self, name: str, latex: str, at: int, match: re.Match[str]) -> int | None:
        count, default = 0, None
        if match["new"] and (option := _option(latex, at)):
            count, at = int(option[0]) if option[0].strip().isdigit() else 0, option[1]
            if count and (option := _option(latex, at)):
                default, at = option
        body = _group(latex, at) or _command(latex, at)
        if body is None:
            return None
        text = body[0]
        if match["operator"]:
            text = rf"\operatorname{match['star']}{{{text}}}"
        self.known[name] = Macro(count, text, default)
        return body[1]

    def _def(self, name: str, latex: str, at: int) -> int | None:
        head = re.compile(r"\s*((?:#\d\s*)*)").match(latex, at)
        body = _group(latex, head.end()) if head else None
        if head is None or body is None:
            return None
        self.known[name] = Macro(head[1].count("#"), body[0])
        return body[1]

    def _let(self, name: str, latex: str, at: int) -> int | None:
        match = re.compile(r"\s*=?\s*(\\[a-zA-Z]+|\S)").match(latex, at)
        if match is None:
            return None
        self.known[name] = self.known.get(match[1], Macro(0, match[1]))
        return match.end()

    def _pair(self, name: str, latex: str, at: int) -> int | None:
        left = _group(latex, at) or _command(latex, at)
        right = (_group(latex, left[1]) or _command(latex, left[1])) if left else None
        if left is None or right is None:
            return None
        self.known[name] = Macro(1, rf"\left{left[0]} #1 \right{right[0]}")
        return right[1]


def _written_out(macro: Macro, latex: str, at: int) -> tuple[str, int]:
    """What a command stands for with its arguments, and where they end."""
    given: list[str] = []
    if macro.default is not None:
        option = _option(latex, at)
        given.append(option[0] if option else macro.default)
        at = option[1] if option else at
    while len(given) < macro.arguments:
        argument = _group(latex, at) or _command(latex, at) or _sign(latex, at)
        if argument is None:
            break
        given.append(argument[0])
        at = argument[1]
    body = re.sub(
        r"#(\d)",
        lambda m: given[int(m[1]) - 1] if 0 < int(m[1]) <= len(given) else "",
        macro.body,
    )
    return body, at


def _group(latex: str, at: int) -> tuple[str, int] | None:
    """What stands in curly brackets from here on, and where they close."""
    start = re.compile(r"\s*\{").match(latex, at)
    if start is None:
        return None
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(latex, start.end() - 1):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return latex[start.end() : match.start()], match.end()
    return None


def _option(latex: str, at: int) -> tuple[str, int] | None:
    match = re.compile(r"\s*\[([^\[\]]*)\]").match(latex, at)
    return (match[1], match.end()) if match else None


def _command(latex: str, at: int) -> tuple[str, int] | None:
    match = re.compile(r"\s*(\\(?:[a-zA-Z]+|[^\s]))").match(latex, at)
    return (match[1], match.end()) if match else None


def _sign(latex: str, at: int) -> tuple[str, int] | None:
    match = re.compile(r"\s*([^\s{}\\])").match(latex, at)
    return (match[1], match.end()) if match else None


def definitions(md: MarkdownIt) -> None:
    """Lines outside of dollars that hold nothing but definitions."""
    tokens.block(md, DEFINITIONS, _lines)


def _lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    if _DEFINES.match(tokens.line_of(state, first)) is None:
        return False
    line, text, found = first, "", Macros()
    while line < end and not state.isEmpty(line):
        text += state.getLines(line, line + 1, state.blkIndent, False) + "\n"
        line += 1
        if not found.taken_from(text).strip() and (
            line >= end or _DEFINES.match(tokens.line_of(state, line)) is None
        ):
            break
    if found.taken_from(text).strip():
        return False
    if not silent:
        token = state.push(DEFINITIONS, "", 0)
        token.content, token.map = text, [first, line]
        state.line = line
    return True
