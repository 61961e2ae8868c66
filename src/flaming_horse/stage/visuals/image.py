"""A picture from a file: PNG, JPEG, WebP, or SVG."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from manim import ORIGIN, ManimColor, Mobject, Rectangle, SVGMobject, VMobject
from numpy.typing import NDArray

from flaming_horse.errors import WrongInput
from flaming_horse.model.pictures import check_picture, pixels_of, read_picture
from flaming_horse.stage.motion import leaves_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import Visual
from flaming_horse.stage.visuals.picture import Picture

_FILLED = 0.97
"""Of the room's width or height: strokes at a drawing's edge reach a little over it."""


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
        name = str(self.data["file"])
        file = self.project / name
        if not file.is_file():
            raise WrongInput(
                f"there is no picture {name!r} in {self.project or Path()}",
                remedy="Put the file beside the storyboard, or mend its name.",
            )
        content = read_picture(file)
        if file.suffix.lower() == ".svg":
            check_picture(content, name)
            self._draw_svg(file, name, room)
        else:
            self._draw_pixels(pixels_of(content, name), room)

    def _draw_svg(self, file: Path, name: str, room: Room) -> None:
        drawing = SVGMobject(str(file), height=None, width=None, use_svg_cache=False)
        if not len(drawing.submobjects):
            raise WrongInput(
                f"the picture `{name}` has nothing in it that can be drawn",
                remedy="Texts in an SVG have to be turned into paths first.",
            )
        factor = _FILLED * min(room.width / drawing.width, room.height / drawing.height)
        drawing.scale(factor)
        for leaf in leaves_of(drawing):
            # Manim leaves strokes as they are; 100 of its units are one unit of the scene.
            leaf.set_stroke(width=100 * factor * float(leaf.stroke_width), family=False)
        self.add(*drawing.move_to(ORIGIN).submobjects)
        self.define("", *self.submobjects, ink=False)

    def _draw_pixels(self, pixels: NDArray[np.uint8], room: Room) -> None:
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
