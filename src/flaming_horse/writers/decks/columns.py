"""Columns of a slide, and divisions around its parts, in HTML and between colons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flaming_horse.writers.decks.cutting import Walk
from flaming_horse.writers.decks.slide import Note, Side, Slide

_COLONS = re.compile(r"\s*:{3,}\s*(.*?)\s*:*")
_OPEN = re.compile(r"\s*<(div|section|center|span|article|main|p)\b([^<>]*)>\s*", re.IGNORECASE)
_CLOSE = re.compile(r"\s*</(?:div|section|center|span|article|main|p)>\s*", re.IGNORECASE)
_NOTES = re.compile(r"\bnotes?\b|\bspeaker-notes\b", re.IGNORECASE)
_COLUMNS = re.compile(
    r"\bcolumns\b|\bgrid\b|\bcols\b|\brow\b|\bflex\b|\bmulti-?col\w*\b|\bsplit\b|\btwo-?col\w*\b"
    r"|\br-hstack\b|\bcontainer\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\bcolumn\b|\bcol(?:-\w+)*\b", re.IGNORECASE)
_LEFT, _RIGHT = re.compile(r"\bleft\b", re.IGNORECASE), re.compile(r"\bright\b", re.IGNORECASE)
_WRAPS = re.compile(
    r"\b(?:incremental|nonincremental|non-incremental|fragment|columns?|center|r-stack|r-fit-text"
    r"|block|slide|small|large)\b",
    re.IGNORECASE,
)
"""Divisions that say how their content looks; those of other kinds are left to Markdown."""


@dataclass(slots=True)
class _Division:
    kind: str
    """notes, columns, column, or "" for one that only wraps."""
    side: Side | None = None
    columns: int = 0


def take_divisions(slide: Slide) -> None:
    """Move what stands in columns and in divisions of notes to where it belongs.

    The lines that open and close them are gone from the body; columns after the second stand in
    the second.
    """
    walk = Walk()
    colons: list[_Division | None] = []
    tags: list[_Division] = []
    for at, line in enumerate(slide.body):
        quiet = walk.is_quiet
        walk.over(line)
        held = [each for each in (*colons, *tags) if each is not None]
        if (quiet and _division(line, colons, held)) or (quiet and _tag(line, tags, held)):
            slide.body[at] = ""
        elif any(each.kind == "notes" for each in held):
            slide.notes.append(Note(slide.first_line + at, line))
            slide.body[at] = ""
        else:
            side: Side | None = next((each.side for each in reversed(held) if each.side), None)
            if side is not None:
                slide.columns[side][at] = line
                slide.body[at] = ""
    slide.notes.sort(key=lambda note: note.line)


def _division(line: str, open_ones: list[_Division | None], held: list[_Division]) -> bool:
    """Whether a line of colons opens or closes a division that is read here."""
    match = _COLONS.fullmatch(line)
    if match is None:
        return False
    words = match[1]
    if not words:
        return bool(open_ones) and open_ones.pop() is not None
    known = _NOTES.search(words) or _COLUMNS.search(words) or _COLUMN.search(words)
    if not known and not _WRAPS.search(words):
        open_ones.append(None)
        return False
    open_ones.append(_opened(words, held))
    return True


def _tag(line: str, open_ones: list[_Division], held: list[_Division]) -> bool:
    """Whether a line is nothing but a tag that opens or closes a division in HTML."""
    if _CLOSE.fullmatch(line):
        if open_ones:
            open_ones.pop()
        return True
    match = _OPEN.fullmatch(line)
    if match is None:
        return False
    inside = held[-1] if held else None
    division = _opened(match[2], held)
    if inside is not None and inside.kind == "columns" and division.kind == "":
        division.kind, division.side = "column", _next(inside)
    open_ones.append(division)
    return True


def _opened(words: str, held: list[_Division]) -> _Division:
    if _NOTES.search(words):
        return _Division("notes")
    outer = next((each for each in reversed(held) if each.kind == "columns"), None)
    if _COLUMN.search(words) and not re.search(r"\bcolumns\b|\bgrid\b", words):
        side: Side | None
        side = "left" if _LEFT.search(words) else "right" if _RIGHT.search(words) else None
        if outer is not None:
            side = side or _next(outer)
        return _Division("column", side)
    return _Division("columns") if _COLUMNS.search(words) else _Division("")


def _next(outer: _Division) -> Side:
    outer.columns += 1
    return "left" if outer.columns == 1 else "right"
