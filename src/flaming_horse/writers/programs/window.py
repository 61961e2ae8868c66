"""Which lines of a program are shown: of a long one those that are spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flaming_horse.writers.foreign import Program
from flaming_horse.writers.pieces import clean
from flaming_horse.writers.programs.long_lines import CUT, PLAIN, broken
from flaming_horse.writers.programs.shell_commands import SHELLS

CODE_LINES, CODE_COLUMNS = 16, 80
FEW_LINES, FEW_COLUMNS = 8, 68
"""A short command is broken earlier: then it is set larger."""
MARK = "…"
"""Stands where lines are left out."""
_LICENCE = re.compile(r"\s*(#!|(#|//|\*|/\*|;|--)?\s*(SPDX|Copyright|Licensed|-\*-))")
_SETS_UP = re.compile(
    r"(?:import|from|using|use|package|include|require(?:_once)?|library|open|extern crate"
    r"|module|export \{|pub use|pub mod|mod)\s|#include|(?:const|let|var) .*= *require\(|\)$"
    r"|'use strict'|\"use strict\"|\s+(?:\"[\w./-]+\"|\w+,)$"
)
"""Lines that bring in what others wrote, or end such a list."""
_IMPORT = re.compile(r"\s*(?:import|from|using|use|require|include|#include|library)\b[^=(]*$")
_MAIN = re.compile(r"if __name__\s*==")
_DEFINES = re.compile(
    r"\s*(?:async )?(?:def|class|fn|func|fun|function|sub|struct|impl|enum|interface|type|module"
    r"|pub fn|pub struct|public|private|protected|static|export|let|const|@\w)\b"
)
_PROMPT = re.compile(r"(?:\$|>>>|In \[\d+\]:) \S")
_TYPED = 6
"""What a line that somebody types is worth: more than what a session prints."""
_BODY = 2
"""Lines of a definition that are seen with its head."""
_WORD = re.compile(r"[^\W\d_]+")
_SAID_WORD = 4
"""Letters of a word that is looked for in a program; shorter ones stand anywhere."""
_FAINT = {"this", "that", "with", "from", "here", "then", "when", "will", "have", "each", "into",
          "code", "line", "lines", "following", "program", "example", "uses", "used", "using",
          "import", "return", "self", "call", "print", "what", "which", "there", "true", "false",
          "none", "null", "value", "name", "function", "class"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line says that can be looked for in a program: names as code, and words."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    lines: frozenset[int] = frozenset()
    """Lines of the program, from 0, that are spoken of in any case."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of a program that are shown.

    `numbers` are their lines in the source, from 0; -1 stands for a mark. `left_out` says which
    lines are not there.
    """

    rows: tuple[str, ...]
    numbers: tuple[int, ...]
    left_out: str = ""


class Listing:
    """A program as rows that can be shown: without its licence, with its long lines broken."""

    def __init__(self, block: Program) -> None:
        lines = [clean(line.expandtabs(4)).rstrip() for line in block.code.split("\n")]
        numbers = [n for n, line in enumerate(lines) if line or (n and lines[n - 1])]
        while numbers and (not lines[numbers[0]] or _LICENCE.match(lines[numbers[0]])):
            numbers.pop(0)
        while numbers and not lines[numbers[-1]]:
            numbers.pop()
        self.numbers = numbers
        if not numbers:
            return
        indent = min(len(lines[n]) - len(lines[n].lstrip()) for n in numbers if lines[n])
        language = block.language.lower()
        # A command or a text may be broken anywhere, a program only where it has to be.
        few = len(numbers) <= FEW_LINES and not block.result and language in {*SHELLS, *PLAIN}
        columns = FEW_COLUMNS if few else CODE_COLUMNS
        self.lines = {n: lines[n][indent:] for n in numbers}
        self.rows = {
            n: broken(line, columns, language, CODE_LINES - 2) for n, line in self.lines.items()
        }

    @property
    def is_long(self) -> bool:
        """Whether it does not fit into one frame."""
        return self.height(self.numbers) > CODE_LINES

    def height(self, numbers: Iterable[int]) -> int:
        return sum(len(self.rows[n]) for n in numbers)

    def frame(self, heard: Heard = Heard()) -> Frame:
        """The rows that are shown while `heard` is said."""
        return self._framed(self.chosen(heard))

    def chosen(self, heard: Heard) -> list[int]:
        """The lines that have room together and hold what is said; all where they fit."""
        if not self.is_long:
            return self.numbers
        worth = {n: self.worth(n, heard) for n in self.numbers}
        kept = [n for n in self._without_setup() if n in worth] or self.numbers
        if any(worth.values()) and not any(worth[n] for n in kept):
            kept = self.numbers
        marks = 1 + (kept[0] != self.numbers[0])
        if self.height(kept) + marks <= CODE_LINES:
            return kept
        return max(
            (self._from(start, kept) for start in self._starts(kept)),
            key=lambda window: (
                sum(worth[n] + self._typed(n) for n in window),
                self._behind(window, worth),
                -window[0],
            ),
        )

    def _behind(self, window: Sequence[int], worth: Mapping[int, int]) -> int:
        """How much of what follows the last line that is spoken of is seen too: a body, its end."""
        said = [at for at, n in enumerate(window) if worth[n]]
        return min(len(window) - 1 - said[-1], _BODY) if said else 0

    def _typed(self, number: int) -> int:
        return _TYPED if _PROMPT.match(self.lines[number]) else 0

    def worth(self, number: int, heard: Heard) -> int:
        """How much of what is said stands in a line; a definition counts more than a use."""
        if number in heard.lines:
            return 20
        line = self.lines[number]
        defined = 2 if _DEFINES.match(line) else 1
        names = {*heard.names, *(name.lower() for name in heard.names if name.isupper())}
        named = sum(5 for name in names if name in line and holds(line, name))
        words = {part.casefold() for word in _WORD.findall(line) for part in _parts(word)}
        return defined * (named + len(words & heard.words))

    def _starts(self, kept: Sequence[int]) -> list[int]:
        """Where a window may begin: at definitions, and behind empty lines at the margin."""
        found = [kept[0]]
        for before, n in pairwise(kept):
            line = self.lines[n]
            if not line:
                continue
            if _DEFINES.match(line) or (not self.lines[before] and line[:1] != " "):
                found.append(n)
        return found

    def _from(self, start: int, kept: Sequence[int]) -> list[int]:
        """The lines from one on that have room, and the lines that they stand in."""
        owners = self._owners(start)
        room = CODE_LINES - 1 - (start != self.numbers[0]) - len(owners)
        window: list[int] = []
        for n in (n for n in kept if n >= start):
            if window and self.height(window) + len(self.rows[n]) > room:
                break
            window.append(n)
        while len(window) > 1 and not self.lines[window[-1]]:
            window.pop()
        return [*owners, *window]

    def _owners(self, start: int) -> list[int]:
        """The line of the class that a method stands in."""
        indent = len(self.lines[start]) - len(self.lines[start].lstrip())
        above = [n for n in self.numbers if n < start and self.lines[n]]
        owner = next((n for n in reversed(above) if len(self.lines[n]) - len(self.lines[n].lstrip())
                      < indent), None)  # fmt: skip
        return [] if not indent or owner is None or len(self.rows[owner]) > 1 else [owner]

    def _without_setup(self) -> list[int]:
        """The lines without imports, what stands before them, and the `main` of a script."""
        top = [n for n in self.numbers if self.lines[n]]
        end = 0
        for at, n in enumerate(top):
            if _SETS_UP.match(self.lines[n]):
                end = at + 1
            elif not re.match(r"\s*(?:#|//|/?\*|--|;|\"\"\"|''')", self.lines[n]):
                break
        first = top[end] if end < len(top) else self.numbers[0]
        last = next((n for n in top if _MAIN.match(self.lines[n])), self.numbers[-1] + 1)
        kept = [n for n in self.numbers if first <= n < last]
        while kept and not self.lines[kept[-1]]:
            kept.pop()
        return kept

    def _framed(self, numbers: Sequence[int]) -> Frame:
        rows: list[str] = []
        sources: list[int] = []
        position = {n: at for at, n in enumerate(self.numbers)}
        expected = 0
        for n in numbers:
            if position[n] != expected:
                rows.append(" " * (len(self.rows[n][0]) - len(self.rows[n][0].lstrip())) + MARK)
                sources.append(-1)
            rows += self.rows[n]
            sources += [n] * len(self.rows[n])
            expected = position[n] + 1
        if expected < len(self.numbers):
            rows.append(MARK)
            sources.append(-1)
        return Frame(tuple(rows), tuple(sources), self._left_out(numbers, rows))

    def _left_out(self, numbers: Sequence[int], rows: Sequence[str]) -> str:
        shown = set(numbers)
        missing = [n for n in self.numbers if n not in shown and self.lines[n]]
        notes: list[str] = []
        if missing:
            notes.append(f"{ranges(missing, self.numbers)} of this program")
        if any(row.endswith(CUT) for row in rows):
            notes.append("the ends of its longest lines")
        return " and ".join(notes)


def ranges(missing: Sequence[int], whole: Sequence[int]) -> str:
    """Lines in words, counted from 1: "lines 1 to 4 and 9"."""
    position = {n: at for at, n in enumerate(whole)}
    runs: list[list[int]] = []
    for n in missing:
        if runs and position[n] - position[runs[-1][-1]] <= 2:  # an empty line may lie between
            runs[-1].append(n)
        else:
            runs.append([n])
    named = [f"{run[0] + 1} to {run[-1] + 1}" if len(run) > 1 else f"{run[0] + 1}" for run in runs]
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return f"{'line' if len(missing) == 1 else 'lines'} {listed}"


def holds(line: str, name: str) -> bool:
    """Whether a name stands in a line as a whole, and not only in the middle of a text there."""
    if not re.search(r"[\"'/-]", name):
        line = re.sub(r"([\"'])([^\"']*[ /;][^\"']*)\1", "''", line)
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line) is not None


def brings_in(line: str) -> bool:
    """Whether a line only brings in what others wrote."""
    return bool(_IMPORT.match(line))


def _parts(word: str) -> list[str]:
    return [word, *re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", word)]


def said_words(text: str) -> frozenset[str]:
    """The words of a line that a program may hold: in the singular too, and without small ones."""
    words = {word.casefold() for word in _WORD.findall(text) if len(word) >= _SAID_WORD} - _FAINT
    return frozenset(words | {word[:-1] for word in words if word.endswith("s")})
