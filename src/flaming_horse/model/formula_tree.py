"""The tree of a formula, and its value: over numpy's arrays, or as one number."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e, "tau": math.tau, "π": math.pi}
_NUMPY_NAMES = {
    "sin": "sin", "cos": "cos", "tan": "tan", "asin": "arcsin", "acos": "arccos", "atan": "arctan",
    "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "exp": "exp", "ln": "log", "sqrt": "sqrt",
    "abs": "absolute", "floor": "floor", "ceil": "ceil", "log": "log10",
    "min": "minimum", "max": "maximum",
}  # fmt: skip
VARIADIC = ("min", "max")
"""Functions of two values or more; the others are of one."""
FUNCTIONS = tuple(sorted(_NUMPY_NAMES))
"""`log` is to base 10 and `ln` to base e, as in schoolbooks; angles are radians."""

_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
}
_PLAIN: Mapping[str, Callable[..., Any]] = {
    **{name: getattr(math, name) for name in _NUMPY_NAMES if hasattr(math, name)},
    "ln": math.log,
    "log": math.log10,
    "abs": abs,
    "min": min,
    "max": max,
    "^": pow,
}


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function, applied: `+ - * / ^ neg` or one of FUNCTIONS."""

    name: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Number | Variable | Call


def variables_of(node: Node) -> Iterable[str]:
    """The names of the variables, each as often as it occurs."""
    if isinstance(node, Variable):
        yield node.name
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from variables_of(argument)


def value_over(node: Node, numpy: Any, values: Mapping[str, Any]) -> Any:
    """The value over `values`, by `numpy`'s functions: a number or an array of their shape.

    Raises KeyError for a variable that `values` lacks.
    """
    if isinstance(node, Number):
        return numpy.float64(node.value)
    if isinstance(node, Variable):
        return values[node.name]
    arguments = [value_over(argument, numpy, values) for argument in node.arguments]
    if node.name in _OPERATORS:
        return _OPERATORS[node.name](*arguments)
    if node.name == "^":
        return numpy.power(*arguments)
    function = getattr(numpy, _NUMPY_NAMES[node.name])
    return reduce(function, arguments) if node.name in VARIADIC else function(*arguments)


def plain_value(node: Node) -> float:
    """The value of a tree without variables, by Python alone.

    Raises ArithmeticError, ValueError or TypeError where it has none; a negative number to a
    broken power is complex.
    """
    assert not isinstance(node, Variable), "constants are parsed without variables"
    if isinstance(node, Number):
        return node.value
    arguments = [plain_value(argument) for argument in node.arguments]
    return (_OPERATORS.get(node.name) or _PLAIN[node.name])(*arguments)
