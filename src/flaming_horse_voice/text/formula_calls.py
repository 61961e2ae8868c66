"""Whether brackets hold arguments: `f(x)` is "f of x", `a(x + 1)` a product."""

from __future__ import annotations

from flaming_horse_voice.text.formula_parts import (
    base,
    core,
    every,
    fence_of,
    has_operator,
    is_function,
    is_letter,
    is_number,
    is_prime,
    sign_of,
    whole,
)
from flaming_horse_voice.text.formula_tree import Node, Scripted, Sequence, Words

_FUNCTIONS = frozenset("dfgh") | {
    f"\\{name}" for name in ("phi", "varphi", "psi", "Phi", "Psi", "Gamma", "zeta", "sigma")
}
"""Letters before brackets that are taken for functions: `f(x)` is "f of x"."""
_CAPITAL_FUNCTIONS = frozenset("FGHPET")
"""As above, unless a sum that begins with a number follows: `P(1 + r)` is a product."""
_OFTEN_FUNCTIONS = frozenset("pqrsuvwxy")
"""Functions where a letter alone, or one that often is time or place, is in the brackets."""
_ORDERS = frozenset(("O", "\\Theta", "\\Omega"))


def is_named(node: Node) -> bool:
    r"""A function with a name of its own: `\operatorname{area}(r)`."""
    inner = base(node)
    return isinstance(inner, Words) and inner.text.isalpha() and len(inner.text) > 1


def is_called(before: Node, node: Node) -> bool:
    """Whether brackets hold the arguments of what stands before them."""
    brackets = fence_of(node)
    styled = getattr(base(before), "name", "") == "mathcal"
    if is_function(before) and brackets is not None:
        return brackets.fence in {"(", "[", "\\{"}
    if brackets is None or brackets.fence not in ({"(", "[", "\\{"} if styled else {"(", "["}):
        return False
    if is_prime(base(before)):
        return True
    if is_named(before):
        return True
    inner = core(before)
    if isinstance(inner, Sequence) and inner.fence == "(":
        return _are_functions(inner)
    return styled or (is_letter(inner) and _is_called_letter(before, sign_of(inner), brackets))


def _are_functions(node: Sequence) -> bool:
    """`(f + g)(x)`: only functions stand in the brackets."""
    letters = [sign_of(part) for part in node.parts if is_letter(part)]
    return bool(letters) and all(sign in _FUNCTIONS for sign in letters)


def _is_called_letter(before: Node, sign: str, brackets: Sequence) -> bool:
    if sign in _FUNCTIONS | _ORDERS:
        return True
    parts = brackets.parts
    listed = any(sign_of(part) == "," for part in parts)
    alone = len(parts) == 1
    first = sign_of(base(parts[0])) if parts else ""
    if brackets.fence == "[":
        return listed or sign == "E" or not has_operator(brackets) or first in {"n", "k", "i"}
    if sign.isupper() or sign[1:2].isupper():
        constant = isinstance(before, Scripted) and before.below and whole(before.below) == 0
        starts = is_number(parts[0]) if parts else False
        sum_of_numbers = starts and has_operator(brackets)
        called = sign in _CAPITAL_FUNCTIONS and not constant and not sum_of_numbers
        return called or listed or (alone and not fence_of(parts[0]))
    if listed or (alone and is_number(parts[0])):
        return True
    if sign in _OFTEN_FUNCTIONS:
        return (alone and is_letter(parts[0])) or (first == "t" and sign != "t")
    return alone and (first == "t" or sign in {"\\delta", "\\rho", "\\theta", "\\chi"})


def is_order_of_growth(before: Node, node: Node | None) -> bool:
    r"""`O(n)` and `\Theta(n \log n)`, in which brackets something is counted."""
    if node is None or sign_of(core(before)) not in _ORDERS or fence_of(node) is None:
        return False
    counted = {"n", "m", "k", "N", "V", "1", "\\log", "\\lg"}
    return any(sign_of(part) in counted for part in every(node))
