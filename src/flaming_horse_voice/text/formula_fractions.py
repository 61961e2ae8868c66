"""Fractions in words: numbers, derivatives, short ones, and exact ones with both ends said."""

from __future__ import annotations

import itertools

from flaming_horse_voice.text import numbers, signs
from flaming_horse_voice.text.formula_calls import is_called
from flaming_horse_voice.text.formula_manner import OPEN_END, SOFT, Around, Reader, bare, breath
from flaming_horse_voice.text.formula_parts import (
    fence_of,
    has_operator,
    is_derivative,
    is_fraction,
    is_number_fraction,
    is_operator,
    operations,
    parts_of,
    sign_of,
    whole,
)
from flaming_horse_voice.text.formula_tree import Command, Node

_HELD = 4
"""Words of a numerator after which "and denominator" follows without a breath."""


def fraction(reader: Reader, node: Command, around: Around) -> str:
    above, below = node.arguments
    upper, lower = whole(above), whole(below)
    if upper is not None and lower is not None:
        said = numbers.fraction(upper, lower)
        return said or f"{numbers.cardinal(upper)} over {numbers.cardinal(lower)}{SOFT}"
    inside = around.within()
    if is_derivative(node):
        return f"{bare(reader.say(above, inside))} by {bare(reader.say(below, inside))}{SOFT}"
    if _is_exact(reader, above, below, around):
        return _exact(reader, above, below, around)
    top = reader.say(above, Around(clear=around.clear))
    bottom = bare(reader.say(below, inside))
    if _is_sum(above) or top.endswith(OPEN_END):
        top = f"{bare(top)}, all" if around.clear else f"the fraction {breath(top)}"
    elif top.endswith((SOFT, ",")):
        top = breath(top) if around.clear else f"the fraction {breath(top)}"
    if _needs_announcing(below, bottom):
        return f"{top} over the quantity {bottom}{OPEN_END}"
    return f"{top} over {bottom}{OPEN_END if operations(below) else SOFT}"


def _exact(reader: Reader, above: Node, below: Node, around: Around) -> str:
    inside = around.within()
    top, bottom = bare(reader.say(above, inside)), bare(reader.say(below, inside))
    pause = "," if len(top.split()) > _HELD else ""
    end = ", end fraction," if around.followed else OPEN_END
    return f"the fraction with numerator {top}{pause} and denominator {bottom}{end}"


def _is_exact(reader: Reader, above: Node, below: Node, around: Around) -> bool:
    """Whether both halves are named. In `auto` that is where "over" alone misleads.

    A denominator with brackets or a fraction in it is too much for "over the quantity"; so is
    one of several operations that something follows. A sum above that does not open its side of
    the equation has no start that can be heard, unless it is a single operation.
    """
    if reader.manner.style != "auto":
        return reader.manner.style == "exact"
    if _is_nested(parts_of(below)):
        return True
    if reader.manner.exact(below, around):
        return True
    hidden = _is_sum(above) and not around.clear
    return hidden and (operations(above) > 1 or operations(below) > 0)


def _is_nested(parts: tuple[Node, ...]) -> bool:
    """Brackets that hold no arguments, or a fraction, beside something else."""
    for before, node in itertools.pairwise(parts):
        for one in (before, node):
            if is_fraction(one) and not is_number_fraction(one):
                return True
        if (fence_of(node) and not is_called(before, node)) or (
            before is parts[0] and fence_of(before)
        ):
            return True
    return False


def _is_sum(node: Node) -> bool:
    """Operations that bind less than "over" does, or a fraction of its own."""
    parts = parts_of(node)
    added = any(is_operator(part) and sign_of(part) not in signs.PRODUCTS for part in parts[1:])
    return added or any(is_fraction(part) and not is_number_fraction(part) for part in parts)


def _needs_announcing(node: Node, words: str) -> bool:
    if has_operator(node) or any(is_fraction(part) for part in parts_of(node)):
        return True
    return len(parts_of(node)) > 1 and " times " in words
