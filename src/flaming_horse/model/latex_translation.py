r"""LaTeX maths to Typst maths by Tylax: what it gets wrong is mended before and after.

Tylax copies some arguments as they are, and Typst is a programming language. So what it answers is
searched for code, though `latex_refusals` and `latex_parts` leave it nothing to copy.

Tylax holds Python's lock while it works, so that no clock of this process could end it. What it is
given keeps it short: at most `LONGEST_GIVEN` signs, with the commands that double their arguments
counted by `latex_refusals`. Of 7,602 formulas, each listed command repeated and nested as far as
it goes, the slowest took 0.14 s and the longest answer had 11,432 signs; twelve doublings in one
another take 0.3 s.
"""

from __future__ import annotations

import re

from flaming_horse.errors import WrongInput
from flaming_horse.model.latex_bars import paired_bars
from flaming_horse.model.latex_columns import in_two_columns, with_gaps
from flaming_horse.model.latex_pieces import TOKEN
from flaming_horse.model.latex_vocabulary import SAME_COMMAND, SAME_ENVIRONMENT

LONGEST_GIVEN = 40_000
"""Signs. 2,000 signs of a formula come to 17,000 where all of them are single bars."""
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
_ALIKE = re.compile(r"\\(begin|end)\s*\{(" + "|".join(map(re.escape, SAME_ENVIRONMENT)) + r")\}")
_SAME = re.compile(rf"\\({'|'.join(SAME_COMMAND)})(?![A-Za-z])")
_FONTS = {"rm": "mathrm", "bf": "mathbf", "it": "mathit", "sf": "mathsf", "tt": "mathtt",
          "cal": "mathcal", "frak": "mathfrak"}  # fmt: skip
_FONT = re.compile(rf"\\({'|'.join(_FONTS)})(?![A-Za-z])\s*")
_HARMLESS = re.compile(r"#none\b|#h\(1fr\)")
_TYPST = re.compile(r'\\.|"[^"\\]*"|[A-Za-z][A-Za-z.]*|.', re.DOTALL)
_PAGE = {"(": "{", ")": "}", "[": "{", "]": "}"}
_SEPARATOR = re.compile(r"(\\.)|\{\s*,\s*\}|[,;]", re.DOTALL)
_SEPARATORS = {"fhcomma": r"\,", "fhsemicolon": r"\;", "fhgrouping": r' class("normal", \,) '}
"""Typst takes these for the ends of arguments and rows, Tylax now and then puts braces around them;
under a name they come through both, and are signs again at the end."""
OURS = "fhpart"
"""How the names begin that stand for what we set ourselves."""


def translated(latex: str) -> str:
    """A formula without pieces as Typst maths; what Tylax dropped stands there as a comment.

    Raises WrongInput with the formula when it cannot be read.
    """
    import tylax

    latex = _plain(latex.strip())
    latex = _SIZE.sub("", latex)  # Tylax drops the bracket with its size
    latex = paired_bars(latex).replace(r"\pmod", r"\quad\pmod")
    latex = _one_sided(_CASES.sub(_spaced_cases, latex))
    latex = _SEPARATOR.sub(_named_separator, latex)
    if len(latex) > LONGEST_GIVEN:
        raise WrongInput("a formula is too long", remedy="Split it: a frame holds some 600 signs.")
    try:
        # A fraction as `4/pi` would take in the bracket that follows it: 4/pi(x).
        options = tylax.L2TOptions(frac_to_slash=False)
        source = str(tylax.latex_to_typst(latex, options=options))
    except BaseException as error:
        # Tylax is native code: a panic of its own is no Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise WrongInput(f"cannot read the formula ${latex}$: {error}") from error
    source = _only_maths(source)
    # Tylax sets these names right against a digit, which makes another name of them.
    source = re.sub(r"\b(dots\.h\.c|infinity)(?=\d)", r"\1 ", source)
    source = _DOTS_AFTER.sub(r"\1 thin dots.h.c", source)
    source = _DOTS_BEFORE.sub("dots.h.c thin ", source)
    for name, sign in _SEPARATORS.items():
        source = re.sub(rf"\s*{name}(?![a-z])", lambda _, sign=sign: sign, source)
    for name, delimiter in _DELIMITERS.items():
        source = source.replace(f"fhleft{name}", f"lr({delimiter}")
        source = source.replace(f"fhright{name}", f"{delimiter.replace('.l', '.r')})")
    return source


def _named_separator(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    return {",": r"\fhcomma ", ";": r"\fhsemicolon "}.get(match[0], r"\fhgrouping ")


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


def _plain(latex: str) -> str:
    """Environments of a page as those of one formula, and old font commands as today's."""
    latex = with_gaps(in_two_columns(latex))
    latex = _ALIKE.sub(lambda m: f"\\{m[1]}{{{SAME_ENVIRONMENT[m[2]]}}}", latex)
    latex = _SAME.sub(lambda m: f"{SAME_COMMAND[m[1]]} ", latex)
    latex = re.sub(r"\\(\\|[()\[\]])", lambda m: _PAGE.get(m[1], m[0]), latex)
    for match in reversed(list(_FONT.finditer(latex))):
        end = _end_of_group(latex, match.end())
        body = latex[match.end() : end]
        latex = f"{latex[: match.start()]}\\{_FONTS[match[1]]}{{{body}}}{latex[end:]}"
    return latex


def _end_of_group(latex: str, at: int) -> int:
    depth = 0
    for match in TOKEN.finditer(latex, at):
        sign = match.group()
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0 or (depth == 0 and sign in {"&", r"\\", r"\right", r"\end"}):
            return match.start()
    return len(latex)


def _only_maths(source: str) -> str:
    """The translation, when it is maths and nothing else. Raises WrongInput."""
    for match in _TYPST.finditer(source):
        sign = match.group()
        code = sign in {'"', "$", "`"} or (
            sign == "#" and not _HARMLESS.match(source, match.start())
        )
        if code or sign.split(".")[0] == "std" or (sign[0] == '"' and OURS in sign):
            raise WrongInput(
                f"this formula becomes more than a formula at `{source[match.start() :][:20]}`",
                remedy="Write it in plainer LaTeX.",
            )
    return source
