"""The programs that show decks in Markdown, in one table, and whose a deck is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from flaming_horse.errors import Place
from flaming_horse.writers.decks.marp import MARP, PLAIN_DECK
from flaming_horse.writers.decks.pandoc_slides import PANDOC_SLIDES
from flaming_horse.writers.decks.remark import REMARK
from flaming_horse.writers.decks.reveal import REVEAL
from flaming_horse.writers.decks.slide import (
    LINES_OF_A_FILE,
    DeckDialect,
    Slide,
    lines_of,
    read_source,
)
from flaming_horse.writers.decks.slidev import SLIDEV
from flaming_horse.writers.dialects.dialect import ENOUGH, Dialect
from flaming_horse.writers.dialects.outline import outline_of
from flaming_horse.writers.foreign_front import ForeignSettings

DECKS: tuple[DeckDialect, ...] = (MARP, SLIDEV, REMARK, REVEAL, PANDOC_SLIDES)
"""Where two are betrayed to one weight, the earlier one is taken."""
SURE = 3
"""The weight from which a text that was not said to be a deck is one."""


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides of a deck, in order, without those that hold nothing."""

    dialect: Dialect
    settings: ForeignSettings
    slides: tuple[Slide, ...]
    taken: tuple[str, ...] = ()
    """The files that slides are taken from, besides the deck's own."""

    def place_of(self, line: int, file: Path) -> Place:
        """Where a line of a slide is: in the deck's own file, or in one that it takes in."""
        number, line = divmod(line, LINES_OF_A_FILE)
        return Place(str(file.parent / self.taken[number - 1] if number else file), line + 1, 1)


def read_deck(text: str, file: Path | None = None) -> Deck:
    """The slides of a deck in Markdown; one that betrays no program is read as plain Markdown."""
    lines = lines_of(text)
    found, weight = _best(lines, file)
    dialect = found if weight >= ENOUGH else PLAIN_DECK
    source = replace(read_source(lines, dialect), folder=file.parent if file else None)
    slides = tuple(slide for slide in dialect.cut(source) if not slide.is_empty)
    return Deck(dialect.dialect, source.settings, slides, tuple(source.taken))


def deck_called(text: str, file: Path | None = None) -> str:
    """Whose deck of slides a text is, for people; "" for one that is none, or might be none."""
    found, weight = _best(lines_of(text), file)
    return found.dialect.called if weight >= SURE else ""


def _best(lines: list[str], file: Path | None) -> tuple[DeckDialect, int]:
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    outline = outline_of("\n".join(lines[start:]), file)
    weights = [(deck.dialect.weight(outline), deck) for deck in DECKS]
    weight, found = max(weights, key=lambda each: each[0])
    return found, weight
