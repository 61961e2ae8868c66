"""The Markdown of a slide as blocks, with the side of each, and its notes in their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flaming_horse.writers import foreign
from flaming_horse.writers.decks.slide import Note, Side, Slide
from flaming_horse.writers.decks.telling import Placed, ReadSlide
from flaming_horse.writers.foreign_markdown import read_foreign
from flaming_horse.writers.pieces import Piece, Pieces, clean, tidy
from flaming_horse.writers.reading import Reading

_SIDE = re.compile(r"\b(left|right)\b")
_BACKGROUND = re.compile(r"bg\b")
_PLACES = re.compile(r"bg|vertical|(?:left|right)(?::\d+%)?|fit|contain|cover|auto|\d+%")
"""Words of Marp about a background; in what a picture shows they are words like others."""
_MARP_WORD = re.compile(
    r"(?:w|h|width|height):\S+"
    r"|(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)"
    r"(?::\S+)?"
)
_SIDES: tuple[Side, Side] = ("left", "right")


def read_slide(slide: Slide, reading: Reading) -> ReadSlide:
    """A slide as it is told."""
    blocks = [Placed(block) for block in _blocks(slide.text(), slide.first_line, reading)]
    for side in _SIDES:
        blocks += [Placed(b, side) for b in _blocks(slide.text(side), slide.first_line, reading)]
    blocks.sort(key=lambda placed: placed.block.line)
    blocks = _with_sided_picture(blocks)
    heading = next((p for p in blocks if isinstance(p.block, foreign.Heading)), None)
    body = [placed for placed in blocks if placed is not heading]
    words: Pieces = ()
    line = slide.first_line
    if heading is not None and isinstance(heading.block, foreign.Heading):
        words, line = tidy(heading.block.words), heading.block.line
    elif slide.title:
        words = tidy([Piece(clean(slide.title))])
    return ReadSlide(
        title=words,
        line=line,
        body=_with_sides(_without_backgrounds(body)),
        notes=_notes(slide.notes, reading),
        left_out=slide.left_out,
        remarks=slide.remarks,
        changes=slide.changes,
    )


def _blocks(text: str, first_line: int, reading: Reading) -> list[foreign.Block]:
    return read_foreign(text, first_line, reading).blocks if text.strip() else []


def _notes(notes: Sequence[Note], reading: Reading) -> list[list[foreign.Block]]:
    """The notes as blocks, in one list for each step that the slide takes."""
    steps: list[list[foreign.Block]] = []
    for click in dict.fromkeys(note.click for note in notes):
        own = [note for note in notes if note.click == click]
        steps.append(_blocks(_at_their_lines(own), own[0].line, reading))
    return [step for step in steps if step]


def _at_their_lines(notes: Sequence[Note]) -> str:
    """The notes as a text in which each stands as far from the first as in the deck."""
    lines: list[str] = []
    for note in notes:
        lines += [""] * (note.line - notes[0].line - len(lines))
        lines.append(note.text.strip())
    return "\n".join(lines)


def _with_sided_picture(blocks: list[Placed]) -> list[Placed]:
    """A background picture at one side, as Marp writes it: `![bg left](a.png)`."""
    found: list[Placed] = []
    for placed in blocks:
        block = placed.block
        side = (
            _SIDE.search(block.alt)
            if isinstance(block, foreign.Picture) and _BACKGROUND.match(block.alt)
            else None
        )
        found.append(Placed(block, "left" if side[1] == "left" else "right") if side else placed)
    return found


def _without_backgrounds(body: Sequence[Placed]) -> list[Placed]:
    """The blocks without pictures that only lie behind others, and without Marp's words."""
    kept: list[Placed] = []
    others = any(not isinstance(placed.block, foreign.Picture | foreign.Comment) for placed in body)
    for placed in body:
        block = placed.block
        if not isinstance(block, foreign.Picture):
            kept.append(placed)
        elif others and placed.side is None and _BACKGROUND.match(block.alt):
            kept.append(Placed(foreign.LeftOut("a background picture", block.line, inside=True)))
        else:
            kept.append(Placed(replace(block, alt=_shown_words(block.alt)), placed.side))
    return kept


def _shown_words(alt: str) -> str:
    """What a picture is said to show, without words about how it is shown."""
    words = [word for word in alt.split() if not _MARP_WORD.fullmatch(word)]
    if _BACKGROUND.match(alt):
        words = [word for word in words if not _PLACES.fullmatch(word)]
    return " ".join(words)


def _with_sides(body: list[Placed]) -> list[Placed]:
    """What stands beside a picture at one side stands at the other; one column alone is none."""
    sides = {placed.side for placed in body if placed.side is not None}
    if len(sides) != 1:
        return body
    (side,) = sides
    at_side = [placed for placed in body if placed.side == side]
    pictures = all(isinstance(placed.block, foreign.Picture) for placed in at_side)
    if not pictures or len(at_side) == len(body):
        return [Placed(placed.block) for placed in body]
    other: Side = "left" if side == "right" else "right"
    return [placed if placed.side else Placed(placed.block, other) for placed in body]
