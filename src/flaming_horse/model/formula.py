"""The closed language of formulas in plots: parsed to a tree, evaluated over numpy, never `eval`.

Grammar, loosest first::

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed | power)*     a bare `power` multiplies: `2x`, `2 pi`
    signed  = ("-" | "+") signed | power
    power   = atom (("^" | "**") signed)?              to the right: 2^3^2 is 2^(3^2)
    atom    = number | constant | variable | function "(" sum ("," sum)* ")" | "(" sum ")"

An implicit product binds as `*` does, so `1/2x` is `(1/2)*x`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar

from flaming_horse.errors import WrongInput
from flaming_horse.model.formula_tree import (
    CONSTANTS,
    FUNCTIONS,
    VARIADIC,
    Call,
    Node,
    Number,
    Variable,
    plain_value,
    value_over,
    variables_of,
)

MAX_LENGTH = 500
"""Characters. Formulas of lessons have fewer than 100; this keeps parsing bounded."""
LARGEST_NUMBER = 1e9
"""Ranges and points; beyond it the places on screen have no digits left to tell them apart."""
MAX_DEPTH = 40
"""Nested brackets, powers and signs: far below Python's own limit of recursion."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d_][^\W\d]*\d*)|(?P<sign>\*\*|[-+*/^(),−·×÷]))"  # noqa: RUF001 - typed by people
)
_SIGNS = {"−": "-", "·": "*", "×": "*", "÷": "/", "**": "^"}  # noqa: RUF001 - typed by people


class FormulaError(WrongInput):
    """A formula that cannot be read. `column` counts from 1 within the formula's text."""

    def __init__(self, what: str, column: int, *, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.column = column


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed formula; `text` is as it was written."""

    text: str
    tree: Node

    @property
    def variables(self) -> frozenset[str]:
        """The variables that really occur."""
        return frozenset(variables_of(self.tree))

    def evaluate(self, numpy: Any, /, **values: Any) -> Any:
        """The value over `values`: numbers or arrays of one shape, one for each variable.

        `numpy` is the module (or one with the same functions). Where the formula has no value
        the result is nan or inf, as numpy gives it. Raises KeyError for a missing variable.
        """
        arrays = {name: numpy.asarray(value, dtype=float) for name, value in values.items()}
        with numpy.errstate(all="ignore"):
            return value_over(self.tree, numpy, arrays)


def parse(text: str, variables: Iterable[str] = ("x", "t")) -> Expression:
    """The formula written in `text`. Raises FormulaError with a column."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"this formula is longer than {MAX_LENGTH} characters", MAX_LENGTH + 1)
    return Expression(text, _Parser(text, tuple(sorted(variables))).whole())


def constant(value: str | float) -> float:
    """The number that `value` stands for: 3, "4*pi", "-pi/2". Raises FormulaError."""
    if isinstance(value, int | float):
        try:
            result = float(value)
        except OverflowError:
            raise FormulaError("this number is beyond all measure", 1) from None
    else:
        try:
            result = float(plain_value(parse(value, ()).tree))
        except (ArithmeticError, ValueError, TypeError):
            # TypeError: a negative number to a broken power is complex in Python.
            raise FormulaError(f"{value!r} has no value", 1) from None
    if not math.isfinite(result):
        raise FormulaError(f"{str(value)[:40]!r} is not a finite number", 1)
    if abs(result) > LARGEST_NUMBER or 0 < abs(result) < 1 / LARGEST_NUMBER:
        what = f"{str(value)[:40]!r} is beyond what a plot can show"
        remedy = (
            f"Numbers lie between 1/{LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}: change the unit."
        )
        raise FormulaError(what, 1, remedy=remedy)
    return result


class _Parser:
    """Recursive descent over the tokens; `place` is the index of the next one."""

    _starts_atom: ClassVar[tuple[str, ...]] = ("number", "name")

    def __init__(self, text: str, variables: tuple[str, ...]) -> None:
        self.text = text
        self.variables = variables
        self.tokens = self._tokens()
        self.place = 0
        self.depth = 0

    def _tokens(self) -> list[tuple[str, str, int]]:
        tokens: list[tuple[str, str, int]] = []
        at = 0
        end = len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None:
                at += len(self.text[at:]) - len(self.text[at:].lstrip())
                raise FormulaError(f"{self.text[at]!r} means nothing in a formula", at + 1)
            kind = str(match.lastgroup)
            word = match.group(kind)
            tokens.append((kind, _SIGNS.get(word, word), match.start(kind) + 1))
            at = match.end()
        tokens.append(("end", "", end + 1))
        return tokens

    def whole(self) -> Node:
        if self.tokens[0][0] == "end":
            raise FormulaError("this formula is empty", 1)
        tree = self._sum()
        kind, word, column = self.tokens[self.place]
        if kind != "end":
            raise FormulaError(f"{word!r} is not expected here", column)
        return tree

    def _next_is(self, *words: str) -> str | None:
        kind, word, _ = self.tokens[self.place]
        if kind == "sign" and word in words:
            self.place += 1
            return word
        return None

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            column = self.tokens[self.place][2]
            raise FormulaError(f"this formula is nested more than {MAX_DEPTH} deep", column)

    def _sum(self) -> Node:
        self._deeper()
        left = self._product()
        while sign := self._next_is("+", "-"):
            left = Call(sign, (left, self._product()))
        self.depth -= 1
        return left

    def _product(self) -> Node:
        left = self._signed()
        while True:
            kind, word, _ = self.tokens[self.place]
            if sign := self._next_is("*", "/"):
                left = Call(sign, (left, self._signed()))
            elif kind in self._starts_atom or word == "(":
                left = Call("*", (left, self._power()))
            else:
                return left

    def _signed(self) -> Node:
        self._deeper()
        sign = self._next_is("-", "+")
        if sign is None:
            tree = self._power()
        else:
            tree = self._signed()
            tree = Call("neg", (tree,)) if sign == "-" else tree
        self.depth -= 1
        return tree

    def _power(self) -> Node:
        base = self._atom()
        if self._next_is("^"):
            return Call("^", (base, self._signed()))
        return base

    def _atom(self) -> Node:
        kind, word, column = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return Number(float(word))
        if kind == "name":
            return self._named(word, column)
        if word == "(":
            tree = self._sum()
            self._close(column)
            return tree
        if kind == "end":
            raise FormulaError("the formula ends too early: a value is expected", column)
        raise FormulaError(f"a value is expected before {word!r}", column)

    def _named(self, name: str, column: int) -> Node:
        if name in self.variables:
            return Variable(name)
        if name in FUNCTIONS:
            return self._call(name, column)
        if name in CONSTANTS:
            return Number(CONSTANTS[name])
        raise self._unknown(name, column)

    def _call(self, name: str, column: int) -> Node:
        if not self._next_is("("):
            raise FormulaError(f"{name} wants brackets: {name}(…)", column + len(name))
        opened = self.tokens[self.place - 1][2]
        arguments = [self._sum()]
        while self._next_is(","):
            arguments.append(self._sum())
        self._close(opened)
        if name in VARIADIC and len(arguments) < 2:
            raise FormulaError(f"{name} wants two values or more", column)
        if name not in VARIADIC and len(arguments) != 1:
            raise FormulaError(f"{name} wants one value, not {len(arguments)}", column)
        return Call(name, tuple(arguments))

    def _close(self, opened: int) -> None:
        if not self._next_is(")"):
            _, word, column = self.tokens[self.place]
            met = f"before {word!r}" if word else "at the end"
            what = f"a ')' is missing {met} (for the '(' at column {opened} of the formula)"
            raise FormulaError(what, column)

    def _unknown(self, name: str, column: int) -> FormulaError:
        known = [*self.variables, "pi", "e", "tau", *FUNCTIONS]
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else ""
        if set(name) <= set(self.variables):
            hint = f"A product of variables is written with its sign: {'*'.join(name)}."
        names = ", ".join([*self.variables, "pi", "e", "tau"])
        remedy = hint or f"Known: {names}, and the functions {', '.join(FUNCTIONS)}."
        return FormulaError(f"{name!r} is not known in a formula", column, remedy=remedy)
