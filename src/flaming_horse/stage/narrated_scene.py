"""The scene that a scene module derives from: lines of narration, and what they show."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from manim import Animation, Mobject, VGroup, config

from flaming_horse.errors import SceneFailed
from flaming_horse.model.clip import PlacedCue
from flaming_horse.model.narration import RecordedLine
from flaming_horse.model.vocabulary import DEFAULT_LOOK, DEFAULT_SHAPE
from flaming_horse.score.timed import frames_of_take
from flaming_horse.stage.fitting import DoesNotFit
from flaming_horse.stage.furniture import Furniture
from flaming_horse.stage.layout import Area, Frame, PlacedVisual, arrange
from flaming_horse.stage.ledger import Ledger, write_clip
from flaming_horse.stage.line_events import ScheduledCue, Tempo, cue_events
from flaming_horse.stage.line_stage import Entry, LineStage
from flaming_horse.stage.looks import look_named
from flaming_horse.stage.motion import Glide, Reveal, Vanish, ease_in_out
from flaming_horse.stage.parts import PartHandle
from flaming_horse.stage.phrases import key_phrase, other_phrases
from flaming_horse.stage.room import Written, plain_runs
from flaming_horse.stage.schedule import StageEvent, segments
from flaming_horse.stage.shapes import take_shape
from flaming_horse.stage.takes import Takes, inside_pipeline, project_of
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.stage.voiceover import Voiceover
from flaming_horse_voice.runs import Run


class NarratedScene(Voiceover):
    """One scene of a film. `construct` calls `heading`, and `line` for each line of narration.

    Rendered by `manim render` it plays with its sound; inside the pipeline it leaves a
    description of its clip (see `flaming_horse.model.clip`).
    """

    scene_id = ""
    look = DEFAULT_LOOK
    shape = DEFAULT_SHAPE

    def __init__(self, *args: Any, **settings: Any) -> None:
        self.style = look_named(self.look)
        if not inside_pipeline():
            take_shape(self.shape)
        config.background_color = self.style.background
        super().__init__(*args, **settings)
        camera: Any = self.camera
        camera.background_color = self.style.background
        self.picture = Frame(config.frame_width, config.frame_height)
        self.takes = Takes(project_of(type(self)))
        self.ledger = Ledger(self.scene_id or type(self).__name__)
        self.furniture = Furniture(self.picture, self.style)
        self._heading: tuple[Run, ...] = ()
        self._placed: list[PlacedVisual] = []
        self._texts: dict[str, VGroup] = {}
        self._arriving: list[str] = []
        self._gap = self.frames_of(self.style.motion.lead_in)
        self._at_gap: list[PartHandle] = []

    # -- what scene modules call -----------------------------------------------------------

    def title_card(self, title: Written, subtitle: Written = "") -> None:
        """The film's title on a frame of its own, before the first scene."""
        from flaming_horse.stage.film_title import FilmTitle

        motion, safe = self.style.motion, self.picture.safe
        card = FilmTitle("title", title=title, subtitle=subtitle)
        placed = [PlacedVisual(card, None)]
        arrange(placed, Area(0, 0, safe.width, safe.height), self.picture, self.style)
        backdrop = self.furniture.backdrop()
        # Whole from the first frame, which players show as the film's picture.
        self.add(backdrop, card)
        self.play_frames(self.frames_of(motion.enter), [card.underline()])
        self.play_frames(self.frames_of(motion.title))
        leaving = [Vanish(part, rate=ease_in_out) for part in (backdrop, card)]
        self.play_frames(self.frames_of(motion.leave), leaving)

    def heading(self, text: Written) -> None:
        """The scene's heading; it comes before the first line and stays."""
        self._heading = plain_runs(text)
        self._set_text("heading", self.furniture.heading(text))

    def line(self, line_id: str) -> Any:
        """`with self.line(id) as line:` plays the line's take and what the block asked for."""
        return self._line(self.takes.line(line_id), line_id)

    def silence(self) -> Any:
        """Like `line`, for a scene in which nothing is said: what enters is held for a while."""
        return self._line(None, "silence")

    def tear_down(self) -> None:
        """Hold the last picture, clear the stage, and write the clip's description."""
        super().tear_down()
        self._finish_texts()
        motion = self.style.motion
        hold, leave = self.frames_of(motion.hold), self.frames_of(motion.leave)
        self._gap = 0
        self._play_events([self._release_event()], self.frame + hold)
        if self.mobjects:
            self.play_frames(leave, [Vanish(m, rate=ease_in_out) for m in list(self.mobjects)])
        path = os.environ.get("FLAMING_HORSE_CLIP_JSON")
        if path:
            write_clip(self._clip(), Path(path))

    # -- a line ----------------------------------------------------------------------------

    @contextmanager
    def _line(self, recorded: RecordedLine | None, name: str) -> Generator[LineStage]:
        entered = self.frame
        stage = LineStage(name)
        yield stage
        self.ledger.line = name
        if self.frame > entered:
            raise SceneFailed(
                f"something is played inside the line {name!r}",
                remedy="Play it before or after the `with` block, or use self.voiceover(text=…).",
            )
        self._perform(stage, recorded)

    def _perform(self, stage: LineStage, recorded: RecordedLine | None) -> None:
        self._add_voice_mark()
        self._clear_for(stage)
        arrivals = self._arrive(stage, recorded)
        motion = self.style.motion
        enter = self.frames_of(motion.enter) if arrivals else 0
        start = self.frame
        events = [StageEvent(start, enter, lambda: arrivals)] if arrivals else []
        if recorded is None:
            self._play_events(events, start + self.frames_of(motion.silence))
            return
        cues = cue_events(stage, recorded, self.fps)
        first = min((cue.time.frame for cue in cues), default=None)
        voice = start
        if arrivals and first is not None:
            # What a cue points at is there, and at rest, before it is pointed at.
            voice += max(0, enter + self.frames_of(motion.settle) - first)
        self.start_take(recorded, voice)
        end = voice + frames_of_take(recorded, self.fps)
        self._at_gap = [part for cue in cues for part in cue.ends_with_line(end - voice)]
        tempo, begun = Tempo(self.fps, motion), partial(self._cue_begun, voice)
        events += [e for cue in cues for e in cue.events(tempo, voice, end - voice, begun)]
        self._play_events(events, end, spoken=True)
        self._gap = self.frames_of(motion.gap)

    def start_take(self, recorded: RecordedLine, frame: int) -> None:
        """Lay the line's take at a frame, and tell the visuals that follow the voice."""
        super().start_take(recorded, frame)
        take = self.takes.file(recorded)
        for placed in self._placed:
            placed.visual.speak(recorded, take, frame / self.fps)

    def _cue_begun(self, voice: int, cue: ScheduledCue, part: PartHandle, changes: bool) -> None:
        """Write down what a cue was to change, and where it is to be seen."""
        call, frame = cue.call, voice + cue.time.frame
        if not changes:
            self.ledger.unseen(call.action, str(part), call.phrase, frame / self.fps)
        self.ledger.cues.append(
            PlacedCue(
                line=cue.line,
                word=call.phrase,
                action=call.action,
                target=str(part),
                spoken_at_s=round(float(Fraction(voice, self.fps) + cue.time.second), 6),
                frame=frame,
                box=self.picture.box(Area.of(part.probe)),
            )
        )

    def _play_events(self, events: Sequence[StageEvent], end: int, *, spoken: bool = False) -> None:
        for segment in segments(events, end):
            if segment.frame > self.frame:
                self.play_frames(segment.frame - self.frame)
            animations = [a for event in segment.events for a in event.make()]
            if animations:
                self.play_frames(segment.frames, animations)
                if spoken:
                    self._check_layout()  # surfaces are larger than what they lie behind
        if end > self.frame:
            self.play_frames(end - self.frame)

    def _release_event(self) -> StageEvent:
        ending, self._at_gap = self._at_gap, []
        off = self.frames_of(self.style.motion.highlight_off)
        return StageEvent(self.frame, off, lambda: [a for part in ending for a in part.releasing()])

    # -- what comes and goes ---------------------------------------------------------------

    def _clear_for(self, stage: LineStage) -> None:
        """The pause before a line: highlights end, and what leaves or moves does so here."""
        motion = self.style.motion
        leaving: list[Animation] = [Vanish(visual) for visual in stage.exits]
        self._placed = [p for p in self._placed if p.visual not in stage.exits]
        for visual in stage.exits:
            visual.clear_updaters()
        new_phrase = stage.wants_key_phrase or stage.entries
        for name, coming in (("subheading", stage.subheadings), ("key phrase", new_phrase)):
            if coming and name in self._texts:
                leaving.append(Vanish(self._texts.pop(name)))
        if stage.subheadings:
            below = self._texts["heading"].get_bottom()[1] if "heading" in self._texts else None
            below = self.picture.safe.top if below is None else below
            subheading = self.furniture.subheading(stage.subheadings[-1], below)
            self._set_text("subheading", subheading)
        for entry in stage.entries:
            self._place(entry)
        leaving += self._rearrange()
        clear = self.frames_of(motion.leave) if leaving else 0
        if "heading" in self._arriving:
            self._arriving.remove("heading")
            clear = clear or self.frames_of(motion.heading)
            leaving.append(Reveal(self._texts["heading"], shift=0.1))
        released = bool(self._at_gap)
        off = self.frames_of(motion.highlight_off) if released else 0
        self._play_events([self._release_event()], self.frame + max(off, self._gap - clear))
        if leaving:
            self.play_frames(clear, leaving)
        self._gap = 0

    def _place(self, entry: Entry) -> None:
        if any(placed.visual is entry.visual for placed in self._placed):
            raise SceneFailed(f"visual {entry.visual.id!r} is on stage already")
        entry.visual.project = self.takes.project
        self._placed.append(PlacedVisual(entry.visual, entry.at))

    def _rearrange(self) -> list[Animation]:
        if not self._placed:
            return []
        moves, _ = arrange(self._placed, self._content(), self.picture, self.style)
        return [
            Glide(
                move.visual,
                shift=_vector(move.shift),
                factor=move.factor,
                about=_vector(move.about),
            )
            for move in moves
        ]

    def _content(self) -> Area:
        texts = [self._texts[n] for n in ("subheading", "heading") if n in self._texts]
        return self.picture.content(texts[0].get_bottom()[1] if texts else None)

    def _arrive(self, stage: LineStage, recorded: RecordedLine | None) -> list[Animation]:
        if stage.wants_key_phrase and recorded is not None:
            self._set_key_phrase(stage, recorded.runs)
        arrivals: list[Animation] = [
            Reveal(self._texts[name], shift=0.1) for name in self._arriving
        ]
        self._arriving = []
        for entry in stage.entries:
            for path in entry.hidden:
                entry.visual.conceal(path)
            arrivals.append(entry.visual.enter())
            if entry.visual.moving:
                entry.visual.tick(self.clock)
                entry.visual.add_updater(self._tick)
        self._check_layout()
        return arrivals

    def _set_key_phrase(self, stage: LineStage, runs: Sequence[Run]) -> None:
        """Set a phrase that was asked for, else the best of the line's own that has room.

        Where none has, the heading stands alone.
        """
        if stage.phrase is not None:
            phrase_text = self.furniture.key_phrase(stage.phrase, self._content())
            self._set_text("key phrase", phrase_text)
            return
        for phrase in (key_phrase(runs), *other_phrases(runs)):
            with suppress(DoesNotFit):
                phrase_text = self.furniture.key_phrase(phrase, self._content())
                self._set_text("key phrase", phrase_text)
                return

    def _tick(self, mobject: Mobject, dt: float) -> None:
        del dt  # Manim loses one step of it at the end of every animation; the clock does not.
        assert isinstance(mobject, DrawnVisual)
        mobject.tick(self.clock)

    def _set_text(self, name: str, text: VGroup) -> None:
        self._texts[name] = text
        self._arriving.append(name)

    def _finish_texts(self) -> None:
        if self._arriving:
            arrivals = [Reveal(self._texts[name], shift=0.1) for name in self._arriving]
            self._arriving = []
            self.play_frames(self.frames_of(self.style.motion.enter), arrivals)

    def _add_voice_mark(self) -> None:
        if self.takes.mark and "voice mark" not in self._texts:
            self._texts["voice mark"] = self.furniture.voice_mark(self.takes.mark)
            self.add(self._texts["voice mark"])

    def _check_layout(self) -> None:
        boxes = {placed.visual.id: Area.of(placed.visual) for placed in self._placed}
        boxes |= {name: Area.of(text) for name, text in self._texts.items()}
        at_s = self.frame / self.fps
        self.ledger.check(boxes, self.picture, at_s)
        smallest = self.style.sizes.smallest * self.picture.unit
        for placed in self._placed:
            if placed.visual.look_room.em * placed.scale < smallest * 0.99:
                self.ledger.too_small(placed.visual.id, at_s)

    def _clip(self) -> Any:
        return self.ledger.clip(
            heading=self._heading or (Run(self.scene_id),),
            size=(config.pixel_width, config.pixel_height),
            fps=self.fps,
            frames=self.frame,
            background=self.style.background,
        )


def _vector(shift: tuple[float, float]) -> Any:
    return np.array([shift[0], shift[1], 0.0])
