"""Frame sizes and rates by name."""

from __future__ import annotations

from dataclasses import dataclass

from flaming_horse.errors import WrongInput
from flaming_horse.model.vocabulary import DEFAULT_SHAPE, SHAPES, frame_size


@dataclass(frozen=True, slots=True)
class Quality:
    """Size of a frame in pixels, both even as yuv420p needs, and whole frames a second."""

    width: int
    height: int
    fps: int


DEFAULT_QUALITY = "1080p30"

QUALITIES: dict[str, tuple[int, int]] = {
    "draft": (480, 15),
    "720p30": (720, 30),
    "1080p30": (1080, 30),
    "1080p60": (1080, 60),
    "1440p60": (1440, 60),
    "2160p60": (2160, 60),
}
"""Name → (pixels of the shorter side, frames a second)."""


def quality(name: str = DEFAULT_QUALITY, shape: str = DEFAULT_SHAPE) -> Quality:
    """The frame of that quality in that shape. Raises WrongInput for unknown names."""
    if name not in QUALITIES:
        raise WrongInput(f"unknown quality {name!r}", remedy=f"Known: {', '.join(QUALITIES)}.")
    if shape not in SHAPES:
        raise WrongInput(f"unknown shape {shape!r}", remedy=f"Known: {', '.join(SHAPES)}.")
    short, fps = QUALITIES[name]
    return Quality(*frame_size(shape, short), fps)
