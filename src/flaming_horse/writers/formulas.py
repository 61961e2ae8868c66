"""Whether a formula of a foreign document can be set here."""

from __future__ import annotations

import re

from flaming_horse.model.latex_columns import in_two_columns
from flaming_horse.storyboard.latex import BLANK, check_latex

_DEFINES = re.compile(
    r"\s*\\(?:(?:re)?newcommand|providecommand|DeclareMathOperator|[gex]?def|let)(?![a-zA-Z])"
)
LONGEST = 2000
"""Signs, the most that a storyboard takes. What is larger than a frame is parted at its rows when
it has been tried on the stage."""
_WORD = re.compile(r"(?<![\\a-zA-Z])[a-zA-Z]{2,}")
_FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "log", "ln", "exp", "lim", "max", "min", "mod", "gcd", "deg", "det",
     "dim", "arg", "sup", "inf"}
)  # fmt: skip
_COMPARED = re.compile(r"\s*[a-zA-Z]'?(?:\([\w', ]*\))?\s*[=<>]\s*[\w(\\-]")
"""A letter, or a function of something, that is compared with something."""
_SINGLE = re.compile(r"(?<!\\)\\(?:\\\\)*(?!\\)")
"""An odd number of backslashes."""
_NO_PRODUCT = frozenset(
    {"am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my",
     "no", "of", "on", "or", "so", "to", "up", "us", "we"}
)  # fmt: skip
"""Words of two letters; any other two are two variables."""
_NUMBERING = re.compile(r"\\(?:label|tag\*?|eqlabel)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![a-zA-Z])")
_ROW_END = re.compile(r"\\(?:cr|tabularnewline)(?![a-zA-Z])\s*")
_EMPTY_ROW = re.compile(r"\\\\\s*(?=\\\\(?:\[|\s|$))")
"""A row end before another one: Jupyter's Markdown halves four backslashes, and not everywhere."""
_REFERENCE = re.compile(r"\(?\s*\\(?:eqref|ref|cref|autoref|cite)\s*\{[^{}]*\}\s*\)?")
_UNNUMBERED = re.compile(
    r"\\begin\{(?P<name>equation|displaymath|math)(?P<star>\*?)\}(?P<inside>.*)"
    r"\\end\{(?P=name)(?P=star)\}",
    re.DOTALL,
)
_ROWS = re.compile(
    r"\\(?P<edge>begin|end)\{(?P<name>align|alignat|flalign|eqnarray|gather|multline)\*?\}"
    r"(?:\{\d+\})?"
)
"""Environments that number their rows; inside of a formula the same ones have other names."""
_LONG_INLINE = 60
"""Signs of LaTeX. A longer formula in two dollars is one on a line of its own."""


def can_be_set(latex: str) -> bool:
    """Whether this is a formula that a film can show. Loads Typst at the first one."""
    return len(latex) <= LONGEST and check_latex(latex) is None


def halved(latex: str) -> str:
    r"""A formula among words of which every backslash is written twice, with half of them.

    Pages are written so whose Markdown takes one away: `x \\in \\{0, 1\\}`. A formula with a
    command of one backslash stays as it is.
    """
    doubled = not _SINGLE.search(latex) and re.search(r"\\\\[a-zA-Z{}]", latex)
    return latex.replace("\\\\", "\\") if doubled else latex


def shows_nothing(latex: str) -> bool:
    """Whether this is no formula to look at: it has blanks alone, or only defines commands."""
    lines = [line for line in latex.split("\n") if line.strip()]
    if all(_DEFINES.match(line) for line in lines):
        return True
    problem = check_latex(latex) if len(latex) <= LONGEST else None
    return problem is not None and problem.what == BLANK


def looks_like_latex(text: str) -> bool:
    """Whether the author meant a formula, and not two prices."""
    return bool(re.search(r"\\[a-zA-Z]+|[\^_]\{|\\\\|\^\w", text))


def is_formula(text: str) -> bool:
    r"""Whether this is a formula even where its signs are used for other things as well.

    `\(a+b\)`, `$ x $` and `\(g(n) = cost(n)\)` are; `\[docs\]`, `\(2019\)` and "$ 5 or $" are words
    and prices.
    """
    if re.search(r"\\[a-zA-Z]{2,}|[\^_]\s*[\w{\\]", text) or _COMPARED.match(text):
        return True
    words = {word.lower() for word in _WORD.findall(text)} - _FUNCTIONS
    if any(len(word) > 2 for word in words) or words & _NO_PRODUCT:
        return False
    return bool(re.search(r"[a-zA-Z]|\d\s*[-+*/=<>]\s*\d", text))


def displayed(latex: str) -> str:
    """A formula without what only a page has, its number and its label; "" for a reference."""
    latex = _ROW_END.sub(r"\\\\ ", _NUMBERING.sub("", latex)).strip()
    latex = _EMPTY_ROW.sub("", latex)
    if whole := _UNNUMBERED.fullmatch(latex):
        latex = whole["inside"].strip()
    latex = _ROWS.sub(_inner_rows, in_two_columns(latex))
    return "" if _REFERENCE.fullmatch(latex) else latex


def _inner_rows(match: re.Match[str]) -> str:
    rows = "aligned" if match["name"] in {"align", "alignat", "flalign", "eqnarray"} else "gathered"
    return rf"\{match['edge']}{{{rows}}}"


def is_displayed(latex: str) -> bool:
    """Whether a formula in two dollars stands on a line of its own, wherever it was written."""
    return len(latex) > _LONG_INLINE or "\\begin{" in latex or "\\\\" in latex
