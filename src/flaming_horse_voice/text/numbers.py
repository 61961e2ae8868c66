"""Numbers in English words: cardinals, ordinals, decimals, years, fractions.

"One thousand and twenty-four" carries its "and", as a teacher would say it.
"""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = ("zero ten twenty thirty forty fifty sixty seventy eighty ninety").split()
_SCALES = (
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
)
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LARGEST = 10**18
"""From here on a number is read digit by digit."""


def cardinal(value: int) -> str:
    """`1024` → "one thousand and twenty-four"; negative numbers begin with "minus"."""
    if value < 0:
        return f"minus {cardinal(-value)}"
    if value >= _LARGEST:
        return digits(str(value))
    words: list[str] = []
    for scale, name in _SCALES:
        if value >= scale:
            words += [cardinal(value // scale), name]
            value %= scale
    if value >= 100:
        words += [_ONES[value // 100], "hundred"]
        value %= 100
    if value or not words:
        if words:
            words.append("and")
        words.append(_below_hundred(value))
    return " ".join(words)


def _below_hundred(value: int) -> str:
    if value < 20:
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens] if not ones else f"{_TENS[tens]}-{_ONES[ones]}"


def ordinal(value: int) -> str:
    """`21` → "twenty-first"."""
    spoken = cardinal(value)
    last = re.split(r"[ -]", spoken)[-1]
    head = spoken.removesuffix(last)
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    if last.endswith("y"):
        return head + last[:-1] + "ieth"
    return head + last + "th"


def digits(text: str) -> str:
    """`"042"` → "zero four two"."""
    return " ".join(_ONES[int(digit)] for digit in text if digit.isdecimal())


def number(text: str) -> str:
    """A written number: groups of thousands, a decimal point, a sign. `"-1,200.50"` is fine."""
    plain = re.sub(r"[,\s]", "", text).replace("\u2212", "-")
    sign = {"-": "minus ", "+": "plus "}.get(plain[:1], "")
    whole, point, part = plain.lstrip("+-").partition(".")
    if point and part:
        before = f"{cardinal(int(whole))} " if whole else ""
        return f"{sign}{before}point {digits(part)}"
    if len(whole) > 1 and whole.startswith("0"):
        return sign + digits(whole)
    return sign + cardinal(int(whole))


def year(value: int) -> str:
    """`1914` → "nineteen fourteen", `2005` → "two thousand and five"."""
    century, rest = divmod(value, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(value)
    if rest == 0:
        return f"{_below_hundred(century)} hundred"
    tail = f"oh {_ONES[rest]}" if rest < 10 else _below_hundred(rest)
    return f"{_below_hundred(century)} {tail}"


def fraction(above: int, below: int) -> str | None:
    """`1/2` → "one half", `3/4` → "three quarters"; None where one says "over"."""
    if (not 2 <= below <= 20 and below not in {100, 1000}) or above >= 100:
        return None
    name = {2: "half", 4: "quarter"}.get(below) or ordinal(below)
    if above == 1:
        return f"one {name}"
    plural = "halves" if below == 2 else f"{name}s"
    return f"{cardinal(above)} {plural}"
