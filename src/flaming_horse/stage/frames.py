"""A Manim scene that counts its frames: everything it plays lasts a whole number of them.

Manim measures run times as floats and draws `len(arange(0, run_time, 1 / fps))` frames, which is
one too many or one too few now and then; over a scene the voice would drift away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from manim import Animation, Scene, Wait, config

_HAIR = 1e-6
"""Added to a number of frames before it becomes a float, so that Manim never rounds it down."""


def frames_of(seconds: float | Fraction, fps: int) -> int:
    """The nearest whole number of frames, at least one."""
    return max(1, round(seconds * fps))


class FrameScene(Scene):
    """Counts frames in `frame`; `clock` is the scene's time in seconds, for what moves.

    With FLAMING_HORSE_DRY_RUN set nothing is drawn: animations are finished at once, and the
    frames are counted as if they had been.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.frame = 0
        self.clock = 0.0
        self.fps = round(config.frame_rate)
        self.dry_run = bool(os.environ.get("FLAMING_HORSE_DRY_RUN"))
        self._segment_start = 0

    def frames_of(self, seconds: float | Fraction) -> int:
        """The nearest whole number of frames, at least one."""
        return frames_of(seconds, self.fps)

    def play_frames(self, frames: int, animations: Iterable[Animation] = ()) -> None:
        """Play the animations in exactly so many frames; none of them waits."""
        playing = list(animations)
        if frames <= 0:
            # No time is left for them: their end state is what counts.
            self._finish(playing)
            return
        if self.dry_run:
            self._finish(playing)
            self._advance(frames)
            return
        seconds = (frames + _HAIR) / self.fps
        if not playing:
            playing = [Wait(run_time=seconds)]
        for animation in playing:
            animation.run_time = seconds
        super().play(*playing)
        self._advance(frames)

    def play(self, *args: Any, **settings: Any) -> None:
        """Play as Manim does, for the nearest whole number of frames."""
        subcaptions = ("subcaption", "subcaption_duration", "subcaption_offset")
        extra = {name: settings.pop(name) for name in subcaptions if name in settings}
        animations = self.compile_animations(*args, **settings)
        frames = self.frames_of(max(animation.run_time for animation in animations))
        if self.dry_run:
            self._finish(animations)
            self._advance(frames)
            return
        stops = isinstance(animations[0], Wait) and animations[0].stop_condition is not None
        before = self.renderer.time
        if len(animations) == 1 and isinstance(animations[0], Wait):
            animations[0].run_time = (frames + _HAIR) / self.fps
        super().play(*animations, **extra)
        self._advance(round((self.renderer.time - before) * self.fps) if stops else frames)

    def get_time_progression(
        self,
        run_time: float,
        description: str,
        n_iterations: int | None = None,
        override_skip_animations: bool = False,
    ) -> Any:
        """Manim's, with exactly as many times as there are frames."""
        progression: Any = super().get_time_progression(
            run_time, description, n_iterations, override_skip_animations
        )
        if not self.renderer.skip_animations:
            progression.iterable = [k / self.fps for k in range(self.frames_of(run_time))]
        return progression

    def update_to_time(self, t: float) -> None:
        self.clock = (self._segment_start + round(t * self.fps)) / self.fps
        super().update_to_time(t)

    def _advance(self, frames: int) -> None:
        self.frame += frames
        self._segment_start = self.frame
        self.clock = self.frame / self.fps
        if self.dry_run:
            self.update_mobjects(0)
            # Manim refuses to end a scene in which nothing was played.
            self.renderer.num_plays += 1

    def _finish(self, animations: Iterable[Animation]) -> None:
        playing = list(animations)
        self.add_mobjects_from_animations(playing)
        for animation in playing:
            # What Manim's own play does first; it has no public name.
            animation._setup_scene(self)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            animation.begin()
        for animation in playing:
            animation.finish()
            animation.clean_up_from_scene(self)
