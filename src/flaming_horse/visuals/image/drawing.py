"""A picture from a file: PNG, JPEG, WebP, or SVG."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from manim import (
    ORIGIN,
    ImageMobject,
    ManimColor,
    Mobject,
    Rectangle,
    SVGMobject,
    VMobject,
    config,
)
from numpy.typing import NDArray
from PIL import Image as PillowImage

from flaming_horse.errors import WrongInput
from flaming_horse.model.pictures import check_picture, pixels_of, read_picture
from flaming_horse.stage.motion import leaves_of
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.typesetting.typst_compiler import TypstError, svg_as_png

Pixels = NDArray[np.uint8]
_FILLED = 0.97
"""Of the room's width or height: strokes at a drawing's edge reach a little over it."""


_NEEDS_SETTING = re.compile(
    r"<(?:\w+:)?(?:text|style|linearGradient|radialGradient|pattern|image|mask|clipPath|filter|marker"
    r"|symbol)\b|\bstroke-dasharray\b"
)
"""What of SVG Manim does not draw, or draws otherwise: texts, gradients, masks, dashes."""


class Image(DrawnVisual):
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
            drawing = content.decode("utf-8", "replace")
            if _NEEDS_SETTING.search(drawing):
                self._draw_pixels(_as_pixels(drawing, name, room), room)
            else:
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

    def _draw_pixels(self, pixels: Pixels, room: Room) -> None:
        height, width = pixels.shape[:2]
        factor = _FILLED * min(room.width / width, room.height / height)
        ground = Rectangle(
            width=width * factor,
            height=height * factor,
            stroke_width=0,
            fill_color=ManimColor(room.look.background),
            fill_opacity=1,
        )
        picture = PixelPicture(pixels, ground)
        # A VGroup refuses what is no vector graphic; the camera draws its whole family.
        drawn: list[Any] = [ground, picture]
        self.submobjects = drawn
        self.define("", ground, ink=False)


def _as_pixels(drawing: str, name: str, room: Room) -> Pixels:
    """A drawing with texts in it as pixels, as many as the room has."""
    scale = config.pixel_height / config.frame_height
    width, height = (max(1, round(side * scale)) for side in (room.width, room.height))
    try:
        png = svg_as_png(drawing, width, height)
    except TypstError as error:
        raise WrongInput(
            f"the picture `{name}` cannot be drawn: {error}", remedy="Save it as a PNG."
        ) from None
    return pixels_of(png, f"{name} as PNG.png")


class PixelPicture(ImageMobject):
    """Pixels, h by w by 4 (RGBA), over `ground`, a rectangle: what moves and fades it takes them.

    Manim scales pictures for every frame, without smoothing; so they are brought to the size
    at which they are drawn beforehand.
    """

    def __init__(self, pixels: Pixels, ground: VMobject) -> None:
        self._ground = ground
        super().__init__(_at_size(pixels, ground))

    @property
    def points(self) -> NDArray[np.float64]:
        """The ground's corners, in Manim's order for pictures: upper ones, lower ones."""
        low, high = self._ground.points.min(axis=0), self._ground.points.max(axis=0)
        left, right, top, bottom = low[0], high[0], high[1], low[1]
        return np.array([[left, top, 0], [right, top, 0], [left, bottom, 0], [right, bottom, 0]])

    @points.setter
    def points(self, points: Any) -> None:
        del points  # the ground alone says where the picture is

    def get_anchors(self) -> NDArray[np.float64]:
        """What Manim asks every member of a group of shapes for, to measure the group."""
        return self.points

    def get_pixel_array(self) -> Any:
        pixels = self.pixel_array.copy()
        pixels[:, :, 3] = np.rint(pixels[:, :, 3] * float(self._ground.fill_rgbas[0, 3]))
        return pixels


def _at_size(pixels: Pixels, ground: VMobject) -> Pixels:
    """The pixels, as many as the ground covers in the frame."""
    scale = config.pixel_height / config.frame_height
    size = (max(1, round(ground.width * scale)), max(1, round(ground.height * scale)))
    return np.array(PillowImage.fromarray(pixels).resize(size, PillowImage.Resampling.LANCZOS))
