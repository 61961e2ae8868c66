"""Whether LaTeX formulas can be set, and what is wrong with those that cannot.

Formulas are set by Typst, after Tylax has translated them. Tylax is lenient: it closes what was
left open and drops what it does not know. So the structure is checked here first, and a
translation that dropped something counts as wrong. What is tried is what the stage will draw.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from flaming_horse.errors import WrongInput
from flaming_horse.model.latex import to_typst
from flaming_horse.model.latex_conversion import TYPST_FUNCTIONS
from flaming_horse.model.latex_parts import without_words
from flaming_horse.model.latex_pieces import PIECE, outer_pieces, strip_pieces
from flaming_horse.model.latex_refusals import refusal
from flaming_horse.typesetting.typst_compiler import TypstError, compile_svg

_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|[{}^_#$%]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d][\w-]*")
_DRAWN = re.compile(rb"<(?:use|path)\b")
BLANK = "there is nothing to be seen of this formula"


@dataclass(frozen=True, slots=True)
class LatexProblem:
    """What is wrong with a formula; `offset` counts characters of it from 0."""

    what: str
    offset: int
    remedy: str = ""


def check_latex(latex: str) -> LatexProblem | None:
    """What keeps a formula from being set, or None. Loads Typst at the first formula."""
    return _check(latex)


@cache
def _check(latex: str) -> LatexProblem | None:
    if not latex.strip():
        return LatexProblem("this formula is empty", 0)
    if refused := refusal(latex):
        return LatexProblem(refused.what, refused.offset, refused.remedy)
    return _structure(without_words(latex)) or _marks(latex) or _compiled(latex)


def _structure(latex: str) -> LatexProblem | None:
    r"""Braces, environments and \left…\right closed in order; no sign LaTeX itself refuses."""
    opened: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(latex):
        if problem := _token(latex, match, opened):
            return problem
    if (len(latex) - len(latex.rstrip("\\"))) % 2:
        return LatexProblem("nothing follows this `\\`", len(latex) - 1)
    if opened:
        closes, at = opened[-1]
        return LatexProblem(f"what begins here is not closed: `{closes}` is missing", at)
    return None


def _token(latex: str, match: re.Match[str], opened: list[tuple[str, int]]) -> LatexProblem | None:
    """Open or close with one token; `opened` lists what must close, the innermost last."""
    word, at = match[0], match.start()
    if word in {"{", "\\left"}:
        opened.append(("}" if word == "{" else "\\right", at))
    elif word in {"}", "\\right"}:
        return _close(word, at, opened)
    elif word in {"\\begin", "\\end"}:
        environment = _ENVIRONMENT.match(latex, match.end())
        if environment is None:
            return LatexProblem(f"`{word}` wants a name: {word}{{matrix}}", at)
        closes = "\\end{" + environment[1] + "}"
        if word == "\\end":
            return _close(closes, at, opened)
        opened.append((closes, at))
    elif word in {"#", "$", "%"}:
        return LatexProblem(f"`{word}` cannot stand in a formula; the sign is `\\{word}`", at)
    return None


def _close(word: str, at: int, opened: list[tuple[str, int]]) -> LatexProblem | None:
    if opened and opened[-1][0] == word:
        opened.pop()
        return None
    if not opened:
        return LatexProblem(f"`{word}` closes nothing here", at)
    return LatexProblem(f"`{word}` stands where `{opened[-1][0]}` is expected", at)


def _marks(latex: str) -> LatexProblem | None:
    r"""Whether every \piece has a name and a content, and names are used once."""
    count = len(PIECE.findall(latex))
    names = _all_names(latex)
    match = PIECE.search(latex)
    if match is None:
        return None
    if len(names) < count:
        return LatexProblem("`\\piece` is written \\piece{name}{what it names}", match.start())
    for name in names:
        if not _NAME.fullmatch(name):
            return LatexProblem(f"`{name}` cannot name a piece", match.start())
        if names.count(name) > 1:
            return LatexProblem(f"two pieces are named `{name}`", match.start())
    return None


def _all_names(latex: str) -> list[str]:
    names: list[str] = []
    for piece in outer_pieces(latex):
        names += [piece.name, *_all_names(latex[piece.body : piece.end])]
    return names


def _compiled(latex: str) -> LatexProblem | None:
    try:
        marked = to_typst(latex)
    except WrongInput:
        return LatexProblem("this formula cannot be translated", 0)
    if marked.dropped:
        name = re.search(r"\\[a-zA-Z]+|(?<=Begin )\S+|(?<=Environment )\S+", marked.dropped)
        word = name[0] if name else marked.dropped
        return LatexProblem(f"`{word}` cannot be set in a formula", _find(latex, word))
    bare = strip_pieces(latex)
    if marked.hollow and (empty := re.search(r"[\^_]\s*(?:\{\s*\}|$)", bare)):
        return LatexProblem(f"nothing follows `{empty[0][0]}`", _find(latex, empty[0]))
    return _set(latex, marked.source)


def _set(latex: str, typst: str) -> LatexProblem | None:
    document = f"#set page(width: auto, height: auto, fill: none)\n{TYPST_FUNCTIONS}$ {typst} $"
    try:
        svg = compile_svg(document)
    except TypstError as error:
        return _explain(latex, str(error))
    return None if _DRAWN.search(svg) else LatexProblem(BLANK, 0, "Write what it is to show.")


def _explain(latex: str, message: str) -> LatexProblem:
    unknown = re.search(r"unknown variable: (\S+)", message)
    if unknown:
        for match in re.finditer(r"\\([a-zA-Z]+)", latex):
            if unknown[1].startswith(match[1]):
                what = f"`{match[0]}` is no command of formulas that is known here"
                return LatexProblem(what, match.start(), "Words in a formula: \\text{…}.")
    missing = re.search(r"missing argument: (\S+)", message)
    if missing:
        for match in re.finditer(
            r"\\(?:d?frac|sqrt|binom|overline|underline|vec|hat|bar)\b", latex
        ):
            if not re.match(r"\s*[\[{\w\\]", latex[match.end() :]):
                return LatexProblem(f"`{match[0]}` wants what it stands on", match.start())
        return LatexProblem(f"something is missing in this formula: {missing[1]}", 0)
    return LatexProblem(f"this formula cannot be set: {message.splitlines()[0]}", 0)


def _find(latex: str, word: str) -> int:
    return max(0, latex.find(word))
