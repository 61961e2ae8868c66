r"""LaTeX maths to Typst maths, with named pieces that can be found again in the picture.

`\piece{name}{…}` marks a piece; inside Typst it becomes a text with a colour of its own, which
changes nothing in the layout, so that the glyphs of a piece are known by their colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flaming_horse.errors import WrongInput
from flaming_horse.model.latex_bars import paired_bars
from flaming_horse.model.latex_pieces import PIECE, TOKEN, outer_pieces

_PLACE = "fhpiece"
_DEPTHS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
_RELATION = re.compile(
    r"=|<|>|\\(?:approx|leq?|geq?|neq?|equiv|Rightarrow|implies|iff|Leftrightarrow|sim|propto|cong|"
    r"to|(?:long)?rightarrow)"
)
_SIDE = re.compile(r"\\(left|right)(?![A-Za-z])\s*(\\[A-Za-z]+|\\.|.)")
_SIZE = re.compile(r"\\(?:big|Big|bigg|Bigg)[lrm]?(?![A-Za-z])\s*")
_SIGNS = {"(": "paren", ")": "paren", "[": "bracket", "]": "bracket", r"\{": "brace",
          r"\}": "brace", "|": "bar", r"\|": "double", r"\langle": "chevron",
          r"\rangle": "chevron", r"\lvert": "bar", r"\rvert": "bar",
          r"\lVert": "double", r"\rVert": "double", r"\lfloor": "floor",
          r"\rfloor": "floor", r"\lceil": "ceil", r"\rceil": "ceil"}  # fmt: skip
_DELIMITERS = {"paren": "paren.l", "bracket": "bracket.l", "brace": "brace.l", "bar": "bar.v",
               "double": "bar.v.double", "chevron": "chevron.l", "floor": "floor.l",
               "ceil": "ceil.l", "none": ""}  # fmt: skip
_DOTS_AFTER = re.compile(r"((?<![\w.])[A-Za-z]|\d|\))\s+dots\.h\.c")
_DOTS_BEFORE = re.compile(r"dots\.h\.c\s+(?=\d|\(|[A-Za-z](?![A-Za-z.]))")
"""Dots in the middle of a product, which TeX sets apart from the factors beside them."""
_LEFT_TO_US = {".", "|", r"\|", r"\lvert", r"\lVert"}
_CASES = re.compile(r"\\begin\{(d?cases)\}(.*?)\\end\{\1\}", re.DOTALL)


PIECE_FUNCTION = "#let fhp(n, body) = text(fill: rgb(n), body)\n"
"""What every Typst document needs in which a converted formula stands."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Typst source and its pieces: `names[i]` is marked `i + 1`, inside piece `parents[i]`."""

    source: str
    names: tuple[str, ...]
    parents: tuple[int, ...]


def to_typst(latex: str) -> Marked:
    """Convert LaTeX maths. Raises WrongInput with the formula when it cannot be converted."""
    names: list[str] = []
    parents: list[int] = []
    source = _convert(latex, names, parents, 0)
    return Marked(source, tuple(names), tuple(parents))


def piece_names(latex: str) -> tuple[str, ...]:
    r"""The names of the formula's `\piece`s, in the order in which they start."""
    return to_typst(latex).names


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


def _convert(latex: str, names: list[str], parents: list[int], parent: int) -> str:
    places: dict[str, str] = {}
    kept: list[str] = []
    at = 0
    for piece in outer_pieces(latex):
        names.append(piece.name)
        parents.append(parent)
        number = len(names)
        source = _as_argument(_convert(latex[piece.body : piece.end], names, parents, number))
        place = _PLACE + _letters(number)
        places[place] = f'fhp("#0000{number:02x}", {source})' if source.strip() else ""
        kept += [latex[at : piece.start], f"\\{place} "]
        at = piece.end + 1
    rest = "".join([*kept, latex[at:]])
    if PIECE.search(rest):
        raise WrongInput(
            f"a name or a brace is missing after \\piece in ${latex}$",
            remedy=r"Write \piece{name}{…}; each { needs its }.",
        )
    source = re.sub(r"/\*.*?\*/", "", translated(rest), flags=re.DOTALL)
    for place, replacement in places.items():
        source = re.sub(rf"(?<![a-z]){place}(?![a-z])", lambda _, r=replacement: r, source)
    return source


def translated(latex: str) -> str:
    """A formula without pieces as Typst maths; what Tylax dropped stands there as a comment.

    Raises WrongInput with the formula when it cannot be read.
    """
    import tylax

    latex = latex.strip()
    latex = _SIZE.sub("", latex)  # Tylax drops the bracket with its size
    latex = paired_bars(latex).replace(r"\pmod", r"\quad\pmod")
    latex = _one_sided(_CASES.sub(_spaced_cases, latex))
    try:
        # A fraction as `4/pi` would take in the bracket that follows it: 4/pi(x).
        options = tylax.L2TOptions(frac_to_slash=False)
        source = str(tylax.latex_to_typst(latex, options=options))
    except BaseException as error:
        # Tylax is native code: a panic of its own is no Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise WrongInput(f"cannot read the formula ${latex}$: {error}") from error
    # Tylax hides a displayed equation of its own, which would stand on a line of its own.
    source = re.sub(r"#hide\[\$ (.*?) \$\]", r"#hide($\1$)", source)
    # Tylax sets these names right against a digit, which makes another name of them.
    source = re.sub(r"\b(dots\.h\.c|infinity)(?=\d)", r"\1 ", source)
    source = _DOTS_AFTER.sub(r"\1 thin dots.h.c", source)
    source = _DOTS_BEFORE.sub("dots.h.c thin ", source)
    for name, delimiter in _DELIMITERS.items():
        source = source.replace(f"fhleft{name}", f"lr({delimiter}")
        source = source.replace(f"fhright{name}", f"{delimiter.replace('.l', '.r')})")
    return source


def _one_sided(latex: str) -> str:
    r"""`\left[ … \right.` and bars with names in the delimiters' place.

    Tylax leaves the first unbalanced, and puts braces around a fraction or a comma between bars.
    """
    opened: list[re.Match[str]] = []
    changes: list[tuple[int, int, str]] = []
    for match in _SIDE.finditer(latex):
        if match.group(1) == "left":
            opened.append(match)
        elif opened:
            start = opened.pop()
            if _LEFT_TO_US & {start.group(2), match.group(2)}:
                changes += [(*m.span(), f"\\fh{m[1]}{_SIGNS.get(m[2], 'none')} ")
                            for m in (start, match)]  # fmt: skip
    for start, end, name in sorted(changes, reverse=True):
        latex = f"{latex[:start]}{name}{latex[end:]}"
    return latex


def _spaced_cases(match: re.Match[str]) -> str:
    # Typst's cases() has no gap between a value and its condition; LaTeX sets a quad there.
    name, body = match.group(1), match.group(2)
    spaced = re.sub(r"(?<!\\)&", r"\\quad &", body)
    return rf"\begin{{{name}}}{spaced}\end{{{name}}}"


def _as_argument(source: str) -> str:
    """Typst maths as one argument of a call: no bare comma, semicolon or lonely bracket in it."""
    lonely = _lonely_brackets(source)
    out: list[str] = []
    depth = 0
    for i, char in _bare_characters(source):
        if len(char) == 1 and i not in lonely:
            depth += _DEPTHS.get(char, 0)
        if i in lonely or (depth == 0 and char in (",", ";")):
            out.append("\\")
        out.append(char)
    return "".join(out)


def _bare_characters(source: str) -> Iterator[tuple[int, str]]:
    """Each character with its index; an escaped one or a quoted string counts as one."""
    for match in re.finditer(r'\\.|"(?:\\.|[^"\\])*"|.', source, re.DOTALL):
        yield match.start(), match.group()


def _lonely_brackets(source: str) -> set[int]:
    opened: list[int] = []
    lonely: set[int] = set()
    for i, char in _bare_characters(source):
        if _DEPTHS.get(char) == 1:
            opened.append(i)
        elif _DEPTHS.get(char) == -1:
            if opened:
                opened.pop()
            else:
                lonely.add(i)
    return lonely | set(opened)


def _letters(number: int) -> str:
    digits = "abcdefghijklmnopqrstuvwxyz"
    return f"{digits[number // 26]}{digits[number % 26]}"
