"""Brackets in words: quantities, arguments, lists, intervals, sets, floors, inner products."""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

from typing import NamedTuple

from flaming_horse_voice.text.formula_manner import (
    OPEN_END,
    SOFT,
    Around,
    Reader,
    bare,
    breath,
    part,
    quantity,
)
from flaming_horse_voice.text.formula_parts import (
    base,
    every,
    has_operator,
    is_letter,
    is_number,
    is_number_fraction,
    is_prime,
    operations,
    sign_of,
)
from flaming_horse_voice.text.formula_scripts import as_one, evaluated, index, named_power, power
from flaming_horse_voice.text.formula_tree import Command, Node, Scripted, Sequence


class Role(NamedTuple):
    """What brackets are there for.

    `called`: they hold arguments, or if `stated` a whole statement; `interval`: one is likely;
    `named`: the arguments of "the maximum of" and its like, which are joined by "and".
    """

    called: bool = False
    stated: bool = False
    interval: bool = False
    named: bool = False


_BARS = frozenset(("|", "\\mid", ":"))
_PRIMES = {"1": "prime", "2": "double prime", "3": "triple prime"}


def brackets(reader: Reader, node: Node, around: Around, role: Role | None = None) -> str:
    """`(…)` and its like, with their scripts and primes."""
    role = role or Role()
    scripts = node if isinstance(node, Scripted) else None
    inner = scripts.base if scripts else node
    primes = ""
    if is_prime(inner):
        assert isinstance(inner, Command)
        primes = _PRIMES.get(sign_of(inner.arguments[1]), "prime")
        inner = inner.arguments[0]
    assert isinstance(inner, Sequence)
    if scripts and (whole := _as_a_whole(reader, scripts, inner)):
        return whole
    marked = bool(scripts or primes)
    inside = around._replace(followed=around.followed or marked)
    words = _inside(reader, inner, inside, role, marked=marked)
    if primes:
        words = f"{bare(words) if _is_simple(inner.parts) else breath(words)} {primes}"
    if scripts and scripts.below is not None:
        words = f"{bare(words)} {index(reader, scripts.below, around)}"
    if scripts and scripts.above is not None:
        above = named_power(scripts) or power(reader, scripts.above, around)
        if role.called:
            words = f"{as_one(reader, words)} {above}"
        else:
            words = f"{bare(words) if _is_simple(inner.parts) else breath(words)} {above}"
    return words


def _as_a_whole(reader: Reader, node: Scripted, inner: Sequence) -> str:
    r"""Scripts that make something else of the brackets: `[F]_a^b`, `\{a_n\}_{n=1}^\infty`."""
    if inner.fence == "[" and node.below is not None and not _items(inner)[1:]:
        return f"{breath(reader.run(inner.parts, Around()))} {evaluated(reader, node)}"
    if node.below is None or (inner.fence != "\\{" and not (inner.fence == "(" and node.above)):
        return ""
    if inner.fence == "(" and operations(inner):
        return ""
    low = bare(reader.run((node.below,), Around(), terse=True))
    reach = f"over {low}" if node.above is None else f"from {low}"
    if node.above is not None:
        reach += f" to {bare(reader.say(node.above, Around()))}"
    return f"the sequence {breath(reader.run(inner.parts, Around()))} {reach}{OPEN_END}"


def _inside(
    reader: Reader,
    node: Sequence,
    around: Around,
    role: Role,
    *,
    marked: bool,
) -> str:
    """What is between brackets; `marked`: scripts or primes come after them."""
    match node.fence:
        case "\\{" if not role.called:
            return _set(reader, node)
        case "\\lfloor":
            return f"the floor of {part(reader, Sequence(node.parts), around)}"
        case "\\lceil":
            return f"the ceiling of {part(reader, Sequence(node.parts), around)}"
        case "\\langle":
            return _angles(reader, node)
        case _:
            pass
    items = _items(node)
    if len(items) > 1:
        return _listed(reader, node, items, role)
    if role.called:
        if has_operator(node):
            plain = Sequence(node.parts)
            exact = reader.manner.exact(plain, around)
            return quantity(reader, plain, around) if exact else _arguments(reader, node)
        inside = around.within(followed=around.followed)
        return bare(reader.run(node.parts, inside, bar="given", terse=not role.stated)) + SOFT
    if has_operator(node) or (marked and not _is_simple(node.parts)) or _is_statement(node):
        if reader.manner.exact(Sequence(node.parts), around):
            return quantity(reader, Sequence(node.parts), around)
        return f"the quantity {breath(reader.run(node.parts, around.within()))}"
    said = reader.run(node.parts, around.within(followed=around.followed), bar="given")
    return f"the quantity {breath(said)}" if " times " in said else said


def _is_simple(parts: tuple[Node, ...]) -> bool:
    """One sign, with an index at most, or a number: what a power can only be of as a whole."""
    one = parts[0] if len(parts) == 1 else Sequence(())
    index_only = isinstance(one, Scripted) and one.above is None
    return (
        bool(sign_of(one)) or is_number_fraction(one) or (index_only and bool(sign_of(base(one))))
    )


def _arguments(reader: Reader, node: Sequence) -> str:
    said = reader.run(node.parts, Around(clear=False), bar="given", terse=True)
    return bare(said) + OPEN_END


def _is_statement(node: Sequence) -> bool:
    return any(sign_of(one) in {"\\to", "\\Rightarrow", "\\implies"} for one in node.parts)


def _items(node: Sequence) -> list[tuple[Node, ...]]:
    items: list[list[Node]] = [[]]
    for one in node.parts:
        if sign_of(one) in {",", ";"}:
            items.append([])
        else:
            items[-1].append(one)
    return [tuple(item) for item in items]


def _say_items(reader: Reader, items: list[tuple[Node, ...]]) -> list[str]:
    return [bare(reader.run(item, Around(), bar="given")) for item in items]


def _listed(reader: Reader, node: Sequence, items: list[tuple[Node, ...]], role: Role) -> str:
    interval = role.interval and not role.called
    if len(items) == 2 and not role.named and _is_interval(node, interval=interval):
        return _interval(node, *_say_items(reader, items))
    if any(sign_of(one) in _DOTTED for item in items for one in item):
        return bare(reader.run(node.parts, Around())) + SOFT
    *first, last = _say_items(reader, items)
    if role.named:
        return f"{', '.join(first)}{',' if first[1:] else ''} and {last}{SOFT}"
    joint = " comma " if reader.manner.style == "exact" else ", "
    return joint.join([*first, last]) + SOFT


_DOTTED = frozenset(("\\dots", "\\ldots", "\\cdots", "…"))


def _is_interval(node: Sequence, *, interval: bool) -> bool:
    half_open = (node.fence, node.close) in {("(", "]"), ("[", ")")}
    endless = any(sign_of(one) in {"\\infty", "∞"} for one in every(node))
    return interval or half_open or node.fence == "[" or (endless and node.fence == "(")


def _interval(node: Sequence, low: str, high: str) -> str:
    kind = node.fence + node.close
    letters = [one for one in node.parts if sign_of(one) != ","]
    operators = all(isinstance(one, Command) or _is_capital(one) for one in letters)
    if kind == "[]" and operators:
        return f"the commutator of {low} and {high}"
    if kind in {"()", "[]"}:
        name = "open" if kind == "()" else "closed"
        return f"the {name} interval from {low} to {high}{SOFT}"
    inside, outside = (low, high) if kind == "[)" else (high, low)
    but = "" if outside.endswith("infinity") else f" but not {outside}"
    return f"the interval from {low} to {high}, including {inside}{but}{OPEN_END}"


def _is_capital(node: Node) -> bool:
    return is_letter(node) and sign_of(node).isupper()


def _set(reader: Reader, node: Sequence) -> str:
    bars = [i for i, one in enumerate(node.parts) if sign_of(one) in _BARS]
    sided = [i for i in bars if sign_of(node.parts[i]) == "|"]
    if len(sided) % 2 == 0:
        bars = [i for i in bars if i not in sided]
    if not node.parts:
        return "the empty set"
    if not bars:
        return f"the set {bare(reader.run(node.parts, Around()))}{SOFT}"
    head = bare(reader.run(node.parts[: bars[0]], Around(), terse=True))
    tail = bare(reader.run(node.parts[bars[0] + 1 :], Around()))
    return f"the set of all {head} such that {tail}{OPEN_END}"


def _angles(reader: Reader, node: Sequence) -> str:
    items = _items(node)
    if len(items) == 1:
        bars = [i for i, one in enumerate(node.parts) if sign_of(one) in {"|", "\\mid"}]
        if len(bars) != 1:
            return f"the average of {part(reader, Sequence(node.parts), Around())}"
        items = [node.parts[: bars[0]], node.parts[bars[0] + 1 :]]
    said = _say_items(reader, items)
    if len(items) != 2 or all(is_number(item[-1]) for item in items if item):
        return f"the vector {', '.join(said)}{OPEN_END}"
    return f"the inner product of {' and '.join(said)}{SOFT}"
