"""One pass over the pictures of a finished film: length, blank stretches, cues, a poster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from flaming_horse.film.cues import CueWatches, Plane
from flaming_horse.model.film import VideoStream
from flaming_horse.model.timeline import Timeline

UNIFORM = 24
"""A frame whose brightest and darkest pixel differ by at most as many levels of 255 shows
nothing: text of the faintest allowed contrast (4.5:1) spans more than 60."""
POSTER_EVERY_S = 0.5
EDGE = 24
THINNED = 4


@dataclass(frozen=True, slots=True)
class SeenPictures:
    """`blanks` are half-open intervals of frames; `visible` one frame, or None, for each cue.

    `poster` is the still frame with most to see, as a PIL image.
    """

    stream: VideoStream
    frames: int
    blanks: tuple[tuple[int, int], ...]
    visible: tuple[int | None, ...]
    poster: Any


def watch(path: Path, timeline: Timeline) -> SeenPictures | None:
    """Decode all pictures of the film once. None when there are none."""
    import av

    cues = CueWatches(timeline)
    blanks = _Blanks()
    poster = _Poster(timeline)
    number = 0
    end = Fraction(0)
    opened: Any = av.open(str(path), format="mp4")
    with opened as film:
        if not film.streams.video:
            return None
        stream = film.streams.video[0]
        stream.thread_type = "AUTO"
        fps = Fraction(stream.average_rate or timeline.fps)
        for frame in film.decode(stream):
            planes = _planes(frame)
            blanks.see(number, planes[0])
            poster.see(number, planes[0], frame)
            cues.see(number, planes)
            end = frame.pts * Fraction(frame.time_base) + 1 / fps
            number += 1
        context = stream.codec_context
        facts = VideoStream(context.name, context.width, context.height, fps, end)
    return SeenPictures(facts, number, blanks.stretches(number), cues.visible, poster.image)


def _planes(frame: Any) -> Sequence[Plane]:
    """Y, U and V without a copy; rows may be padded at their ends."""
    if frame.format.name != "yuv420p":
        frame = frame.reformat(format="yuv420p")
    return [
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    ]


class _Blanks:
    """Collects stretches of frames that show nothing."""

    def __init__(self) -> None:
        self._stretches: list[tuple[int, int]] = []
        self._since: int | None = None

    def see(self, number: int, luma: Plane) -> None:
        blank = int(luma.max()) - int(luma.min()) <= UNIFORM
        if blank and self._since is None:
            self._since = number
        if not blank and self._since is not None:
            self._stretches.append((self._since, number))
            self._since = None

    def stretches(self, frames: int) -> tuple[tuple[int, int], ...]:
        open_end = [] if self._since is None else [(self._since, frames)]
        return tuple(self._stretches + open_end)


class _Poster:
    """Keeps the frame with the most edges among those in which nothing moves."""

    def __init__(self, timeline: Timeline) -> None:
        self._every = max(1, round(timeline.fps * POSTER_EVERY_S))
        self._before: Plane | None = None
        self._most = -1
        self.image: Any = None

    def see(self, number: int, luma: Plane, frame: Any) -> None:
        if number % self._every == self._every - 1:
            self._before = luma[::THINNED, ::THINNED].copy()
        if number % self._every or (self._before is None and number):
            return
        now = luma[::THINNED, ::THINNED].astype(np.int16)
        still = self._before is None or int(np.abs(now - self._before).max()) < EDGE
        edges = int(np.count_nonzero(np.abs(np.diff(now, axis=1)) > EDGE)) if still else -1
        if edges > self._most:
            self._most = edges
            self.image = frame.to_image()
