"""A deck of slides with speaker notes as a storyboard to edit: a slide is a scene."""

from __future__ import annotations

from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers.decks.reading import read_slide
from flaming_horse.writers.decks.table import read_deck
from flaming_horse.writers.decks.telling import ReadSlide, part_of
from flaming_horse.writers.foreign_front import ForeignSettings
from flaming_horse.writers.from_markdown import finish, title_of
from flaming_horse.writers.pictures import Pictures
from flaming_horse.writers.pieces import plain
from flaming_horse.writers.reading import Reading
from flaming_horse.writers.script import Film, Part
from flaming_horse.writers.telling import Teller
from flaming_horse.writers.wishes import NO_WISHES, Wishes
from flaming_horse.writers.write_film import Converted


def from_slides(text: str, file: Path, wishes: Wishes = NO_WISHES) -> Converted:
    """The storyboard of a deck in Markdown. `file` names it, and its folder holds its pictures.

    Raises WrongInput, or WrongInputs with every finding, at its place in the deck.
    """
    deck = read_deck(text, file)
    teller = Teller(lambda line: deck.place_of(line, file), Pictures(file.parent), wishes)
    reading = Reading(deck.dialect)
    reading.know(deck.settings.values)
    try:
        reading.know_links(text)
        slides = [read_slide(slide, reading) for slide in deck.slides]
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=Place(str(file))) from None
    film = film_of_slides(slides, deck.settings, title_of(file), teller)
    return finish(film, file, teller, f"a deck of {deck.dialect.called}")


def film_of_slides(
    slides: list[ReadSlide], settings: ForeignSettings, name: str, teller: Teller
) -> Film:
    """The film of a deck's slides; `name` is its title where it has none."""
    teller.speak(settings.language, [block for slide in slides for block in slide.blocks])
    first = next((plain(slide.title) for slide in slides if slide.title), "")
    title = settings.title or first or name
    parts: list[Part] = []
    for number, slide in enumerate(slides):
        if number == 0 and len(slides) > 1 and _is_title_alone(slide, settings.title):
            continue
        part = part_of(slide, teller, title, first=not parts)
        if not parts and plain(part.title) in {"", title}:
            part.title = ()  # it stands under the film's own
        elif part.is_empty or not part.title:
            part.title, part.level = (), 3  # it goes on with the scene before
        parts.append(part)
    return Film(title, parts, teller.language.code, settings.summary, is_deck=True)


def _is_title_alone(slide: ReadSlide, title: str) -> bool:
    """Whether a slide has nothing but the title that the settings give the film."""
    bare = not slide.body and not any(slide.notes) and not slide.left_out and not slide.remarks
    return bare and bool(title) and plain(slide.title) == title
