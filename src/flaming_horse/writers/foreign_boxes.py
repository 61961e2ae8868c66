"""Boxes of a page, its notes and its tabs, as blocks that a film tells one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flaming_horse.writers.dialects.notes import called
from flaming_horse.writers.foreign import Block, LeftOut, Program, Quote, Words
from flaming_horse.writers.pieces import Piece, Pieces, plain, tidy


def note(kind: str, title: Pieces, blocks: Sequence[Block], line: int) -> list[Block]:
    """A note: it is said as what it is, with its title; what else it holds follows.

    Its first paragraph says so, or a line of its own where it begins with something else.
    """
    alert = called(kind)
    opening = title_of_note(alert, title)
    first = blocks[0] if blocks else None
    if isinstance(first, Words):
        return [Quote((*opening, first.words), line, alert or "·"), *blocks[1:]]
    if opening or alert:
        words = opening[0] if opening else (Piece(f"{alert}:"),)
        said = Quote((words,), line, alert) if opening and alert else Words(words, line)
        return [said, *blocks]
    return list(blocks)


def title_of_note(alert: str, title: Pieces) -> tuple[Pieces, ...]:
    """The title of a note as a sentence of its own; none that only repeats its kind."""
    words = plain(title).strip()
    if not words or words.casefold().rstrip(".:!") == alert.casefold():
        return ()
    return (title if words[-1] in ".:!?…" else tidy((*title, Piece("."))),)


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
