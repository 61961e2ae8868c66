"""The small words of a formula: what a single sign is called, and what is said between parts.

`f(x)` is "f of x", `2(a + b)` "two times the quantity a plus b".
"""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

from flaming_horse_voice.text import numbers, signs
from flaming_horse_voice.text.formula_calls import is_called
from flaming_horse_voice.text.formula_parts import (
    base,
    ends_a_part,
    fence_of,
    is_arrow,
    is_big,
    is_derivative,
    is_fraction,
    is_function,
    is_noun_function,
    is_number,
    is_number_fraction,
    is_operand,
    is_operator,
    is_relation,
    is_set_name,
    is_vector,
    only,
    parts_of,
    sign_of,
    whole,
)
from flaming_horse_voice.text.formula_tree import (
    Command,
    Grid,
    Node,
    Scripted,
)
from flaming_horse_voice.text.letters import letter

_PREFIXES = frozenset(("\\Delta", "d", "\\partial", "∂", "\\nabla", "∇", "\\neg", "\\lnot"))
_QUANTIFIERS = frozenset(
    ("\\forall", "\\exists", "\\exists!", "\\nexists", "∀", "∃", "\\angle", "\\triangle")
)


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
            return signs.FUNCTIONS[name].removesuffix(" of")
        if name in {"qquad", "newline"}:
            return ","
        if not name.isalpha():
            return ""
        return f"capital {name.lower()}" if name in {"Pi", "Sigma", "Phi", "Psi"} else name.lower()
    if sign in ",;.?":
        return sign
    return letter(sign) if sign.isalnum() else ""


def between(before: Node | None, node: Node, *, ended: bool) -> str:
    """What stands between two parts that are written side by side: "times", "of" or nothing.

    `ended` says that the part before is said with an end that is only a breath.
    """
    if before is None or is_operator(before):
        return ""
    if (word := _before_arguments(before, node)) is not None:
        return word
    if ends_a_part(before) or sign_of(before) in _PREFIXES | _QUANTIFIERS:
        return ""
    if not _are_factors(before, node):
        return ""
    if is_number(before) and is_number_fraction(node):
        return "and"
    if is_number(node) and not fence_of(before):
        return ""
    brackets = fence_of(node) or fence_of(before)
    if brackets or ended or _is_noun(node) or _ends_with_a_noun(before):
        return ", times" if ended else "times"
    return "times" if _both_indexed(before, node) else ""


def _before_arguments(before: Node, node: Node) -> str | None:
    """The word before what a function is applied to; None where nothing is applied."""
    if is_function(before):
        if sign_of(base(before)) == "\\Pr" and any(map(is_relation, parts_inside(node))):
            return "that"
        return "of" if is_noun_function(before) or _needs_of(node) else ""
    if is_derivative(before) and len(parts_of(_above(before))) == 1:
        return "" if ends_a_part(node) or is_operator(node) else "of"
    inner, outer = fence_of(node), fence_of(before)
    if inner and outer and outer.fence == inner.fence == "[":
        return ""  # `A[i][j]`
    return "of" if is_called(before, node) else None


def _are_factors(before: Node, node: Node) -> bool:
    said = is_operand(node) or is_function(node) or is_big(node) or bool(fence_of(node))
    factor = is_operand(before) or bool(fence_of(before)) or sign_of(before) in {"!", "|"}
    return factor and (said or sign_of(base(node)) in {"|", "\\|"})


def parts_inside(node: Node) -> tuple[Node, ...]:
    brackets = fence_of(node)
    return brackets.parts if brackets else ()


def _needs_of(node: Node) -> bool:
    """What is not said in one breath with "sine": "sine of ex over two"."""
    return bool(fence_of(node)) or (_is_noun(node) and not is_function(node))


def _is_noun(node: Node) -> bool:
    """Said with "the", or with a word of its own before it."""
    inner = only(base(node))
    if isinstance(inner, Command) and inner.name in {"sqrt", "binom", "dbinom", "tbinom"}:
        return True
    if is_fraction(node):
        return not is_number_fraction(node)
    noun = is_arrow(node) or is_big(node) or isinstance(inner, Grid) or is_noun_function(node)
    return noun or sign_of(inner) in {"|", "\\|"}


def _ends_with_a_noun(node: Node) -> bool:
    inner = only(base(node))
    if isinstance(inner, Command) and inner.name in {"binom", "dbinom"}:
        return True
    return bool(fence_of(node)) or is_arrow(node) or isinstance(inner, Grid) or sign_of(node) == "!"


def _both_indexed(before: Node, node: Node) -> bool:
    if not (isinstance(before, Scripted) and isinstance(node, Scripted)):
        return False
    plain = sign_of(base(before)) != "\\lim" and not (
        is_function(before) or is_big(before) or is_function(node) or is_big(node)
    )
    return bool(before.below and node.below and plain)


def _above(fraction: Node) -> Node:
    inner = base(fraction)
    assert isinstance(inner, Command)
    return inner.arguments[0]


def product_word(sign: str, before: Node, after: Node, *, sets: bool) -> str:
    """The word "times" between numbers, "dot" and "cross" between vectors, "cross" between sets."""
    vectors = (is_vector(before) or is_vector(after)) and not is_number(before)
    if vectors or sign_of(base(before)) in {"\\nabla", "∇"}:
        return "dot" if sign in {"\\cdot", "·"} else "cross"
    both = all(is_set_name(one) or (sets and sign_of(one).isupper()) for one in (before, after))
    return "cross" if both and sign not in {"\\cdot", "·"} else signs.OPERATORS[sign]


def is_repeating(parts: tuple[Node, ...]) -> bool:
    r"""`0.\overline{3}`: a number, a point, digits with a line or dot above."""
    if len(parts) != 3 or whole(parts[0]) is None or not isinstance(parts[2], Command):
        return False
    return parts[2].name in signs.ACCENTS and is_number(only(parts[2].arguments[0]))


def of(node: Node, rest: tuple[Node, ...]) -> list[str]:
    """The "of" after a sum, an integral or a limit, when something follows."""
    if not rest or sign_of(rest[0]) in signs.RELATIONS:
        return []
    return ["of"] if is_big(node) or sign_of(base(node)) == "\\lim" else []
