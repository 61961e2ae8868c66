"""A title of its own: what the film's title is drawn as."""

from __future__ import annotations

from typing import ClassVar

from flaming_horse.stage.film_title import FilmTitle


class TitleCard(FilmTitle):
    """`TitleCard(id, title=…, subtitle="")`."""

    kind: ClassVar[str] = "title-card"
