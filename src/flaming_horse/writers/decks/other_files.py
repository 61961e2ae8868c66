"""Slides that a deck takes from other files: `src: ./pages/rising.md` of Slidev."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from flaming_horse.storyboard.limits import look_at_size
from flaming_horse.writers.decks.slide import LINES_OF_A_FILE, Slide, Source, lines_of
from flaming_horse.writers.foreign_front import read_front

LARGEST = 200_000
"""Bytes of such a file."""
MOST_FILES = 20
"""Of one deck, counted each time that one is named."""
_DEEPEST = 4
"""Files that name one another."""
_HERE = Path()
_NAMED = re.compile(r"(?P<file>[^#]+)(?:#(?P<pages>[\d,\s-]+))?")
_PICTURE = re.compile(r"(?<=\]\()(?:\./)?(?=[\w.-]+[^()\s:]*\))(?!\w+:)|(?<=\ssrc=\")\./")
Cut: TypeAlias = Callable[[Source], list[tuple[Slide, dict[str, Any]]]]
"""Cuts a file into its slides, each with its settings."""


def with_files(source: Source, cut: Cut) -> Iterator[tuple[Slide, dict[str, Any]]]:
    """The slides of a deck, with those of the files that it names in their places.

    A file is named from where the file that names it lies, and has to lie in the deck's folder or
    below it. A slide of which the file does not, or cannot be read, is left as it is.
    """
    yield from _with_files(source, cut, _HERE, 0, 0)


def _with_files(
    source: Source, cut: Cut, at: Path, depth: int, lines_before: int
) -> Iterator[tuple[Slide, dict[str, Any]]]:
    """`at` is where the file lies below the deck's folder."""
    for slide, given in cut(source):
        slide.first_line += lines_before
        if at != _HERE:
            slide.edit(lambda _: f"{at.as_posix()}/", _PICTURE)
        hidden = given.get("hide") is True or given.get("disabled") is True
        name = given.get("src")
        found = None
        if isinstance(name, str) and not hidden and depth < _DEEPEST:
            found = _taken(name, at, source)
        if found is None:
            yield slide, given
            continue
        file, pages, inside = found
        change = slide.first_line, f"the slides of another file are taken in ({file})"
        before = LINES_OF_A_FILE * len(source.taken)
        slides = _with_files(inside, cut, Path(file).parent, depth + 1, before)
        for number, (other, settings) in enumerate(slides, 1):
            if not pages or number in pages:
                other.changes += [change] if change else []
                change = None
                yield other, settings


def _taken(name: str, at: Path, source: Source) -> tuple[str, set[int], Source] | None:
    """The file that is named, which of its slides are meant (none: all), and the file as read."""
    match = _NAMED.fullmatch(name.strip())
    if match is None or source.folder is None or len(source.taken) >= MOST_FILES:
        return None
    base = source.folder.resolve()
    try:
        wanted = match["file"].strip()
        start = base if wanted.startswith("/") else base / at
        file = (start / wanted.removeprefix("/")).resolve()
        if not file.is_relative_to(base) or file.stat().st_size > LARGEST:
            return None
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError, RuntimeError):
        return None
    look_at_size(text, str(file))
    named = file.relative_to(base).as_posix()
    source.taken.append(named)
    return named, _pages(match["pages"] or ""), _source(lines_of(text), source)


def _source(lines: list[str], outer: Source) -> Source:
    """A file that begins with the settings of its first slide, or with a slide."""
    start = 0
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    settings = read_front("")
    if lines[first].strip() == "---":
        end = next((n for n in range(first + 1, len(lines)) if lines[n].strip() == "---"), first)
        settings = read_front("\n".join(lines[first + 1 : end]))
        start = end + 1
    return replace(outer, lines=tuple(lines), settings=settings, start=start)


def _pages(written: str) -> set[int]:
    """The numbers of slides in `2,5-7`."""
    pages: set[int] = set()
    for part in written.split(","):
        if match := re.fullmatch(r"\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?", part):
            pages |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return pages
