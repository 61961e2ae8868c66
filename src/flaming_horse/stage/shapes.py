"""The shapes of a film's frame."""

from __future__ import annotations

from manim import config

from flaming_horse.errors import SceneFailed
from flaming_horse.model.vocabulary import SHAPES, frame_size


def take_shape(shape: str) -> None:
    """Give Manim's frame the scene's shape, its shorter side as many pixels as asked for."""
    if shape not in SHAPES:
        raise SceneFailed(f"no shape {shape!r}", remedy=f"Shapes: {', '.join(SHAPES)}.")
    across, down = SHAPES[shape]
    if abs(config.pixel_width / config.pixel_height - across / down) < 0.01:
        return
    pixels = frame_size(shape, min(config.pixel_width, config.pixel_height))
    config.pixel_width, config.pixel_height = pixels
    unit = 8 / min(across, down)
    config.frame_width, config.frame_height = unit * across, unit * down
