"""Pixels on a Manim stage, scaled well and as opaque as the shape below them."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Camera, ImageMobject, VMobject
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


class Picture(ImageMobject):
    """Pixels, h by w by 4 (RGBA), upright and unturned; `ground` is what animations fade."""

    def __init__(self, pixels: Pixels, ground: VMobject) -> None:
        super().__init__(pixels)
        self._ground = ground
        self._scaled: dict[tuple[int, int], Pixels] = {}

    def paint(self, camera: Any, frame: Pixels) -> None:
        """Lay the picture over `frame`, h by w by 4 (RGBA), which is changed in place."""
        corners = camera.points_to_subpixel_coords(self, self.points)
        left, top = (round(float(v)) for v in corners.min(axis=0))
        right, bottom = (round(float(v)) for v in corners.max(axis=0))
        scaled = self._at_size(max(1, right - left), max(1, bottom - top))
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(frame.shape[1], right), min(frame.shape[0], bottom)
        if x0 >= x1 or y0 >= y1:
            return
        part = scaled[y0 - top : y1 - top, x0 - left : x1 - left]
        share = part[:, :, 3:] / 255.0 * float(self._ground.fill_rgbas[0, 3])
        below = frame[y0:y1, x0:x1, :3]
        frame[y0:y1, x0:x1, :3] = np.rint(below + (part[:, :, :3] - below.astype(float)) * share)

    def _at_size(self, width: int, height: int) -> Pixels:
        if (width, height) not in self._scaled:
            picture = Image.fromarray(self.pixel_array)
            sized = picture.resize((width, height), Image.Resampling.LANCZOS)
            self._scaled = {(width, height): np.array(sized)}
        return self._scaled[width, height]


_manims_own = Camera.display_image_mobject


def display_image_mobject(camera: Camera, image: Any, frame: Any) -> None:
    if isinstance(image, Picture):
        image.paint(camera, frame)
    else:
        _manims_own(camera, image, frame)


# Manim 0.22 hands Pillow an array of floats as an RGBA image, which Pillow 13 refuses; and it
# scales without smoothing. The camera is the only place where pixels can be drawn.
setattr(Camera, "display_image_mobject", display_image_mobject)  # noqa: B010  a type checker would refuse a plain one
