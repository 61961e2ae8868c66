"""Ordinary text in words: numbers, units, dates, abbreviations, symbols, single letters.

Rules are tried in their order at every position; the first that matches says what it matched.
"""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from flaming_horse_voice.text import numbers, units
from flaming_horse_voice.text.abbreviations import ABBREVIATIONS, MONTHS, SYMBOLS
from flaming_horse_voice.text.letters import GREEK, LETTERS, capitals, letter, spelled
from flaming_horse_voice.text.spoken import WordSpan

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGNED = rf"(?:(?<![\w.)])[-\u2212])?(?:{_NUMBER})"
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|of|year|years|around|before|after|and|to|"
    rf"{'|'.join(MONTHS)})|[,\d\u2013-])\s*$",
    re.IGNORECASE,
)


class _Rule(NamedTuple):
    """A pattern and what is spoken for a match of it (None: not this rule after all)."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]


def spoken_prose(
    text: str, start: int, end: int, pronounce: Mapping[str, str]
) -> tuple[WordSpan, ...]:
    """The words spoken for `text[start:end]`; ranges are positions in `text`."""
    words: list[WordSpan] = []
    rules = (*_pronunciations(pronounce), *_RULES)
    position = start
    while position < end:
        match, said = _first(rules, text, position, end)
        if match is None:
            _punctuate(words, text[position])
            position += 1
            continue
        words += [WordSpan(word, match.start(), match.end()) for word in said.split()]
        position = match.end()
    return tuple(words)


def _first(
    rules: tuple[_Rule, ...], text: str, position: int, end: int
) -> tuple[re.Match[str] | None, str]:
    for rule in rules:
        match = rule.pattern.match(text, position, end)
        if match and match.end() > position:
            said = rule.say(match)
            if said is not None:
                return match, said
    return None, ""


def _punctuate(words: list[WordSpan], sign: str) -> None:
    """Attach a mark to the word before it: marks shape the melody and are never words."""
    mark = {"—": ",", "\u2013": ",", "(": ",", ")": ",", "…": "…"}.get(sign, sign)
    if not words or mark not in ".,;:!?…":
        return
    last = words[-1]
    stem = last.spoken.rstrip(".,;:!?…")
    ending = last.spoken[len(stem) :]
    if ending and mark in ",;:":
        return
    if ending and ending[-1] in ",;:":
        ending = ""
    words[-1] = last._replace(spoken=stem + ending + mark)


def _pronunciations(pronounce: Mapping[str, str]) -> tuple[_Rule, ...]:
    """Entries apply to whole words; one in lower case also to the word with a capital."""
    rules: list[_Rule] = []
    for written in sorted(pronounce, key=len, reverse=True):
        said = pronounce[written]
        exact = re.escape(written)
        if written[:1].islower():
            exact = f"[{written[0]}{written[0].upper()}]{re.escape(written[1:])}"
        pattern = re.compile(rf"(?<!\w){exact}(?!\w)")
        rules.append(_Rule(pattern, _constant(said)))
    return tuple(rules)


def _constant(said: str) -> Callable[[re.Match[str]], str]:
    return lambda _: said


def _amount(match: re.Match[str]) -> str:
    """A number with its unit."""
    value = match["number"]
    said = numbers.number(value)
    written = match["unit"]
    one = value in {"1", "-1", "\u22121"}
    return f"{said} {units.unit(written, one=one)}"


def _range(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    both_years = len(first) == len(last) == 4 and first.isdecimal() and "1000" <= first <= "2099"
    say = _written_year if both_years else numbers.number
    said = f"{say(first)} to {say(last)}"
    if match["unit"]:
        said += f" {units.unit(match['unit'], one=False)}"
    return said


def _written_year(text: str) -> str:
    return numbers.year(int(text))


def _money(match: re.Match[str]) -> str:
    one, many, cent, cents = units.CURRENCIES[match["sign"]]
    value = match["number"]
    scale = units.MAGNITUDES.get(match["scale"] or "", match["scale"] or "")
    if scale:
        return f"{numbers.number(value)} {scale} {many}"
    whole, _, part = value.replace(",", "").partition(".")
    if len(part) != 2:
        return f"{numbers.number(value)} {one if value == '1' else many}"
    pieces = [f"{numbers.cardinal(int(whole))} {one if whole == '1' else many}"]
    if int(part):
        pieces.append(f"{numbers.cardinal(int(part))} {cent if part == '01' else cents}")
    return " and ".join(pieces)


def _iso_date(match: re.Match[str]) -> str | None:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {numbers.ordinal(day)}, {numbers.year(int(match['year']))}"


def _clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return None
    if minute == 0:
        return f"{numbers.cardinal(hour)} o'clock"
    tail = f"oh {numbers.cardinal(minute)}" if minute < 10 else numbers.cardinal(minute)
    return f"{numbers.cardinal(hour)} {tail}"


def _version(match: re.Match[str]) -> str:
    parts = " point ".join(numbers.cardinal(int(part)) for part in match["parts"].split("."))
    return f"version {parts}" if match["v"] else parts


def _power(match: re.Match[str]) -> str:
    exponent = match["exponent"]
    name = {"2": "squared", "3": "cubed"}.get(exponent) or f"to the {numbers.number(exponent)}"
    return f"{numbers.number(match['number'])} {name}"


def _plain(match: re.Match[str]) -> str:
    value = match.group()
    if len(value) == 4 and value.isdecimal() and 1100 <= int(value) <= 2099:
        before = match.string[: match.start()]
        if _YEAR_BEFORE.search(before[-12:]):
            return numbers.year(int(value))
    return numbers.number(value)


def _decade(match: re.Match[str]) -> str:
    said = numbers.year(int(match["year"])) if len(match["year"]) == 4 else ""
    said = said or numbers.cardinal(int(match["year"]))
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match["above"]), int(match["below"])
    said = numbers.fraction(above, below)
    return said or f"{numbers.cardinal(above)} over {numbers.cardinal(below)}"


def _mixed(match: re.Match[str]) -> str:
    """`3D`, `4K`, `x86`, `B2`: letters and numbers run together."""
    pieces = re.findall(r"\d+|[^\W\d_]+", match.group())
    said = [
        numbers.cardinal(int(piece))
        if piece.isdecimal()
        else (spelled(piece) if len(piece) <= 2 else piece)
        for piece in pieces
    ]
    return " ".join(said)


def _word(match: re.Match[str]) -> str:
    """A word; hyphenated words keep their hyphens unless a single letter is among them."""
    written = match.group().replace("\u2019", "'")
    parts = written.split("-")
    if len(parts) > 1 and any(_needs_spelling(part) for part in parts):
        return " ".join(_simple(part) for part in parts)
    if written in {"A", "a"}:
        return "a" if written == "a" or _is_article(match) else LETTERS["a"]
    return _simple(written)


def _needs_spelling(part: str) -> bool:
    return (len(part) == 1 and part not in {"a", "I"}) or (len(part) > 1 and part.isupper())


def _simple(word: str) -> str:
    if word in {"I", "a"}:
        return word
    stem, mark, rest = word.partition("'")
    if len(stem) == 1 and stem.isalpha() and (not mark or rest == "s"):
        return letter(stem) + mark + rest
    bare = stem.removesuffix("s")
    if len(stem) > 1 and (stem.isupper() or (len(bare) > 1 and bare.isupper())):
        return capitals(stem) + mark + rest
    if all(sign in GREEK for sign in word):
        return spelled(word)
    return word


def _is_article(match: re.Match[str]) -> bool:
    """A capital A that opens a sentence before a lower-case word is the article."""
    before = match.string[: match.start()].rstrip(" \"'\u201c\u2018(")
    opens = not before or before[-1] in ".!?:…"
    after = re.match(r"\s+([a-z][a-z]+)", match.string[match.end() :])
    return bool(opens and after and after[1] not in {"is", "and", "times", "has", "equals", "to"})


def _address(match: re.Match[str]) -> str:
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group()).split("/")[0]
    return " dot ".join(host.split("."))


def _mail(match: re.Match[str]) -> str:
    """`ada.b@example.org`: names as words, marks by their names."""
    names = {".": "dot", "@": "at", "_": "underscore", "-": "dash", "+": "plus"}
    parts = re.findall(r"[^\W\d_]+|\d+|[.@_+-]", match.group())
    said = [
        names.get(part) or (numbers.digits(part) if part.isdecimal() else _simple(part))
        for part in parts
    ]
    return " ".join(said)


def _abbreviation(match: re.Match[str]) -> str:
    said = ABBREVIATIONS[match.group()]
    rest = match.string[match.end() :].lstrip()
    if said.endswith(".") and rest:  # "etc." in the middle of a sentence does not end it
        return said[:-1] + ("," if rest[0].islower() else ".")
    if not rest and match.group().endswith(".") and not said.endswith((",", ".")):
        return said + "."
    return said


def _rule(pattern: str, say: Callable[[re.Match[str]], str | None]) -> _Rule:
    return _Rule(re.compile(pattern), say)


_SHORT = "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True))
_RULES: tuple[_Rule, ...] = (
    _rule(rf"(?<!\w)(?:{_SHORT})(?!\w)", _abbreviation),
    _rule(r"(?:https?://|www\.)[\w.-]+(?:/[\w./?=&%#-]*[\w/])?", _address),
    _rule(r"[\w+-][\w.+-]*@[\w-]+(?:\.[\w-]+)+", _mail),
    _rule(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _iso_date),
    _rule(r"(?P<v>[vV])(?P<parts>\d+(?:\.\d+)*)(?!\w)", _version),
    _rule(r"(?P<v>)(?P<parts>\d+(?:\.\d+){2,})(?!\w)", _version),
    _rule(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:])", _clock),
    _rule(
        rf"(?P<sign>[$€£¥])\s?(?P<number>{_NUMBER})"
        r"(?:\s?(?P<scale>k|K|M|B|T|thousand|million|billion|trillion)\b)?",
        _money,
    ),
    _rule(r"(?P<year>\d{2}|\d{4})s(?!\w)", lambda m: _decade(m) if m["year"][-1] == "0" else None),
    _rule(r"(?P<number>\d+)(?:st|nd|rd|th)\b", lambda m: numbers.ordinal(int(m["number"]))),
    _rule(
        rf"(?P<first>{_NUMBER})\s?[\u2013-]\s?(?P<last>{_NUMBER})(?:\s?(?P<unit>{units.UNIT})(?!\w))?",
        _range,
    ),
    _rule(rf"(?P<number>{_NUMBER})\^\(?(?P<exponent>[-\u2212]?\d+)\)?", _power),
    _rule(r"(?P<above>\d+)/(?P<below>\d+)(?![\w/])", _fraction),
    _rule(rf"(?P<number>{_SIGNED})[\s\u00a0\u202f]?(?P<unit>{units.UNIT})(?!\w)", _amount),
    _rule(
        rf"(?P<first>{_NUMBER})\s?[x×]\s?(?=\d)",
        lambda m: f"{numbers.number(m['first'])} by",
    ),
    _rule(r"\d+[^\W\d_]+(?!\w)|[^\W\d_]{1,3}\d+(?:\w*)", _mixed),
    _rule(_SIGNED, _plain),
    _rule(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", _word),
    _rule(
        rf"[{re.escape(''.join(SYMBOLS))}]",
        lambda m: SYMBOLS[m.group()],
    ),
)
