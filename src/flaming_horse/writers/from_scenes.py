"""Scenes that somebody has written already, each a title and its narration, as a storyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flaming_horse.errors import Place
from flaming_horse.writers.pieces import Piece, clean, tidy
from flaming_horse.writers.script import Entry, Film, Part, Remark, Say
from flaming_horse.writers.sentences import as_lines
from flaming_horse.writers.write_film import Converted, checked


@dataclass(frozen=True, slots=True)
class ToldScene:
    """A scene: empty lines part the paragraphs of its narration; `notes` are for the author."""

    title: str
    narration: str
    notes: tuple[str, ...] = ()


def from_scenes(
    title: str, scenes: Sequence[ToldScene], *, language: str, about: str, file: str
) -> Converted:
    """The storyboard: each paragraph as lines of up to three sentences. No word is lost.

    `file` is where the scenes come from. Raises WrongInput or WrongInputs.
    """
    parts = [_part(scene, Place(file)) for scene in scenes]
    return Converted(checked(Film(title, parts, language), about, {}), {})


def _part(scene: ToldScene, place: Place) -> Part:
    items: list[Entry] = [Remark(note) for note in scene.notes]
    for paragraph in scene.narration.split("\n\n"):
        words = tidy((Piece(clean(paragraph)),))
        items += [Say(line, place) for line in as_lines(words)]
    return Part(tidy((Piece(clean(scene.title)),)), place, items=items)
