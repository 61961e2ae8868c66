"""Dates, years and times of day."""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers, units
from flaming_horse_voice.text.rules import Rule, rule

MONTHS = (
    "January February March April May June July August September October November December"
).split()
_SHORT: tuple[str, ...] = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})(?!\w)|(?:{'|'.join(_SHORT)}|Sept)\.?(?!\w))"
_ENDING = r"(?:st|nd|rd|th)"
_HALVES = {"a": "ay em", "p": "pee em"}
_HALF = r"(?P<half>[ap]\.m\.|[AP]\.M\.|[ap]m|[AP]M)(?!\w)"
_TO = r"[\u2013\u2014-]"
BEFORE_YEARS = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|of|year|years|around|before|after|and|to|circa|ca\.|c\.|"
    r"during|through|throughout|spring|summer|autumn|fall|winter|early|late|mid-?|AD|CE|©|"
    rf"{'|'.join(MONTHS)})|[,\d\u2013-])\s*$",
    re.IGNORECASE,
)
"""What makes four digits after it a year."""


def _month(written: str) -> str:
    return MONTHS[_SHORT.index(written[:3])]


def _day_first(match: re.Match[str]) -> str | None:
    if not 1 <= int(match["day"]) <= 31:
        return None
    article = "" if re.search(r"\bthe\s$", match.string[: match.start()], re.IGNORECASE) else "the "
    return (
        f"{article}{numbers.ordinal(int(match['day']))} of {_month(match['month'])}{_year(match)}"
    )


def _month_first(match: re.Match[str]) -> str | None:
    if not 1 <= int(match["day"]) <= 31:
        return None
    return f"{_month(match['month'])} {numbers.ordinal(int(match['day']))}{_year(match)}"


def _year(match: re.Match[str]) -> str:
    return f", {numbers.year(int(match['year']))}" if match["year"] else ""


def _iso(match: re.Match[str]) -> str | None:
    return _date(int(match["year"]), int(match["month"]), int(match["day"]))


def _date(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {numbers.ordinal(day)}, {numbers.year(year)}"


def _slashes(match: re.Match[str]) -> str | None:
    """The month first, as in American English, unless it cannot be one."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if first <= 12:
        return _date(year, first, second)
    if not (1 <= second <= 12 and first <= 31):
        return None
    return f"the {numbers.ordinal(first)} of {MONTHS[second - 1]}, {numbers.year(year)}"


def _points(match: re.Match[str]) -> str | None:
    """The day first, as they do who write points: `31.12.2026`."""
    day, month = int(match["first"]), int(match["second"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"the {numbers.ordinal(day)} of {MONTHS[month - 1]}, {numbers.year(int(match['year']))}"


def _decade(match: re.Match[str]) -> str:
    value = int(match["year"])
    said = numbers.year(value) if len(match["year"]) == 4 else numbers.cardinal(value)
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return None
    hours = numbers.cardinal(hour)
    half = _half(match)
    if minute:
        words = f"{hours} {'oh ' if minute < 10 else ''}{numbers.cardinal(minute)}"
    elif half or match["second"]:
        words = hours
    else:
        words = f"{hours} o'clock" if 1 <= hour <= 12 else f"{hours} hundred"
    if match["second"]:
        seconds = int(match["second"])
        words += f" and {numbers.cardinal(seconds)} second{'' if seconds == 1 else 's'}"
    return words + half


def _hour(match: re.Match[str]) -> str | None:
    if not 1 <= int(match["hour"]) <= 12:
        return None
    return numbers.cardinal(int(match["hour"])) + _half(match)


def _half(match: re.Match[str]) -> str:
    if not match["half"]:
        return ""
    ends = match["half"].endswith(".") and not match.string[match.end() :].strip()
    return f" {_HALVES[match['half'][0].lower()]}{'.' if ends else ''}"


DATES_WITH_POINTS: tuple[Rule, ...] = (
    rule(
        r"(?<![\w.])(?P<first>\d\d?)\.(?P<second>\d\d?)\.(?P<year>(?:1[5-9]|20)\d\d)(?![\w]|\.\d)",
        _points,
    ),
)
DATES: tuple[Rule, ...] = (
    rule(
        r"(?<![\w/.])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/])",
        lambda m: f"{MONTHS[int(m['month']) - 1]} {numbers.year(int(m['year']))}",
    ),
    rule(
        r"(?<![\w-])(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![\d/-])",
        _iso,
    ),
    rule(r"(?<![\w/])(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<year>\d{4})(?![\w/])", _slashes),
    rule(
        rf"(?<![\w.,])(?P<day>\d\d?){_ENDING}?(?:\sof)?\s{_MONTH}(?:,?\s(?P<year>\d{{4}})(?!\w))?",
        _day_first,
    ),
    rule(
        rf"(?<!\w){_MONTH}\s(?P<day>\d\d?){_ENDING}?(?![\w%°]|[.,:/]\d|[\u2013-]\d|"
        rf"\s?{units.UNIT}(?!\w))(?:,?\s(?P<year>\d{{4}})(?!\w))?",
        _month_first,
    ),
    rule(
        rf"(?<!\w){_MONTH},?\s(?P<year>[12]\d{{3}})(?![\w%]|[.,]\d)",
        lambda m: f"{_month(m['month'])} {numbers.year(int(m['year']))}",
    ),
    rule(r"(?<![\w.])['\u2019]?(?P<year>\d0|\d{3}0)['\u2019]?s(?!\w)", _decade),
    rule(r"(?<=\bmid)-(?=\d)", ""),
    rule(
        rf"(?<!\w)(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d:])"
        rf"(?:\s?{_HALF})?",
        _clock,
    ),
    rule(rf"(?<!\w)(?P<hour>\d{{1,2}})\s?{_HALF}", _hour),
    rule(rf"(?:(?<=\d\s)|(?<=\d)){_HALF}", _half),
    rule(
        rf"(?<=[\dmM])\s?{_TO}\s?(?=\d{{1,2}}(?::\d\d|\s?(?:{_HALF})))".replace("?P<half>", "?:"),
        "to",
    ),
    rule(
        r"(?<![\w:])(?P<first>\d+)\s?:\s?(?P<second>\d+)(?![\w:])",
        lambda m: f"{numbers.number(m['first'])} to {numbers.number(m['second'])}",
    ),
)
