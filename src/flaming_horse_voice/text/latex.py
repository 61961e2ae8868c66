"""LaTeX formulas as a tree: just enough structure to say them.

The grammar is TeX's own: braces group, `_` and `^` bind to the atom before them, commands take
their arguments. What has no sound (spacing, sizes, colours) is dropped here.
"""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words
# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table
# ruff: noqa: S105 - a token is a sign of a formula here, not a secret

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from flaming_horse_voice.errors import WrongInput


@dataclass(frozen=True, slots=True)
class Atom:
    r"""A letter, a number, an operator or a command (`\alpha`)."""

    sign: str


@dataclass(frozen=True, slots=True)
class Words:
    r"""Ordinary text inside a formula (`\text{if}`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other; `fence` are the brackets around them, "" for bare braces."""

    parts: tuple[Node, ...]
    fence: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    r"""A command with its arguments: `\frac`, `\sqrt`, accents, fonts."""

    name: str
    arguments: tuple[Node, ...]
    option: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripted:
    """An atom with something below or above it."""

    base: Node
    below: Node | None
    above: Node | None


@dataclass(frozen=True, slots=True)
class Grid:
    """An environment of rows and columns: matrices, cases, aligned steps."""

    name: str
    rows: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Atom | Words | Sequence | Command | Scripted | Grid

EMPTY = Sequence(())
_TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[a-zA-Z]+\*?)\}|\\end\s*\{(?P<end>[a-zA-Z]+\*?)\}"
    r"|(?P<command>\\(?:[a-zA-Z]+\*?|.))|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)|(?P<sign>\S)",
    re.DOTALL,
)
_ONE_ARGUMENT = frozenset(
    "vec hat bar dot ddot tilde overline underline widehat widetilde mathbb mathbf mathcal mathit "
    "mathsf mathfrak mathscr boldsymbol bm boxed overbrace underbrace cancel overrightarrow "
    "pmod phantom".split()
)
_TWO_ARGUMENTS = frozenset("frac dfrac tfrac cfrac binom dbinom stackrel overset underset".split())
_TEXT = frozenset("text textbf textit textrm mathrm operatorname operatorname* mbox".split())
_SILENT = frozenset(
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr middle displaystyle textstyle "
    "limits nolimits , ; : ! > quad nonumber notag hline hfill".split()
) | {" ", "\n"}
_OPEN = {"(": ")", "[": "]", "\\{": "\\}", "\\langle": "\\rangle", "\\lfloor": "\\rfloor"} | {
    "\\lceil": "\\rceil"
}


def parse(latex: str) -> Sequence:
    """The tree of a formula. Raises WrongInput where braces or environments do not match."""
    reader = _Reader(latex)
    parts = reader.until(frozenset())
    return Sequence(parts)


class _Reader:
    """One pass over the tokens of a formula."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._tokens = list(_TOKEN.finditer(latex))
        self._next = 0

    def _peek(self) -> str:
        if self._next >= len(self._tokens):
            return ""
        return self._tokens[self._next].group()

    def _fail(self, what: str) -> WrongInput:
        return WrongInput(
            f"the formula ${self._latex}$ cannot be read aloud: {what}",
            remedy="mend the formula, or give its words with say",
        )

    def until(self, stops: frozenset[str]) -> tuple[Node, ...]:
        """Nodes up to one of `stops` (which is left standing) or the end."""
        parts: list[Node] = []
        while (token := self._peek()) and token not in stops:
            if token in {"}", "&", "\\\\"} or token.startswith("\\end"):
                if token in {"&", "\\\\"} and not stops:
                    self._next += 1  # alignment outside an environment has no sound
                    continue
                if token == "}" or token.startswith("\\end"):
                    if stops:
                        break
                    raise self._fail(f"{token} closes nothing")
                break
            node = self._scripted()
            if node is not None:
                parts.append(node)
        return tuple(parts)

    def _scripted(self) -> Node | None:
        base: Node | None = EMPTY if self._peek() in {"_", "^"} else self._atom()
        if base is None:
            return None
        below: Node | None = None
        above: Node | None = None
        primes = 0
        while (sign := self._peek()) in {"_", "^", "'", "\\limits", "\\nolimits"}:
            self._next += 1
            if sign == "'":
                primes += 1
            elif sign == "_":
                below = self._argument()
            elif sign == "^":
                above = self._argument()
        if primes:
            base = Command("prime", (base, Atom(str(primes))))
        if below is None and above is None:
            return base
        return Scripted(base, below, above)

    def _argument(self) -> Node:
        while self._peek().startswith("\\") and self._peek()[1:] in _SILENT:
            self._next += 1
        node = self._atom(argument=True) if self._peek() else None
        if node is None:
            raise self._fail("something is missing at its end")
        return node

    def _atom(self, *, argument: bool = False) -> Node | None:
        match = self._tokens[self._next]
        token = match.group()
        self._next += 1
        if match["begin"]:
            return self._grid(match["begin"])
        if token == "{":
            return self._closed("}", "")
        if token in _OPEN and not argument:
            return self._bracketed(token)
        if match["command"]:
            return self._command(token[1:])
        if match["number"] and argument:
            # `x^10` is x to the one, then a zero: scripts take one token
            return self._first_digit(token)
        return Atom(token)

    def _first_digit(self, token: str) -> Node:
        if len(token) > 1:
            self._next -= 1
            start = self._tokens[self._next].start() + 1
            self._tokens[self._next : self._next + 1] = list(
                _TOKEN.finditer(self._latex, start, start + len(token) - 1)
            )
        return Atom(token[0])

    def _closed(self, close: str, fence: str) -> Sequence:
        parts = self.until(frozenset({close}))
        if self._peek() != close:
            raise self._fail(f"{close} is missing")
        self._next += 1
        return Sequence(parts, fence)

    def _bracketed(self, opener: str) -> Node:
        """What stands between brackets; half-open intervals end with either bracket."""
        self._right()
        closers = {_OPEN[opener]} | ({")", "]"} if opener in {"(", "["} else set[str]())
        start = self._next
        parts: list[Node] = []
        while self._peek() and self._peek() not in closers | {"}", "&", "\\\\"}:
            if self._peek().startswith("\\end"):
                break
            node = self._scripted()
            if node is not None:
                parts.append(node)
        if self._peek() not in closers:
            self._next = start  # a bracket alone is a sign like any other
            return Atom(opener)
        self._next += 1
        return Sequence(tuple(parts), opener)

    def _right(self) -> None:
        while self._peek() in {"\\right", "\\left"}:
            self._next += 1

    def _command(self, name: str) -> Node | None:
        if name in {"left", "right", "middle"} and self._peek() == ".":
            self._next += 1
            return None
        if name in _SILENT:
            return None
        if name in _TEXT:
            return self._words()
        if name == "piece":
            self._raw()
            return self._argument()
        if name in {"color", "textcolor"}:
            self._raw()
            return None if name == "color" else self._argument()
        if name in _TWO_ARGUMENTS:
            return Command(name, (self._argument(), self._argument()))
        if name == "sqrt":
            option = None
            if self._peek() == "[":
                self._next += 1
                option = self._closed("]", "")
            return Command(name, (self._argument(),), option)
        if name in _ONE_ARGUMENT:
            return Command(name, (self._argument(),))
        return Atom("\\" + name)

    def _raw(self) -> str:
        """The characters of a braced argument, unread."""
        if self._peek() != "{":
            raise self._fail("{ is missing")
        start = self._tokens[self._next].end()
        depth = 0
        while self._peek():
            depth += {"{": 1, "}": -1}.get(self._peek(), 0)
            self._next += 1
            if depth == 0:
                return self._latex[start : self._tokens[self._next - 1].start()]
        raise self._fail("} is missing")

    def _words(self) -> Words:
        return Words(self._raw())

    def _grid(self, name: str) -> Grid:
        if name == "array" and self._peek() == "{":
            self._raw()
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        while True:
            parts = self.until(frozenset({"&", "\\\\"}))
            cells.append(Sequence(parts))
            token = self._peek()
            if token == "&":
                self._next += 1
                continue
            if any(cell != EMPTY for cell in cells):
                rows.append(tuple(cells))
            cells = []
            if token == "\\\\":
                self._next += 1
                continue
            if self._next < len(self._tokens) and self._tokens[self._next]["end"] == name:
                self._next += 1
                return Grid(name, tuple(rows))
            raise self._fail(f"\\end{{{name}}} is missing")
