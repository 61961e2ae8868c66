"""A line's cues as events: which frame each begins and ends in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from manim import Animation

from flaming_horse.model.narration import RecordedLine
from flaming_horse.score.rules import VERB_RULES, order_at_once
from flaming_horse.score.timed import CueTime, cue_time
from flaming_horse.stage.frames import frames_of
from flaming_horse.stage.line_stage import CueCall, LineStage
from flaming_horse.stage.looks import Motion
from flaming_horse.stage.parts import PartHandle
from flaming_horse.stage.schedule import StageEvent


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long changes take, in a scene of so many frames a second."""

    fps: int
    motion: Motion


@dataclass(frozen=True, slots=True)
class ScheduledCue:
    """A cue of a line with its time."""

    call: CueCall
    line: str
    time: CueTime

    def ends_with_line(self, frames: int) -> list[PartHandle]:
        """The parts whose highlight lasts as long as the line, and ends in the pause after it."""
        lasting = VERB_RULES[self.call.action].ends and self.time.end >= frames
        return list(self.call.targets) if lasting else []

    def events(self, tempo: Tempo, voice: int, frames: int, begun: Begun) -> list[StageEvent]:
        """What happens when, for a take that starts at frame `voice` and lasts `frames`.

        `begun` is told of each part that the cue is aimed at, and whether anything of it changes.
        """
        motion, rule = tempo.motion, VERB_RULES[self.call.action]
        seconds = {"brings": motion.show, "takes": motion.hide, "lights": motion.highlight_on}
        on = frames_of(seconds[rule.effect], tempo.fps)
        begin = StageEvent(voice + self.time.frame, on, partial(self._begin, begun))
        if not rule.ends or self.time.end >= frames:
            return [begin]
        off = frames_of(motion.highlight_off, tempo.fps)
        return [begin, StageEvent(voice + self.time.end, off, self._release, yields=True)]

    def _begin(self, begun: Begun) -> list[Animation]:
        animations: list[Animation] = []
        for part in self.call.targets:
            changes = part.starting(self.call.action)
            begun(self, part, bool(changes))
            animations += changes
        return animations

    def _release(self) -> list[Animation]:
        return [a for part in self.call.targets for a in part.releasing()]


Begun: TypeAlias = Callable[[ScheduledCue, PartHandle, bool], None]


def cue_events(stage: LineStage, recorded: RecordedLine, fps: int) -> list[ScheduledCue]:
    """The line's cues on frames, in order. Raises SceneFailed for words that it does not say."""
    timed = [
        ScheduledCue(call, recorded.id, cue_time(recorded, call.phrase, call.occurrence, fps))
        for call in stage.cues
    ]
    return sorted(timed, key=lambda cue: (cue.time.frame, order_at_once(cue.call.action)))
