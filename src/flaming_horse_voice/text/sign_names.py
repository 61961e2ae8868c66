"""What a sign is called when it is spoken of: "pipe", "colon colon", "three question marks".

Signs that mean something in a sentence or a formula are read there; these are their names. What no
table knows is called as Unicode calls it.
"""

# ruff: noqa: RUF001 - the letters that look like others are the very ones that are meant

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from flaming_horse_voice.text.numbers import cardinal

_NAMES = {
    "!": "exclamation mark", '"': "quotation mark", "#": "hash", "$": "dollar", "%": "percent",
    "&": "ampersand", "'": "apostrophe", "(": "open parenthesis", ")": "close parenthesis",
    "*": "star", "+": "plus", ",": "comma", "-": "dash", ".": "dot", "/": "slash", ":": "colon",
    ";": "semicolon", "<": "less than", "=": "equals", ">": "greater than", "?": "question mark",
    "@": "at", "[": "open bracket", "\\": "backslash", "]": "close bracket", "^": "caret",
    "_": "underscore", "`": "backtick", "{": "open brace", "|": "pipe", "}": "close brace",
    "~": "tilde", "\u2013": "en dash", "—": "em dash", "‑": "hyphen", "…": "dot dot dot",
    "“": "open quote", "”": "close quote", "‘": "open quote", "’": "apostrophe", "«": "open quote",
    "»": "close quote", "•": "bullet", "·": "middle dot", "§": "section", "¶": "paragraph",
    "°": "degrees", "€": "euro", "£": "pound", "¥": "yen", "₿": "bitcoin", "¢": "cent",
    "©": "copyright", "®": "registered", "™": "trademark", "¿": "question mark",
    "¡": "exclamation mark", "✓": "check mark", "✔": "check mark", "✗": "cross", "✘": "cross",
    "←": "left arrow", "→": "right arrow", "↑": "up arrow", "↓": "down arrow", "↔": "double arrow",
    "⇒": "double arrow", "⟶": "right arrow", "⟵": "left arrow", "∎": "end of proof",
    "\u2212": "minus", "×": "times", "÷": "divided by", "≠": "not equal", "≤": "at most",
    "≥": "at least", "≈": "about", "±": "plus or minus", "∞": "infinity", "√": "root",
    "∑": "sum", "∏": "product", "∫": "integral", "∂": "partial", "∇": "del", "∴": "therefore",
    "∵": "because", "≅": "is congruent to", "⊕": "circled plus", "⊗": "circled times",
}  # fmt: skip
_GROUPS = {
    "{}": "curly braces", "()": "parentheses", "[]": "square brackets", "<>": "angle brackets",
    '""': "quotation marks", "''": "quotes", "``": "backticks", "->": "arrow", "=>": "double arrow",
    "<-": "left arrow", "<->": "two-way arrow", "<=>": "spaceship", "-->": "long arrow",
    "==>": "long double arrow", "!=": "not equal", "!==": "not identical", "<=": "less or equal",
    ">=": "greater or equal", "++": "plus plus", "--": "dash dash", "..": "dot dot",
    "...": "dot dot dot", "::": "colon colon", "#!": "hash bang", "+-": "plus minus",
}  # fmt: skip
_BLANKS = re.compile(r"(?<=[\[({<])\s+(?=[\])}>])")
_NO_NAME = re.compile(r"[^A-Za-z]+")


@dataclass(frozen=True, slots=True)
class SignNames:
    """A language's names for single signs, and for `groups` of them that are one.

    `many` says three or more of a kind; `unicode` allows Unicode's own, English, names.
    """

    names: Mapping[str, str]
    groups: Mapping[str, str] = field(default_factory=dict[str, str])
    many: Callable[[int, str], str] = lambda count, name: " ".join([name] * count)
    unicode: bool = False

    def of(self, signs: str) -> str:
        """The names of these signs, in order; "" where there is none to name."""
        said: list[str] = []
        for word in _BLANKS.sub("", signs).split():
            said += self._word(word)
        return " ".join(said)

    def _word(self, word: str) -> list[str]:
        words: list[str] = []
        for sign, run in groupby(self._parts(word)):
            count = len(list(run))
            name = self.groups.get(sign) or self._name(sign)
            if name:
                words += [self.many(count, name)] if count > 2 else [name] * count
        return words

    def _parts(self, word: str) -> list[str]:
        """The word cut into the longest groups that are known, and single signs."""
        parts: list[str] = []
        at = 0
        while at < len(word):
            run = re.match(rf"{re.escape(word[at])}{{3,}}", word[at:])
            if run and run.group() not in self.groups:
                parts += list(run.group())
                at += run.end()
                continue
            size = next((n for n in (3, 2) if word[at : at + n] in self.groups), 1)
            parts.append(word[at : at + size])
            at += size
        return parts

    def _name(self, sign: str) -> str:
        known = self.names.get(sign)
        unseen = unicodedata.category(sign)[0] == "C"
        if known is not None or unseen or not self.unicode:
            return known or ""
        return _NO_NAME.sub(" ", unicodedata.name(sign, "")).strip().lower()


def _many(count: int, name: str) -> str:
    return f"{cardinal(count)} {name}{'es' if name.endswith(('s', 'sh')) else 's'}"


ENGLISH_SIGNS = SignNames(_NAMES, _GROUPS, _many, unicode=True)
