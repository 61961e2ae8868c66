"""The finished film as its file shows it: measured, never planned."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class VideoStream:
    """`duration` counts the decoded frames, in seconds."""

    codec: str
    width: int
    height: int
    fps: Fraction
    duration: Fraction


@dataclass(frozen=True, slots=True)
class AudioStream:
    """`duration` counts the decoded samples that are to be played, in seconds."""

    codec: str
    sample_rate: int
    duration: Fraction


@dataclass(frozen=True, slots=True)
class Film:
    """A film file and its two streams; None for one that is missing or cannot be decoded."""

    path: str
    video: VideoStream | None
    audio: AudioStream | None

    @property
    def duration(self) -> Fraction:
        """Seconds that the longer stream lasts."""
        streams = [stream.duration for stream in (self.video, self.audio) if stream is not None]
        return max(streams, default=Fraction(0))
