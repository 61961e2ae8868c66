"""Rules of prose from a language's tables: numbers, units, money, years, letters, signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flaming_horse_voice.text.code_runs import CodeWords
from flaming_horse_voice.text.languages.language import Language, refused_signs
from flaming_horse_voice.text.letters import is_read_as_word
from flaming_horse_voice.text.rules import Rule, one_of, rule
from flaming_horse_voice.text.scripts import LETTER
from flaming_horse_voice.text.sign_names import SignNames
from flaming_horse_voice.text.unicode_forms import refuse_other_scripts

Noun = tuple[str, str, str]
"""Its singular, its plural and its gender as the language's `cardinal` takes it."""
_NUMBER = r"(?:\d{1,3}(?:[.\s\u2009\u202f\u00a0]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?)"
"""Thousands are grouped by points or blanks, decimals follow a comma."""
_SIGNED = rf"(?:(?<![\w.,)])[-\u2212])?{_NUMBER}"
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_VOWEL = re.compile("[aeiouyäöüáéíóú]", re.IGNORECASE)
_TO = r"\s?[\u2013\u2014]\s?|-"


@dataclass(frozen=True, slots=True)
class Tables:
    """A language's words. `cardinal(value, gender)`: gender is "" where no noun follows.

    `per` stands between two units; `years` reads four digits after `before_years`; `first` are
    rules that come before those made here, for what only this language has.
    """

    cardinal: Callable[[int, str], str]
    year: Callable[[int], str]
    point: str
    minus: str
    plus: str
    to: str
    per: str
    over: str
    dot: str
    letters: Mapping[str, str]
    signs: Mapping[str, str]
    units: Mapping[str, Noun]
    money: Mapping[str, tuple[Noun, Noun]]
    short: Mapping[str, str]
    before_years: str
    gender_of: Callable[[str], str]
    code: CodeTables
    and_cents: str = " "
    first: tuple[Rule, ...] = field(default_factory=tuple[Rule, ...])


@dataclass(frozen=True, slots=True)
class CodeTables:
    """What code is called: see `CodeWords`, which is made of these."""

    sign_names: SignNames
    operators: Mapping[str, str]
    parameters: str
    closing: str
    times: str
    power: str
    bases: Mapping[str, str]


def number(tables: Tables, written: str, gender: str = "") -> str:
    """`"-1.200,50"` in words. A number with decimals has no gender."""
    plain = re.sub(r"[.\s]", "", written)
    sign = f"{tables.minus} " if plain[0] in "-\u2212" else ""
    whole, comma, part = plain.lstrip("-\u2212").partition(",")
    if comma:
        decimals = " ".join(tables.cardinal(int(digit), "") for digit in part)
        return f"{sign}{tables.cardinal(int(whole), '')} {tables.point} {decimals}"
    if len(whole) > 1 and whole.startswith("0"):
        return sign + " ".join(tables.cardinal(int(digit), "") for digit in whole)
    return sign + tables.cardinal(int(whole), gender)


def counted(tables: Tables, written: str, noun: Noun) -> str:
    """A number and its noun, in the number that goes with it."""
    one, many, gender = noun
    return f"{number(tables, written, gender)} {one if written in {'1', '-1'} else many}"


def language(code: str, name: str, tables: Tables) -> Language:
    """The language of these tables. It reads no formulas."""
    rules = (*_rules(tables, name), refused_signs(name))
    return Language(code, name, rules, None, _code_words(tables))


def _code_words(tables: Tables) -> CodeWords:
    of = tables.code
    return CodeWords(
        name=lambda name: " ".join(_part(tables, part) for part in _PARTS.findall(name)),
        spell=lambda word: spelled(tables, word),
        signs=of.sign_names,
        operators=of.operators,
        parameters=of.parameters,
        closing=of.closing,
        minus=tables.minus,
        times=of.times,
        power=of.power,
        over=tables.over,
        bases=of.bases,
    )


def _part(tables: Tables, part: str) -> str:
    """A part of a name: capitals of up to three letters and parts without a vowel are spelled."""
    if part.isdecimal():
        return number(tables, part)
    initials = part.isupper() and len(part) <= 3 and not is_read_as_word(part)
    if len(part) == 1 or initials or not _VOWEL.search(part):
        return spelled(tables, part)
    return part.lower() if part.isupper() else part


def spelled(tables: Tables, word: str) -> str:
    """The names of a word's letters."""
    return " ".join(tables.letters.get(sign.lower(), sign) for sign in word)


def _rules(tables: Tables, name: str) -> tuple[Rule, ...]:
    unit = one_of(tables.units)
    signs = "".join(sign for sign in tables.money if len(sign) == 1)

    def amount(match: re.Match[str]) -> str:
        said = counted(tables, match["number"], tables.units[match["unit"]])
        below = match["below"]
        return f"{said} {tables.per} {tables.units[below][0]}" if below else said

    def span(match: re.Match[str]) -> str:
        first, last = match["first"], match["last"]
        years = len(first) == len(last) == 4 and first.isdecimal() and last.isdecimal()
        noun = tables.units.get(match["unit"] or "")
        if years and not noun:
            return f"{tables.year(int(first))} {tables.to} {tables.year(int(last))}"
        ends = counted(tables, last, noun) if noun else number(tables, last)
        return f"{number(tables, first)} {tables.to} {ends}"

    def word(match: re.Match[str]) -> str:
        refuse_other_scripts(match.group(), name)
        return _word(tables, match.group())

    def dotted(match: re.Match[str]) -> str:
        parts = (tables.cardinal(int(part), "") for part in match["parts"].split("."))
        return f" {tables.dot} ".join(parts)

    return (
        *tables.first,
        rule(rf"(?<!\w)(?:{one_of(tables.short)})(?!\w)", lambda m: tables.short[m.group()]),
        rule(
            rf"(?P<first>{_NUMBER})(?:{_TO})(?P<last>{_NUMBER})(?:\s?(?P<unit>{unit})(?!\w))?", span
        ),
        rule(rf"(?P<number>{_SIGNED})\s?(?P<unit>{unit})(?:/(?P<below>{unit}))?(?!\w|/)", amount),
        rule(
            rf"(?P<before>[{signs}])\s?(?P<number>{_NUMBER})"
            rf"|(?P<value>{_SIGNED})\s?(?P<after>{one_of(tables.money)})(?!\w)",
            lambda m: _money(tables, m),
        ),
        rule(
            r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3})+(?!\d))[vV]?(?P<parts>\d+(?:\.\d+)+)(?!\w)", dotted
        ),
        rule(
            rf"\d+{LETTER}+(?!{LETTER}|\d)|{LETTER}{{1,3}}\d+(?:{LETTER}|\d)*",
            lambda m: _mixed(tables, m),
        ),
        rule(r"(?<![\w.,])\+(?=\d)", tables.plus),
        rule(r"(?<=\d)\s?/\s?(?=\d)", tables.over),
        rule(_SIGNED, lambda m: _alone(tables, m)),
        rule(rf"{LETTER}+(?:['\u2019-]{LETTER}+)*", word),
        rule(f"[{re.escape(''.join(tables.signs))}]", lambda m: tables.signs[m.group()]),
    )


def _money(tables: Tables, match: re.Match[str]) -> str:
    written = match["number"] or match["value"]
    large, small = tables.money[match["before"] or match["after"]]
    whole, _, part = written.partition(",")
    if len(part) != 2:
        return counted(tables, written, large)
    said = counted(tables, whole, large)
    if not int(part):
        return said
    return f"{said}{tables.and_cents}{counted(tables, part.lstrip('0'), small)}"


def _alone(tables: Tables, match: re.Match[str]) -> str:
    value, text = match.group(), match.string
    if len(value) == 4 and value.isdecimal() and 1000 <= int(value) <= 2099:
        before = text[: match.start()]
        if re.search(rf"(?:\b(?:{tables.before_years})|\()\s?$", before, re.IGNORECASE):
            return tables.year(int(value))
    following = re.match(rf"\s({LETTER}+)", text[match.end() :])
    return number(tables, value, tables.gender_of(following[1]) if following else "")


def _mixed(tables: Tables, match: re.Match[str]) -> str:
    """`H2O`, `3D`: letters by their names, numbers as numbers."""
    pieces = re.findall(rf"\d+|{LETTER}+", match.group())
    return " ".join(
        tables.cardinal(int(piece), "")
        if piece.isdecimal()
        else (spelled(tables, piece) if len(piece) < 3 or piece.isupper() else piece)
        for piece in pieces
    )


def _is_spelled(part: str) -> bool:
    """`x` in "x-Achse" and `CPU`, but not the letter of "U-Bahn": voices know that one."""
    return part.isupper() if len(part) > 1 else part.islower()


def _word(tables: Tables, written: str) -> str:
    """Letters that stand alone and capitals are spelled; every other word is as it is."""
    plain = written.replace("\u2019", "'")
    if "-" in plain and any(_is_spelled(part) for part in plain.split("-")):
        return " ".join(_word(tables, part) for part in plain.split("-"))
    if len(plain) == 1:
        return plain if plain.lower() in tables.short else spelled(tables, plain)
    initials = plain.isupper() and len(plain) <= 5 and not is_read_as_word(plain)
    return spelled(tables, plain) if initials else plain
