"""Where everything is in the film: whole frames for pictures, exact seconds for sounds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flaming_horse.model.clip import Box, Defect
from flaming_horse_voice.runs import Run, flattened


@dataclass(frozen=True, slots=True)
class Chapter:
    """A clip in the film: the half-open interval of frames that it fills."""

    scene: str
    title: str
    start_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A spoken word: the characters `[first, last)` of its line's text, and its seconds."""

    first: int
    last: int
    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line in the film: its take is heard from `start` to `end`, in seconds."""

    id: str
    scene: str
    runs: tuple[Run, ...]
    start_frame: int
    start: Fraction
    end: Fraction
    words: tuple[TimedWord, ...]

    @property
    def text(self) -> str:
        """The runs as one text, formulas between dollars; what `words` are characters of."""
        return flattened(self.runs)


@dataclass(frozen=True, slots=True)
class TimedCue:
    """A cue in the film. `frame` is planned; the chapter's frames bound what belongs to it."""

    line: str
    word: str
    action: str
    target: str
    spoken_at: Fraction
    frame: int
    box: Box
    chapter: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole film, as planned: what the finished file is measured against."""

    width: int
    height: int
    fps: int
    frames: int
    chapters: tuple[Chapter, ...]
    lines: tuple[TimedLine, ...]
    cues: tuple[TimedCue, ...]
    defects: tuple[Defect, ...]
    layouts_checked: int

    @property
    def duration(self) -> Fraction:
        """Seconds."""
        return Fraction(self.frames, self.fps)

    def seconds(self, frame: int) -> Fraction:
        """When that frame begins."""
        return Fraction(frame, self.fps)
