"""Decks of Marp, and decks that no sign of another program is in."""

from __future__ import annotations

import re

from flaming_horse.writers.decks.columns import take_divisions
from flaming_horse.writers.decks.comments import take_comments
from flaming_horse.writers.decks.cutting import NOTE, Signs, cut, cut_without_rules, levels
from flaming_horse.writers.decks.slide import DeckDialect, Slide, Source
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import settings, words


def _marp(source: Source) -> list[Slide]:
    signs = Signs(levels=levels(source.settings.values.get("headingDivider")))
    return _with_notes(cut(source, signs))


def _plain(source: Source) -> list[Slide]:
    divider = levels(source.settings.values.get("headingDivider"))
    signs = Signs(below=re.compile(r"--\s*$"), levels=divider, notes=NOTE)
    return _with_notes(cut_without_rules(source, signs))


def _with_notes(slides: list[Slide]) -> list[Slide]:
    for slide in slides:
        take_comments(slide, "all")
        take_divisions(slide)
    return slides


MARP = DeckDialect(
    Dialect(
        name="marp",
        called="Marp",
        signs=(
            settings("its own setting", "marp", weight=3),
            settings("headings that part slides", "headingDivider", weight=3),
            settings("settings of slides", "paginate", "backgroundImage", "backgroundColor"),
            words("background pictures", r"!\[bg\b", 3),
            words(
                "directives", r"<!--\s*_(?:class|paginate|color|header|footer|background\w*):", 3
            ),
            words("directives", r"<!--\s*(?:class|paginate|header|footer|background\w*):"),
            words("titles that fill the slide", r"^#+ <!--\s*fit\s*-->"),
        ),
    ),
    _marp,
)
PLAIN_DECK = DeckDialect(
    Dialect(name="deck", called="plain Markdown"),
    _plain,
)
"""Slides between rules, with comments, `Note:` or divisions of notes."""
