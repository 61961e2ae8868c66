"""English: complete. Its rules of prose and of formulas have modules of their own."""

from __future__ import annotations

from flaming_horse_voice.text.code_runs import CodeWords
from flaming_horse_voice.text.languages.language import Language
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.maths import spoken_formula
from flaming_horse_voice.text.name_parts import words_of
from flaming_horse_voice.text.prose import RULES
from flaming_horse_voice.text.sign_names import ENGLISH_SIGNS

_OPERATORS = {
    "===": "equals equals equals", "==": "equals equals", "!==": "is not identical to",
    "!=": "is not equal to", "<=": "is less than or equal to", ">=": "is greater than or equal to",
    "->": "arrow", "=>": "arrow", "<-": "from", ":=": "becomes", "+=": "plus equals",
    "-=": "minus equals", "*=": "times equals", "/=": "over equals", "&&": "and", "||": "or",
    "++": "plus plus", "--": "dash dash", "**": "star star", "...": "dot dot dot", "..": "dot dot",
    "//": "slash slash", "<<": "shifted left by", ">>": "shifted right by", "=": "equals",
    "<": "is less than", ">": "is greater than", "+": "plus", "-": "dash", "*": "star",
    "/": "slash", "\\": "backslash", ".": "dot", "|": "pipe", "&": "and", "!": "not",
    "$": "dollar", "@": "at", "#": "hash", "~": "tilde", "^": "caret", "%": "percent",
    "?": "question mark",
}  # fmt: skip

ENGLISH = Language(
    "en",
    "English",
    RULES,
    spoken_formula,
    CodeWords(
        name=words_of,
        spell=spelled,
        signs=ENGLISH_SIGNS,
        operators=_OPERATORS,
        parameters="of",
        closing="closing",
        minus="minus",
        times="times",
        power="to the power of",
        over="over",
        bases={"x": "hex", "b": "binary", "o": "octal"},
    ),
)
