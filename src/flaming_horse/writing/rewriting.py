"""`create --rewrite`: a language model tells a document anew, as the source of a topic."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flaming_horse.config import Settings
from flaming_horse.errors import WrongInput
from flaming_horse.storyboard.reader import read_text
from flaming_horse.writers import foreign
from flaming_horse.writers.foreign_markdown import read_foreign
from flaming_horse.writers.from_markdown import title_of
from flaming_horse.writers.pieces import plain
from flaming_horse.writing.brief import Brief
from flaming_horse.writing.model_writer import configured_server

_MARKDOWN = {".md", ".markdown", ".txt"}


def as_topic(brief: Brief, settings: Settings) -> Brief:
    """The brief of a film on what a document is about, with the document as its source.

    Raises:
        WrongInput: no language model is configured, or the document cannot be read.
    """
    document = brief.script or brief.slides
    assert document is not None
    if not brief.replay and configured_server(settings) is None:
        raise WrongInput(
            "--rewrite needs a language model, and none is configured",
            remedy="docs/from-a-topic.md says how to name one. Without --rewrite the document is"
            " told in its own words, and --minutes N shortens it.",
        )
    minutes = brief.wishes.minutes
    length = f" in about {minutes:g} minutes" if minutes else ""
    return replace(
        brief,
        topic=f"{_title(document)}, told for a viewer{length}",
        script=None,
        slides=None,
        source=document,
        rewrite=False,
    )


def _title(document: Path) -> str:
    """What a document is called: by its settings, its first heading, or its file."""
    if document.suffix.lower() not in _MARKDOWN:
        return title_of(document)
    try:
        read = read_foreign(read_text(document))
    except RecursionError:
        return title_of(document)
    headings = (plain(b.words) for b in read.blocks if isinstance(b, foreign.Heading))
    return read.settings.title or next(headings, "") or title_of(document)
