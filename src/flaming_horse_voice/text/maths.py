"""Formulas in words: `2^{10} = 1024` is "two to the ten equals one thousand and twenty-four".

Follows how a teacher reads at the board. Letters are respelt (`letters`), so that every voice
reads letters; a comma after a word is a short breath that shows where a part ends.
"""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text import numbers, signs
from flaming_horse_voice.text.formula_fences import brackets
from flaming_horse_voice.text.formula_fractions import fraction
from flaming_horse_voice.text.formula_grids import grid
from flaming_horse_voice.text.formula_manner import (
    OPEN_END,
    SOFT,
    STYLES,
    Around,
    Manner,
    Style,
    bare,
    part,
)
from flaming_horse_voice.text.formula_parts import (
    FRACTIONS,
    every,
    has_operator,
    is_differential,
    is_letter,
    is_number,
    only,
    sign_of,
    whole,
)
from flaming_horse_voice.text.formula_run import RowReading
from flaming_horse_voice.text.formula_scripts import nth_word, scripted
from flaming_horse_voice.text.formula_tree import (
    Atom,
    Command,
    Grid,
    Node,
    Scripted,
    Sequence,
    Words,
)
from flaming_horse_voice.text.latex import parse
from flaming_horse_voice.text.prose import spoken_prose
from flaming_horse_voice.text.small_words import sign_word

LONGEST_SHORT = 40
"""Words above which `auto` reads a whole formula exactly: sixteen seconds at 150 words a minute.

What was heard and not repeated is forgotten within about 18 seconds (Peterson and Peterson, 1959),
and with it where a part began.
"""
_PRIMES = {"1": "prime", "2": "double prime", "3": "triple prime"}
_LOGIC_SIGNS = frozenset(("\\land", "\\lor", "\\wedge", "\\vee", "\\neg", "\\lnot", "\\iff"))


def spoken_formula(latex: str, style: str = "auto") -> str:
    """The words of a formula, blank-separated.

    `style` is "short" (breaths show where parts end), "exact" (words do) or "auto": short, and
    exact where short would mislead (`formula_manner.HELD_BY_A_BREATH`) or is longer than
    `LONGEST_SHORT` words. Raises WrongInput where the formula cannot be parsed.
    """
    manner = replace(_ABOUT_NOTHING, style=_known(style))
    tree = parse(latex)
    manner = _manner(tree, manner)
    said = _finished(_Reading(manner).run(tree.parts, Around()))
    if style == "auto" and len(said.split()) > LONGEST_SHORT:
        exact = replace(manner, style="exact")
        said = _finished(_Reading(exact).run(tree.parts, Around()))
    return said


_ABOUT_NOTHING = Manner()


def _known(style: str) -> Style:
    for known in STYLES:
        if style == known:
            return known
    raise WrongInput(
        f"there is no style of reading formulas named {style!r}",
        remedy=f"use one of: {', '.join(STYLES)}",
    )


def _finished(words: str) -> str:
    words = words.replace(SOFT, "").replace(OPEN_END, ",")
    words = " ".join(words.split())
    words = re.sub(r" +([,;.?])", r"\1", words)
    words = re.sub(r"[,;]+(?=[,;.?])", "", words)
    words = words.replace("the quantity the ", "the quantity, the ").replace(
        "to the the ", "to the "
    )
    words = re.sub(r"(numbers|integers),? which is\b", r"\1, which are", words)
    words = re.sub(r"\b(numbers|integers) is\b", r"\1 are", words)
    return words.strip(",; ")


def _manner(tree: Sequence, manner: Manner) -> Manner:
    """What the formula is about, and which of its letters are in it in both cases."""
    signs_in_it = {sign_of(node) for node in every(tree)}
    differentials = {
        "d"
        for node in every(tree)
        if isinstance(node, Sequence)
        for index in range(len(node.parts))
        if is_differential(node.parts, index)
    }
    letters = {sign for sign in signs_in_it if len(sign) == 1 and sign.isalpha()} - differentials
    above = {sign_of(only(n.above)) for n in every(tree) if isinstance(n, Scripted) and n.above}
    both = frozenset(x for x in letters if x.isupper() and x.lower() in letters and x not in above)
    return replace(
        manner,
        capitals=both,
        sets=bool(signs_in_it & signs.SETS_JOINED) or _has_set(tree) or _is_mapping(tree),
        logic=bool(signs_in_it & _LOGIC_SIGNS),
    )


def _has_set(tree: Sequence) -> bool:
    return any(isinstance(node, Sequence) and node.fence == "\\{" for node in every(tree))


def _is_mapping(tree: Sequence) -> bool:
    r"""`f: A \\to B`, from a set to a set."""
    signs_in_it = [sign_of(node) for node in tree.parts]
    return ":" in signs_in_it and "\\to" in signs_in_it[signs_in_it.index(":") :]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One formula, read in one manner."""

    manner: Manner

    def run(
        self, parts: tuple[Node, ...], around: Around, *, bar: str = "divides", terse: bool = False
    ) -> str:
        return RowReading(self, parts, around, bar=bar, terse=terse).text()

    def letter(self, sign: str) -> str:
        said = sign_word(sign)
        return f"capital {said}" if sign in self.manner.capitals else said

    def say(self, node: Node, around: Around) -> str:
        match node:
            case Atom():
                return self.letter(node.sign)
            case Words():
                return self._words(node)
            case Sequence() if node.fence:
                return brackets(self, node, around)
            case Sequence():
                return self.run(node.parts, around)
            case Command():
                return self._command(node, around)
            case Scripted():
                return self._scripted(node, around)
            case Grid():
                return grid(self, node, around)

    def _words(self, node: Words) -> str:
        if letter := sign_of(node):
            return self.letter(letter)
        text = node.text.strip()
        spoken = " ".join(w.spoken for w in spoken_prose(text, 0, len(text), {}))
        mark = "," if text.startswith(",") and spoken else ""
        return f"{mark} {spoken}".strip()

    def _scripted(self, node: Scripted, around: Around) -> str:
        inner = node.base
        if isinstance(inner, Sequence) and inner.fence:
            return brackets(self, node, around)
        return scripted(self, node, around)

    def _command(self, node: Command, around: Around) -> str:
        first = node.arguments[0]
        match node.name:
            case name if name in FRACTIONS:
                return fraction(self, node, around)
            case "binom" | "dbinom":
                above, below = (self._announced(one) for one in node.arguments)
                return f"{above} choose {bare(below)}"
            case "sqrt":
                return f"{self._root(node)} {part(self, first, around)}"
            case "prime":
                if isinstance(first, Sequence) and first.fence:
                    return brackets(self, node, around)
                prime = _PRIMES.get(sign_of(node.arguments[1]), "prime")
                return f"{bare(self.say(first, around.within()))} {prime}"
            case "pmod":
                return f"modulo {self.say(first, around)}"
            case "phantom":
                return ""
            case _:
                return self._decorated(node, first, around)

    def _decorated(self, node: Command, first: Node, around: Around) -> str:
        """Fonts, accents and arrows."""
        match node.name:
            case "vec" | "overrightarrow":
                return f"vector {self.say(first, around)}"
            case "mathbb" if sign_of(only(first)) in signs.SETS:
                return signs.SETS[sign_of(only(first))]
            case "overline" if _is_segment(first):
                return f"segment {self.say(first, around)}"
            case _:
                accent = signs.ACCENTS.get(node.name, "")
                if not accent:
                    return self.say(first, around)
                if is_number(only(first)):
                    return f"{numbers.digits(sign_of(only(first)))} repeating"
                return f"{self._announced(first, parts=1)} {accent}"

    def _announced(self, node: Node, parts: int = 0) -> str:
        """As a quantity if it holds an operation, or more than so many `parts`."""
        said = bare(self.say(node, Around(clear=False)))
        long = isinstance(node, Sequence) and parts and len(node.parts) > parts
        return f"the quantity {said}," if has_operator(node) or long else said

    def _root(self, node: Command) -> str:
        n = whole(node.option) if node.option is not None else 2
        if n in {2, 3}:
            return "the square root of" if n == 2 else "the cube root of"
        assert node.option is not None
        return f"the {nth_word(self, node.option)} root of"


def _is_segment(node: Node) -> bool:
    """Two points with a line above them."""
    parts = node.parts if isinstance(node, Sequence) else ()
    return len(parts) == 2 and all(is_letter(p) and sign_of(p).isupper() for p in parts)
