"""What a language is to the reading of a line: its rules, and how it reads formulas.

Another language is a module beside `german.py`: numbers as functions, the rest as tables, and a
row in `LANGUAGES`. What it has no rule for is refused, never read in English.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.code_runs import CodeReader, CodeWords
from flaming_horse_voice.text.rules import Rule, dictionary_rules, read
from flaming_horse_voice.text.spoken import WordSpan
from flaming_horse_voice.text.unicode_forms import plain_form, refuse_other_scripts


@dataclass(frozen=True, slots=True)
class Language:
    """`rules` read prose; `formula` reads LaTeX in a style, None where formulas cannot be read yet.

    `in_code` is what code is called.
    """

    code: str
    name: str
    rules: tuple[Rule, ...]
    formula: Callable[[str, str], str] | None
    in_code: CodeWords

    def prose(
        self, text: str, start: int, end: int, pronounce: Mapping[str, str]
    ) -> tuple[WordSpan, ...]:
        """The words spoken for `text[start:end]`.

        Raises WrongInput for a sign of maths that the language has no word for, and for a word in
        another script.
        """
        plain, places = plain_form(text)
        if plain == text:
            return read(text, start, end, self.rules, pronounce)
        first, last = bisect_left(places, start), bisect_left(places, end)
        words = read(plain, first, last, self.rules, pronounce)
        return tuple(
            word._replace(start=places[word.start], end=places[word.end]) for word in words
        )

    def spoken_code(self, code: str, pronounce: Mapping[str, str]) -> str:
        """The words of a piece of code. Raises WrongInput for signs it has no word for."""
        code = plain_form(code)[0]
        refuse_other_scripts(code, self.name)

        def prose(text: str) -> str:
            return " ".join(span.spoken for span in self.prose(text, 0, len(text), pronounce))

        entries = dictionary_rules(tuple(pronounce.items()))
        said = CodeReader(self.in_code, prose, entries).read(code)
        if said or not any(unicodedata.category(sign)[0] in "LMNPS" for sign in code):
            return said
        raise WrongInput(
            f"`{code}` is not read in {self.name} yet",
            remedy="say it with say=, or give it an entry under pronounce",
        )

    def spoken_formula(self, latex: str, style: str = "auto") -> str:
        """The words of a formula. Raises WrongInput where it has none in this language."""
        if self.formula is None:
            raise WrongInput(
                f"formulas are not read in {self.name} yet: ${latex}$",
                remedy="say how it is spoken with say=, or give it an entry under pronounce",
            )
        return self.formula(latex, style)


def refused_signs(name: str) -> Rule:
    """The last rule of a language: signs of maths that no rule before it has read."""

    def refuse(match: re.Match[str]) -> str | None:
        sign = match.group()
        if unicodedata.category(sign) not in {"Sm", "Sc", "No"}:
            return None
        raise WrongInput(
            f"the sign {sign!r} is not read in {name} yet",
            remedy="write the words, say them with say=, or give it an entry under pronounce",
        )

    return Rule(re.compile(r"."), refuse)
