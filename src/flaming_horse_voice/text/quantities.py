"""Numbers in a sentence: with units, as ranges, powers, fractions, and alone."""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers, units
from flaming_horse_voice.text.dates import BEFORE_YEARS
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.rules import Rule, one_of, rule
from flaming_horse_voice.text.scripts import RAISED, lowered

NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|[1-9]\d{0,2}(?:[\s\u2009\u202f\u00a0]\d{3})+(?!\d)"
    r"(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
)
SIGNED = rf"(?:(?<![\w.)])[-+\u2212])?{NUMBER}"
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
_SCALES = {"k": "thousand", "M": "million"}
_NO_PLURALS = "was|is|has|as|its|this|us|ours|hers|his|theirs|plus|versus|yes|less|across|always"
_COUNTED = re.compile(rf"\s(?!(?:{_NO_PLURALS})\b)[a-z]+s\b")
_BY = r"[x×]"


def _amount(match: re.Match[str]) -> str:
    """A number with its unit."""
    value = match["number"]
    one = value in {"1", "-1", "\u22121"}
    return f"{numbers.number(value)} {units.unit(match['unit'], one=one)}"


def _range(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if len(first) == 4 and "1900" <= first <= "2099" and len(last) == 2 and last > first[2:]:
        return f"{_written_year(first)} to {numbers.number(last)}"  # "2020-21"
    both_years = len(first) == len(last) == 4 and first.isdecimal() and "1000" <= first <= "2099"
    say = _written_year if both_years and not match["unit"] else numbers.number
    said = f"{say(first)} to {say(last)}"
    return f"{said} {units.unit(match['unit'], one=False)}" if match["unit"] else said


def _written_year(text: str) -> str:
    return numbers.year(int(text))


def power(exponent: str) -> str:
    """`"2"` → "squared", `"-3"` → "to the minus three", `"n"` → "to the en"."""
    plain = exponent.replace("\u2212", "-")
    known = {"2": "squared", "3": "cubed"}.get(plain)
    if known:
        return known
    sign = "minus " if plain[0] == "-" else "plus " if plain[0] == "+" else ""
    rest = plain.lstrip("+-")
    return f"to the {sign}{numbers.cardinal(int(rest)) if rest.isdecimal() else spelled(rest)}"


def _scientific(match: re.Match[str]) -> str:
    return f"{numbers.number(match['number'])} times ten {_exponent(match['exponent'])}"


def _power_of_ten(match: re.Match[str]) -> str:
    said = f"ten {_exponent(match['exponent'] or lowered(match['raised']))}"
    return f"{said} {units.unit(match['unit'], one=False)}" if match["unit"] else said


def _exponent(text: str) -> str:
    """Powers of ten have no "squared": "ten to the two"."""
    return "to the " + numbers.number(text.lstrip("+"))


def _plain(match: re.Match[str]) -> str:
    value = match.group()
    if len(value) == 4 and value.isdecimal() and 1000 <= int(value) <= 2099:
        text, start, end = match.string, match.start(), match.end()
        alone = text[start - 1 : start] == "(" and text[end : end + 1] == ")" and value >= "1500"
        dated = BEFORE_YEARS.search(text[max(0, start - 14) : start])
        if alone or (dated and not _COUNTED.match(text, end)):
            return numbers.year(int(value))
    return numbers.number(value)


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match["above"]), int(match["below"])
    words = numbers.fraction(above, below)
    if above == below and not match["whole"]:  # "a fifty-fifty chance"
        return f"{numbers.cardinal(above)} {numbers.cardinal(below)}"
    if match["whole"]:
        part = words or f"{numbers.cardinal(above)} over {numbers.cardinal(below)}"
        return f"{numbers.cardinal(int(match['whole']))} and {part}"
    return words or f"{numbers.cardinal(above)} over {numbers.cardinal(below)}"


def _vulgar(match: re.Match[str]) -> str:
    said = numbers.fraction(*_VULGAR[match["part"]]) or ""
    return f"{numbers.number(match['whole'])} and {said}" if match["whole"] else said


def _big(match: re.Match[str]) -> str | None:
    if match["number"].count(".") > 1 or match["number"].endswith("."):
        return None
    return f"{numbers.number(match['number'])} {_SCALES[match['scale']]}"


def _lines(written: str) -> str:
    """Lines of a picture: "ten eighty", "seven twenty"."""
    hundreds, rest = divmod(int(written), 100)
    if not rest:
        return numbers.cardinal(int(written))
    return f"{numbers.cardinal(hundreds)} {numbers.cardinal(rest)}"


QUANTITIES: tuple[Rule, ...] = (
    rule(r"(?<![\w/])24/7(?![\w/])", "twenty-four seven"),
    rule(rf"[~∼]\s?(?={NUMBER})", "about"),
    rule(rf"(?<!\w )(?<!\w)≈\s?(?={NUMBER})", "approximately"),
    rule(r"(?<=\d)!(?=\s*[=+*/×·-])", "factorial"),
    rule(r"(?<![\w.])(?P<number>\d+(?:\.\d+)?)[eE](?P<exponent>[-+\u2212]?\d+)(?!\w)", _scientific),
    rule(rf"(?:(?P<whole>\d+)\s?)?(?P<part>[{''.join(_VULGAR)}])", _vulgar),
    rule(
        r"(?<![\w./])(?:(?P<whole>\d+)\s)?(?P<above>\d+)\s?[/\u2044]\s?(?P<below>\d+)(?![\w/]|\.\d)",
        _fraction,
    ),
    rule(
        rf"(?P<first>{NUMBER})(?:\s?[\u2013\u2014]\s?|-)(?P<last>{NUMBER})(?!\d|\.\d|\s?=(?!=))"
        rf"(?:\s?(?P<unit>{units.UNIT})(?!\w))?",
        _range,
    ),
    rule(
        rf"(?<![\w.])10(?:\^\(?(?P<exponent>[-+\u2212]?\d+)\)?|(?P<raised>[{RAISED}]+))"
        rf"(?:\s(?P<unit>{units.UNIT})(?!\w))?",
        _power_of_ten,
    ),
    rule(rf"(?<=\d)\s?[-\u2212]\s(?={NUMBER})|(?<=\d)\s[-\u2212]\s?(?={NUMBER})", "minus"),
    rule(rf"(?<=[\d)])\s?[*×]\s?(?=10[\^{RAISED}])", "times"),
    rule(rf"(?<=[\d)])\s?\*\s?(?={NUMBER})", "times"),
    rule(
        rf"(?P<number>{NUMBER})x(?=\s(?:faster|slower|more|less|as|larger|smaller|better|zoom|speed)\b)",
        lambda m: f"{numbers.number(m['number'])} times",
    ),
    rule(r"(?<=[A-Za-z%°])\u2013(?=\d)", "to"),
    rule(rf"(?<=\d){_BY}(?=\d+(?:\.\d+)?(?!\s?=))", "by"),
    rule(rf"(?<=\d)\s{_BY}\s(?={NUMBER}\s?[a-zµ])", "by"),
    rule(rf"(?<![\w.])(?P<number>[\d.]+)(?P<scale>{one_of(_SCALES)})(?=\s[a-z])", _big),
    rule(r"(?<![\w.])(?P<number>\d+)K(?!\w)", lambda m: f"{numbers.number(m['number'])} kay"),
    rule(r"(?<![\w.])(?P<lines>\d{3,4})p(?!\w)", lambda m: f"{_lines(m['lines'])} pee"),
    rule(
        rf"(?P<number>{SIGNED})-(?P<unit>{units.UNIT})(?=\s[a-z])",
        lambda m: f"{numbers.number(m['number'])} {units.unit(m['unit'], one=True)}",
    ),
    rule(
        rf"(?P<number>{SIGNED})[\s\u00a0\u202f]?(?!A\s[a-z])(?P<unit>{units.UNIT})(?!\w)",
        _amount,
    ),
    rule(rf"(?<![\w]){units.ALONE}(?!\w)", lambda m: units.unit(m.group(), one=False)),
)
NUMBERS: tuple[Rule, ...] = (
    rule(rf"(?P<number>{SIGNED})['\u2019]s(?!\w)", lambda m: numbers.number(m["number"]) + "'s"),
    rule(SIGNED, _plain),
)
