"""The shapes of a film's frame."""

from __future__ import annotations

from manim import config

from flaming_horse.errors import SceneFailed

SHAPES = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:3": (4, 3), "4:5": (4, 5)}


def take_shape(shape: str) -> None:
    """Give Manim's frame the scene's shape, its shorter side as many pixels as asked for."""
    if shape not in SHAPES:
        raise SceneFailed(f"no shape {shape!r}", remedy=f"Shapes: {', '.join(SHAPES)}.")
    across, down = SHAPES[shape]
    pixels = min(config.pixel_width, config.pixel_height)
    wide, high = pixels * across / min(across, down), pixels * down / min(across, down)
    if abs(config.pixel_width / config.pixel_height - across / down) < 0.01:
        return
    config.pixel_width, config.pixel_height = round(wide / 2) * 2, round(high / 2) * 2
    config.frame_width, config.frame_height = 8 * wide / pixels, 8 * high / pixels
