"""Pseudo-code that a document writes as a list in lists, with its keywords in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from flaming_horse.writers.foreign import Program
from flaming_horse.writers.programs.facts import ALWAYS, Fact, as_sentence

LANGUAGE = "pseudo-code"
_KEYWORDS = frozenset(
    """function procedure algorithm if then else elif otherwise while for foreach each do return
    repeat until end output input""".split()  # noqa: SIM905 - twenty quoted words are read by nobody
)
_CLASS = re.compile(r"\{:[^{}]*\.(?:pseudo-?code|algorithm)\b[^{}]*\}")
"""The class that kramdown gives a list."""
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}")
_ENOUGH = 3
"""Lines that begin with a keyword."""
_READ = 10
"""Lines that are all read out; of longer programs only what has room."""


def pseudo_code(group: Sequence[Token], line: int) -> Program | None:
    """A list of Markdown as a program, each item in a line of its own; None for other lists."""
    lines: list[str] = []
    keywords, depth, deepest, named = 0, 0, 0, False
    for token in group:
        if token.type.endswith("_list_open"):
            depth += 1
            deepest = max(deepest, depth)
        elif token.type.endswith("_list_close"):
            depth -= 1
        elif token.type == "inline":
            named = named or _CLASS.search(token.content) is not None
            keywords += _begins_with_keyword(token.children or [])
            if text := _text(token.children or []):
                lines.append("  " * (depth - 1) + text)
        elif token.type in {"fence", "math_block", "table_open"}:
            return None
    if deepest < 2 or (keywords < _ENOUGH and not (named and keywords)):
        return None
    return Program("\n".join(lines), LANGUAGE, line)


def line_facts(code: str) -> list[Fact]:
    """Pseudo-code is told line by line, in its own words."""
    lines = [(n, text.strip()) for n, text in enumerate(code.split("\n")) if len(text.split()) > 1]
    weight = ALWAYS if len(lines) <= _READ else ALWAYS // 2
    return [
        Fact("says", words={"words": as_sentence(text)}, first=n, last=n, weight=weight)
        for n, text in lines
    ]


def _begins_with_keyword(children: Sequence[Token]) -> bool:
    """Whether the first words are a keyword, and are in bold."""
    opened = False
    for child in children:
        if child.type == "strong_open":
            opened = True
        elif child.content.strip():
            words = child.content.lower().split()
            return opened and all(word.strip(":") in _KEYWORDS for word in words)
    return False


def _text(children: Sequence[Token]) -> str:
    shown = (" " if child.type in {"softbreak", "hardbreak"} else child.content
             for child in children if child.type != "html_inline")  # fmt: skip
    return " ".join(_ATTRIBUTES.sub("", "".join(shown)).split())
