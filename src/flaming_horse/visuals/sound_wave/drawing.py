"""The voice's wave while it speaks: a bar for each moment, inked up to what has been said."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np
import soundfile
from manim import CapStyleType, ManimColor, VMobject
from numpy.typing import NDArray

from flaming_horse.model.narration import RecordedLine
from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.lamps import mixed
from flaming_horse.visuals.number_grid import frame

_PITCH = 0.34
"""Distance of two bars in ems."""
_FILLED = 0.55
"""Width of a bar as a share of that distance."""
_IDLE = 0.05
"""Height of a bar where nothing is said, as a share of the highest."""
_MORPH = 0.35
"""Seconds in which the wave of one line becomes the wave of the next."""
_ASPECT = 0.3
_QUIETEST = 0.02
"""Peak loudness below which nothing is heard, as a share of full scale: such a take stays flat."""


class SoundWave(DrawnVisual):
    """No data. Between lines the bars lie flat; it has no parts but itself."""

    kind: ClassVar[str] = "sound-wave"

    def __init__(self, visual_id: str, /, **data: object) -> None:
        super().__init__(visual_id, **data)
        self.moving = True
        self._bars = 0
        self._before: NDArray[np.float64] = np.zeros(0)
        self._heights: NDArray[np.float64] = np.zeros(0)
        self._start = 0.0
        self._seconds = 0.0

    def draw(self, room: Room) -> None:
        pitch = _PITCH * room.em
        self._bars = max(12, int(room.width / pitch))
        height = min(room.height, _ASPECT * room.width, 9 * room.em)
        if room.height > room.width:
            height = min(room.height, 0.5 * room.width)
        self._window = frame(self._bars * pitch, height, (0.0, 0.0))
        width = _FILLED * pitch * 100
        rest = mixed(room.look.background, room.look.muted, 0.75)
        self._rest = _strokes(rest, width)
        self._spoken = _strokes(room.look.accent, width)
        self._cap = _FILLED * pitch
        self._before = self._heights = np.zeros(self._bars)
        self.add(self._window, self._rest, self._spoken)
        self.define("", self._window, self._rest, self._spoken, ink=False)
        self.tick(0.0)

    def speak(self, line: RecordedLine, take: Path, start: float) -> None:
        self._before = self._heights
        self._heights = envelope(take, self._bars)
        self._start, self._seconds = start, line.samples / line.sample_rate

    def tick(self, seconds: float) -> None:
        since = seconds - self._start
        share = min(max(since / _MORPH, 0.0), 1.0) if self._seconds else 1.0
        share = share * share * (3 - 2 * share)
        heights = self._before + (self._heights - self._before) * share
        points = self._lines(np.maximum(heights, _IDLE))
        said = 0.0 if not self._seconds else min(max(since / self._seconds, 0.0), 1.0)
        edge = 4 * round(said * self._bars)
        # Neither is ever empty: a shape without points could not be hidden.
        self._spoken.points = points[: max(edge, 4)]
        self._rest.points = points[min(edge, len(points) - 4) :]

    def _lines(self, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """An upright line for each bar, as cubic curves; round caps are within its height."""
        corners = self._window.points
        low, high = corners.min(axis=0), corners.max(axis=0)
        x = low[0] + (np.arange(self._bars) + 0.5) * (high[0] - low[0]) / self._bars
        half = np.maximum(heights * (high[1] - low[1]) - self._cap, 0.02 * self._cap) / 2
        middle = (low[1] + high[1]) / 2
        points = np.zeros((self._bars, 4, 3))
        points[:, :, 0] = x[:, None]
        points[:, :, 1] = middle + half[:, None] * np.array([-1.0, -1 / 3, 1 / 3, 1.0])
        return points.reshape(-1, 3)


def _strokes(ink: str, width: float) -> VMobject:
    return VMobject(
        stroke_color=ManimColor(ink),
        stroke_width=width,
        fill_opacity=0,
        cap_style=CapStyleType.ROUND,
    )


def envelope(take: Path, bars: int) -> NDArray[np.float64]:
    """Root mean square of `bars` equal stretches of a sound file, 0 to 1, the loudest being 1.

    The square root of the share is taken, which brings soft sounds nearer to how they are heard.
    """
    samples, _ = soundfile.read(str(take), dtype="float32", always_2d=True)
    mono = samples.mean(axis=1, dtype=np.float64)
    stretches = np.array_split(mono, bars)
    loud = np.array([np.sqrt(np.mean(s**2)) if len(s) else 0.0 for s in stretches])
    peak = float(loud.max())
    if peak < _QUIETEST / 10:
        return np.zeros(bars)
    return np.sqrt(loud / peak)
