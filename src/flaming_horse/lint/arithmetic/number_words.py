"""Numbers in English text, in digits and in words, with where they stand.

What could be read in two ways ("nineteen ninety", "seven eighths", "two three five") is no number
here: a check that looks at the rest says nothing about it.
"""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SMALL: dict[str, int] = dict(
    zip(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        ).split(),
        range(20),
        strict=True,
    )
)
_TENS = {
    word: 10 * at
    for at, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINALS = {
    word: at
    for at, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
_TOKEN = re.compile(
    r"(?P<digits>(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w]|[.,]\d)"
    r"|(?<![\w.,])\d+(?:\.\d+)?(?![\w]|[.,]\d))|(?P<word>[A-Za-z]+(?:['’][A-Za-z]+)?)|(?P<other>\S)"  # noqa: RUF001
)
_PART = re.compile(
    r"(?:hal(?:f|ves)|quarters?|thirds?|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|"
    r"\w+teen|twent(?:ie)|thirt(?:ie)|hundred|thousand|million|billion)th)s?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, or a number with its `value`: `text[start:end]`. `decimals`: as said."""

    text: str
    start: int
    end: int
    value: float | None = None
    decimals: int = 0


def tokens_of(text: str) -> list[Token]:
    """The words, signs and numbers of a text, in order."""
    found: list[Token] = []
    raw = [
        Token(m[0].casefold(), m.start(), m.end(), *_digits(m["digits"]))
        for m in _TOKEN.finditer(text)
    ]
    # `twenty-five` is one number, and so are its words without the hyphen.
    raw = [token for at, token in enumerate(raw) if not _joins(raw, at)]
    at = 0
    while at < len(raw):
        if raw[at].value is not None:
            number, used = raw[at], 1
        else:
            number, used = _words(raw[at:])
        end = at + used
        if used and _is_unclear(raw, at, end):
            end = _end_of_run(raw, end)
            found += [Token("?", token.start, token.end) for token in raw[at:end]]
        elif used:
            found.append(number)
        else:
            end = at + 1
            found.append(raw[at])
        at = end
    return found


def _digits(digits: str | None) -> tuple[float | None, int]:
    if digits is None:
        return None, 0
    return float(digits.replace(",", "")), len(digits.partition(".")[2])


def _joins(raw: Sequence[Token], at: int) -> bool:
    """Whether a token is the hyphen within `twenty-five`."""
    return (
        raw[at].text == "-"
        and 0 < at < len(raw) - 1
        and raw[at - 1].text in _TENS
        and raw[at].start == raw[at - 1].end
        and raw[at + 1].start == raw[at].end
    )


def _is_number_word(token: Token) -> bool:
    return token.text in _SMALL or token.text in _TENS or token.text in {"hundred", *_SCALES}


def _is_unclear(raw: Sequence[Token], start: int, end: int) -> bool:
    """A number with another right behind it, or that is a share (`seven eighths`)."""
    # "ten years", "the twenty-first": the next word tells; a hyphen makes a name: `three-sided`.
    if end < len(raw):
        after = raw[end]
        shares = bool(_PART.fullmatch(after.text)) or after.text in ORDINALS
        if after.value is not None or _is_number_word(after) or shares or after.text == "-":
            return True
        if after.text == "and" and _says_part(raw[end + 1 : end + 3]):
            return True
    return start > 0 and raw[start - 1].text in {"-", "point"}


def _says_part(raw: Sequence[Token]) -> bool:
    """`a half`, `one third` after "two and"."""
    return len(raw) == 2 and raw[0].text in {"a", *_SMALL} and bool(_PART.fullmatch(raw[1].text))


def _end_of_run(raw: Sequence[Token], at: int) -> int:
    while at < len(raw) and (raw[at].value is not None or _is_number_word(raw[at])):
        at += 1
    return at


def _words(raw: Sequence[Token]) -> tuple[Token, int]:
    """The number that the first tokens say, and how many they are; none: 0."""
    first = raw[0]
    whole, used = _whole(raw)
    if not used:
        return first, 0
    decimals = ""
    if used < len(raw) - 1 and raw[used].text == "point":
        at = used + 1
        while at < len(raw) and _SMALL.get(raw[at].text, 10) < 10:
            decimals += str(_SMALL[raw[at].text])
            at += 1
        used = at if decimals else used
    last = raw[used - 1]
    value = float(f"{whole}.{decimals or 0}")
    return Token("#", first.start, last.end, value, len(decimals)), used


def _whole(raw: Sequence[Token]) -> tuple[int, int]:
    """The whole number said: `two thousand three hundred and one`."""
    total = at = 0
    scale = 10**15
    while at < len(raw):
        start = at + 1 if total and raw[at].text == "and" else at
        group, used = _below_thousand(raw[start:])
        if not used:
            break
        end = start + used
        named = _SCALES.get(raw[end].text) if end < len(raw) else None
        if named is None:
            # After "and" or a larger scale only what is below it goes on: 2000 and 30.
            fits = scale > 1 and (not total or start == at or group < 100)
            return (total + group, end) if fits else (total, at)
        if named >= scale or (start > at):
            break
        total, at, scale = total + group * named, end + 1, named
    return total, at


def _below_thousand(raw: Sequence[Token]) -> tuple[int, int]:
    if not raw:
        return 0, 0
    one = raw[0].text == "a" and len(raw) > 1 and raw[1].text in {"hundred", *_SCALES}
    if one and raw[1].text != "hundred":
        return 1, 1
    value, used = (1, 1) if one else _below_hundred(raw)
    if not used or used >= len(raw) or raw[used].text != "hundred" or not 0 < value < 100:
        return value, used
    value, used = value * 100, used + 1
    start = used + 1 if used < len(raw) and raw[used].text == "and" else used
    rest, more = _below_hundred(raw[start:])
    # "a hundred and two hundred": the second has a hundred of its own.
    follows = raw[start + more].text if start + more < len(raw) else ""
    if more and rest and follows != "hundred":
        return value + rest, start + more
    return value, used


def _below_hundred(raw: Sequence[Token]) -> tuple[int, int]:
    if not raw:
        return 0, 0
    word = raw[0].text
    if word in _SMALL:
        return _SMALL[word], 1
    if word not in _TENS:
        return 0, 0
    one = _SMALL.get(raw[1].text, 0) if len(raw) > 1 else 0
    return (_TENS[word] + one, 2) if 0 < one < 10 else (_TENS[word], 1)
