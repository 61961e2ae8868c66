"""Boxes of a page, its notes and its tabs, as blocks that a film tells one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flaming_horse.writers.dialects.notes import called
from flaming_horse.writers.foreign import Block, Heading, LeftOut, Program, Quote, Words
from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy


def note(kind: str, title: Pieces, blocks: Sequence[Block], line: int) -> list[Block]:
    """A note: it is said as what it is, with its title; what else it holds follows.

    The kind is said alone where the note begins with something that is not read aloud.
    """
    alert = called(kind)
    opening = title_of_note(alert, title)
    first = blocks[0] if blocks else None
    rest = list(blocks)
    if isinstance(first, Words):
        opening, rest = tidy((*opening, Piece(" "), *first.words)), rest[1:]
    elif isinstance(first, Quote) and not first.alert and not opening:
        opening, rest = tidy(join_paragraphs(first.paragraphs)), rest[1:]
    if isinstance(first, Heading) and not opening:
        return rest  # a section of its own
    if not opening:
        holds = any(not isinstance(block, LeftOut) for block in rest)
        return [Words((Piece(f"{alert}:"),), line), *rest] if alert and holds else rest
    said = Quote((opening,), line, alert) if alert else Words(opening, line)
    return [said, *rest]


def join_paragraphs(paragraphs: Sequence[Pieces]) -> list[Piece]:
    """Paragraphs as one."""
    return [piece for words in paragraphs for piece in (*words, Piece(" "))]


def title_of_note(alert: str, title: Pieces) -> Pieces:
    """The title of a note as a sentence of its own; none that only repeats its kind."""
    words = plain(title).strip()
    if not words or words.casefold().rstrip(".:!") == alert.casefold():
        return ()
    return title if words[-1] in ".:!?…" else tidy((*title, Piece(".")))


def tabs(parts: Sequence[tuple[Pieces, Sequence[Block]]], line: int) -> list[Block]:
    """Tabs, each with its label. One program in several languages is shown once, the first.

    Others are told one after the other, each with its label before it.
    """
    shown = [part for part in parts if part[1]]
    if len(shown) > 1 and all(_is_program(blocks) for _, blocks in shown):
        others = ", ".join(f"“{plain(label)}”" for label, _ in shown[1:] if label)
        what = f"the other tabs ({others})" if others else "the other tabs"
        return [*shown[0][1], LeftOut(what, line, inside=True)]
    found: list[Block] = []
    for label, blocks in shown:
        first = blocks[0]
        if not label:
            found += blocks
        elif isinstance(first, Words):
            words = tidy((*_strong(label), Piece(": "), *first.words))
            found += [replace(first, words=words), *blocks[1:]]
        else:
            found += [Words(tidy((*label, Piece(":"))), line), *blocks]
    return found


def _is_program(blocks: Sequence[Block]) -> bool:
    return all(isinstance(block, Program | LeftOut) for block in blocks)


def _strong(label: Pieces) -> Pieces:
    return tuple(replace(piece, strong=piece.kind == "text") for piece in label)
