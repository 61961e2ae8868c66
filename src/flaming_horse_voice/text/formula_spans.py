"""What reaches over several parts: absolute values and norms, numbers over numbers, units."""

from __future__ import annotations

from typing import NamedTuple

from flaming_horse_voice.text import numbers, units
from flaming_horse_voice.text.formula_manner import (
    Around,
    Reader,
    bare,
    part,
)
from flaming_horse_voice.text.formula_parts import (
    base,
    is_arrow,
    is_fraction,
    is_number,
    is_set_name,
    only,
    parts_of,
    sign_of,
    whole,
)
from flaming_horse_voice.text.formula_scripts import as_one, evaluated, power
from flaming_horse_voice.text.formula_tree import Command, Node, Scripted, Sequence, Words

_BARS = frozenset(("|", "\\|"))
_CELSIUS = {"C": "Celsius", "F": "Fahrenheit"}


class UprightBars(NamedTuple):
    """Upright bars: what they are called, what is between them, how many parts they take up."""

    name: str
    parts: int = 1
    body: tuple[Node, ...] = ()
    above: Node | None = None
    below: Node | None = None


def bars(reader: Reader, parts: tuple[Node, ...], index: int, bar: str) -> UprightBars | None:
    r"""`|x|`, `\|x\|` and `|\psi\rangle`, whose brackets look alike; a bar alone is `bar`."""
    node = parts[index]
    sign = sign_of(node)
    if sign == "\\mid":
        return UprightBars(bar)
    if isinstance(node, Scripted) and sign_of(node.base) in _BARS:
        return UprightBars(evaluated(reader, node))
    if sign not in _BARS:
        return None
    return _double(parts, index) or _closed(reader, parts, index, bar)


def _closed(reader: Reader, parts: tuple[Node, ...], index: int, bar: str) -> UprightBars:
    """From a bar to the one that closes it; the bar alone where none does."""
    sign = sign_of(parts[index])
    single = sum(sign_of(base(one)) == "|" for one in parts[index:]) % 2
    if not (single and sign == "|" and (bar != "divides" or _first_bar_divides(parts, index))):
        for end in range(index + 2, len(parts)):
            if sign_of(base(parts[end])) == sign:
                return _pair(reader, parts, index, end)
    for end in range(index + 2, len(parts)):
        if sign_of(parts[end]) == "\\rangle":
            return UprightBars("ket", end - index + 1, parts[index + 1 : end])
    return UprightBars(bar if sign == "|" else "parallel to")


def _first_bar_divides(parts: tuple[Node, ...], index: int) -> bool:
    """A bar between two parts, as in `a | b`, is no opening one."""
    return sum(sign_of(base(one)) == "|" for one in parts[index:]) == 1


def _double(parts: tuple[Node, ...], index: int) -> UprightBars | None:
    """`||x||` typed with single bars."""
    if [sign_of(one) for one in parts[index : index + 2]] != ["|", "|"]:
        return None
    for end in range(index + 3, len(parts)):
        if sign_of(parts[end - 1]) == "|" and sign_of(base(parts[end])) == "|":
            last = parts[end]
            above = last.above if isinstance(last, Scripted) else None
            body = parts[index + 2 : end - 1]
            return UprightBars("the norm of", end - index + 1, body, above)
    return None


def _pair(reader: Reader, parts: tuple[Node, ...], index: int, end: int) -> UprightBars:
    body, last = parts[index + 1 : end], parts[end]
    signs = {sign_of(one) for one in body}
    name = "the absolute value of"
    if sign_of(parts[index]) == "\\|":
        name = "the norm of"
    elif body and all(is_arrow(one) for one in body):
        name = "the magnitude of"
    elif (body and all(map(is_set_name, body))) or (
        reader.manner.sets and all(not s.isalpha() or s.isupper() for s in signs)
    ):
        name = "the size of"
    scripts = (last.above, last.below) if isinstance(last, Scripted) else (None, None)
    return UprightBars(name, end - index + 1, body, *scripts)


def norm(reader: Reader, pair: UprightBars, around: Around) -> str:
    """The words of bars on both sides, with the power of the closing one."""
    body = Sequence(pair.body)
    powered = pair.above is not None
    words = part(reader, body, around._replace(followed=around.followed or powered))
    if pair.name == "ket":
        return f"ket {bare(words)}"
    name = pair.name
    if pair.below is not None:
        name = name.replace("the ", f"the {bare(reader.say(pair.below, Around()))} ", 1)
    words = f"{name} {words}"
    if pair.above is None:
        return words
    return f"{as_one(reader, words)} {power(reader, pair.above, around)}"


def number_over_number(three: tuple[Node, ...]) -> str:
    """`1/2` written in a row is "one half"."""
    if len(three) < 3 or sign_of(three[1]) != "/":
        return ""
    above, below = whole(three[0]), whole(three[2])
    if above is None or below is None:
        return ""
    return numbers.fraction(above, below) or ""


def unit_words(before: tuple[Node, ...], node: Node, rest: tuple[Node, ...] = ()) -> str:
    r"""The unit after a number: `5\,\text{m/s}^2`, `20^\circ\text{C}`; "" where there is none."""
    if is_fraction(node) and isinstance(node, Command):
        above, below = (only(half) for half in node.arguments)
        said = unit_words(before, above)
        over = _unit(below, one=True)
        return f"{said} per {over}" if said and over else ""
    if not before or not isinstance(base(node), Words):
        return ""
    written = _text(node)
    last = before[-1]
    if isinstance(last, Scripted) and last.above and sign_of(only(last.above)) == "\\circ":
        return _CELSIUS.get(written, "")
    numbered = is_number(base(last)) or (len(before) > 1 and bool(unit_words(before[:-1], last)))
    if not numbered:
        return ""
    product = bool(rest) and _unit(rest[0]).isalpha()
    return _unit(node, one=product or sign_of(last) == "1")


def _unit(node: Node, *, one: bool = False) -> str:
    above = node.above if isinstance(node, Scripted) else None
    exponent = "".join(map(sign_of, parts_of(above))) if above else ""
    return units.in_formula(_text(node), exponent, one=one) or ""


def _text(node: Node) -> str:
    inner = base(node)
    return inner.text.strip() if isinstance(inner, Words) else ""
