"""A deck of slides in Markdown, of Marp, reveal.js or pandoc, cut into its slides and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flaming_horse.writers.foreign_front import ForeignSettings, read_front

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}$|\s{0,3}(?:\*\s*){3,}$|\s{0,3}(?:_\s*){3,}$")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s")
_NOTE = re.compile(r"\s{0,3}(?:speaker )?notes?:\s*(.*)", re.IGNORECASE)
_DIV = re.compile(r"\s*:{3,}\s*(.*)")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_DIRECTIVE = re.compile(
    r"\s*(?:[_$]?(?:theme|style|headingDivider|size|math|title|author|description|keywords|url|image"
    r"|paginate|header|footer|class|background\w*|color|transition|marp|lang|layout|level|click"
    r"|auto-scaling|page_number|footer|fit|slide)\s*:.*|\.(?:slide|element)\s*:.*|fit|"
    r"-?\s*(?:slide|vertical slide|end|toc|more|markdownlint\S*|prettier\S*).*|\s*)\s*",
    re.IGNORECASE,
)
"""A line of a comment that speaks to the program, and not to an audience."""


@dataclass(slots=True)
class Slide:
    """One slide: its Markdown, its notes, and where each begins in the file, from 0."""

    first_line: int
    body: list[str] = field(default_factory=list[str])
    notes: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    @property
    def is_empty(self) -> bool:
        return not self.notes and not any(line.strip() for line in self.body)


@dataclass(frozen=True, slots=True)
class Deck:
    settings: ForeignSettings
    slides: tuple[Slide, ...]


def read_deck(text: str) -> Deck:
    """The slides of a deck, in order, without those that hold nothing."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    front, start = _front(lines)
    settings = read_front(front)
    cut = _Cutter(_levels(settings.values.get("headingDivider")), start)
    for number in range(start, len(lines)):
        cut.line(number, lines[number], lines[number - 1] if number > start else "")
    slides = tuple(_with_comments(slide) for slide in cut.slides)
    return Deck(settings, tuple(slide for slide in slides if not slide.is_empty))


def _front(lines: list[str]) -> tuple[str, int]:
    """The front matter and the line after it."""
    if not lines or lines[0].strip() != "---":
        return "", 0
    for number, line in enumerate(lines[1:], 1):
        if line.strip() in {"---", "..."}:
            front = "\n".join(lines[1:number])
            # A deck may begin with a rule: then what follows are no settings.
            return (
                (front, number + 1) if re.search(r"^[\w$-]+\s*:", front, re.MULTILINE) else ("", 1)
            )
    return "", 1


def _levels(divider: Any) -> frozenset[int]:
    """The levels of headings that begin a slide, as Marp's `headingDivider` gives them."""
    if isinstance(divider, int) and not isinstance(divider, bool):
        return frozenset(range(1, divider + 1))
    if isinstance(divider, list):
        return frozenset(level for level in divider if isinstance(level, int))  # pyright: ignore[reportUnknownVariableType]
    return frozenset()


class _Cutter:
    """Goes through the lines; fences, comments and notes are kept together."""

    def __init__(self, levels: frozenset[int], start: int) -> None:
        self.levels = levels
        self.slides = [Slide(start)]
        self.fence = ""
        self.in_comment = False
        self.in_notes = False
        self.divs: list[bool] = []

    def line(self, number: int, line: str, before: str) -> None:
        """Take one line; `before` is the one above it."""
        slide = self.slides[-1]
        quiet = not self.fence and not self.in_comment
        if quiet and self._begins_slide(line, before):
            self.slides.append(Slide(number + 1))
            self.in_notes, self.divs = False, []
            return
        heading = _HEADING.match(line)
        if quiet and heading and len(heading[1]) in self.levels and not slide.is_empty:
            self.slides.append(Slide(number))
            self.in_notes = False
            slide = self.slides[-1]
        self._watch(line)
        if quiet and self._division(line):
            slide.body.append("")
        elif quiet and not self.divs and (note := _NOTE.fullmatch(line)):
            self.in_notes = True
            slide.notes.append((number, note[1]))
            slide.body.append("")
        elif self.in_notes or any(self.divs):
            slide.notes.append((number, line))
            slide.body.append("")
        else:
            slide.body.append(line)

    def _begins_slide(self, line: str, before: str) -> bool:
        if line.strip() == "--" and not before.strip():
            return True
        # Under a line of words, `---` makes it a heading.
        underline = bool(before.strip()) and set(line.strip()) == {"-"}
        heading = _HEADING.match(before) or before.lstrip().startswith(("<", ":::", "|", "![", ">"))
        return bool(_RULE.match(line)) and (not underline or bool(heading))

    def _watch(self, line: str) -> None:
        """Keep track of fences and comments that are open."""
        fence = _FENCE.match(line)
        if self.fence:
            if fence and fence[1].startswith(self.fence) and not line.strip().strip(self.fence[0]):
                self.fence = ""
        elif self.in_comment or "<!--" in line:
            self.in_comment = line.rfind("<!--") > line.rfind("-->") or (
                self.in_comment and "-->" not in line
            )
        elif fence:
            self.fence = fence[1]

    def _division(self, line: str) -> bool:
        """Open or close a division of pandoc; that of the notes is read as such."""
        match = _DIV.fullmatch(line)
        if match is None:
            return False
        if match[1].strip():
            self.divs.append(bool(re.search(r"\bnotes?\b", match[1])))
        elif self.divs:
            self.divs.pop()
        return True


def _with_comments(slide: Slide) -> Slide:
    """The slide with the words of its comments as notes, and without its comments."""
    body = "\n".join(slide.body)
    outside = re.sub(r"^(`{3,}|~{3,}).*?^\1[`~]*\s*?$", lambda m: re.sub(r"[^\n]", " ", m[0]), body,
                     flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    for match in _COMMENT.finditer(outside):
        first = slide.first_line + body.count("\n", 0, match.start(1))
        lines = match[1].split("\n")
        if not all(_DIRECTIVE.fullmatch(line) for line in lines):
            said = [
                re.sub(r"^\s*(?:speaker )?notes?:\s*", "", line, flags=re.IGNORECASE)
                for line in lines
            ]
            slide.notes += [(first + n, line) for n, line in enumerate(said)]
            slide.notes.append((first + len(lines), ""))
        blank = re.sub(r"[^\n]", " ", match[0])
        body = body[: match.start()] + blank + body[match.end() :]
    slide.notes.sort(key=lambda note: note[0])
    slide.body = body.split("\n")
    return slide
