"""Where the slides of a deck begin, and which of its lines are notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flaming_horse.writers.decks.slide import Note, Slide, Source

_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
RULE = re.compile(r"\s{0,3}(?:-\s*){3,}$|\s{0,3}(?:\*\s*){3,}$|\s{0,3}(?:_\s*){3,}$")
DASHES = re.compile(r"---\s*$")
HEADING = re.compile(r"\s{0,3}(#{1,6})\s")
NOTE = re.compile(r"\s{0,3}(?:speaker )?notes?:\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """What parts the slides, and what the notes begin with: they go on to the slide's end.

    `levels` are those of headings that begin a slide, `below` is a line that begins one below the
    last, after an empty line, and `ends_notes` one after which the slide goes on. `gap` is how
    many empty lines stand before a heading that begins a slide, 0 for none.
    """

    rule: re.Pattern[str] = RULE
    below: re.Pattern[str] | None = None
    levels: frozenset[int] = frozenset()
    notes: re.Pattern[str] | None = None
    ends_notes: re.Pattern[str] | None = None
    gap: int = 0


class Walk:
    """Goes through lines, and knows which stand in a fence or in a comment."""

    def __init__(self) -> None:
        self.fence = ""
        self.in_comment = False

    @property
    def is_quiet(self) -> bool:
        """Whether the next line stands in neither."""
        return not self.fence and not self.in_comment

    def over(self, line: str) -> None:
        """Go over one line."""
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


def cut(source: Source, signs: Signs) -> list[Slide]:
    """The slides of a deck, of which some may be empty."""
    slides = [Slide(source.start)]
    walk, in_notes = Walk(), False
    for number in range(source.start, len(source.lines)):
        line = source.lines[number]
        before = source.lines[number - 1] if number > source.start else ""
        if walk.is_quiet and _begins(line, before, signs):
            slides.append(Slide(number + 1))
            in_notes = False
            continue
        if walk.is_quiet and _has_words(slides[-1]) and _heads(source, number, signs):
            slides.append(Slide(number))
            in_notes = False
        slide = slides[-1]
        note = signs.notes.fullmatch(line) if walk.is_quiet and signs.notes else None
        if in_notes and walk.is_quiet and signs.ends_notes and signs.ends_notes.match(line):
            in_notes = False
        walk.over(line)
        if note or in_notes:
            in_notes = True
            slide.notes.append(Note(number, "".join(note.groups()) if note else line))
            slide.body.append("")
        else:
            slide.body.append(line)
    return slides


def cut_without_rules(source: Source, signs: Signs) -> list[Slide]:
    """The slides of a deck that may have no line between them.

    Then headings after two empty lines begin them, or headings of pandoc's level. (A setting of
    reveal.js makes slides of whatever two empty lines part, but what has no heading goes on with
    the one before: https://revealjs.com/markdown/.)
    """
    for each in (signs, replace(signs, gap=2)):
        slides = cut(source, each)
        if sum(not slide.is_empty for slide in slides) > 1:
            return slides
    level = slide_level(source.lines[source.start :])
    return cut(source, replace(signs, levels=levels(level)))


def slide_level(lines: Sequence[str]) -> int:
    """The level of headings that begin slides: pandoc's rule.

    The highest level (the lowest number) of a heading that something else than a heading follows.
    """
    walk = Walk()
    found: list[int] = []
    last = 0
    for text in lines:
        quiet = walk.is_quiet
        walk.over(text)
        heading = HEADING.match(text) if quiet else None
        if heading:
            last = len(heading[1])
        elif text.strip() and not text.strip().startswith("<!--"):
            found += [last] if last else []
            last = 0
    return min(found, default=1)


def _heads(source: Source, number: int, signs: Signs) -> bool:
    """Whether a line of words is the first of a slide, by its heading or by what is before it."""
    heading = HEADING.match(source.lines[number])
    if heading and len(heading[1]) in signs.levels:
        return True
    before = source.lines[max(number - signs.gap, source.start) : number]
    return bool(heading and signs.gap) and not any(line.strip() for line in before)


def _has_words(slide: Slide) -> bool:
    return bool(slide.notes) or any(line.strip() for line in slide.body)


def _begins(line: str, before: str, signs: Signs) -> bool:
    if signs.below is not None and signs.below.match(line) and not before.strip():
        return True
    # Under a line of words, `---` makes it a heading.
    underline = bool(before.strip()) and set(line.strip()) == {"-"}
    above = HEADING.match(before) or before.lstrip().startswith(
        ("<", ":::", "|", "![", ">", "]", "```", "~~~")
    )
    ends_comment = before.rstrip().endswith("-->")
    return bool(signs.rule.match(line)) and (not underline or bool(above) or ends_comment)


def levels(divider: Any) -> frozenset[int]:
    """The levels of headings that begin a slide, as Marp's `headingDivider` gives them."""
    if isinstance(divider, int) and not isinstance(divider, bool):
        return frozenset(range(1, divider + 1))
    if isinstance(divider, list):
        return frozenset(level for level in divider if isinstance(level, int))  # pyright: ignore[reportUnknownVariableType]
    return frozenset()
