"""Raised and lowered text of a document, in signs of its own: `2<sup>10</sup>` is "2¹⁰"."""

from __future__ import annotations

import re
from collections.abc import Mapping

RAISED = dict(zip("0123456789+-ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", strict=True))
LOWERED = dict(zip("0123456789+-nijkmx", "₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢⱼₖₘₓ", strict=True))
"""The signs that every voice reads, by what they are not raised."""
_PLAIN = re.compile(r"(?:st|nd|rd|th|er|re|e|ème|o|a|º|ª|tm|sm|r|c)", re.IGNORECASE)
_TRADE = {"tm": "™", "r": "®", "c": "©"}
_NOTE = re.compile(r"\[[^\[\]]*\]|[*†‡§¶]+")
_PANDOC_RAISED = re.compile(r"(?<=[\w)\]])\^([-\u2212+]?\d{1,6}|[^\W\d_]{1,6})\^(?!\w)")
_PANDOC_LOWERED = re.compile(r"(?<=[^\W_])~(\d{1,4}|[^\W\d_]{1,6})~(?!~)")


def raised_form(text: str) -> str:
    """What stands raised in a text, in signs of its own: `10` → "¹⁰", `th` → "th".

    Marks of a footnote (`[3]`, `*`) are not there; what has no raised form is a power: "^(a/b)".
    """
    plain = text.strip()
    if not plain or _NOTE.fullmatch(plain):
        return ""
    if _PLAIN.fullmatch(plain):
        return _TRADE.get(plain.lower(), plain)
    return _in(RAISED, plain) or (f"^{plain}" if len(plain) == 1 else f"^({plain})")


def lowered_form(text: str) -> str:
    """What stands lowered in a text, in signs of its own: `2` → "₂", `max` → "_max"."""
    plain = text.strip()
    if not plain:
        return ""
    return _in(LOWERED, plain) or (f"_{plain}" if plain.isalnum() else f"_({plain})")


def with_scripts(text: str) -> str:
    """`2^10^` and `H~2~O`, as pandoc writes them, with raised and lowered signs."""
    raised = _PANDOC_RAISED.sub(lambda m: raised_form(m[1]), text)
    return _PANDOC_LOWERED.sub(lambda m: lowered_form(m[1]), raised)


def _in(forms: Mapping[str, str], text: str) -> str:
    """The text in these forms; "" where a sign of it has none."""
    signs = text.replace("\u2212", "-").replace(" ", "")
    return "".join(forms[sign] for sign in signs) if set(signs) <= set(forms) else ""
