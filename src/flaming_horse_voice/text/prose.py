"""Ordinary English text in words: the rules in their order, each kind in a module of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from flaming_horse_voice.text.abbreviations import SYMBOLS
from flaming_horse_voice.text.addresses import ADDRESSES, ROWS_OF_DIGITS
from flaming_horse_voice.text.chemistry import CHEMISTRY
from flaming_horse_voice.text.code import CODE, VERSIONS
from flaming_horse_voice.text.dates import DATES, DATES_WITH_POINTS
from flaming_horse_voice.text.inline_maths import inline_maths
from flaming_horse_voice.text.money import MONEY
from flaming_horse_voice.text.numbers import ordinal
from flaming_horse_voice.text.quantities import NUMBERS, QUANTITIES
from flaming_horse_voice.text.ranges import CODES, RANGES
from flaming_horse_voice.text.rules import Rule, read, rule
from flaming_horse_voice.text.short_forms import ROMAN_NUMBERS, SHORT_FORMS
from flaming_horse_voice.text.sign_names import ENGLISH_SIGNS
from flaming_horse_voice.text.spoken import WordSpan
from flaming_horse_voice.text.words import MIXED, WORDS


def spoken_prose(
    text: str, start: int, end: int, pronounce: Mapping[str, str]
) -> tuple[WordSpan, ...]:
    """The words spoken for `text[start:end]`; ranges are positions in `text`."""
    return read(text, start, end, RULES, pronounce)


def _plainly(text: str) -> str:
    return " ".join(word.spoken for word in spoken_prose(text, 0, len(text), {}))


def _named(match: re.Match[str]) -> str | None:
    """A sign of maths or money that no rule before it has read is called by its name."""
    known = unicodedata.category(match.group()) in {"Sm", "Sc"}
    return ENGLISH_SIGNS.of(match.group()) or None if known else None


RULES: tuple[Rule, ...] = (
    *ADDRESSES,
    *SHORT_FORMS,
    *ROMAN_NUMBERS,
    *CODES,
    *DATES_WITH_POINTS,
    *VERSIONS,
    *DATES,
    *ROWS_OF_DIGITS,
    *MONEY,
    rule(
        r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b-?",
        lambda m: ordinal(int(m["number"].replace(",", ""))),
    ),
    *RANGES,
    *QUANTITIES,
    *CHEMISTRY,
    *CODE,
    *inline_maths(_plainly),
    *MIXED,
    *NUMBERS,
    *WORDS,
    rule(rf"[{re.escape(''.join(SYMBOLS))}]", lambda m: SYMBOLS[m.group()]),
    rule(r"[^\x00-\x7f\w\s]", _named),
)
"""Earlier rules win: what is written in a fixed form comes before what is a number or a word."""
