"""One build at work: a scene is checked and drawn as soon as its lines are spoken.

The voice speaks in a thread of its own, workers draw in their processes, and this thread alone
decides what comes next: whatever happens reaches it as an event in one queue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any

from flaming_horse.build import build_scenes, precache_voiceovers, scene_qc
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.build.scene_action import scene_action
from flaming_horse.build.state import State
from flaming_horse.display import Display
from flaming_horse.engine.action import Action
from flaming_horse.engine.result import Result
from flaming_horse.engine.runner import Runner
from flaming_horse.engine.store import Store
from flaming_horse.errors import FlamingHorseError, Place
from flaming_horse.model.narration import Narration, RecordedLine, VoiceIdentity
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Line, Scene, Storyboard, Visual
from flaming_horse.project import Project
from flaming_horse.render.quality import Quality
from flaming_horse_voice.trust import Trust

Step = Callable[[], None]
"""What to do about an event; run by the one thread that decides."""


@dataclass(slots=True)
class Production:
    """The narration and the clips of a film, made together.

    `limits` are the hints under which scenes are drawn (`scene_limits`).
    """

    project: Project
    storyboard: Storyboard
    recording: Recording
    store: Store
    runner: Runner
    state: State
    display: Display
    frame: Quality
    trust: Trust
    limits: Mapping[str, Any]
    events: SimpleQueue[Step] = field(default_factory=SimpleQueue[Step])
    lines: dict[str, RecordedLine] = field(default_factory=dict[str, RecordedLine])
    clips: dict[str, Result] = field(default_factory=dict[str, Result])
    failures: list[FlamingHorseError] = field(default_factory=list[FlamingHorseError])
    waiting_for: int = 0

    def run(self) -> tuple[Narration, list[Result]]:
        """Speak, check and draw everything; the narration and the clips in the film's order.

        A failure stops what depends on it and nothing else, so that nothing made is lost.

        Raises:
            FlamingHorseError: what failed, after everything else has come to its end.
        """
        scenes = self.storyboard.scenes
        for phase in ("build_scenes", "scene_qc", "final_render"):
            self.state.expect(phase, len(scenes))
        self.state.expect("precache_voiceovers", len(self.storyboard.lines))
        self.state.begin("precache_voiceovers")
        for scene in scenes:
            if not scene.lines:
                self._draw(scene)
        self._expect()
        Thread(target=self._speak, name="voice", daemon=True).start()
        while self.waiting_for:
            self.events.get()()
        if self.failures:
            raise self.failures[0] if len(self.failures) == 1 else Failures(self.failures)
        return self._narration(self.storyboard.scenes), [self.clips[s.id] for s in scenes]

    @property
    def voice(self) -> VoiceIdentity:
        return self.recording.voice

    def _speak(self) -> None:
        """The voice's thread: tells each recorded line, then that it has ended."""
        failure: BaseException | None = None
        try:
            self.recording.run(
                lambda line, reused: self.events.put(lambda: self._recorded(line, reused))
            )
        except BaseException as error:  # noqa: BLE001 - it is raised again by the deciding thread
            failure = error
        self.events.put(lambda: self._voice_ended(failure))

    def _recorded(self, line: RecordedLine, reused: bool) -> None:
        self.lines[line.id] = line
        self._advance("precache_voiceovers", line.text, reused=reused)
        scene = next(s for s in self.storyboard.scenes if s.id == line.scene)
        if all(each.id in self.lines for each in scene.lines):
            self._draw(scene)

    def _voice_ended(self, failure: BaseException | None) -> None:
        self.waiting_for -= 1
        precache_voiceovers.write_index(
            self.project, self._narration(self.storyboard.scenes, partly=failure is not None)
        )
        if isinstance(failure, FlamingHorseError) and failure.place is None:
            named = (li.place for li in self.storyboard.lines if f"line {li.id}:" in failure.what)
            failure.place = next(named, None)
        self._failed(failure)

    def _draw(self, scene: Scene) -> None:
        """Write a scene's module and check it; drawing follows when the check passed."""
        self.state.begin("build_scenes")
        module = build_scenes.planned_module(self.project, self.storyboard, scene)
        written = build_scenes.write_module(module)
        if module.cut:
            self.display.say(
                f"{module.file.name} was cut short and is made from the storyboard again; if you"
                " had changed it, put your copy back"
            )
        self._advance("build_scenes", scene.title, reused=not written)
        narration = self._narration((scene,))

        def action(check: Result | None) -> Action:
            return scene_action(
                self.project,
                self.store,
                module,
                narration,
                frame=self.frame,
                checked=check.outputs["clip.json"] if check else None,
                music=self.storyboard.settings.music,
                hints={**self.limits, "confined": self.trust.confined and module.edited},
            )

        def checked(result: Result, reused: bool) -> None:
            scene_qc.refuse_defects(self.store, result, module)
            self._advance("scene_qc", scene.title, reused=reused)
            self._submit(action(result), module, drawn)

        def drawn(result: Result, reused: bool) -> None:
            self.clips[scene.id] = result
            self._advance("final_render", scene.title, reused=reused)

        self._submit(action(None), module, checked)

    def _submit(
        self, action: Action, module: SceneModule, then: Callable[[Result, bool], None]
    ) -> None:
        self._expect()
        self.state.begin(action.phase)
        reused = self.store.result(action.key) is not None

        def ended(future: Future[Result]) -> None:
            self.waiting_for -= 1
            self.display.work(action.name, module.scene.title, 1, 1)
            try:
                then(future.result(), reused)
            except FlamingHorseError as error:
                self._failed(_in_project(error, action, module, self.project))

        future = self.runner.submit(action)
        future.add_done_callback(lambda done: self.events.put(lambda: ended(done)))

    def _expect(self) -> None:
        self.waiting_for += 1

    def _failed(self, failure: BaseException | None) -> None:
        if failure is None:
            return
        if not isinstance(failure, FlamingHorseError):
            raise failure
        self.failures.append(failure)
        self.display.say(f"failed, the rest goes on: {failure.what.splitlines()[0]}")

    def _advance(self, phase: str, detail: str, *, reused: bool) -> None:
        state = self.state.done(phase, reused=reused)
        self.display.advance(phase, state.done, state.total, detail, reused=reused)
        if not reused:
            # Each writing waits for the disk; what was there already is told at the end.
            self.state.write()

    def _narration(self, scenes: tuple[Scene, ...], *, partly: bool = False) -> Narration:
        wanted = [line.id for scene in scenes for line in scene.lines]
        present = [self.lines[i] for i in wanted if not partly or i in self.lines]
        return Narration(self.voice, tuple(present))


class Failures(FlamingHorseError):
    """Several failures of one build, which ends with the exit code of the first."""

    def __init__(self, failures: Sequence[FlamingHorseError]) -> None:
        super().__init__("; ".join(failure.what for failure in failures))
        # Each class has a code of its own; this one stands for whatever failed first.
        self.exit_code = failures[0].exit_code  # pyright: ignore[reportAttributeAccessIssue]
        self._failures = tuple(failures)

    @property
    def findings(self) -> tuple[FlamingHorseError, ...]:
        return self._failures

    def __str__(self) -> str:
        return "\n".join(map(str, self._failures))


def _in_project(
    error: FlamingHorseError, action: Action, module: SceneModule, project: Project
) -> FlamingHorseError:
    """The error with the place that a person can mend.

    That is the storyboard's, or the line of a module that a person wrote.
    """
    place = error.place
    if place is None or place.file != action.params["module"]:
        return error
    if module.edited:
        if module.scene.code is None:
            error.remedy += f"\n  The module was edited; {build_scenes.AGAIN}."
        named = str(module.file.relative_to(project.folder))
        error.place = Place(named, place.line, place.column)
        return error
    named_in = (
        item.place
        for item in module.scene.items
        if isinstance(item, Line | Visual) and f"'{item.id}'" in error.what
    )
    error.place = next(named_in, module.scene.place)
    return error
