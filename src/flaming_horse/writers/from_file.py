"""What a person brings: taken as it is where it is a storyboard, else made into one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.storyboard import Heading, Line, Storyboard, Visual
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.limits import in_file, look_at_size
from flaming_horse.storyboard.reader import read_text
from flaming_horse.writers.decks.table import deck_called
from flaming_horse.writers.dialects.table import PLAIN, dialect_of
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.from_notebook import from_notebook
from flaming_horse.writers.from_slides import from_slides
from flaming_horse.writers.office.from_docx import from_docx
from flaming_horse.writers.office.from_pptx import from_pptx
from flaming_horse.writers.office.from_rst import from_rst
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted

LONGEST_COMPARED = 20_000
"""Signs. A longer text is made into a storyboard, even where that would change nothing."""
LARGEST_NOTEBOOK = 100_000_000
"""Bytes. A notebook holds its pictures."""


def from_script(file: Path, wishes: Wishes = NO_WISHES) -> Converted | None:
    """The storyboard made from a Markdown text or a notebook; None for one that is a storyboard.

    A document that uses the storyboard's own language is one, even with mistakes in it; so is
    plain Markdown in which nothing needs to be changed. Raises WrongInput or WrongInputs.
    """
    if file.suffix.lower() == ".ipynb":
        return from_notebook(read_text(file, LARGEST_NOTEBOOK), file, wishes)
    if file.suffix.lower() == ".pptx":
        remedy = f"Its notes are spoken with: --slides {file}"
        raise WrongInput("this is a deck of slides", remedy=remedy, place=Place(str(file)))
    if file.suffix.lower() == ".docx":
        return from_docx(file, wishes)
    text = _text_of(file)
    with in_file(str(file)):
        if file.suffix.lower() in {".rst", ".rest"}:
            return from_rst(text, file, wishes)
        return _of_markdown(text, file, wishes)


def _of_markdown(text: str, file: Path, wishes: Wishes) -> Converted | None:
    dialect = dialect_of(text, file) if text.strip() else None
    if dialect is None:
        return None
    if whose := deck_called(text, file):
        remedy = f"Its notes are spoken with: --slides {file}"
        what = f"this is a deck of slides ({whose})"
        raise WrongInput(what, remedy=remedy, place=Place(str(file)))
    converted = from_markdown(text, file, dialect, wishes)
    as_it_is = dialect is PLAIN and not wishes.minutes and _is_the_same(text, converted, file)
    return None if as_it_is else converted


def _is_the_same(text: str, converted: Converted, file: Path) -> bool:
    """Whether a text is, as it stands, the storyboard that would be made from it."""
    if converted.notes or len(text) > LONGEST_COMPARED:
        return False
    try:
        own, made = (_story(parse_storyboard(t, str(file))) for t in (text, converted.text))
    except WrongInput:
        return False
    return own == made


def _story(storyboard: Storyboard) -> list[Any]:
    """What is said and shown, in order."""
    told: list[Any] = [storyboard.settings.title, storyboard.settings.language]
    for scene in storyboard.scenes:
        told.append((scene.title,))  # a heading inside of a scene is another thing
        for item in scene.items:
            match item:
                case Line():
                    told.append((item.runs, item.cues, item.sources))
                case Visual():
                    told.append((item.kind, item.data, item.at))
                case Heading():
                    told.append(item.text)
    return told


def _text_of(file: Path) -> str:
    """The text of a document that Markdown can read in good time."""
    text = read_text(file)
    look_at_size(text.replace("\r\n", "\n").replace("\r", "\n"), str(file))
    return text


def from_deck(file: Path, wishes: Wishes = NO_WISHES) -> Converted:
    """The storyboard made from a deck of slides. Raises WrongInput or WrongInputs."""
    if file.suffix.lower() == ".ipynb":
        remedy = f"It is read with: --script {file}"
        raise WrongInput("this is a notebook", remedy=remedy, place=Place(str(file)))
    if file.suffix.lower() == ".docx":
        remedy = f"It is read with: --script {file}"
        raise WrongInput("this is a document", remedy=remedy, place=Place(str(file)))
    if file.suffix.lower() == ".pptx":
        return from_pptx(file, wishes)
    with in_file(str(file)):
        return from_slides(_text_of(file), file, wishes)
