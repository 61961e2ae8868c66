"""What is known of the wave of the voice."""

from __future__ import annotations

from flaming_horse.visuals.kind import GalleryPicture, Kind


class SoundWaveKind(Kind):
    name = "sound-wave"
    drawn_as = "SoundWave"
    summary = "The wave of the voice while it speaks. The fence is empty."
    written = "empty"
    example = "```sound-wave\n```\n\nThis is the shape of my voice while I speak."
    picture = GalleryPicture({}, seconds=1.7)


KIND = SoundWaveKind()
