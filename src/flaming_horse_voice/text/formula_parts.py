"""What kind of thing a part of a formula is, as far as reading aloud goes."""

from __future__ import annotations

from collections.abc import Iterator

from flaming_horse_voice.text import signs
from flaming_horse_voice.text.formula_tree import (
    Atom,
    Command,
    Grid,
    Node,
    Scripted,
    Sequence,
    Words,
)
from flaming_horse_voice.text.letters import GREEK

FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac"))
_BOLD = frozenset(("mathbf", "boldsymbol", "bm"))
_ARROWS = frozenset(("vec", "overrightarrow"))
_DECORATED = _ARROWS | signs.ACCENTS.keys() | {"prime"}
_PUNCTUATION = frozenset((",", ";", ".", "?"))
_OPERANDS = frozenset(("\\infty", "∞", "\\hbar", "\\ell", "\\emptyset", "\\imath", "\\jmath"))


def base(node: Node) -> Node:
    return node.base if isinstance(node, Scripted) else node


def sign_of(node: Node) -> str:
    r"""The sign of an atom; of upright text that is one letter (`\mathrm{d}`), that letter."""
    if isinstance(node, Words):
        text = node.text.strip()
        return text if len(text) == 1 and text.isalpha() else ""
    return node.sign if isinstance(node, Atom) else ""


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts of a group; the node itself, where it is one part."""
    return node.parts if isinstance(node, Sequence) and not node.fence else (node,)


def only(node: Node) -> Node:
    """The single part of a braced group; the node itself otherwise."""
    if isinstance(node, Sequence) and not node.fence and len(node.parts) == 1:
        return only(node.parts[0])
    return node


def core(node: Node) -> Node:
    """A part without its scripts, primes, accents and font: what it is called by."""
    node = only(base(node))
    if isinstance(node, Command) and (
        node.name.startswith(("math", "bold", "bm")) or node.name in _DECORATED
    ):
        return core(node.arguments[0])
    return node


def fence_of(node: Node) -> Sequence | None:
    """The brackets of `(x)`, `(x)^2` and `(x)'`."""
    inner = base(node)
    if isinstance(inner, Command) and inner.name == "prime":
        inner = inner.arguments[0]
    return inner if isinstance(inner, Sequence) and inner.fence else None


def is_big(node: Node) -> bool:
    return sign_of(base(only(node))) in signs.BIG


def is_function(node: Node) -> bool:
    sign = sign_of(base(only(node)))
    return sign.startswith("\\") and sign[1:] in signs.FUNCTIONS


def is_noun_function(node: Node) -> bool:
    """Such as "the natural log of", "the determinant of", "log base two": never without "of"."""
    name = signs.FUNCTIONS.get(sign_of(base(only(node)))[1:], "")
    based = isinstance(node, Scripted) and node.below is not None
    return is_function(node) and (name.endswith(" of") or based)


def is_prime(node: Node) -> bool:
    return isinstance(node, Command) and node.name == "prime"


def is_fraction(node: Node) -> bool:
    node = base(node)
    return isinstance(node, Command) and node.name in FRACTIONS


def is_number_fraction(node: Node) -> bool:
    node = base(node)
    return (
        isinstance(node, Command)
        and node.name in FRACTIONS
        and all(whole(argument) is not None for argument in node.arguments)
    )


def is_derivative(node: Node) -> bool:
    r"""`\frac{dy}{dx}`, `\frac{\partial}{\partial x}`: both halves begin with the same d."""
    node = base(node)
    if not (isinstance(node, Command) and node.name in FRACTIONS):
        return False
    starts = [sign_of(base(p[0])) if (p := parts_of(half)) else "" for half in node.arguments]
    below = parts_of(node.arguments[1])
    return len(below) > 1 and starts in (["d", "d"], ["\\partial", "\\partial"], ["∂", "∂"])


def is_vector(node: Node) -> bool:
    node = base(only(node))
    return isinstance(node, Command) and node.name in _ARROWS | _BOLD


def is_set_name(node: Node) -> bool:
    r"""`\mathbb{R}`, with scripts or without."""
    node = base(only(node))
    return isinstance(node, Command) and node.name == "mathbb"


def is_arrow(node: Node) -> bool:
    node = base(only(node))
    return isinstance(node, Command) and node.name in _ARROWS


def is_letter(node: Node) -> bool:
    """A Latin or Greek letter, with or without scripts."""
    sign = sign_of(base(node))
    name = sign[1:].lower().removeprefix("var")
    latin = len(sign) == 1 and ((sign.isascii() and sign.isalpha()) or sign.lower() in GREEK)
    return latin or (sign.startswith("\\") and name in signs.GREEK_NAMES)


def is_number(node: Node) -> bool:
    return sign_of(node)[:1].isdecimal() or sign_of(node)[1:2].isdecimal()


def is_relation(node: Node) -> bool:
    return sign_of(base(node)) in signs.RELATIONS


def is_operator(node: Node) -> bool:
    return sign_of(node) in signs.OPERATORS


def is_mark(node: Node) -> bool:
    return sign_of(node) in _PUNCTUATION


def ends_a_part(node: Node) -> bool:
    """Nothing before it can go on after it: relations, marks, text, "modulo"."""
    if isinstance(node, Command) and node.name == "pmod":
        return True
    if isinstance(node, Words) and not sign_of(node):
        return True
    return is_relation(node) or is_mark(node) or sign_of(node) in {"\\mid", "|", "\\quad"}


def is_modulus(node: Node) -> bool:
    if isinstance(node, Command):
        return node.name == "pmod"
    return sign_of(node) in {"\\bmod", "\\mod"}


def is_operand(node: Node) -> bool:
    node = only(node)
    sign = sign_of(base(node))
    if isinstance(base(node), Words | Grid) and not sign:
        return isinstance(base(node), Grid)
    if isinstance(node, Command) and node.name in {"phantom", "pmod"}:
        return False
    if is_big(node) or is_function(node):
        return False
    return not sign or is_letter(node) or sign[0].isalnum() or sign in _OPERANDS


def is_differential(parts: tuple[Node, ...], index: int) -> bool:
    r"""`dx`, `d\vec{r}`, `\mathrm{d}t`: a d that stands before a letter or a vector."""
    if sign_of(base(parts[index])) != "d" or index + 1 >= len(parts):
        return False
    following = parts[index + 1]
    return is_letter(following) or is_vector(following)


def whole(node: Node) -> int | None:
    sign = sign_of(only(node))
    return int(sign) if sign.isdecimal() else None


def has_operator(node: Node) -> bool:
    """An operator between two parts; a minus sign before the first is none."""
    node = only(node)
    if not isinstance(node, Sequence) or _is_number_over_number(node):
        return False
    return any(sign_of(part) in signs.OPERATORS for part in node.parts[1:])


def _is_number_over_number(node: Sequence) -> bool:
    whole_numbers = [whole(part) is not None for part in node.parts]
    return whole_numbers == [True, False, True] and sign_of(node.parts[1]) == "/"


def operations(node: Node) -> int:
    """How many operations are in a part, at any depth; roots count, one half is a number."""
    own = 0
    if isinstance(node, Sequence):
        own = sum(sign_of(part) in signs.OPERATORS for part in node.parts[1:])
    elif (is_fraction(node) and not is_number_fraction(node)) or (
        isinstance(node, Command) and node.name == "sqrt"
    ):
        own = 1
    return own + sum(operations(child) for child in children(node))


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Sequence():
            return node.parts
        case Command():
            return node.arguments + ((node.option,) if node.option is not None else ())
        case Scripted():
            return tuple(n for n in (node.base, node.below, node.above) if n is not None)
        case Grid():
            return tuple(cell for row in node.rows for cell in row)
        case _:
            return ()


def every(node: Node) -> Iterator[Node]:
    """The node and all that is in it, in the order of writing."""
    yield node
    for child in children(node):
        yield from every(child)
