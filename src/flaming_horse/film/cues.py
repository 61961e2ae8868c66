"""Find in decoded pixels when a cue shows."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from flaming_horse.model.timeline import TimedCue, Timeline

Plane: TypeAlias = npt.NDArray[np.uint8]

LOOK_BEFORE_S, LOOK_AFTER_S = 0.5, 0.75
"""How far around the planned frame a change is looked for: errors up to this size are measured."""

CLEAR = 12
"""Levels of 255 by which a pixel differs clearly from the still picture before. At crf 20 the
encoder's own corrections to a still picture stay below 6."""
MOVING = 4
"""Levels by which a pixel of one frame differs from the frame before when something moves."""
AREA = 0.0004
"""The part of the box that has to change: a thin underline below a wide formula."""
LEAST_PIXELS = 6
SURGE = 2.5
"""How many times its motion so far a moving box must move for a cue to be seen in it."""
STEADY = 0.6
"""A box that changes in more than this part of the frames before the cue moves by itself: what an
earlier cue leaves behind comes to rest sooner."""
STEADY_FRAMES = 4
MOST_PIXELS = 200_000
STILL_FRAMES = 2


class CueWatches:
    """Watches all cues of a film while it is decoded; holds pictures only of those near."""

    def __init__(self, timeline: Timeline) -> None:
        self._all = [CueWatch(cue, timeline) for cue in timeline.cues]
        self._coming = sorted(self._all, key=lambda watch: watch.first, reverse=True)
        self._near: list[CueWatch] = []

    def see(self, number: int, planes: Sequence[Plane]) -> None:
        """Look at frame `number`, one after the other from 0 on; `planes` are Y, U and V."""
        while self._coming and self._coming[-1].first <= number:
            self._near.append(self._coming.pop())
        for watch in self._near:
            watch.see(number, planes)
            if watch.last <= number:
                watch.forget()
        self._near = [watch for watch in self._near if watch.last > number]

    @property
    def visible(self) -> tuple[int | None, ...]:
        """For each cue the frame in which it shows, None where nothing changed."""
        return tuple(watch.visible_frame for watch in self._all)


class CueWatch:
    """Watches the box of one cue while the film is decoded, frame after frame."""

    def __init__(self, cue: TimedCue, timeline: Timeline) -> None:
        chapter = timeline.chapters[cue.chapter]
        fps = timeline.fps
        # A cue in a scene's first frame shows against the last frame of the scene before.
        earliest = chapter.start_frame if cue.frame > chapter.start_frame else cue.frame - 1
        self.cue = cue
        self.first = max(earliest, cue.frame - ceil(LOOK_BEFORE_S * fps), 0)
        self.last = min(chapter.end_frame - 1, cue.frame + ceil(LOOK_AFTER_S * fps))
        begun = [line.start_frame for line in timeline.lines if line.id == cue.line]
        self._opens_line = any(cue.frame - start <= LOOK_BEFORE_S * fps for start in begun)
        self._starts: list[int] = []
        self._surges: list[int] = []
        self._still: Plane | None = None
        self._before: Plane | None = None
        self._at_rest = True
        self._rests: list[int] = []
        self._moving: list[int] = []
        self._motions: list[int] = []
        if cue.frame == 0:
            self._starts.append(0)  # what the film opens with is there from its first frame

    def see(self, number: int, planes: Sequence[Plane]) -> None:
        """Look at frame `number`; `planes` are Y, U and V, of `(rows, columns)` each."""
        box = self._cut(planes)
        if self._still is None or self._before is None:
            self._still = self._before = box
            return
        least = max(LEAST_PIXELS, round(AREA * box.size))
        motion = _changed(box, self._before, MOVING)
        self._before = box
        surge = motion >= least and motion > SURGE * max(self._motions, default=motion)
        if surge:
            self._surges.append(number)
        # At rest a surge alone may be a key frame of the encoder; the picture must have changed.
        if _changed(box, self._still, CLEAR) >= least if self._at_rest else surge:
            self._at_rest = False
            self._starts.append(number)
        if motion >= least:
            self._moving.append(number)
        self._motions.append(motion)
        recent = self._motions[-STILL_FRAMES:]
        if not self._at_rest and len(recent) == STILL_FRAMES and max(recent) < least:
            self._at_rest = True
            self._still = box
            self._rests.append(number)

    def forget(self) -> None:
        """Let go of the pictures: no further frame will be looked at."""
        self._still = self._before = None

    @property
    def visible_frame(self) -> int | None:
        """The first frame of the change nearest to the plan; None when nothing changed.

        In a box that moves by itself only a surge counts: more change than any motion before it.
        """
        planned = self.cue.frame
        before = range(self.first + 1, planned - 2)
        moved = sum(number in before for number in self._moving)
        own_motion = len(before) >= STEADY_FRAMES and moved > STEADY * len(before)
        if self._opens_line and any(planned - STEADY_FRAMES <= n < planned for n in self._rests):
            own_motion = False  # it entered with the line, and came to rest for its first cue
        changes = self._surges if own_motion else self._starts
        return min(changes, key=lambda frame: abs(frame - planned), default=None)

    def _cut(self, planes: Sequence[Plane]) -> Plane:
        """The box out of all planes as one row of bytes, thinned out when it is large."""
        left, top, right, bottom = self.cue.box
        parts: list[Plane] = []
        for plane in planes:
            rows, columns = plane.shape
            y0, y1 = _span(top, bottom, rows)
            x0, x1 = _span(left, right, columns)
            step = max(1, ceil(sqrt((y1 - y0) * (x1 - x0) / MOST_PIXELS)))
            parts.append(plane[y0:y1:step, x0:x1:step].ravel())
        return np.concatenate(parts)


def _span(low: float, high: float, size: int) -> tuple[int, int]:
    """The whole pixels of that part of a side, at least two of them, inside of the frame."""
    first = min(max(0, int(low * size)), max(0, size - 2))
    return first, min(size, max(first + 2, ceil(high * size)))


def _changed(one: Plane, other: Plane, level: int) -> int:
    """How many pixels differ by more than `level`."""
    return int(np.count_nonzero(np.maximum(one, other) - np.minimum(one, other) > level))
