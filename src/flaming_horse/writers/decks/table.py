"""The programs that show decks in Markdown, in one table, and whose a deck is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flaming_horse.writers.decks.marp import MARP, PLAIN_DECK
from flaming_horse.writers.decks.pandoc_slides import PANDOC_SLIDES
from flaming_horse.writers.decks.remark import REMARK
from flaming_horse.writers.decks.reveal import REVEAL
from flaming_horse.writers.decks.slide import DeckDialect, Slide, lines_of, read_source
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


def read_deck(text: str, file: Path | None = None) -> Deck:
    """The slides of a deck in Markdown; one that betrays no program is read as plain Markdown."""
    lines = lines_of(text)
    found, weight = _best(lines, file)
    dialect = found if weight >= ENOUGH else PLAIN_DECK
    source = read_source(lines, dialect)
    slides = tuple(slide for slide in dialect.cut(source) if not slide.is_empty)
    return Deck(dialect.dialect, source.settings, slides)


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
