"""Simple formulas of an office program as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_SIGNS = {
    "×": r"\times ", "·": r"\cdot ", "÷": r"\div ", "±": r"\pm ", "≤": r"\le ", "≥": r"\ge ",  # noqa: RUF001
    "≠": r"\ne ", "≈": r"\approx ", "∞": r"\infty ", "→": r"\to ", "∈": r"\in ", "−": "-",  # noqa: RUF001
    "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "δ": r"\delta ", "ε": r"\varepsilon ",  # noqa: RUF001
    "θ": r"\theta ", "λ": r"\lambda ", "μ": r"\mu ", "π": r"\pi ", "ρ": r"\rho ",  # noqa: RUF001
    "σ": r"\sigma ", "τ": r"\tau ", "φ": r"\varphi ", "ω": r"\omega ", "Δ": r"\Delta ",  # noqa: RUF001
    "Σ": r"\Sigma ", "Ω": r"\Omega ", "∂": r"\partial ", "∇": r"\nabla ", "%": r"\%",
}  # fmt: skip
_SUMS = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∮": r"\oint"}
_UNKNOWN = re.compile(r"[^\x20-\x7e]|[\\{}$#&_^~]")


class _Unreadable(Exception):
    """Something that is not read here."""


def latex_of(element: Any) -> str | None:
    """An `m:oMath` as LaTeX; None where something in it is not known here.

    Known are letters and signs, fractions, powers, indices, roots, brackets, sums and integrals.
    """
    try:
        return " ".join(_all(element).split()) or None
    except (_Unreadable, RecursionError):
        return None


def _all(element: Any) -> str:
    return "".join(_one(child) for child in element)


def _one(element: Any) -> str:
    name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
    if name.endswith("Pr") or name in {"bookmarkStart", "bookmarkEnd"}:
        return ""
    reader = _READERS.get(name)
    if reader is None:
        raise _Unreadable(name)
    return reader(element)


def _part(element: Any, name: str) -> str:
    found = element.xpath(f"./*[local-name()='{name}']")
    return _all(found[0]) if found else ""


def _value(element: Any, name: str, default: str) -> str:
    found = element.xpath(f"./*/*[local-name()='{name}']/@*[local-name()='val']")
    return str(found[0]) if found else default


def _run(element: Any) -> str:
    text = "".join(str(each) for each in element.xpath("./*[local-name()='t']/text()"))
    if _UNKNOWN.search("".join(sign for sign in text if sign not in _SIGNS)):
        raise _Unreadable(text)
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def _fraction(element: Any) -> str:
    return rf"\frac{{{_part(element, 'num')}}}{{{_part(element, 'den')}}}"


def _power(element: Any) -> str:
    return f"{{{_part(element, 'e')}}}^{{{_part(element, 'sup')}}}"


def _index(element: Any) -> str:
    return f"{{{_part(element, 'e')}}}_{{{_part(element, 'sub')}}}"


def _both(element: Any) -> str:
    return f"{{{_part(element, 'e')}}}_{{{_part(element, 'sub')}}}^{{{_part(element, 'sup')}}}"


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


def _brackets(element: Any) -> str:
    opens, closes = _value(element, "begChr", "("), _value(element, "endChr", ")")
    if opens not in {"(", "[", "|"} or closes not in {")", "]", "|"}:
        raise _Unreadable(opens)
    inside = ", ".join(_all(each) for each in element.xpath("./*[local-name()='e']"))
    return rf"\left{opens}{inside}\right{closes}"


def _sum(element: Any) -> str:
    sign = _SUMS.get(_value(element, "chr", "∫"))
    if sign is None:
        raise _Unreadable("nary")
    below, above = _part(element, "sub"), _part(element, "sup")
    limits = (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")
    return f"{sign}{limits} {_part(element, 'e')}"


_READERS: dict[str, Callable[[Any], str]] = {
    "r": _run, "f": _fraction, "sSup": _power, "sSub": _index, "sSubSup": _both, "rad": _root,
    "d": _brackets, "nary": _sum, "e": _all, "num": _all, "den": _all, "oMath": _all,
}  # fmt: skip
