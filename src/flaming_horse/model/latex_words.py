r"""Words in a formula, `\text{…}`: LaTeX's running text as plain characters."""

# ruff: noqa: RUF001 - signs that look alike are what this table is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    r"\$(?P<maths>(?:\\.|[^$\\])*)\$"
    r"|\\(?P<accent>['`^\"~=.]|[cvuHr](?![A-Za-z]))\s*(?:\{(?P<braced>\\?[A-Za-z])\}|(?P<bare>\\?[A-Za-z]))"
    r"|\\(?P<command>[A-Za-z]+)\s*(?:\{\})?|\\(?P<sign>.)|(?P<other>---|--|``|''|\s+|.)",
    re.DOTALL,
)
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303",
            "=": "\u0304", ".": "\u0307", "c": "\u0327", "v": "\u030c", "u": "\u0306",
            "H": "\u030b", "r": "\u030a"}  # fmt: skip
_SIGNS = {**{sign: sign for sign in "#$%&_{}-/ "}, ",": "\u2009", ";": "\u2005", ":": "\u2005",
          "!": "", "\\": " ", "\n": " "}  # fmt: skip
_OTHERS = {"~": "\u00a0", "--": "\u2013", "---": "\u2014", "``": "\u201c", "''": "\u201d",
           "`": "\u2018", "{": "", "}": ""}  # fmt: skip
_COMMANDS = {
    "quad": "\u2003", "qquad": "\u2003\u2003", "ldots": "…", "dots": "…", "textellipsis": "…",
    "textendash": "–", "textemdash": "—", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textdegree": "°", "degree": "°", "ss": "ß", "o": "ø", "O": "Ø",
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "S": "§", "P": "¶", "pounds": "£", "euro": "€", "copyright": "©",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textunderscore": "_", "textbar": "|", "textless": "<",
    "textgreater": ">", "textdollar": "$", "LaTeX": "LaTeX", "TeX": "TeX",
}  # fmt: skip
_DROPPED = frozenset(
    ("textbf", "textit", "textrm", "text", "textsf", "texttt", "textup", "emph", "mathrm", "rm")
)
"""Type changed inside of words: the words stay."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Plain characters, or the LaTeX of a formula between dollars."""

    kind: Literal["words", "maths"]
    text: str


class UnknownWord(Exception):
    """A command that has no meaning in running text; `offset` counts from the text's start."""

    def __init__(self, word: str, offset: int) -> None:
        super().__init__(word)
        self.word = word
        self.offset = offset


def runs(text: str) -> tuple[TextRun, ...]:
    r"""The argument of a `\text` in its runs. Raises UnknownWord."""
    merged: list[TextRun] = []
    for run in _runs(text):
        if merged and run.kind == "words" == merged[-1].kind:
            merged[-1] = TextRun("words", merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)


def _runs(text: str) -> Iterator[TextRun]:
    for match in _TOKEN.finditer(text):
        if match["maths"] is not None:
            yield TextRun("maths", match["maths"])
        else:
            yield TextRun("words", _characters(match))


def _characters(match: re.Match[str]) -> str:
    if accent := match["accent"]:
        letter = match["braced"] or match["bare"]
        # TeX's dotless letters are there to be accented: \'\i
        return unicodedata.normalize("NFC", letter.removeprefix("\\") + _ACCENTS[accent])
    if command := match["command"]:
        if command in _DROPPED:
            return ""
        if command not in _COMMANDS:
            raise UnknownWord(f"\\{command}", match.start())
        return _COMMANDS[command]
    if sign := match["sign"]:
        if sign not in _SIGNS:
            raise UnknownWord(f"\\{sign}", match.start())
        return _SIGNS[sign]
    other = match["other"]
    if other == "$":
        raise UnknownWord("$", match.start())
    return " " if other.isspace() else _OTHERS.get(other, other)


def name_of_operator(text: str) -> str | None:
    r"""The characters of an `\operatorname`; None when it holds more than letters and spaces."""
    bare = re.sub(r"\\(?:text|mathrm|textrm|rm|mathit|mathop)(?![A-Za-z])\s*", "", text)
    bare = re.sub(r"\\[;:,! ]|~", "~", bare).replace(r"\-", "-")
    bare = re.sub(r"[\s{}]+", "", bare).replace("~", "\u2009")
    return bare if re.fullmatch(r"[\w\u2009\-'*.+]{1,60}", bare) else None


def number_or_unit(text: str) -> str | None:
    r"""What `\num`, `\si` and `\qty` hold, written plainly: `3.0e8`, `m/s^2`; or None."""
    bare = " ".join(text.split())
    return bare if re.fullmatch(r"[\w .,+\-/^*·×°%µΩ()]{0,60}", bare) else None
