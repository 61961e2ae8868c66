"""A line's cues as events: which frame each begins and ends in, and where it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from manim import Animation

from flaming_horse.model.clip import PlacedCue
from flaming_horse.model.narration import RecordedLine
from flaming_horse.stage.layout import Area
from flaming_horse.stage.line_stage import CueCall, LineStage
from flaming_horse.stage.parts import PartHandle
from flaming_horse.stage.phrases import spoken_span
from flaming_horse.stage.schedule import StageEvent

if TYPE_CHECKING:
    from flaming_horse.stage.narrated_scene import NarratedScene

SHORTEST_HIGHLIGHT_S = 0.6
"""A highlight of a short word stays this long; less is seen as a flicker."""


@dataclass(frozen=True, slots=True)
class ScheduledCue:
    """A cue with its frames, counted from the take's start, and `second` its exact time there."""

    call: CueCall
    line: str
    frame: int
    end: int
    second: float

    def ends_with_line(self, frames: int) -> list[PartHandle]:
        """The parts whose highlight lasts as long as the line, and ends in the pause after it."""
        lasting = self.call.action == "highlight" and self.end >= frames
        return list(self.call.targets) if lasting else []

    def events(self, scene: NarratedScene, voice: int, frames: int) -> list[StageEvent]:
        """What happens when, for a take that starts at frame `voice` and lasts `frames`."""
        motion = scene.style.motion
        seconds = {"show": motion.show, "hide": motion.hide}
        on = scene.frames_of(seconds.get(self.call.action, motion.highlight_on))
        begin = StageEvent(voice + self.frame, on, partial(self._begin, scene, voice))
        if self.call.action != "highlight" or self.end >= frames:
            return [begin]
        off = scene.frames_of(motion.highlight_off)
        return [begin, StageEvent(voice + self.end, off, self._release, yields=True)]

    def _begin(self, scene: NarratedScene, voice: int) -> list[Animation]:
        animations: list[Animation] = []
        for part in self.call.targets:
            changes = part.starting(self.call.action)
            if not changes:
                at_s = (voice + self.frame) / scene.fps
                scene.ledger.unseen(self.call.action, str(part), self.call.phrase, at_s)
            animations += changes
            box = scene.picture.box(Area.of(part.probe))
            scene.ledger.cues.append(
                PlacedCue(
                    line=self.line,
                    word=self.call.phrase,
                    action=self.call.action,
                    target=str(part),
                    spoken_at_s=round(voice / scene.fps + self.second, 6),
                    frame=voice + self.frame,
                    box=box,
                )
            )
        return animations

    def _release(self) -> list[Animation]:
        return [a for part in self.call.targets for a in part.releasing()]


def cue_events(
    scene: NarratedScene, stage: LineStage, recorded: RecordedLine
) -> list[ScheduledCue]:
    """The line's cues on frames, in order. Raises SceneFailed for words that it does not say."""
    timed: list[ScheduledCue] = []
    for call in stage.cues:
        first, last = spoken_span(recorded, call.phrase, call.occurrence)
        begin = first * scene.fps // recorded.sample_rate
        end = -(-last * scene.fps // recorded.sample_rate)
        end = max(end, begin + scene.frames_of(SHORTEST_HIGHLIGHT_S))
        second = first / recorded.sample_rate
        timed.append(ScheduledCue(call, recorded.id, begin, end, second))
    # What is shown and lit by the same word is there before it is lit.
    return sorted(timed, key=lambda cue: (cue.frame, cue.call.action != "show"))
