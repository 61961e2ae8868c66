"""What is known of the wave of the voice."""

from __future__ import annotations

from typing import Any

from flaming_horse.visuals.blocks import Fence
from flaming_horse.visuals.fields import VisualData
from flaming_horse.visuals.kind import GalleryPicture, Kind


class SoundWaveData(VisualData):
    """The wave of the voice while it speaks; it has no data."""


class SoundWaveKind(Kind):
    name = "sound-wave"
    drawn_as = "SoundWave"
    summary = "The wave of the voice while it speaks. The fence is empty."
    example = "```sound-wave\n```\n\nThis is the shape of my voice while I speak."
    for_models = SoundWaveData
    never_aimed_at = True
    hears = True
    picture = GalleryPicture({}, seconds=1.7)

    def read(self, fence: Fence) -> dict[str, Any] | None:
        if fence.content.strip():
            what = "a sound-wave has nothing in it: its fence is empty"
            fence.wrong(fence.place(0), what)
            return None
        return {}


KIND = SoundWaveKind()
