"""A picture from a file: PNG, JPEG, WebP, or SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from manim import ORIGIN, ManimColor, Mobject, Rectangle, SVGMobject, VMobject
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from flaming_horse.errors import WrongInput
from flaming_horse.stage.motion import leaves_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import Visual
from flaming_horse.stage.visuals.picture import Picture

_MOST_PIXELS = 2160
"""A picture's longer side at most, in pixels; it is scaled again for every frame."""
_FILLED = 0.97
"""Of the room's width or height: strokes at a drawing's edge reach a little over it."""
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".svg")


class Image(Visual):
    """`file` is relative to the project's folder; `alt` describes the picture, and is not drawn.

    It has no parts but itself.
    """

    kind: ClassVar[str] = "image"

    @property
    def content(self) -> list[Mobject]:
        # What is no vector graphic follows the ground below it.
        return [mobject for mobject in super().content if isinstance(mobject, VMobject)]

    def draw(self, room: Room) -> None:
        file = self.project / str(self.data["file"])
        if file.suffix.lower() not in _SUFFIXES:
            raise WrongInput(
                f"a picture of the kind {file.suffix!r} cannot be shown: {file}",
                remedy=f"Kinds: {', '.join(_SUFFIXES)}.",
            )
        if not file.is_file():
            raise WrongInput(
                f"there is no picture {str(self.data['file'])!r} in {self.project or Path()}",
                remedy="Put the file beside the storyboard, or mend its name.",
            )
        if file.suffix.lower() == ".svg":
            self._draw_svg(file, room)
        else:
            self._draw_pixels(file, room)

    def _draw_svg(self, file: Path, room: Room) -> None:
        drawing = SVGMobject(str(file), height=None, width=None, use_svg_cache=False)
        if not len(drawing.submobjects):
            raise WrongInput(
                f"the picture {file} has nothing in it that can be drawn",
                remedy="Texts in an SVG have to be turned into paths first.",
            )
        factor = _FILLED * min(room.width / drawing.width, room.height / drawing.height)
        drawing.scale(factor)
        for leaf in leaves_of(drawing):
            # Manim leaves strokes as they are; 100 of its units are one unit of the scene.
            leaf.set_stroke(width=100 * factor * float(leaf.stroke_width), family=False)
        self.add(*drawing.move_to(ORIGIN).submobjects)
        self.define("", *self.submobjects, ink=False)

    def _draw_pixels(self, file: Path, room: Room) -> None:
        pixels = _pixels(file)
        height, width = pixels.shape[:2]
        factor = _FILLED * min(room.width / width, room.height / height)
        ground = Rectangle(
            width=width * factor,
            height=height * factor,
            stroke_width=0,
            fill_color=ManimColor(room.look.background),
            fill_opacity=1,
        )
        picture = Picture(pixels, ground)
        # A VGroup refuses what is no vector graphic; the camera draws its whole family.
        drawn: list[Any] = [ground, picture]
        self.submobjects = drawn
        self.define("", ground, ink=False)


def _pixels(file: Path) -> NDArray[np.uint8]:
    try:
        with Pillow.open(file) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError) as error:
        raise WrongInput(
            f"the picture {file} cannot be read: {error}", remedy="Save it as PNG or JPEG."
        ) from error
    picture.thumbnail((_MOST_PIXELS, _MOST_PIXELS))
    return np.array(picture)
