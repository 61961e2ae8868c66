"""Addresses and rows of digits: web, e-mail, `192.168.0.1`, telephone numbers, ISBN."""

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.letters import letter
from flaming_horse_voice.text.rules import Rule, rule
from flaming_horse_voice.text.words import simple

_ENDINGS = (
    "com|org|net|edu|gov|io|dev|app|info|eu|de|es|fr|uk|us|ca|jp|ch|at|it|nl|pl|se|ai|tv|me|xyz"
)
_MARKS = {
    ".": "dot", "@": "at", "_": "underscore", "-": "dash", "+": "plus", "/": "slash", "~": "tilde",
}  # fmt: skip
_GROUP = re.compile(r"\d+")


def _web(match: re.Match[str]) -> str:
    """Host and path; what a browser needs around them is not said."""
    plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group())
    return _by_name(re.split(r"[?#]", plain)[0].rstrip("/"))


def _mail(match: re.Match[str]) -> str:
    return _by_name(match.group())


def _by_name(address: str) -> str:
    """`ada.b@example.org`: names as words, marks by their names."""
    parts = re.findall(r"[^\W\d_]+|\d+|[.@_+/~-]", address)
    return " ".join(
        _MARKS.get(part) or (numbers.digits(part) if part.isdecimal() else _name(part))
        for part in parts
    )


def _name(part: str) -> str:
    return letter(part) if len(part) == 1 else simple(part)


def _handle(match: re.Match[str]) -> str:
    return "at " + " ".join(simple(part) for part in re.findall(r"[^\W\d_]+", match.group()))


def _numeric(match: re.Match[str]) -> str | None:
    parts = match.group().split(".")
    if any(int(part) > 255 for part in parts):
        return None
    return " dot ".join(numbers.digits(part) for part in parts)


def _row(match: re.Match[str]) -> str:
    """Digit by digit, a short breath between groups."""
    said = ", ".join(numbers.digits(group) for group in _GROUP.findall(match.group()))
    return f"plus {said}" if match.group().startswith("+") else said


ADDRESSES: tuple[Rule, ...] = (
    rule(r"(?:https?://|www\.)(?:[\w-]+\.)*[\w-]+(?::\d+)?(?:/[\w./?=&%#~()+-]*[\w/)])?", _web),
    rule(r"[\w+-][\w.+-]*@[\w-]+(?:\.[\w-]+)+", _mail),
    rule(
        rf"(?<![\w@.])[a-z][\w-]*(?:\.[\w-]+)*\.(?:{_ENDINGS})(?:/[\w./~-]*[\w/])?(?!\w|\.\w)", _web
    ),
    rule(r"(?<!\w)@[a-z]\w+", _handle),
    rule(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)", _numeric),
)
ROWS_OF_DIGITS: tuple[Rule, ...] = (
    rule(r"(?<!\w)\+\d{1,3}(?:[ -]\d{2,}){2,}(?!\w)", _row),
    rule(r"(?<!\w)\(\d{3}\)\s?\d{3}-\d{4}(?!\w)", _row),
    rule(r"(?<![\w.,-])\d{1,7}(?:-\d{1,7}){2,}(?![\w-])", _row),
    rule(
        r"(?<![\w.,$-])\d{3}-\d{2}[1-9]\d(?![\w-]|\s?%)|(?<![\w.,$-])\d{3}-\d{3}[1-9](?![\w-]|\s?%)",
        _row,
    ),
)
