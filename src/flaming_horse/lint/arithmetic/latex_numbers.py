"""LaTeX of school mathematics as formulas that can be computed; None for all the rest."""

from __future__ import annotations

import math
import re

from flaming_horse.model.formula import FormulaError, constant

_SAME = {
    r"\cdot": "*", r"\times": "*", r"\div": "/", r"\pi": "pi", r"\left": "", r"\right": "",
    r"\,": "", r"\;": "", r"\!": "", r"\ ": " ", r"\lfloor": None, r"\%": None,
    **{rf"\{name}": name for name in ("sin", "cos", "tan", "exp", "ln", "sqrt")},
}  # fmt: skip
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^]|\d+(?:\.\d+)?|[A-Za-z]|\s+|.", re.DOTALL)
_TWO = {r"\frac", r"\dfrac", r"\tfrac"}


class _Unknown(Exception):
    """Something that is not computed here."""


def formula_of(latex: str) -> str | None:
    """The formula in the language of plots, or None where it holds more than that can say."""
    tokens = [token for token in _TOKEN.findall(latex.replace("{,}", "")) if token.strip()]
    try:
        text, rest = _sequence(tokens, until="")
    except (_Unknown, RecursionError):
        return None
    return text if not rest and text.strip() else None


def value_of(latex: str) -> float | None:
    """The number that a formula without letters has."""
    plain = re.sub(r"\\piece\s*\{[^{}]*\}", "", latex)
    if re.search(r"(?<![\\A-Za-z])[A-Za-z]", plain):
        return None  # `e` may be Euler's number or an electron's charge
    text = formula_of(plain)
    if text is None:
        return None
    try:
        value = constant(text)
    except FormulaError:
        return None
    return value if math.isfinite(value) else None


def _sequence(tokens: list[str], until: str) -> tuple[str, list[str]]:
    """The formula up to the bracket `until`, and the tokens behind it."""
    out = ""
    while tokens:
        sign = tokens[0]
        if sign == until:
            return out, tokens[1:]
        if sign == "}":
            raise _Unknown
        piece, tokens = _piece(tokens)
        # Two numbers side by side are a product to nobody: `2 3` is not read.
        if out[-1:].isdigit() and piece[:1].isdigit():
            raise _Unknown
        out += piece
    if until:
        raise _Unknown
    return out, []


def _piece(tokens: list[str]) -> tuple[str, list[str]]:
    sign, rest = tokens[0], tokens[1:]
    if sign in _TWO:
        above, rest = _group(rest)
        below, rest = _group(rest)
        return f"(({above})/({below}))", rest
    if sign == r"\piece":
        _, rest = _group(rest)
        return _group(rest)
    if sign in {"{", "^"}:
        inner, rest = _group(rest if sign == "^" else tokens)
        return f"{'^' if sign == '^' else ''}({inner})", rest
    if sign == r"\sqrt":
        inner, rest = _group(rest)
        return f"sqrt({inner})", rest
    if sign.startswith("\\"):
        plain = _SAME.get(sign)
        if plain is None:
            raise _Unknown
        return (f" {plain} " if plain.isalpha() else plain), rest
    if sign in {"_", "&", "|", "!", "'", "[", "]"}:
        raise _Unknown
    return sign, rest


def _group(tokens: list[str]) -> tuple[str, list[str]]:
    """What stands in curly brackets, or the one sign that stands in their place."""
    if not tokens:
        raise _Unknown
    if tokens[0] == "{":
        return _sequence(tokens[1:], until="}")
    if re.fullmatch(r"\d{2,}.*", tokens[0]):
        # LaTeX takes the first digit alone: `2^10` is set as two to the one, and a zero.
        raise _Unknown
    return _piece(tokens)
