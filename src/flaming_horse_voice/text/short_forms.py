"""Short forms, initials and Roman numbers: `Dr.`, `No. 5`, `J. S. Bach`, `Louis XIV`."""

# ruff: noqa: SIM905 - a list of words is easier to read, and to add to, as a row of words

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.abbreviations import ABBREVIATIONS, BEFORE_NUMBERS
from flaming_horse_voice.text.letters import letter, spelled
from flaming_horse_voice.text.rules import Rule, one_of, rule

_OPENERS = (
    "The This That These Those It Its He She We You They I A An In On At So Now If Then But And "
    "Or For Here There What When Where Why How No Yes Let As To Of By With From Both Each Every"
).split()
"""Words that open a sentence: a letter and a full stop before them is no initial."""
_NUMBERED = (
    "Chapter Part Book Act Scene Section Volume Vol. War Type Mark Phase Class Level Stage "
    "Appendix Figure Table Title Article Grade Unit Group Period Bowl Round Step Factor Lemma"
).split()
"""Headings: a Roman number after them, even a single letter, counts."""
_RULERS = (
    "Louis Henry Charles Elizabeth Edward George James Richard William Mary Pius Paul Benedict "
    "Gregory Innocent Clement Leo Alexander Frederick Wilhelm Philip Napoleon Ramses Ptolemy "
    "Catherine Peter Nicholas Ivan Otto Gustav Christian Carl Karl Felipe Carlos Juan Umberto "
    "Victor Emmanuel Ferdinand Rudolf Maximilian Joseph Francis Franz Leopold Albert Margrethe "
    "Haakon Harald Olav Cleopatra Darius Xerxes Thutmose Amenhotep Seti Murad Mehmed Selim "
    "Suleiman Urban Boniface Celestine Sixtus Julius Adrian Stephen Robert David Alfonso "
    "Pedro Afonso Manuel Constantine Justinian Basil Michael Casimir Sigismund Boris Simeon John"
).split()
_ROMAN = r"(?=[IVXL]+(?![\w-]))(?:X[LC]|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _short(match: re.Match[str]) -> str:
    written = match.group()
    said = ABBREVIATIONS.get(written) or ABBREVIATIONS[written[0].lower() + written[1:]]
    if written not in ABBREVIATIONS:
        said = said[0].upper() + said[1:]
    return _closed(match, said)


def _closed(match: re.Match[str], words: str) -> str:
    """What follows decides about the full stop: it may also be that of the sentence."""
    rest = match.string[match.end() :].lstrip()
    if words.endswith(".") and rest:  # "etc." in the middle of a sentence does not end it
        return words[:-1] + ("," if rest[0].islower() else ".")
    if not rest and match.group().endswith(".") and not words.endswith((",", ".")):
        return words + "."
    return words


def _letters(match: re.Match[str]) -> str:
    """`U.S.A.`, `e.g` and the like: letters, each with its full stop."""
    return _closed(match, spelled(match.group().replace(".", "")))


def _saint_or_street(match: re.Match[str]) -> str:
    before = match.string[: match.start()]
    after = match.string[match.end() :]
    named = re.search(r"[A-Z0-9]\w*\s$", before)
    saint = re.match(r"\s?[A-Z]", after) and not (named and not re.match(r"\s[A-Z][a-z]", after))
    return "Saint" if saint else _closed(match, "Street")


def value_of(roman: str) -> int:
    """`"XIV"` → 14."""
    total = 0
    for sign, following in zip(roman, [*roman[1:], ""], strict=True):
        value = _VALUES[sign]
        total += -value if following and _VALUES[following] > value else value
    return total


def _ruler(match: re.Match[str]) -> str:
    return f"the {numbers.ordinal(value_of(match['roman']))}"


def _counted(match: re.Match[str]) -> str:
    return numbers.cardinal(value_of(match["roman"]))


def _number_of(match: re.Match[str]) -> str:
    return BEFORE_NUMBERS[match.group().strip()]


def _in_a_name(match: re.Match[str]) -> bool:
    """Initials open a line, or follow a name or another initial."""
    before = match.string[: match.start()].rstrip()
    return not before or bool(re.search(r"(?:\b[A-Z][a-z]+|\b[A-Z]\.|[.!?,(])$", before))


def _numbered_name(match: re.Match[str]) -> str | None:
    """`Apollo XI`: a Roman number after a capitalised word."""
    if not re.search(r"\b[A-Z]\w*\s$", match.string[: match.start()]):
        return None
    return _counted(match)


def _after(words: Sequence[str]) -> str:
    """A look behind for one of these words and a blank (its alternatives are as long as needed)."""
    return "(?:" + "|".join(rf"(?<=\b{re.escape(word)} )" for word in words) + ")"


_SMALL = [short for short in ABBREVIATIONS if short[0].islower()]
_CAPITALISED = [short[0].upper() + short[1:] for short in _SMALL]
SHORT_FORMS: tuple[Rule, ...] = (
    rule(rf"(?<!\w)(?:{one_of(list(BEFORE_NUMBERS))})\s?(?=\d)", _number_of),
    rule(r"(?<!\w)St\.", _saint_or_street),
    rule(rf"(?<!\w)(?:{one_of([*ABBREVIATIONS, *_CAPITALISED])})(?!\w)", _short),
    rule(r"(?<![\w.])(?:[A-Za-z]\.){2,}(?![\w])", _letters),
    rule(
        rf"(?<!\w)(?P<initial>[A-Z])\.\s?(?=[A-Z]\.|(?!(?:{'|'.join(_OPENERS)})\b)[A-Z][a-z]+)",
        lambda m: letter(m["initial"]) if _in_a_name(m) else None,
    ),
)
ROMAN_NUMBERS: tuple[Rule, ...] = (
    rule(rf"{_after(_RULERS)}(?P<roman>(?!I(?!\w)){_ROMAN})(?!\w)", _ruler),
    rule(
        rf"{_after(_RULERS)}(?P<roman>I)(?=\s(?:of|was|had|died|ruled|became|and)\b|[,.;)']|$)",
        _ruler,
    ),
    rule(
        rf"(?<=\bthe )(?P<roman>{_ROMAN})(?:th)?(?=\scentur)",
        lambda m: numbers.ordinal(value_of(m["roman"])),
    ),
    rule(
        r"(?<=\()(?P<roman>[ivx]{2,4})(?=\))",
        lambda m: numbers.cardinal(value_of(m["roman"].upper())),
    ),
    rule(rf"^(?P<roman>(?=[IVX]{{2}}){_ROMAN})(?=\.\s[A-Z])", _counted),
    rule(
        rf"{_after(_NUMBERED)}(?!I\s(?!of|and|to|or|is|was)[a-z])(?P<roman>{_ROMAN})(?!\w)",
        _counted,
    ),
    rule(rf"(?<=[a-z]\s)(?P<roman>(?=[IVX]{{2}}){_ROMAN})(?!\w)", _numbered_name),
)
