r"""What a formula may not hold: commands beyond the list, code in an argument, too much of all.

This stands before the translator. What passes is a formula and nothing else; what does not is
told with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from flaming_horse.model import latex_vocabulary as known
from flaming_horse.model.latex_parts import WORDY, LatexPart, Span, argument, part_at
from flaming_horse.model.latex_pieces import TOKEN
from flaming_horse.model.latex_words import (
    UnknownWord,
    name_of_operator,
    number_or_unit,
    runs,
)

LONGEST = 2_000
"""Signs. A frame holds some 600."""
DEEPEST = 40
r"""Groups, environments and `\left … \right` in one another; people write up to 8."""
MOST_PIECES = 100
"""Pieces are told apart by 255 blues."""
MOST_DOUBLED = 12
"""Commands that set an argument twice."""
DEEPEST_COSTLY = 3
r"""In one another. Twelve `\braket` took 0.5 s, 39 `\underbrace` 0.2 s, and a script had room for
900 and 200 of them. People write up to 2."""
_NOTHING = frozenset(("", "_", "^", "{", "&", r"\limits", r"\nolimits", r"\\"))
_ENVIRONMENT = re.compile(r"\s*\{([^{}]*)\}")
_DELIMITER = re.compile(r"\s*(\\[A-Za-z]+|\\.|\S|$)", re.DOTALL)
_COLUMNS = re.compile(r"(?:[lcr|:. ]|[@!]\{[^{}\\#\"]*\}|p\{[\w. ]*\}|\*\{\d{1,2}\}\{[lcr|]*\})*")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong; `offset` counts characters of the formula from 0."""

    what: str
    offset: int
    remedy: str = ""


def refusal(latex: str) -> Refusal | None:
    """Why this formula cannot be taken, or None."""
    if len(latex) > LONGEST:
        what = f"this formula has {len(latex):,} signs, and {LONGEST:,} is the most"
        return Refusal(what, 0, "Split it: a frame holds some 600 signs.")
    return next(_strange_signs(latex), None) or next(_Walk(latex).refusals(), None)


def _strange_signs(latex: str) -> Iterator[Refusal]:
    for offset, sign in enumerate(latex):
        if sign not in "\n\t\u200d" and unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"}:
            what = f"an unseen character (U+{ord(sign):04X}) stands in this formula"
            yield Refusal(what, offset, "Take it out.")


class _Walk:
    """One pass over the tokens of a formula."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._depth = 0
        self._pieces = 0
        self._doubled = 0
        self._costly: list[int] = []
        self._skip_to = 0
        self._before = ""

    def refusals(self) -> Iterator[Refusal]:
        for match in TOKEN.finditer(self._latex):
            if match.start() < self._skip_to:
                continue
            sign = match.group()
            yield from self._deep(sign, match.start())
            if sign.startswith("\\") and len(sign) > 1:
                yield from self._command(sign[1:], match)
            if not sign.isspace():
                self._before = sign

    def _deep(self, sign: str, at: int) -> Iterator[Refusal]:
        if sign in {"{", r"\begin", r"\left"}:
            self._depth += 1
        elif sign in {"}", r"\end", r"\right"}:
            self._depth -= 1
        if self._depth > DEEPEST:
            what = f"more than {DEEPEST} groups stand in one another here"
            yield Refusal(what, at, "Give the parts names, and say what they are beside it.")

    def _command(self, name: str, match: re.Match[str]) -> Iterator[Refusal]:
        start = match.start()
        if name in {"begin", "end"}:
            yield from self._environment(name, match)
        elif name in {"left", "right", "middle"}:
            yield from self._delimiter(name, match)
        elif name in known.OWN or name == "sqrt":
            yield from self._own(name, start)
        elif name in {"limits", "nolimits"} and self._before in _NOTHING:
            yield Refusal(f"`\\{name}` stands behind nothing", start, r"Write \sum\limits_{…}.")
        elif name in known.COSTLY:
            yield from self._costs(name, start)
        elif not known.is_known(name):
            yield Refusal(known.why_not(name), start, known.nearest(name))

    def _costs(self, name: str, start: int) -> Iterator[Refusal]:
        """Count a costly command, and those in whose arguments it may stand."""
        follows = self._before.removeprefix("\\") in known.COSTLY  # its argument without braces
        while self._costly and self._costly[-1] >= self._depth and not follows:
            self._costly.pop()
        self._costly.append(self._depth)
        if len(self._costly) > DEEPEST_COSTLY:
            what = f"more than {DEEPEST_COSTLY} of \\braket, \\underbrace and their like stand in"
            yield Refusal(f"{what} one another here", start, "Give the parts names.")
        self._doubled += name in known.DOUBLING
        if self._doubled > MOST_DOUBLED:
            what = f"more than {MOST_DOUBLED} of \\braket, \\ev and their like stand here"
            yield Refusal(what, start, r"Write \langle … \rangle, or split the formula.")

    def _environment(self, name: str, match: re.Match[str]) -> Iterator[Refusal]:
        braced = _ENVIRONMENT.match(self._latex, match.end())
        if braced is None:
            yield Refusal(f"`\\{name}` wants a name: \\{name}{{matrix}}", match.start())
            return
        environment = braced[1]
        if environment not in known.ENVIRONMENTS and environment not in known.SAME_ENVIRONMENT:
            what = f"`{environment}` cannot be set in a formula"
            yield Refusal(what, braced.start(1), known.nearest_environment(environment))
        if (name, environment) == ("begin", "array"):
            columns = argument(self._latex, braced.end())
            if columns is None:
                remedy = r"Write them behind it: \begin{array}{lr}"
                yield Refusal("an array wants its columns", match.start(), remedy)
            elif not _COLUMNS.fullmatch(self._latex, *columns[0]):
                what = f"`{self._text(columns[0])}` are no columns of an array"
                yield Refusal(what, columns[0][0], "Write l, c, r and | only: {l|cr}")
            else:
                self._skip_to = columns[1]

    def _delimiter(self, name: str, match: re.Match[str]) -> Iterator[Refusal]:
        delimiter = _DELIMITER.match(self._latex, match.end())
        if delimiter is None or delimiter[1] not in known.DELIMITERS:
            what = f"`{delimiter[1] if delimiter else ''}` is no delimiter for `\\{name}`"
            remedy = r"Write a bracket, a bar or a dot for none: \left( … \right."
            yield Refusal(what, match.start(), remedy)

    def _own(self, name: str, start: int) -> Iterator[Refusal]:
        part = part_at(self._latex, start)
        if part is None:
            if name != "sqrt":
                yield Refusal(f"`\\{name}` wants its argument in braces", start)
            return
        yield from self._argument(part)
        if part.name == "piece":
            self._pieces += 1
            if self._pieces > MOST_PIECES:
                yield Refusal(f"a formula can have {MOST_PIECES} pieces at most", start)
            self._skip_to = part.arguments[0][1]
        elif part.name in WORDY or part.name in _READ:
            self._skip_to = part.end
        elif part.name == "textcolor":
            self._skip_to = part.arguments[0][1]

    def _argument(self, part: LatexPart) -> Iterator[Refusal]:
        name = part.name
        if name in {"textcolor", "colorbox", "fcolorbox"}:
            yield from self._colours(part)
        if name in WORDY:
            yield from self._words(part.arguments[-1])
        elif name in _READ and part.arguments:
            yield from self._read(part)

    def _colours(self, part: LatexPart) -> Iterator[Refusal]:
        if part.option and self._text(part.option) != "HTML":
            what = f"`{self._text(part.option)}` is no model of colours that is known here"
            yield Refusal(what, part.option[0], r"Write \textcolor{red}{…} or [HTML]{FF0000}.")
        for span in part.arguments[:-1]:
            if known.colour(self._text(span)) is None:
                remedy = f"Write a name, or #rrggbb: {', '.join(known.COLOUR_NAMES)}."
                yield Refusal(f"`{self._text(span)}` is no colour", span[0], remedy)

    def _words(self, span: Span) -> Iterator[Refusal]:
        try:
            found = runs(self._text(span))
        except UnknownWord as unknown:
            what = f"`{unknown.word}` cannot stand in words"
            yield Refusal(what, span[0] + unknown.offset, r"A sign itself: \$ \% \#.")
            return
        for run in found:
            if run.kind == "maths" and (inner := refusal(run.text)):
                yield Refusal(inner.what, span[0], inner.remedy)

    def _read(self, part: LatexPart) -> Iterator[Refusal]:
        wrong, wanted = _READ[part.name]
        for span in part.arguments:
            if wrong(self._text(span)):
                what = f"`{self._text(span)}` is no {wanted[0]} for `\\{part.name}`"
                yield Refusal(what, span[0], wanted[1])

    def _text(self, span: Span) -> str:
        return self._latex[span[0] : span[1]]


def _no_length(text: str) -> bool:
    return known.length(text) is None


def _no_name(text: str) -> bool:
    return name_of_operator(text) is None


def _no_number(text: str) -> bool:
    return number_or_unit(text) is None


def _no_label(text: str) -> bool:
    return not re.fullmatch(r"[\w:. -]{0,80}", text)


_LENGTH = ("length", f"Write a number and a unit, up to {known.LONGEST_SPACE:g}em: 1.5em, 3mu.")
_READ = {
    **dict.fromkeys(known.SPACES, (_no_length, _LENGTH)),
    **dict.fromkeys(
        ("operatorname", "operatorname*"),
        (_no_name, ("name of a function", r"Write letters: \operatorname{rank}.")),
    ),
    **dict.fromkeys(
        ("num", "si", "unit", "SI", "qty"), (_no_number, ("number or unit", "Write 3.5, m/s."))
    ),
    "label": (_no_label, ("label", "Write letters and digits.")),
}
"""Commands whose argument we read: what is wrong with it, what it should be, and the remedy."""
