"""What stands above and below: powers, indexes, bounds, limits, inverse and transpose."""

from __future__ import annotations

from flaming_horse_voice.text import numbers, signs
from flaming_horse_voice.text.formula_manner import (
    OPEN_END,
    Around,
    Reader,
    bare,
    breath,
    part,
)
from flaming_horse_voice.text.formula_parts import (
    core,
    fence_of,
    has_operator,
    is_arrow,
    is_big,
    is_fraction,
    is_function,
    is_letter,
    is_operator,
    only,
    parts_of,
    sign_of,
    whole,
)
from flaming_horse_voice.text.formula_tree import (
    EMPTY,
    Command,
    Grid,
    Node,
    Scripted,
    Sequence,
)

_POWERS = {
    "2": "squared",
    "3": "cubed",
    "\\circ": "degrees",
    "*": "star",
    "\\ast": "star",
    "\\star": "star",
    "\\prime": "prime",
    "'": "prime",
    "\\dagger": "dagger",
    "+": "plus",
    "-": "minus",
    "\\perp": "perp",
}
_TRANSPOSED = frozenset(("T", "\\top", "\\intercal"))
_ARROWS = frozenset(("\\to", "\\rightarrow", "→"))
_COMPLEMENT = frozenset(("c", "C", "\\complement"))


def scripted(reader: Reader, node: Scripted, around: Around) -> str:
    """Anything with scripts but brackets, which `formula_fences` reads."""
    sign = sign_of(only(node.base))
    if is_big(node):
        return _bounds(reader, bare(reader.say(node.base, around)), node)
    if sign == "\\lim":
        return _limit(reader, node)
    if is_function(node):
        return _function(reader, node, around)
    if node.base == EMPTY:
        return _prefix(reader, node, around)
    return _with_scripts(reader, node, only(node.base), around)


def _prefix(reader: Reader, node: Scripted, around: Around) -> str:
    """Scripts of nothing: degrees after a number, the number of an isotope before its name."""
    if node.above is None:
        return ""
    number = whole(node.above)
    if number is not None and around.followed:
        return numbers.cardinal(number)
    return power(reader, node.above, around)


def _with_scripts(reader: Reader, node: Scripted, inner: Node, around: Around) -> str:
    if isinstance(inner, Command) and inner.name in {"underbrace", "overbrace"}:
        return reader.say(inner, around)  # what is below a brace is a label, and seen
    if isinstance(inner, Command) and inner.name == "mathbb":
        return _number_set(reader, node, inner, around)
    if isinstance(inner, Grid) and node.above is not None:
        name = named_power(node)
        said = reader.say(inner, around)
        return f"the {name} of {said}" if name else f"{said} {power(reader, node.above, around)}"
    return _power_of(reader, node, inner, around)


def _power_of(reader: Reader, node: Scripted, inner: Node, around: Around) -> str:
    words = bare(reader.say(node.base, around.within(followed=True)))
    if node.below is not None:
        words = f"{words} {index(reader, node.below, around)}"
    if node.above is None:
        return words
    nth = only(node.above)
    if isinstance(nth, Sequence) and nth.fence == "(" and len(nth.parts) == 1:
        return f"the {nth_word(reader, nth.parts[0])} derivative of {words}"
    if isinstance(inner, Command) and (inner.name == "sqrt" or is_fraction(inner)):
        words = as_one(reader, words)  # not the root of a square
    else:
        words = bare(words)
    return f"{words} {named_power(node) or power(reader, node.above, around)}"


def named_power(node: Scripted) -> str:
    """The words "inverse", "transpose" or "complement", where that is what the exponent means."""
    if node.above is None:
        return ""
    inner = core(node.base)
    sign, above = sign_of(inner), sign_of(only(node.above))
    letters = [sign_of(core(part)) for part in parts_of(node.base)]
    if isinstance(inner, Sequence) and inner.fence:
        letters = [sign_of(core(part)) for part in inner.parts if is_letter(core(part))]
    capital = bool(letters) and all(letter.isupper() for letter in letters if letter)
    if above in _TRANSPOSED and ((is_letter(inner) and sign != "e") or _holds_others(inner)):
        return "transpose"
    if above in _COMPLEMENT and capital:
        return "complement"
    functions = bool(letters) and all(letter in "fgh" and letter for letter in letters)
    if _is_minus_one(node.above) and (capital or functions or isinstance(inner, Grid)):
        return "inverse"
    return ""


def _holds_others(node: Node) -> bool:
    return isinstance(node, Grid) or bool(fence_of(node)) or is_arrow(node)


def _is_minus_one(node: Node) -> bool:
    return [sign_of(part) for part in parts_of(node)] in (["-", "1"], ["\u2212", "1"])


def power(reader: Reader, above: Node, around: Around) -> str:
    one = sign_of(only(above))
    if one in _POWERS:
        return _POWERS[one]
    primes = [sign_of(part) for part in parts_of(above)]
    if primes and set(primes) <= {"\\prime", "'"}:
        return "double prime" if len(primes) == 2 else "triple prime"
    before = "of" if has_operator(above) and reader.manner.exact(above, around) else ""
    return f"to the {'power ' if before else ''}{part(reader, above, around, before)}"


def as_one(reader: Reader, words: str) -> str:
    """What comes before a power that is of all of it: "eff of ex, squared" is no square of ex."""
    return f"{breath(words)} all" if reader.manner.style == "exact" else breath(words)


def index(reader: Reader, below: Node, around: Around) -> str:
    """`_{ij}` is "eye jay"; anything that is reckoned is announced with "sub"."""
    parts = parts_of(below)
    if has_operator(below) or (parts and is_operator(parts[0]) and len(parts) > 1):
        return f"sub {part(reader, below, around)}"
    digits = sign_of(only(below))
    if len(digits) == 2 and set(digits) <= set("1234"):  # a place in a matrix
        return numbers.digits(digits)
    listed = [part for part in parts if sign_of(part) != ","]
    if all(sign_of(part).isalnum() for part in listed):
        sub = "sub " if len(listed) > 1 and reader.manner.style == "exact" else ""
        return sub + " ".join(reader.say(part, Around()) for part in listed)
    sub = "sub " if any(isinstance(part, Scripted) and part.above for part in listed) else ""
    return sub + bare(reader.run(parts, Around(clear=False), terse=True))


def nth_word(reader: Reader, node: Node) -> str:
    n = whole(node)
    if n is not None:
        return numbers.ordinal(n)
    return f"{bare(reader.say(node, Around()))}th"


def _function(reader: Reader, node: Scripted, around: Around) -> str:
    sign = sign_of(only(node.base))
    words = bare(reader.say(node.base, around))
    if node.below is not None:
        below = only(node.below)
        joint = "base" if sign in {"\\log", "\\lg"} else "over"
        joint = "as" if any(sign_of(one) in _ARROWS for one in parts_of(below)) else joint
        words = f"{words} {joint} {bare(reader.run(parts_of(below), Around(), terse=True))}"
    if node.above is None:
        return words
    if _is_minus_one(node.above):
        return f"inverse {words}"
    if sign == "\\expectation" or words.startswith("the "):
        return words
    return bare(f"{words} {power(reader, node.above, around)}")


def _bounds(reader: Reader, name: str, node: Scripted) -> str:
    if node.below is None:
        return f"{name} to {bare(reader.say(node.above, Around()))}" if node.above else name
    if node.above is None:
        return f"{name} over {bare(reader.run(parts_of(node.below), Around(), terse=True))}"
    low, high = (bare(reader.say(bound, Around())) for bound in (node.below, node.above))
    return f"{name} from {low} to {high}"


def _limit(reader: Reader, node: Scripted) -> str:
    if node.below is None:
        return "the limit"
    *start, last = parts_of(node.below) or (EMPTY,)
    side = sign_of(only(last.above)) if isinstance(last, Scripted) and last.above else ""
    if not (isinstance(last, Scripted) and side in {"+", "-"}):
        return f"the limit as {bare(reader.say(node.below, Around()))}"
    said = bare(reader.run((*start, last.base), Around()))
    return f"the limit as {said} from the {'right' if side == '+' else 'left'},"


def _number_set(reader: Reader, node: Scripted, letter: Command, around: Around) -> str:
    r"""`\\mathbb{R}^n` is "ar en", `\\mathbb{R}^+` the positive real numbers."""
    sign = sign_of(only(letter.arguments[0]))
    scripts = [sign_of(part) for part in parts_of(node.below or node.above or EMPTY)]
    name = signs.SETS.get(sign, reader.letter(sign))
    if scripts in (["+"], [">", "0"]):
        return name.replace("the ", "the positive ")
    if scripts in (["\\ge", "0"], ["\\geq", "0"]):
        return name.replace("the ", "the non-negative ")
    if node.above is None:
        return f"{name} {index(reader, node.below, around)}" if node.below else name
    said = bare(reader.say(node.above, Around()))
    return f"{reader.letter(sign)} {said.replace(' times ', ' by ')}"


def evaluated(reader: Reader, node: Scripted) -> str:
    """The bar after an antiderivative, or after a derivative at a point."""
    if node.below is not None and node.above is not None:
        low, high = (bare(reader.say(bound, Around())) for bound in (node.below, node.above))
        return f"evaluated from {low} to {high}{OPEN_END}"
    at = node.below if node.below is not None else node.above
    return f"evaluated at {bare(reader.say(at, Around()))}{OPEN_END}" if at is not None else ""
