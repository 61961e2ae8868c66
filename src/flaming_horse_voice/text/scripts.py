"""Raised and lowered signs: `²`, `⁻³`, `₁`, `ₙ`."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from __future__ import annotations

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ", "0123456789+-ni", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢⱼₖₘₓ", "0123456789+-nijkmx", strict=True))
RAISED = "".join(_RAISED)
LOWERED = "".join(_LOWERED)
"""The signs themselves, for patterns."""
FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_NO_LETTERS = f"{RAISED}{LOWERED}{FRACTIONS}ℝℕℤℚℂ"
LETTER = rf"[^\W\d_{_NO_LETTERS}]"
"""A letter of a word: regular expressions take raised signs, fractions and the
sets of numbers for letters."""


def lowered(signs: str) -> str:
    """`"⁻³"` → "-3", `"₁₀"` → "10"; signs that are neither stay."""
    return "".join(_RAISED.get(sign) or _LOWERED.get(sign) or sign for sign in signs)
