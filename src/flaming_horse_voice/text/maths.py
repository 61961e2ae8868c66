"""Formulas in words: `2^{10} = 1024` is "two to the ten equals one thousand and twenty-four".

Follows how a teacher reads at the board. Letters are respelt (`letters`), so that every voice
reads letters; a comma after a word is a short breath that shows where a part ends.
"""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers, signs
from flaming_horse_voice.text.formula_parts import (
    base,
    has_operator,
    is_big,
    is_function,
    only,
    sign_of,
    whole,
)
from flaming_horse_voice.text.latex import (
    EMPTY,
    Atom,
    Command,
    Grid,
    Node,
    Scripted,
    Sequence,
    Words,
    parse,
)
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.small_words import between, of, sign_word


def spoken_formula(latex: str) -> str:
    """The words of a formula, blank-separated. Raises WrongInput where it cannot be parsed."""
    said = " ".join(_sequence(parse(latex).parts).split())
    said = re.sub(r" +([,;.?])", r"\1", said)
    said = re.sub(r"[,;]+(?=[,;.?])", "", said)
    return said.strip(",; ")


def _say(node: Node) -> str:
    match node:
        case Atom():
            return sign_word(node.sign)
        case Words():
            return node.text.strip()
        case Sequence():
            return _fenced(node)
        case Command():
            return _command(node)
        case Scripted():
            return _scripted(node)
        case Grid():
            return _grid(node)


def _sequence(parts: tuple[Node, ...]) -> str:
    """Parts side by side, with the small words that a reader puts between them."""
    said: list[str] = []
    index = 0
    while index < len(parts):
        node = parts[index]
        before = parts[index - 1] if index else None
        inner, step = _norm(parts, index)
        if inner is not None:
            said.append(inner)
            index += step
            continue
        said.append(between(before, node))
        words = _after_del(before, node) or _say(node)
        if words in {",", ";", ".", "?"} and said:
            said[-1] = said[-1].rstrip(",") + words
        elif words != ",":
            said.append(words)
        said += of(node, parts[index + 1 :])
        index += 1
    return " ".join(word for word in said if word)


def _after_del(before: Node | None, node: Node) -> str:
    r"""The signs of `\nabla \cdot F` and `\nabla \times F` are no multiplication."""
    after = {"\\cdot": "dot", "\\times": "cross"}
    return after.get(sign_of(node), "") if before and sign_of(before) == "\\nabla" else ""


def _norm(parts: tuple[Node, ...], index: int) -> tuple[str | None, int]:
    r"""`|x|` and `\|x\|`, whose brackets look alike on both sides."""
    names = {"|": "the absolute value of", "\\|": "the norm of", "\\vert": "the absolute value of"}
    node = parts[index]
    if not isinstance(node, Atom) or node.sign not in names:
        return None, 0
    for end in range(index + 1, len(parts)):
        last = parts[end]
        closing = last.base if isinstance(last, Scripted) else last
        if isinstance(closing, Atom) and closing.sign == node.sign and end > index + 1:
            power = f" {_power(last.above)}" if isinstance(last, Scripted) and last.above else ""
            body = _sequence(parts[index + 1 : end])
            return f"{names[node.sign]} {body}{power}", end - index + 1
    return "given", 1


def _fenced(node: Sequence) -> str:
    inner = _sequence(node.parts)
    simple = len(node.parts) <= 1 or "," in inner
    if not node.fence or simple:
        return inner
    return f"{inner.rstrip(',')},"


def _command(node: Command) -> str:
    first = node.arguments[0]
    match node.name:
        case "frac" | "dfrac" | "tfrac" | "cfrac":
            return _fraction(first, node.arguments[1])
        case "binom" | "dbinom":
            return f"{_say(first)} choose {_say(node.arguments[1])}"
        case "sqrt":
            return _root(first, node.option)
        case "prime":
            times = {"1": "prime", "2": "double prime", "3": "triple prime"}
            return f"{_say(first)} {times.get(sign_of(node.arguments[1]), 'prime')}"
        case "vec" | "overrightarrow":
            return f"vector {_say(first)}"
        case "mathbb" if sign_of(only(first)) in signs.SETS:
            return signs.SETS[sign_of(only(first))]
        case "pmod":
            return f"modulo {_say(first)}"
        case "phantom":
            return ""
        case "stackrel" | "overset" | "underset":
            return _say(node.arguments[1])
        case _:
            accent = signs.ACCENTS.get(node.name, "")
            return f"{_say(first)} {accent}".strip()


def _fraction(above: Node, below: Node) -> str:
    upper, lower = whole(above), whole(below)
    if upper is not None and lower is not None:
        return numbers.fraction(upper, lower) or f"{_say(above)} over {_say(below)}"
    derivative = _derivative(above, below)
    if derivative:
        return derivative
    top, bottom = _say(above).rstrip(","), _say(below)
    if has_operator(above):
        top = f"the fraction {top},"
    if has_operator(below):
        bottom = f"{bottom.rstrip(',')},"
    return f"{top} over {bottom}"


def _derivative(above: Node, below: Node) -> str:
    r"""`\frac{dy}{dx}` is "dee why by dee ex", without "over"."""
    starts: list[str] = []
    for node in (above, below):
        parts = node.parts if isinstance(node, Sequence) else (node,)
        starts.append(sign_of(base(parts[0])) if parts else "")
    if starts in (["d", "d"], ["\\partial", "\\partial"]):
        return f"{_say(above)} by {_say(below)}"
    return ""


def _root(body: Node, degree: Node | None) -> str:
    name = "the square root of"
    if degree is not None:
        n = whole(degree)
        if n == 3:
            name = "the cube root of"
        elif n is not None:
            name = f"the {numbers.ordinal(n)} root of"
        else:
            name = f"the {_nth(_say(degree))} root of"
    end = "," if has_operator(body) else ""
    return f"{name} {_say(body).rstrip(',')}{end}"


def _nth(word: str) -> str:
    return f"{word}th"


def _scripted(node: Scripted) -> str:
    if is_big(node):
        return _bounds(_say(node.base), node.below, node.above)
    sign = sign_of(node.base)
    if sign == "\\lim":
        return f"the limit as {_approach(node.below)}"
    if node.base == EMPTY and node.above is not None:
        return _power(node.above)
    said = _say(node.base)
    if node.below is not None:
        joint = "base" if sign in {"\\log", "\\lg"} else "over" if is_function(node) else ""
        said = f"{said} {joint} {_index(node.below)}"
    if node.above is None:
        return said
    if is_function(node) and whole(node.above) == 2:
        return f"{said} squared"
    if sign.isalpha() and sign.isupper() and _say(node.above) == "minus one":
        return f"{said} inverse"
    if sign.isalpha() and sign.isupper() and sign_of(only(node.above)) in {"T", "\\top"}:
        return f"{said} transpose"
    if isinstance(node.base, Sequence) and node.base.fence and has_operator(node.base):
        return f"the quantity {said.rstrip(',')}, {_power(node.above)}"
    return f"{said.rstrip(',')} {_power(node.above)}"


def _power(above: Node) -> str:
    one = only(above)
    match sign_of(one):
        case "2":
            return "squared"
        case "3":
            return "cubed"
        case "\\circ":
            return "degrees"
        case "*" | "\\ast":
            return "star"
        case "\\prime" | "'":
            return "prime"
        case "\\dagger":
            return "dagger"
        case "+" | "-" as sign:
            return signs.OPERATORS[sign]
        case _:
            end = "," if has_operator(above) else ""
            return f"to the {_say(above).rstrip(',')}{end}"


def _index(below: Node) -> str:
    """`_{ij}` is "eye jay"; anything that is reckoned is announced with "sub"."""
    if has_operator(below):
        return f"sub {_say(below).rstrip(',')},"
    if isinstance(below, Sequence) and all(sign_of(part).isalpha() for part in below.parts):
        return spelled("".join(sign_of(part) for part in below.parts))
    return _say(below)


def _bounds(name: str, below: Node | None, above: Node | None) -> str:
    if below is None:
        return name
    low = _say(below).rstrip(",")
    if above is None:
        return f"{name} over {low}"
    return f"{name} from {low} to {_say(above).rstrip(',')}"


def _approach(below: Node | None) -> str:
    if below is None:
        return ""
    return _say(below).replace("goes to", "approaches")


def _grid(node: Grid) -> str:
    if node.name == "cases":
        return "; ".join(_case(row) for row in node.rows)
    rows = [", ".join(_say(cell).rstrip(",") for cell in row) for row in node.rows]
    if node.name in {"aligned", "align", "align*", "gathered", "split"}:
        return "; ".join(row.replace(",", "") for row in rows)
    kind = "the determinant" if node.name == "vmatrix" else "the matrix"
    if node.rows and all(len(row) == 1 for row in node.rows):
        return f"the vector {', '.join(rows)}"
    return f"{kind} with rows {'; and '.join(rows)}"


def _case(row: tuple[Node, ...]) -> str:
    value, *conditions = row
    said = _say(value).rstrip(",")
    return ", ".join([said, *map(_condition, conditions)])


def _condition(cell: Node) -> str:
    said = _say(cell)
    return said if said.startswith(("if", "when", "for", "otherwise", "else")) else f"if {said}"
