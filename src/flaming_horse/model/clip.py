"""A rendered scene, silent: its frames, and what was planned to happen in them.

`CLIP.json` lies beside each clip; the film is put together and measured from it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Self, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the frame, from its upper left corner."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line's take starts at the beginning of this frame of the clip."""

    id: str
    start_frame: int


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """What a cue was to change and where it can be seen.

    `word` is the marked text, `spoken_frame` the frame in which its first word starts (a
    fraction of frames is kept in `spoken_at_s`, seconds from the clip's start), `frame` the frame
    in which the change first shows, `box` where on screen to look for it (still before the cue
    but for what the cue does).
    """

    line: str
    word: str
    action: str
    target: str
    spoken_at_s: float
    frame: int
    box: Box


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with the picture: `kind` is overlap, outside, too-small or unseen."""

    scene: str
    at_s: float
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Clip:
    """What a scene's drawing left: `frames` whole frames at `fps` a second."""

    scene: str
    title: str
    width: int
    height: int
    fps: int
    frames: int
    lines: tuple[PlacedLine, ...]
    cues: tuple[PlacedCue, ...]
    defects: tuple[Defect, ...]
    layouts_checked: int
    background: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read back what `as_json` gave."""
        fields: dict[str, Any] = {
            **data,
            "lines": tuple(PlacedLine(**entry) for entry in data["lines"]),
            "cues": tuple(_cue(entry) for entry in data["cues"]),
            "defects": tuple(Defect(**entry) for entry in data["defects"]),
        }
        return cls(**fields)


def _cue(entry: dict[str, Any]) -> PlacedCue:
    left, top, right, bottom = entry["box"]
    fields: dict[str, Any] = {**entry, "box": (left, top, right, bottom)}
    return PlacedCue(**fields)
