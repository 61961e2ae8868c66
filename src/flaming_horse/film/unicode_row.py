# ruff: noqa: RUF001  mathematical signs that look like letters are what this module is about
"""A formula's row as it grows: what stands apart, and what is enclosed so that it stays clear."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flaming_horse.film.unicode_signs import (
    BINARY,
    RELATIONS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    WITH_LIMITS,
)

_SCRIPTS = "".join([*SUPERSCRIPTS.values(), *SUBSCRIPTS.values()])
_LETTER_SCRIPTS = {s for s in _SCRIPTS if not s.isdigit() and s not in "⁺⁻⁼⁽⁾₊₋₌₍₎"}
_MARKS = "\u0302-\u030a\u20d7"
_END = rf"(?:[{re.escape(_SCRIPTS)}′]|\^\w|_\w)*!?"
_SINGLE = re.compile(
    # A number, a letter, a word, or a differential, with its scripts.
    rf"[d∂]?[{re.escape(_SCRIPTS)}]*(?:\d+(?:\.\d+)?|[^\W\d_][{_MARKS}]*|[A-Za-z]{{3,}}){_END}"
)
_CALL = re.compile(rf"(?:[^\W\d_][{_MARKS}]*{_END})?([(\[|])")
_CLOSE = {"(": ")", "[": "]", "|": "|"}
_OPENING = set("([{⟨⌊⌈")
_NO_FACTOR = set(")]}⟩⌋⌉|‖,.;:!′ ")


@dataclass(slots=True)
class Row:
    """`text` is what there is so far.

    `fraction` is where it ends in a fraction, else -1. `name` is the function or sum whose argument
    is still to come, and `scripted` says that it has its limits, or that a script was written out.
    """

    text: str = ""
    fraction: int = -1
    name: str = ""
    scripted: bool = False

    def add(self, part: str, *, named: bool) -> None:
        """The next sign or group; `named` when a command stands for it."""
        if not part:
            return
        if part in RELATIONS or (part in BINARY and self._after_factor()):
            self.text = f"{self.text.rstrip()} {part} "
            self._begin("")
        elif part in {",", ";"}:
            self.text = f"{self.text.rstrip()}{part} "
            self._begin("")
        elif part[0] in _NO_FACTOR:
            self.text += part
            self._begin("")
        else:
            self._add_factor(part, named=named)

    def add_script(self, script: str) -> None:
        """A subscript or superscript of what is there."""
        self._enclose_fraction()
        self.text = self.text.rstrip() + script
        self.scripted = bool(self.name) or script.startswith(("^(", "_("))

    def add_fraction(self, above: str, below: str) -> None:
        """A fraction: it stands apart from a factor before it."""
        whole = f"{above if _is_product(above) else f'({above})'}/"
        whole += below if single(below) else f"({below})"
        self._enclose_fraction()
        if self.text and (self._after_factor() or self.name) and not self.text.endswith(" "):
            self.text += " "
        start = len(self.text)
        self.text += whole
        self._begin("")
        self.fraction = start

    def _add_factor(self, part: str, *, named: bool) -> None:
        self._enclose_fraction()
        word = named and part.isascii() and part.isalpha() and len(part) > 1
        last = self.text[-1:]
        if self.name and part[0] == "(" and self.name not in WITH_LIMITS:
            self.text = self.text.rstrip()
        elif (
            self.scripted
            or (last in _LETTER_SCRIPTS and part[0].isalpha())
            or (word and last not in _OPENING | {"", " "})
        ) and last != " ":
            self.text += " "
        self.text += part
        self._begin(part if word or part in WITH_LIMITS else "")
        if word:
            self.text += " "

    def _begin(self, name: str) -> None:
        self.fraction, self.name, self.scripted = -1, name, False

    def _enclose_fraction(self) -> None:
        if self.fraction >= 0:
            self.text = f"{self.text[: self.fraction]}({self.text[self.fraction :].rstrip()})"
            self.fraction = -1

    def _after_factor(self) -> bool:
        """Whether something stands there that a sign can join to what follows."""
        return bool(self.text) and self.text[-1] not in _OPENING | {" "}


def single(content: str) -> bool:
    """Whether it is read as one factor: `x²`, `12`, `dx`, `P(B)`, `(a + b)`."""
    if not content or _SINGLE.fullmatch(content):
        return True
    call = _CALL.match(content)
    return bool(call) and _closes_at_end(content, call.end() - 1)


def _closes_at_end(content: str, opening: int) -> bool:
    sign = content[opening]
    depth = 0
    for at in range(opening, len(content)):
        depth += (content[at] == sign) - (content[at] == _CLOSE[sign])
        if depth == 0 and (sign != "|" or at > opening):
            return at == len(content) - 1
    return False


def _is_product(content: str) -> bool:
    """Whether no sum, quotient or function's name stands outside of brackets."""
    depth = 0
    for letter in content:
        depth += (letter in _OPENING) - (letter in ")]}⟩⌋⌉")
        if depth == 0 and letter in " /":
            return False
    return True
