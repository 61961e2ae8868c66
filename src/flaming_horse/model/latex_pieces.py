r"""Pieces of LaTeX formulas: what `\piece{name}{…}` names, and what is found as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flaming_horse.errors import WrongInput

PIECE = re.compile(r"\\piece(?![a-zA-Z])")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
"""A command, blanks, or one sign."""
_BRACE = re.compile(r"\\(?:[a-zA-Z]+|.)|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    r"""A `\piece{name}{…}`: `latex[start : end + 1]` is it, `latex[body:end]` its content."""

    name: str
    start: int
    body: int
    end: int


def strip_pieces(latex: str) -> str:
    r"""The formula without its `\piece{name}{…}` marks, their contents left in place."""
    stripped: list[str] = []
    at = 0
    for piece in outer_pieces(latex):
        # The braces stay: `a^\piece{n}{2k}` is `a^{2k}`.
        stripped += [latex[at : piece.start], "{", strip_pieces(latex[piece.body : piece.end]), "}"]
        at = piece.end + 1
    return "".join([*stripped, latex[at:]])


def named_pieces(latex: str) -> Mapping[str, str]:
    r"""The pieces that `\piece{name}{…}` names, without marks, by their names."""
    pieces: dict[str, str] = {}
    for piece in outer_pieces(latex):
        body = latex[piece.body : piece.end]
        pieces[piece.name] = strip_pieces(body)
        pieces.update(named_pieces(body))
    return pieces


def occurs_in(piece: str, latex: str) -> bool:
    """Whether `piece` is written somewhere in `latex`, blanks and marks of pieces aside."""
    bare = re.sub(r"\s+", "", piece)
    shown = re.sub(r"\s+", "", strip_pieces(latex))
    # The marks' own braces may split what reads as one: compare without them as well.
    unmarked = re.sub(r"\s+", "", without_pieces(latex))
    return bool(bare) and (bare in shown or bare in unmarked)


def without_pieces(latex: str) -> str:
    r"""The formula as it reads: `\piece{name}{x}` is `x`."""
    kept: list[str] = []
    at = 0
    for piece in outer_pieces(latex):
        kept += [latex[at : piece.start], without_pieces(latex[piece.body : piece.end])]
        at = piece.end + 1
    return "".join([*kept, latex[at:]])


def outer_pieces(latex: str) -> Iterator[Piece]:
    """The pieces that lie in no other piece, as far as they are complete."""
    at = 0
    while match := PIECE.search(latex, at):
        name_end = _closing(latex, match.end())
        body_end = _closing(latex, name_end + 1) if name_end > 0 else -1
        if body_end < 0:
            at = match.end()
            continue
        name_start = latex.index("{", match.end()) + 1
        body_start = latex.index("{", name_end + 1) + 1
        yield Piece(latex[name_start:name_end].strip(), match.start(), body_start, body_end)
        at = body_end + 1


def _closing(latex: str, at: int) -> int:
    """Where the group that opens at `at` (blanks aside) closes, or -1."""
    opened = re.compile(r"\s*\{").match(latex, at)
    if opened is None:
        return -1
    depth = 1
    for match in _BRACE.finditer(latex, opened.end()):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return -1


def mark_piece(latex: str, piece: str, name: str, occurrence: int = 1) -> str:
    r"""The formula with the `occurrence`-th part that is written `piece` made a `\piece`.

    Blanks do not count. Raises WrongInput when the formula has no such part.
    """
    spans = _occurrences(latex, without_pieces(piece))
    if len(spans) < occurrence:
        raise WrongInput(
            f"the formula ${without_pieces(latex)}$ has no piece ${piece}$",
            remedy=r"Write the piece as it stands there, or name it with \piece{name}{…}.",
        )
    start, end = spans[occurrence - 1]
    return f"{latex[:start]}\\piece{{{name}}}{{{latex[start:end]}}}{latex[end:]}"


def _occurrences(latex: str, piece: str) -> list[tuple[int, int]]:
    tokens = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(latex)]
    tokens = [token for token in tokens if not token[2].isspace()]
    wanted = [t for t in TOKEN.findall(piece) if not t.isspace()]
    count = len(wanted)
    return [
        (tokens[i][0], tokens[i + count - 1][1])
        for i in range(len(tokens) - count + 1)
        if wanted and [t[2] for t in tokens[i : i + count]] == wanted
    ]
