"""The text of a storyboard and the places in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flaming_horse.errors import Place


@dataclass(frozen=True, slots=True)
class Source:
    """A storyboard's text by lines, without their ends."""

    file: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, text: str, file: str) -> Source:
        return cls(file, tuple(text.split("\n")))

    def place(self, line: int, column: int = 0) -> Place:
        """The place of the 0-based `line` and `column`."""
        return Place(self.file, line + 1, column + 1)


@lru_cache(maxsize=4)
def _lines_of(content: str) -> tuple[str, ...]:
    return tuple(content.split("\n"))


@dataclass(frozen=True, slots=True)
class Passage:
    """Content that Markdown took out of the source: its lines end as the source's lines end.

    Markdown takes indents and markers (`> `, `- `) off the front; what is left of a line is a
    suffix of the line in the source, so a column is found by counting from the line's end.
    A cell of a table is not a suffix; it is searched for.
    """

    source: Source
    content: str
    first_line: int
    search_from: int = 0

    def place(self, offset: int) -> Place:
        """The place of `content[offset]`."""
        offset = max(0, min(offset, len(self.content)))
        before = self.content[:offset]
        line = before.count("\n")
        start = before.rfind("\n") + 1
        stop = self.content.find("\n", offset)
        return self._place(line, offset - start, self.content[start : None if stop < 0 else stop])

    def place_at(self, line: int, column: int) -> Place:
        """The place of the 0-based `column` of the content's 0-based `line`."""
        lines = _lines_of(self.content)
        line = max(0, min(line, len(lines) - 1))
        return self._place(line, column, lines[line])

    def _place(self, line: int, column: int, piece: str) -> Place:
        number = self.first_line + line
        if number >= len(self.source.lines):
            return self.source.place(max(0, len(self.source.lines) - 1))
        whole = self.source.lines[number].rstrip()
        piece = piece.rstrip()
        if whole.endswith(piece) and not self.search_from:
            return self.source.place(number, len(whole) - len(piece) + column)
        found = whole.find(piece, self.search_from)
        return self.source.place(number, max(found, 0) + column)
