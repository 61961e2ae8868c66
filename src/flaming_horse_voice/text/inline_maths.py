"""Maths in plain text, without dollar signs: `f(x) = x²`, `O(n log n)`, `2πr`, `x₁`.

What stands between dollar signs is read by `maths`; these rules are for what people type.
"""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re
from collections.abc import Callable

from flaming_horse_voice.text.abbreviations import SYMBOLS
from flaming_horse_voice.text.letters import GREEK, letter, spelled
from flaming_horse_voice.text.name_parts import words_of
from flaming_horse_voice.text.numbers import cardinal
from flaming_horse_voice.text.quantities import power
from flaming_horse_voice.text.rules import Rule, one_of, rule
from flaming_horse_voice.text.scripts import LETTER, LOWERED, RAISED, lowered
from flaming_horse_voice.text.signs import FUNCTIONS

_GREEK = "".join(GREEK) + "ΓΔΘΛΞΠΣΦΨΩ"
_ONE = rf"[A-Za-z{_GREEK}]"
_ARGUMENT = rf"(?:{_ONE}|\d+)"
_OF = {
    **FUNCTIONS,
    "max": "max",
    "min": "min",
    "gcd": "greatest common divisor",
    "det": "determinant",
}

_SIGN = "[=+*·×<>≤≥≠≈→∈^]"
_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NOTED = re.compile(
    rf"{LETTER}{{3}}$|\([^()]*{LETTER}{{3}}[^()]*\)$"
    r"|\b(?:am|an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we)$",
    re.IGNORECASE,
)
_SMALL = {"d": "dee", "∂": "partial"}
Read = Callable[[str], str]


def inline_maths(read: Read) -> tuple[Rule, ...]:
    """The rules; `read` reads what stands in the brackets of a function."""

    def call(match: re.Match[str]) -> str | None:
        inside = match["inside"]
        if not inside.strip():
            return None
        name = match["name"]
        head = (_OF.get(name) or letter(name)).removesuffix(" of")
        if match["index"]:
            base = " base" if name == "log" else ""
            head += f"{base} {_indices(lowered(match['index']))}"
        times = len(name) == 1 and name in inside  # "n(n+1)" is a product
        inner = read(inside.replace("|", " given ")).rstrip(".,;:")
        joint = "times the quantity" if times else "of"
        return f"{head}{' prime' if match['prime'] else ''} {joint} {inner}"

    return (
        rule(
            rf"(?<![\w.])(?P<name>{one_of(_OF)}|{_ONE})(?P<index>[{LOWERED}]+)?(?P<prime>['′])?"
            rf"\((?P<inside>[^()]{{1,40}}(?:\([^()]{{1,20}}\))?[^()]{{0,20}})\)",
            call,
        ),
        rule(
            r"(?<=[\w)\]])(?P<where>[\^_])(?P<open>[({])(?P<inside>[^(){}]{2,20})[)}]",
            lambda m: f"{'to the ' if m['where'] == '^' else ''}{read(m['inside'])}",
        ),
        *_RULES,
    )


def _lowered(match: re.Match[str]) -> str:
    return _indices(lowered(match.group()))


def _indices(signs: str) -> str:
    if len(signs) > 2 and signs.isalpha():
        return words_of(signs)  # "max"
    return cardinal(int(signs)) if signs.isdecimal() else _spelled(signs)


def _spelled(signs: str) -> str:
    names = {"+": "plus", "-": "minus"}
    return " ".join(
        names.get(part) or (cardinal(int(part)) if part.isdecimal() else letter(part))
        for part in re.findall(r"\d+|.", signs)
    )


def _note(match: re.Match[str]) -> str | None:
    """The mark of a footnote says nothing: after a word, words in brackets, and any raised one."""
    noted = _NOTED.search(match.string[: match.start()]) or match.group() == "¹"
    return "" if noted else None


def _product(match: re.Match[str]) -> str | None:
    """`mc²`: two letters, but no word with a note."""
    return None if _NOTED.search(match["run"]) else spelled(match["run"])


def _run(match: re.Match[str]) -> str | None:
    """`Δt`, `2πr`: Greek letters among others."""
    written = match.group()
    if not any(sign in _GREEK for sign in written):
        return None
    parts = re.findall(rf"\d+|[{_GREEK}]|[A-Za-z]+", written)
    if any(len(part) > 2 and part.isalpha() for part in parts):
        return None
    return " ".join(cardinal(int(p)) if p.isdecimal() else spelled(p) for p in parts)


def _in_a_clause(match: re.Match[str]) -> str | None:
    """`let ε > 0`, `for x ≤ 3`: no "is" where the sentence has another verb, or wants none."""
    before = match.string[: match.start()]
    opened = re.search(
        r"\b(let|for|with|given|any|all|every|some|is|are)\s\S{1,6}\s$", before, re.IGNORECASE
    )
    if not opened:
        return None
    if match.group() == "=":
        return "equal" if opened[1].lower() == "let" else None
    said = SYMBOLS[match.group()].removeprefix("is ")
    return f"be {said}" if opened[1].lower() == "let" else said


def _ordinal_letter(match: re.Match[str]) -> str:
    return letter(match["letter"]) + "th"


_RULES: tuple[Rule, ...] = (
    rule("ħ", "aitch bar"),
    rule(r"(?<=\))\s?/\s?(?=[\w(])", "over"),
    rule(r"(?<=[\w)] )[<>≤≥=](?=[ \d])", _in_a_clause),
    rule(r"(?<!\w)(?P<letter>[nkijm])-?th(?!\w)", _ordinal_letter),
    rule(
        rf"(?<!\w)(?P<name>{one_of([f for f in FUNCTIONS if len(f) > 1])})\s"
        rf"(?=(?!a\s[a-z]{{2}}|I(?!\w)){_ONE}(?!\w))",
        lambda m: f"{FUNCTIONS[m['name']]}",
    ),
    rule(
        rf"(?<!\w)(?P<sign>[d∂])(?P<above>{_ONE})/(?P=sign)(?P<below>{_ONE})(?!\w)",
        lambda m: (
            f"{_SMALL[m['sign']]} {letter(m['above'])} by {_SMALL[m['sign']]} {letter(m['below'])}"
        ),
    ),
    rule(r"(?<!\w)d(?P<of>[xyzt])(?!\w)", lambda m: f"dee {letter(m['of'])}"),
    rule(rf"(?<!\w)(?P<run>[A-Za-z]{{2}})(?=[{RAISED}])", _product),
    rule(r"(?<!\w)(?P<run>[a-z][A-Z]{2,})(?!\w)", lambda m: spelled(m["run"])),
    rule(r"(?<=\b[A-Za-z])/(?=\d)", "over"),
    rule(rf"(?<!\w)log(?P<base>[{LOWERED}]+)\s?", lambda m: f"log base {_lowered_base(m)} of"),
    rule(rf"(?<![\w{_GREEK}])\d*[A-Za-z]{{0,2}}[{_GREEK}][A-Za-z{_GREEK}]*(?![A-Za-z\d])", _run),
    rule(
        rf"(?<!\w)a(?=\s?(?:->|(?!<[^<>\s]+>){_SIGN})|[_{LOWERED}{RAISED}])|(?<={_SIGN})a(?!\w)"
        rf"|(?<={_SIGN} )a(?!\w|\s[A-Za-z]{{2}})",
        "ay",
    ),
    rule(rf"(?<=[\w)\]])[{_DIGITS}]+(?!\w)", _note),
    rule(rf"(?<=[\w)\]])[{RAISED}]+", lambda m: power(lowered(m.group()))),
    rule(rf"[{LOWERED}]+", _lowered),
    rule(
        r"(?<=[\w)\]])\^\(?(?P<exponent>[-+\u2212]?(?:\d+|[A-Za-z]))\)?",
        lambda m: power(m["exponent"]),
    ),
    rule(
        r"(?<![A-Za-z]{2})(?<=[A-Za-z])_\{?(?P<index>\w{1,3}(?!\w)|\w{1,3})\}?",
        lambda m: _indices(m["index"]),
    ),
    rule(r"(?<=\b[a-z])[-\u2212](?=\d)", "minus"),
    rule(rf"(?<=\b[a-z])\s[-\u2212]\s(?={_ARGUMENT}\b)", "minus"),
    rule(rf"(?<=\d[a-z])\s?[-\u2212]\s?(?={_ARGUMENT}\b)", "minus"),
    rule(rf"(?<=\d)\s[-\u2212]\s(?={_ONE}\b)", "minus"),
    rule(rf"(?:(?<=^)|(?<=[\s(=]))[-\u2212](?={_ONE}\b)", "minus"),
    rule(r"(?<=[\w)])\*(?=[\w(])", "times"),
    rule(r"(?<=[a-z] )<(?=\s?\d)|(?<=\b[A-Za-z])<|(?<=\d)<", "is less than"),
    rule(r"(?<=\b[A-Za-z] )>|(?<=\d )>|(?<=\b[A-Za-z])>|(?<=\d)>", "is greater than"),
    rule(r"(?:(?<=[a-z]{2} )|(?<=^)|(?<=\())>\s?(?=\d)", "greater than"),
    rule(r"(?:(?<=[a-z]{2} )|(?<=^)|(?<=\())<\s?(?=\d)", "less than"),
)


def _lowered_base(match: re.Match[str]) -> str:
    return _indices(lowered(match["base"]))
