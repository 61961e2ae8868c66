"""Decks of reveal.js in Markdown, as reveal-md and others show them."""

from __future__ import annotations

import re
from typing import Any

from flaming_horse.writers.decks.columns import take_divisions
from flaming_horse.writers.decks.comments import take_comments
from flaming_horse.writers.decks.cutting import NOTE, RULE, Signs, cut_without_rules
from flaming_horse.writers.decks.slide import DeckDialect, Note, Slide, Source
from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import line, settings, words

_ASIDE = re.compile(r"<aside\b[^>]*\bnotes\b[^>]*>(.*?)(?:</aside>|\Z)", re.DOTALL | re.IGNORECASE)
_BACKGROUND = re.compile(
    r"<!--\s*\.slide\b[^>]*data-background(?:-image)?=[\"']?([^\"'\s>]+\.(?:png|jpe?g|gif|svg|webp))"
)
_BELOW = re.compile(r"(?:--|----)\s*$")


def _cut(source: Source) -> list[Slide]:
    values = source.settings.values
    rule = _line_of(values.get("separator")) or RULE
    below = _line_of(values.get("verticalSeparator")) or _BELOW
    slides = cut_without_rules(source, Signs(rule=rule, below=below, notes=NOTE))
    for slide in slides:
        _take_asides(slide)
        _take_background(slide)
        take_comments(slide, "none")
        take_divisions(slide)
    return slides


def _line_of(separator: Any) -> re.Pattern[str] | None:
    """What parts slides, as a setting writes it, when it is one line of plain signs."""
    if not isinstance(separator, str):
        return None
    words = re.sub(r"^\^|\$$|\\r|\\n|\\s\*|[\r\n?+*()]", "", separator).strip()
    return (
        re.compile(re.escape(words) + r"\s*$") if re.fullmatch(r"[-=<>!\w /]{2,}", words) else None
    )


def _take_asides(slide: Slide) -> None:
    def take(match: re.Match[str]) -> str:
        first = slide.line_of(match)
        slide.notes += [Note(first + n, text) for n, text in enumerate(match[1].split("\n"))]
        return ""

    slide.edit(take, _ASIDE)
    slide.notes.sort(key=lambda note: note.line)


def _take_background(slide: Slide) -> None:
    match = _BACKGROUND.search("\n".join(slide.body))
    if match is not None:
        slide.body += ["", f"![bg]({match[1]})"]


REVEAL = DeckDialect(
    Dialect(
        name="reveal",
        called="reveal.js",
        signs=(
            words("its attributes", r"<!--\s*\.(?:element|slide)\b", 3),
            words("notes beside the slide", r"<aside\b[^>]*\bnotes\b", 3),
            settings("its settings", "revealOptions", "verticalSeparator", weight=3),
            settings("settings of reveal-md", "separator", "highlightTheme", "scripts", weight=2),
            line("notes", r"\s{0,3}(?:speaker )?notes?:(?:\s|$)", 2),
            words("what it lays out", r"class=\"[^\"]*\b(?:fragment|r-stack|r-fit-text)\b"),
        ),
    ),
    _cut,
)
