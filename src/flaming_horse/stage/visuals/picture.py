"""Pixels on a Manim stage, which lie where a shape lies and are as opaque as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import ImageMobject, VMobject, config
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


class Picture(ImageMobject):
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
    return np.array(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
