"""What each word of a program is, and the ink for it in a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String
from pygments.util import ClassNotFound

from flaming_horse.stage.looks import Look
from flaming_horse.visuals.lamps import readable

_KINDS = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Name.Function, "function"),
    (Name.Class, "function"),
    (Name.Decorator, "function"),
    (Name.Builtin, "builtin"),
    (Name.Tag, "keyword"),
    (Name.Attribute, "function"),
)
_INKS = {
    "comment": "gray", "keyword": "purple", "string": "green", "number": "orange",
    "function": "blue", "builtin": "teal",
}  # fmt: skip


def coloured_lines(code: str, language: str) -> list[list[tuple[str, str]]]:
    """Lines of `(kind, text)`; kind is "" for what has no ink of its own."""
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, text in _tokens(code, language):
        for i, part in enumerate(text.split("\n")):
            if i:
                lines.append([])
            if part:
                lines[-1].append((kind, part))
    # The lexer is given an end of the last line, which is no line of its own.
    return lines[: code.count("\n") + 1]


def _tokens(code: str, language: str) -> list[tuple[str, str]]:
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return [("", code)]
    return [(_kind(token), text) for token, text in lex(code, lexer)]


def _kind(token: Any) -> str:
    return next((kind for known, kind in _KINDS if token in known), "")


def syntax_inks(look: Look, surface: str) -> Mapping[str, str]:
    """An ink for each kind, readable on the panel and on `surface` (4.5 to 1)."""
    return {
        kind: readable(
            readable(look.curve(colour), look.panel, look.foreground), surface, look.foreground
        )
        for kind, colour in _INKS.items()
    }
