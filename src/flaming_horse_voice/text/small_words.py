"""The small words of a formula: what a single sign is called, and what is said between parts.

`f(x)` is "f of x", `2(a + b)` "two times the quantity a plus b".
"""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

from flaming_horse_voice.text import numbers, signs
from flaming_horse_voice.text.formula_parts import (
    base,
    has_operator,
    is_big,
    is_function,
    is_operand,
    is_prime,
    sign_of,
)
from flaming_horse_voice.text.latex import Node, Scripted, Sequence
from flaming_horse_voice.text.letters import letter

_CALLED_OF = frozenset("fghFGHPET")
"""A letter before brackets that is taken for a function: `f(x)` is "f of x", `a(x)` a product."""


def sign_word(sign: str) -> str:
    """What a sign that stands alone is called; empty for one that is not spoken."""
    if sign[0].isdecimal() or (sign[0] == "." and len(sign) > 1):
        return numbers.number(sign)
    for table in (signs.RELATIONS, signs.OPERATORS, signs.NAMED, signs.BIG):
        if sign in table:
            return table[sign]
    if sign.startswith("\\"):
        name = sign[1:]
        if name in signs.FUNCTIONS:
            return signs.FUNCTIONS[name]
        if name in {"qquad", "newline"}:
            return ","
        return f"capital {name.lower()}" if name in {"Pi", "Sigma", "Phi", "Psi"} else name.lower()
    if sign in ",;.?":
        return sign
    if sign in "()[]~":
        return ""
    return letter(sign)


def between(before: Node | None, node: Node) -> str:
    """What stands between two parts that are written side by side: "times", "of" or nothing."""
    if before is None:
        return ""
    if isinstance(node, Sequence) and node.fence == "(":
        if is_function(before) or sign_of(before) in _CALLED_OF or is_prime(before):
            return "of"
        times = "times the quantity" if has_operator(node) else "times"
        return times if is_operand(before) else ""
    if isinstance(before, Sequence) and before.fence == "(" and is_operand(node):
        return "" if sign_of(node) == "d" else "times"
    if isinstance(before, Scripted) and isinstance(node, Scripted):
        plain = not (is_function(before) or is_big(before) or is_function(node) or is_big(node))
        if before.below and node.below and plain:
            return "times"
    if _function_argument_ended(before, node):
        return ","
    return ""


def _function_argument_ended(before: Node, node: Node) -> bool:
    return is_function(node) and is_operand(before) and sign_of(before).isalpha()


def of(node: Node, rest: tuple[Node, ...]) -> list[str]:
    """The "of" after a sum, an integral or a limit, when something follows."""
    if not rest or sign_of(rest[0]) in signs.RELATIONS:
        return []
    return ["of"] if is_big(node) or sign_of(base(node)) == "\\lim" else []
