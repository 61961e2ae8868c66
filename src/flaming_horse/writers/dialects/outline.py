"""What of a document betrays its dialect: its prose, its fences, its settings, its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse.writers.foreign_front import read_front

_FENCE = re.compile(r"\s{0,3}(?:> ?|[-*+] |\d+[.)] )*\s*(?P<ticks>`{3,}|~{3,})\s*(?P<info>.*)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_SPAN = "·"
"""What stands for a span of code: signs in it are those of another language."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document as it is looked at.

    `prose` holds the lines outside of fences, without their spans of code, which are in `spans`;
    `fences` the words behind the signs of each fence, `programs` the lines in them; `first` is the
    first line of the file.
    """

    prose: tuple[str, ...]
    fences: tuple[str, ...]
    programs: tuple[str, ...]
    spans: tuple[str, ...]
    settings: Mapping[str, Any]
    first: str
    suffix: str

    def has(self, pattern: str) -> bool:
        """Whether a line of prose matches from its beginning."""
        return any(re.match(pattern, line) for line in self.prose)

    def holds(self, pattern: str) -> bool:
        """Whether the pattern is somewhere in a line of prose."""
        return any(re.search(pattern, line) for line in self.prose)

    def fenced(self, pattern: str) -> bool:
        """Whether the words of a fence match from their beginning."""
        return any(re.match(pattern, info) for info in self.fences)

    def follows(self, first: str, then: str) -> bool:
        """Whether a line that matches `first` is followed by one that matches `then`."""
        pairs = zip(self.prose, self.prose[1:], strict=False)
        return any(re.match(first, a) and re.match(then, b) for a, b in pairs)


def outline_of(text: str, file: Path | None = None) -> Outline:
    """The outline of a Markdown text; `file` is where it comes from."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    front, start = _front(lines)
    prose: list[str] = []
    fences: list[str] = []
    programs: list[str] = []
    for line, inside in _fenced(lines[start:]):
        if inside is None:
            prose.append(line)
        elif inside:
            programs.append(line)
        else:
            fences.append(line)
    spans = [match[2] for line in prose for match in _CODE.finditer(line)]
    return Outline(
        prose=tuple(_CODE.sub(_SPAN, line) for line in prose),
        fences=tuple(fences),
        programs=tuple(programs),
        spans=tuple(spans),
        settings=read_front(front).values,
        first=lines[0] if lines else "",
        suffix=file.suffix.lower() if file else "",
    )


def _front(lines: list[str]) -> tuple[str, int]:
    """The front matter in YAML, and where the text begins."""
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() in {"---", "..."}:
                return "\n".join(lines[1:number]), number + 1
    return "", 0


def _fenced(lines: list[str]) -> Iterator[tuple[str, bool | None]]:
    """Each line: of prose (None), of a fence's inside (True), or the words that open one (False).

    What closes a fence is not given.
    """
    closes = ""
    for line in lines:
        match = _FENCE.match(line)
        if closes:
            ends = match and match["ticks"].startswith(closes) and not match["info"].strip()
            if ends:
                closes = ""
            else:
                yield line, True
        elif match and "`" not in match["info"]:
            closes = match["ticks"]
            yield match["info"].strip(), False
        else:
            yield line, None
