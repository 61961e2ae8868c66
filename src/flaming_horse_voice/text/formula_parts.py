"""What kind of thing a part of a formula is, as far as reading aloud goes."""

from __future__ import annotations

from flaming_horse_voice.text import signs
from flaming_horse_voice.text.latex import Atom, Command, Grid, Node, Scripted, Sequence, Words


def base(node: Node) -> Node:
    return node.base if isinstance(node, Scripted) else node


def sign_of(node: Node) -> str:
    return node.sign if isinstance(node, Atom) else ""


def is_big(node: Node) -> bool:
    return sign_of(base(only(node))) in signs.BIG


def is_function(node: Node) -> bool:
    return sign_of(base(node)).removeprefix("\\") in signs.FUNCTIONS and sign_of(
        base(node)
    ).startswith("\\")


def is_prime(node: Node) -> bool:
    return isinstance(node, Command) and node.name == "prime"


def is_operand(node: Node) -> bool:
    sign = sign_of(base(node))
    if isinstance(node, Words | Grid):
        return False
    if sign in {"!", ",", ";", ".", "|"} or is_big(node) or is_function(node):
        return False
    named = sign.startswith("\\") and sign[1:].lower().removeprefix("var") in signs.GREEK_NAMES
    return not sign or sign.isalnum() or named or sign == "\\infty"


def only(node: Node) -> Node:
    """The single part of a braced group; the node itself otherwise."""
    if isinstance(node, Sequence) and not node.fence and len(node.parts) == 1:
        return node.parts[0]
    return node


def whole(node: Node) -> int | None:
    sign = sign_of(only(node))
    return int(sign) if sign.isdecimal() else None


def has_operator(node: Node) -> bool:
    if not isinstance(node, Sequence):
        return False
    return any(sign_of(part) in signs.OPERATORS for part in node.parts[1:])
