"""Ranges and factors: `10-100x`, `20%-30%`, `5 km - 10 km`, `a 3x gain`; and what only looks so.

`5-3=2` is a difference, `Llama-3.1-8B` a name, and `550e8400` no power of ten.
"""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant
# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers, units
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.name_parts import words_of
from flaming_horse_voice.text.quantities import NUMBER
from flaming_horse_voice.text.rules import Rule, rule

_TO = r"(?:\s?[\u2013\u2014]\s?|-|\s-\s|\s?\.\.\s?)"
_TIMES = r"\s?[x×](?![\w=])"
_ALGEBRA = r"(?<![=+*/<>^−·]\s)(?<![=+*/<>^−·])"
_NO_ALGEBRA = r"(?!\s?[=+*/<>^−²³⁴(|]|\s-\s|-\d|\s\d)"
_COMPARED = (
    "as|the|faster|slower|more|less|larger|smaller|bigger|better|worse|higher|lower|longer|shorter|"
    "cheaper|quicker|zoom|speed|speedup|speedups|gain|gains|increase|decrease|reduction|growth|"
    "improvement|improvements|boost|return|multiplier|magnification|leverage|that|what|over|with"
)
_BEFORE = "|".join(
    rf"(?<=\b{word}\s)"
    for word in (
        "a an by about around roughly nearly almost over than is least most only just to".split()
    )
)
_SCALES = {"k": "thousand", "M": "million", "B": "billion"}
_MARKED = "%|°C|°F|°"


def _times(number: str) -> str:
    """`"100"` → "a hundred": before "times" one says so."""
    plain = {"100": "a hundred", "1000": "a thousand", "1,000": "a thousand"}.get(number)
    return plain or numbers.number(number)


def _factors(match: re.Match[str]) -> str:
    return f"{numbers.number(match['first'])} to {_times(match['last'])} times"


def _factor(match: re.Match[str]) -> str:
    return (
        "once" if match["number"] == "1" and match["more"] else f"{_times(match['number'])} times"
    )


def _both_with_units(match: re.Match[str]) -> str:
    """`5%-10%`: a mark is said once where it is the same."""
    first, last = numbers.number(match["first"]), numbers.number(match["last"])
    below, above = match["below"], match["above"]
    ends = f"{last} {units.unit(above, one=match['last'] == '1')}"
    if below == above and below in _MARKED.split("|"):
        return f"{first} to {ends}"
    return f"{first} {units.unit(below, one=match['first'] == '1')} to {ends}"


def _coded(match: re.Match[str]) -> str:
    """`Llama-3.1-8B`, `CVE-2024-1234`: what stands between the hyphens, one after the other."""
    parts = match["rest"].lstrip("-").split("-")
    return " ".join([_head(match["head"]), *map(_coded_part, parts)])


def _head(head: str) -> str:
    return spelled(head) if head.isupper() and len(head) <= 4 else head


def _coded_part(part: str) -> str:
    if re.fullmatch(r"\d+(?:\.\d+)*", part):
        if len(part) == 4 and part[0] != "0":
            return numbers.year(int(part))
        return " point ".join(map(numbers.number, part.split(".")))
    return words_of(part)


def _hexadecimal(match: re.Match[str]) -> str:
    groups = re.split("[:-]", match.group())
    return ", ".join(
        " ".join(numbers.digits(sign) if sign.isdecimal() else spelled(sign) for sign in group)
        for group in groups
    )


CODES: tuple[Rule, ...] = (
    rule(r"(?<![\w.:-])(?:[0-9A-Fa-f]{2}[:-]){3,7}[0-9A-Fa-f]{2}(?![\w:-])", _hexadecimal),
    rule(
        r"(?<![\w.])(?=[a-f]*\d)(?=\d*[a-f])(?=\w*[a-f]\w*\d|\d+[a-f])[0-9a-f]{7,40}(?!\w)",
        _hexadecimal,
    ),
    rule(
        r"(?<![\w-])(?P<head>[A-Za-z]+)(?P<rest>(?:-[A-Za-z]+)?(?:-\d+(?:\.\d+)*[A-Za-z]?)"
        r"(?:-[A-Za-z0-9.]*[A-Za-z0-9])+)(?![\w-])",
        _coded,
    ),
)
RANGES: tuple[Rule, ...] = (
    rule(rf"(?<![\w.])(?P<first>{NUMBER})(?:{_TIMES})?{_TO}(?P<last>{NUMBER}){_TIMES}", _factors),
    rule(
        rf"{_ALGEBRA}(?<![\w.])(?P<number>{NUMBER}){_TIMES}{_NO_ALGEBRA}"
        rf"(?:(?=\s(?:{_COMPARED})\b)|(?<=[×])|(?<=\d\d[x])|(?<=\.\d[x])|(?<=\.\d\d[x]))",
        _factor,
    ),
    rule(rf"(?:{_BEFORE})(?P<number>{NUMBER}){_TIMES}{_NO_ALGEBRA}", _factor),
    rule(
        rf"(?<![\w.])(?P<first>{NUMBER})\s?(?P<below>{_MARKED}|{units.UNIT}){_TO}"
        rf"(?P<last>{NUMBER})\s?(?P<above>{_MARKED}|{units.UNIT})(?!\w)",
        _both_with_units,
    ),
    rule(r"(?<=\d0s)\s?[-\u2013]\s?(?=\d)", "to"),
    rule(r"(?<![\w<>=])>=\s?(?=\d)", "at least"),
    rule(r"(?<![\w<>=])<=\s?(?=\d)", "at most"),
    rule(r"(?:(?<=, )|(?<=; ))>\s?(?=\d)", "more than"),
    rule(r"(?:(?<=, )|(?<=; ))<\s?(?=\d)", "less than"),
    rule(
        r"(?<![\w.])(?P<number>\d+\.\d+)(?P<scale>[kMB])(?![\w/])",
        lambda m: f"{numbers.number(m['number'])} {_SCALES[m['scale']]}",
    ),
    rule(rf"(?<=\d)(?:\s?[-\u2212]\s?|\s[\u2013\u2014]\s)(?={NUMBER}\s?=(?!=))", "minus"),
)
