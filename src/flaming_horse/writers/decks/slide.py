"""A slide and a deck, whatever they were written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.foreign_front import ForeignSettings, read_front

Side: TypeAlias = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the speaker's notes; `line` is its own in the file, from 0.

    `click` counts the steps that the slide has taken when it is said.
    """

    line: int
    text: str
    click: int = 0


@dataclass(slots=True)
class Slide:
    """One slide: `first_line` is where its Markdown begins in the file, from 0.

    What stands in a column is in `columns`, by its place among the lines of the body, which is
    empty there. `title` names a slide that has no heading, `left_out` says what is not taken over
    and in which line of the file, `remarks` are comments that are no notes.
    """

    first_line: int
    body: list[str] = field(default_factory=list[str])
    notes: list[Note] = field(default_factory=list[Note])
    columns: dict[Side, dict[int, str]] = field(default_factory=lambda: {"left": {}, "right": {}})
    title: str = ""
    left_out: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    remarks: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    changes: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """What else a person is told, and in which line: that it is from another file."""

    @property
    def is_empty(self) -> bool:
        columns = [text for lines in self.columns.values() for text in lines.values()]
        return not (
            self.notes
            or self.title
            or self.left_out
            or self.remarks
            or any(line.strip() for line in (*self.body, *columns))
        )

    def text(self, side: Side | None = None) -> str:
        """The Markdown of the body, or of one column, each line where it stands in the slide."""
        if side is None:
            return "\n".join(self.body)
        column = self.columns[side]
        return "\n".join(column.get(n, "") for n in range(max(column, default=-1) + 1))

    def edit(self, change: Callable[[re.Match[str]], str], pattern: re.Pattern[str]) -> None:
        """Change what matches outside of programs; the number of lines stays as it is."""
        text = "\n".join(self.body)
        spots = list(pattern.finditer(without_programs(text)))
        for spot in reversed(spots):
            match = pattern.match(text, spot.start())
            if match is not None:
                made = change(match)
                made += "\n" * (match[0].count("\n") - made.count("\n"))
                text = text[: match.start()] + made + text[match.end() :]
        self.body = text.split("\n")

    def line_of(self, match: re.Match[str]) -> int:
        """Where something in the body begins in the file."""
        return self.first_line + match.string.count("\n", 0, match.start())


def without_programs(text: str) -> str:
    """The text with blanks in place of its fences and its spans of code, of equal length."""
    return _blanked(_SPAN, _blanked(_PROGRAM, text))


_PROGRAM = re.compile(r"^[ \t]*(`{3,}|~{3,})[^`\n]*\n.*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)",
                      re.DOTALL | re.MULTILINE)  # fmt: skip
_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)")


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


LINES_OF_A_FILE = 1_000_000
"""More than a document may have (`storyboard.limits`)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A deck's file: its lines, its settings, and the line that the slides begin at, from 0.

    `folder` is the deck's own; `taken` names the files of which slides are taken in. The lines of
    the first of them count from LINES_OF_A_FILE, of the second from twice that.
    """

    lines: tuple[str, ...]
    settings: ForeignSettings
    start: int
    folder: Path | None = None
    taken: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class DeckDialect:
    """A program that shows decks: what betrays its decks, and how it cuts them."""

    dialect: Dialect
    cut: Callable[[Source], list[Slide]]
    title_block: Callable[[list[str]], tuple[ForeignSettings, int] | None] | None = None


def read_source(lines: list[str], dialect: DeckDialect) -> Source:
    """The settings of a deck, and where its slides begin."""
    block = dialect.title_block(lines) if dialect.title_block else None
    if block is not None:
        return Source(tuple(lines), *block)
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].strip() != "---":
        return Source(tuple(lines), read_front(""), 0)
    for number, line in enumerate(lines[first + 1 :], first + 1):
        if line.strip() in {"---", "..."}:
            front = "\n".join(lines[first + 1 : number])
            if re.search(r"^[\w$-]+\s*:", front, re.MULTILINE):
                return Source(tuple(lines), read_front(front), number + 1)
            break
    # A deck may begin with a rule: then what follows are no settings.
    return Source(tuple(lines), read_front(""), first + 1)


def lines_of(text: str) -> list[str]:
    """The lines of a deck's file; comments before the settings are empty lines."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(lines)
    before = re.match(r"(?:\s*<!--(?:(?!-->).)*-->)+\s*\n(?=---[ \t]*\n)", text, re.DOTALL)
    if before is None:
        return lines
    return ["" for _ in range(before[0].count("\n"))] + text[before.end() :].split("\n")
