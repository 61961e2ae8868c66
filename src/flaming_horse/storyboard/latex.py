"""LaTeX formulas: their named pieces, and whether they can be set.

Formulas are set by Typst, after Tylax has translated them. Tylax is lenient: it closes what was
left open and drops what it does not know. So the structure is checked here first, and a
translation that dropped something counts as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

_PIECE = re.compile(r"\\piece(?![a-zA-Z])")
_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|[{}^_#$%]", re.DOTALL)
_ENVIRONMENT = re.compile(r"\s*\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class LatexProblem:
    """What is wrong with a formula; `offset` counts characters of it from 0."""

    what: str
    offset: int
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    name: str
    start: int
    body: int
    end: int


def strip_pieces(latex: str) -> str:
    r"""The formula without its `\piece{name}{…}` marks, their contents left in place."""
    stripped: list[str] = []
    at = 0
    for piece in _outer_pieces(latex):
        # The braces stay: `a^\piece{n}{2k}` is `a^{2k}`.
        stripped += [latex[at : piece.start], "{", strip_pieces(latex[piece.body : piece.end]), "}"]
        at = piece.end + 1
    return "".join([*stripped, latex[at:]])


def named_pieces(latex: str) -> Mapping[str, str]:
    r"""The pieces that `\piece{name}{…}` names, without marks, by their names."""
    found: dict[str, str] = {}
    for piece in _outer_pieces(latex):
        body = latex[piece.body : piece.end]
        found[piece.name] = strip_pieces(body)
        found.update(named_pieces(body))
    return found


def occurs_in(piece: str, latex: str) -> bool:
    """Whether `piece` is written somewhere in `latex`, blanks and marks of pieces aside."""
    bare = re.sub(r"\s+", "", piece)
    shown = re.sub(r"\s+", "", strip_pieces(latex))
    # The marks' own braces may split what reads as one: compare without them as well.
    unmarked = re.sub(r"\s+", "", _without_marks(latex))
    return bool(bare) and (bare in shown or bare in unmarked)


def _without_marks(latex: str) -> str:
    kept: list[str] = []
    at = 0
    for piece in _outer_pieces(latex):
        kept += [latex[at : piece.start], _without_marks(latex[piece.body : piece.end])]
        at = piece.end + 1
    return "".join([*kept, latex[at:]])


def _outer_pieces(latex: str) -> Iterator[_Piece]:
    at = 0
    while match := _PIECE.search(latex, at):
        name_end = _closing(latex, match.end())
        body_end = _closing(latex, name_end + 1) if name_end > 0 else -1
        if body_end < 0:
            at = match.end()
            continue
        name_start = latex.index("{", match.end()) + 1
        body_start = latex.index("{", name_end + 1) + 1
        yield _Piece(latex[name_start:name_end].strip(), match.start(), body_start, body_end)
        at = body_end + 1


def _closing(latex: str, at: int) -> int:
    """Where the group that opens at `at` (blanks aside) closes, or -1."""
    opened = re.compile(r"\s*\{").match(latex, at)
    if opened is None:
        return -1
    depth = 1
    for match in _TOKEN.finditer(latex, opened.end()):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return -1


def check_latex(latex: str) -> LatexProblem | None:
    """What keeps a formula from being set, or None. Loads Typst at the first formula."""
    return _check(latex)


@cache
def _check(latex: str) -> LatexProblem | None:
    if not latex.strip():
        return LatexProblem("this formula is empty", 0)
    return _structure(latex) or _marks(latex) or _compiled(latex)


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
    count = len(_PIECE.findall(latex))
    names = _all_names(latex)
    match = _PIECE.search(latex)
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
    for piece in _outer_pieces(latex):
        names += [piece.name, *_all_names(latex[piece.body : piece.end])]
    return names


def _compiled(latex: str) -> LatexProblem | None:
    import tylax

    bare = strip_pieces(latex)
    try:
        typst = str(tylax.latex_to_typst(bare))
    except BaseException as error:
        # Tylax is native code: a panic of its own is no Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return LatexProblem("this formula cannot be translated", 0)
    if dropped := re.search(r"/\*\s*(.*?)\s*\*/", typst):
        name = re.search(r"\\[a-zA-Z]+|(?<=Begin )\S+|(?<=Environment )\S+", dropped[1])
        word = name[0] if name else dropped[1]
        return LatexProblem(f"`{word}` cannot be set in a formula", _find(latex, word))
    if "zws" in typst and (empty := re.search(r"[\^_]\s*(?:\{\s*\}|$)", bare)):
        return LatexProblem(f"nothing follows `{empty[0][0]}`", _find(latex, empty[0]))
    return _set(latex, typst)


def _set(latex: str, typst: str) -> LatexProblem | None:
    document = f"#set page(width: auto, height: auto)\n$ {typst} $"
    try:
        _compiler().compile(input=document.encode(), format="svg")
    except RuntimeError as error:
        return _explain(latex, str(error))
    return None


@cache
def _compiler() -> Any:
    from typst import Compiler

    return Compiler()


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
