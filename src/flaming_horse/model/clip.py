"""A rendered scene, silent: its frames, and what was planned to happen in them.

`CLIP.json` lies beside each clip; the film is put together and measured from it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Self, TypeAlias, cast

from flaming_horse_voice.runs import Run, flattened, runs_as_json, runs_in

MOST_FRAMES = 60 * 3600 * 6
"""Of one scene: six hours at 60 a second."""
LARGEST_SIDE = 16_384
MOST_FPS = 240
_LONGEST_TEXT = 20_000
"""Signs: a paragraph has 10,000 at most."""
_LARGEST_NUMBER = 1e9

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
    heading: tuple[Run, ...]
    width: int
    height: int
    fps: int
    frames: int
    lines: tuple[PlacedLine, ...]
    cues: tuple[PlacedCue, ...]
    defects: tuple[Defect, ...]
    layouts_checked: int
    background: str

    @property
    def title(self) -> str:
        """What is written in its heading, with formulas as their LaTeX between dollars."""
        return flattened(self.heading)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "heading": runs_as_json(self.heading), "title": self.title}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read back what `as_json` gave. Raises KeyError, TypeError or ValueError on anything else.

        A scene of somebody else's leaves this description, too: it is believed in nothing that a
        film's sums are made of.
        """
        frames = _whole(data["frames"], "frames", 0, MOST_FRAMES)
        background = _text(data["background"])
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", background):
            raise ValueError(f"{background[:20]!r} is no colour")
        return cls(
            scene=_text(data["scene"]),
            heading=_heading(data),
            width=_whole(data["width"], "width", 2, LARGEST_SIDE),
            height=_whole(data["height"], "height", 2, LARGEST_SIDE),
            fps=_whole(data["fps"], "fps", 1, MOST_FPS),
            frames=frames,
            lines=tuple(
                PlacedLine(_text(line["id"]), _whole(line["start_frame"], "start_frame", 0, frames))
                for line in _entries(data["lines"])
            ),
            cues=tuple(_cue(entry) for entry in _entries(data["cues"])),
            defects=tuple(
                Defect(_text(d["scene"]), _number(d["at_s"]), _text(d["kind"]), _text(d["what"]))
                for d in _entries(data["defects"])
            ),
            layouts_checked=_whole(data["layouts_checked"], "layouts_checked", 0, 10**9),
            background=background,
        )


def _heading(data: dict[str, Any]) -> tuple[Run, ...]:
    title = _text(data["title"])
    heading = data.get("heading")
    runs = runs_in({"text": title} if heading is None else {"runs": _entries(heading)})
    if heading is not None and flattened(runs) != title:
        raise ValueError("the heading is not the title")
    return runs


def _cue(entry: dict[str, Any]) -> PlacedCue:
    left, top, right, bottom = (_number(side) for side in entry["box"])
    return PlacedCue(
        line=_text(entry["line"]),
        word=_text(entry["word"]),
        action=_text(entry["action"]),
        target=_text(entry["target"]),
        spoken_at_s=_number(entry["spoken_at_s"]),
        frame=_whole(entry["frame"], "frame", 0, MOST_FRAMES),
        box=(left, top, right, bottom),
    )


def _entries(value: Any) -> list[dict[str, Any]]:
    entries = cast("list[Any]", value) if isinstance(value, list | tuple) else None
    if entries is None or not all(isinstance(entry, dict) for entry in entries):
        raise TypeError("a list of objects was expected")
    return entries


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    if len(value) > _LONGEST_TEXT:
        raise ValueError(f"a text has {len(value):,} signs")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number was expected, not {type(value).__name__}")
    if not abs(value) < _LARGEST_NUMBER:
        raise ValueError("a number is too large")
    return value


def _whole(value: Any, name: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is no whole number")
    if not least <= value <= most:
        raise ValueError(f"{name} is not {least} to {most:,}")
    return value
