"""LaTeX formulas as a tree: just enough structure to say them.

The grammar is TeX's own: braces group, `_` and `^` bind to the atom before them, commands take
their arguments. What has no sound (spacing, sizes, colours) is dropped here.
"""


# ruff: noqa: S105 - a token is a sign of a formula here, not a secret

from __future__ import annotations

import re

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.formula_tree import (
    EMPTY,
    Atom,
    Command,
    Grid,
    Node,
    Scripted,
    Sequence,
    Words,
)
from flaming_horse_voice.text.latex_commands import (
    BLACKBOARD,
    NEGATED,
    ONE_ARGUMENT,
    OPEN,
    SAME,
    SETS,
    SILENT,
    TEXT,
    TOKEN,
    TWO_ARGUMENTS,
    UNSEEN,
)
from flaming_horse_voice.text.signs import FUNCTIONS
from flaming_horse_voice.text.units import is_unit


def parse(latex: str) -> Sequence:
    """The tree of a formula. Raises WrongInput where braces or environments do not match."""
    reader = _Reader(latex)
    parts = reader.until(frozenset())
    return Sequence(parts)


class _Reader:
    """One pass over the tokens of a formula."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._tokens = list(TOKEN.finditer(latex))
        self._next = 0
        self._alone: set[int] = set()  # brackets that are known to have no partner

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
        while self._peek().startswith("\\") and self._peek()[1:] in SILENT:
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
        if token in OPEN and not argument:
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
                TOKEN.finditer(self._latex, start, start + len(token) - 1)
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
        if self._next in self._alone:
            return Atom(opener)
        closers = {OPEN[opener]} | ({")", "]"} if opener in {"(", "["} else set[str]())
        start = self._next
        parts: list[Node] = []
        while self._peek() and self._peek() not in closers | {"}", "&", "\\\\"}:
            if self._peek().startswith("\\end"):
                break
            node = self._scripted()
            if node is not None:
                parts.append(node)
        if self._peek() not in closers:
            self._alone.add(start)
            self._next = start  # a bracket alone is a sign like any other
            return Atom(opener)
        self._next += 1
        close = self._tokens[self._next - 1].group()
        return Sequence(tuple(parts), opener, close)

    def _right(self) -> None:
        while self._peek() in {"\\right", "\\left"}:
            self._next += 1

    def _command(self, name: str) -> Node | None:
        if name in {"left", "right", "middle"} and self._peek() == ".":
            self._next += 1
            return None
        if name in SILENT:
            return None
        if name in UNSEEN:
            self._raw()
            return None
        if name in {"piece", "textcolor"}:
            self._raw()
            return self._argument()
        if name in TEXT:
            return self._words(name)
        return self._joined(name) or self._with_arguments(name)

    def _joined(self, name: str) -> Node | None:
        """Commands that are one sign together with what follows."""
        if name == "exists" and self._peek() == "!":
            self._next += 1
            return Atom("\\exists!")
        if name == "arg" and self._peek() in {"\\min", "\\max"}:
            self._next += 1
            return Atom(f"\\arg{self._tokens[self._next - 1].group()[1:]}")
        if name == "not":
            negated = NEGATED.get(self._peek(), "\\neg")
            self._next += negated != "\\neg"
            return Atom(negated)
        return None

    def _with_arguments(self, name: str) -> Node:
        if name == "substack":
            return self._stack()
        if name in TWO_ARGUMENTS:
            return Command(name, (self._argument(), self._argument()))
        if name == "sqrt":
            option = None
            if self._peek() == "[":
                self._next += 1
                option = self._closed("]", "")
            return Command(name, (self._argument(),), option)
        if name in ONE_ARGUMENT:
            return self._styled(name)
        if name in SETS:
            return Command("mathbb", (Atom(name),))
        return Atom(SAME.get(name, "\\" + name))

    def _styled(self, name: str) -> Node:
        argument = self._argument()
        if name == "xrightarrow":
            return Atom("\\to")
        letter = argument
        if isinstance(argument, Sequence) and argument.parts:
            letter = argument.parts[0]
        if name == "mathbb" and isinstance(letter, Atom) and letter.sign in BLACKBOARD:
            return Atom(BLACKBOARD[letter.sign])
        return Command(name, (argument,))

    def _stack(self) -> Grid:
        """Lines under a sum."""
        if self._peek() != "{":
            raise self._fail("{ is missing")
        rows: list[tuple[Node, ...]] = []
        while self._peek() in {"{", "\\\\"}:
            self._next += 1
            rows.append((Sequence(self.until(frozenset({"\\\\", "}"}))),))
        if self._peek() != "}":
            raise self._fail("} is missing")
        self._next += 1
        return Grid("substack", tuple(rows))

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

    def _words(self, name: str) -> Node:
        raw = re.sub(r"\\[,;:! ]|~", " ", self._raw())
        function = "".join(raw.split()).replace("div", "divergence")
        named = name.startswith("operatorname") or (name == "mathrm" and not is_unit(function))
        if named and function in FUNCTIONS:
            return Atom("\\" + function)
        return Words(raw)

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
