r"""LaTeX maths to Typst maths, with named pieces that can be found again in the picture.

`\piece{name}{…}` marks a piece; inside Typst it becomes a text with a colour of its own, which
changes nothing in the layout, so that the glyphs of a piece are known by their colour. What has a
colour of the author's keeps it, and is known by an opacity that is never drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flaming_horse.errors import WrongInput
from flaming_horse.model.latex_conversion import Conversion
from flaming_horse.model.latex_parts import part_at
from flaming_horse.model.latex_pieces import TOKEN
from flaming_horse.model.latex_refusals import refusal

_DEPTHS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
_RELATION = re.compile(
    r"=|<|>|\\(?:approx|leq?|geq?|neq?|equiv|Rightarrow|implies|iff|Leftrightarrow|sim|propto|cong|"
    r"to|(?:long)?rightarrow)"
)

_AROUND = frozenset(("piece", "textcolor", "underline", "boxed", "fbox"))
"""Commands that may stand around a whole formula."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Typst source and its pieces: `names[i]` is marked `i + 1`, inside piece `parents[i]`.

    `dropped` is the first thing that the translator left out, `hollow` whether a script is empty.
    """

    source: str
    names: tuple[str, ...]
    parents: tuple[int, ...]
    dropped: str = ""
    hollow: bool = False


def to_typst(latex: str) -> Marked:
    """Convert LaTeX maths. Raises WrongInput with the formula when it is none, or no data."""
    if refused := refusal(latex):
        raise WrongInput(f"{refused.what}, in ${_shown(latex)}$", remedy=refused.remedy)
    conversion = Conversion()
    source = conversion.convert(latex)
    return Marked(
        source,
        tuple(conversion.names),
        tuple(conversion.parents),
        conversion.dropped,
        conversion.hollow,
    )


def _shown(latex: str) -> str:
    return latex if len(latex) <= 200 else f"{latex[:200]}…"


def split_relation(latex: str) -> tuple[str, str]:
    r"""A formula before its first relation sign outside of braces and brackets, and from it on.

    Without such a sign the second is empty. An author's own `&` is where it is split instead.
    """
    depth = 0
    for match in TOKEN.finditer(latex):
        sign = match.group()
        depth += _DEPTHS.get(sign, 0)
        if depth == 0 and sign == "&":
            return latex[: match.start()].strip(), latex[match.end() :].strip()
        if depth == 0 and _RELATION.fullmatch(sign):
            return latex[: match.start()].strip(), latex[match.start() :].strip()
    return latex.strip(), ""


def is_expression(latex: str) -> bool:
    r"""Whether a formula has no relation, and none in a `\boxed{…}` or a colour around it."""
    latex = latex.strip()
    if split_relation(latex)[1]:
        return False
    part = part_at(latex, 0)
    if part is None or part.end != len(latex) or part.name not in _AROUND:
        return True
    start, end = part.arguments[-1]
    return is_expression(latex[start:end])


def split_sum(latex: str) -> tuple[str, str]:
    """A formula before the plus or minus nearest to its middle, and from it on.

    Signs inside braces and brackets, and one that begins the formula or follows a relation or
    another sign, do not count; without one the second is empty.
    """
    depth, before = 0, "="
    places: list[int] = []
    for match in TOKEN.finditer(latex):
        sign = match.group()
        depth += _DEPTHS.get(sign, 0)
        if depth == 0 and sign in "+-" and not (before in "+-" or _RELATION.fullmatch(before)):
            places.append(match.start())
        before = before if sign.isspace() else sign
    if not places:
        return latex, ""
    place = min(places, key=lambda at: abs(at - len(latex) / 2))
    return latex[:place].strip(), latex[place:].strip()
