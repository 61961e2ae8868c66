"""The way from a topic or a script to a film, as one readable list."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flaming_horse.build import (
    build_scenes,
    consent,
    finished_film,
    housekeeping,
    narration,
    precache_voiceovers,
)
from flaming_horse.build.build_scenes import Edits
from flaming_horse.build.graph import FilmGraph, Node
from flaming_horse.build.housekeeping import notes_on, open_store
from flaming_horse.build.run import GraphWalk
from flaming_horse.build.state import State
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.display import Display
from flaming_horse.engine.events import Event, Failed, Progress
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.engine.runner import Runner
from flaming_horse.errors import WaitingForReview
from flaming_horse.film.report import failure
from flaming_horse.model.narration import SpokenLine
from flaming_horse.model.report import PhaseReport, Report
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.writing import gates, plan_writing
from flaming_horse.writing.film_language import language_of_film
from flaming_horse.writing.project_storyboard import (
    refuse_unusable_music,
    script_files,
    storyboard_of,
)
from flaming_horse_voice.temporary import sweep
from flaming_horse_voice.trust import take_over_old_register


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build, which took `seconds`.

    `phases` are those of this build; the report's tell what making the film took, which may have
    been an earlier one. `nodes` are those of the film, as they were found.
    """

    project: Project
    film: Path
    seconds: float
    phases: Mapping[str, PhaseReport]
    voice: str
    edits: Edits
    report: Report
    nodes: tuple[Node, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "project": self.project.name,
            "film": str(self.film),
            "seconds": round(self.seconds, 2),
            "passed": self.report.passed,
            "failed_checks": [asdict(check) for check in self.report.failed_checks],
            "phases": {name: asdict(phase) for name, phase in self.phases.items()},
            "voice": self.voice,
            **asdict(self.edits),
            "report": self.report.as_json(),
        }


def build(project: Project, options: Options, display: Display) -> Outcome:
    """Do what is still to be done; what came of it, with the film's report.

    Raises:
        FlamingHorseError: what stopped it; everything made until then is kept.
    """
    take_over_old_register()
    settings = settings_of(project.folder, options)
    state = State(project)
    with ProjectLock(project.hidden / "lock"):
        sweep()
        housekeeping.sweep_leftovers(project)
        try:
            return _build(project, settings, options, display, state)
        except WaitingForReview as waiting:
            state.wait(waiting)
            raise
        except (Exception, KeyboardInterrupt) as error:
            interrupted = isinstance(error, KeyboardInterrupt)
            what = str(error) or ("interrupted" if interrupted else type(error).__name__)
            with suppress(OSError):  # what stopped it may stop this: it is told all the same
                state.write(error=what)
            raise


def _build(
    project: Project, settings: Settings, options: Options, display: Display, state: State
) -> Outcome:
    began = time.monotonic()
    storyboard = _planned(project, settings, options, display, state)
    language = language_of_film(storyboard)
    spoken = _narrated(storyboard, settings, state)
    recording = precache_voiceovers.Recording(project, storyboard, spoken, settings, options)
    recording.refuse_unspoken(language)
    recording.tell_damage(display.say)
    recording.refuse_changed_recordings()
    for note in (recording.bring_old_caches(), *recording.unused_pins()):
        if note:
            display.say(note)
    state.facts = {
        "title": storyboard.settings.title,
        "voice": recording.describe(),
        "quality": str(settings.quality),
    }
    store = open_store(settings)
    for note in notes_on(store):
        display.say(note)
    graph = FilmGraph(project, storyboard, recording, settings, store)
    executor = LocalExecutor(settings.workers.value, store, log=project.log)
    journal = Journal(project.hidden / "journal.jsonl")
    with Runner(store, executor, journal, graph.last, _tell(display)) as runner:
        walk = GraphWalk(graph, runner, state, display)
        report = finished_film.report_of_build(
            project, store, walk.film(), graph.name, state.report()
        )
    store.close()
    modules = build_scenes.planned_modules(project, storyboard)
    build_scenes.remove_stale(project, modules)
    film = project.media / f"{graph.name}.mp4"
    edits = build_scenes.edits(project, modules)
    state.facts |= {
        "film": str(film.relative_to(project.folder)),
        "passed": report.passed,
        **asdict(edits),
    }
    failed = failure(report)
    state.write(error=str(failed) if failed else None)
    seconds = time.monotonic() - began
    return Outcome(
        project,
        film,
        seconds,
        state.report(),
        recording.describe(),
        edits,
        report,
        tuple(walk.nodes[task] for task in graph.tasks),
    )


def _planned(
    project: Project, settings: Settings, options: Options, display: Display, state: State
) -> Storyboard:
    """The storyboard, past every gate."""
    for phase in ("init", "plan", "review"):
        state.expect(phase, 1)
    state.done("init")
    state.begin("plan")
    storyboard = storyboard_of(project)
    refuse_unusable_music(storyboard, project.folder)
    state.done("plan")
    state.begin("review")
    if gates.in_force(project, options.review):
        files = script_files(project, storyboard)
        look_at = partial(plan_writing.to_look_at, project, storyboard)
        gates.wait_for(project, "script", files, look_at=look_at)
    consent.ask_for_build(project, storyboard, settings, options.voice, display.say)
    state.done("review")
    return storyboard


def _narrated(storyboard: Storyboard, settings: Settings, state: State) -> tuple[SpokenLine, ...]:
    """What will be spoken."""
    state.expect("narration", len(storyboard.lines))
    state.begin("narration")
    spoken = narration.spoken_lines(storyboard, settings.voice)
    for _ in spoken:
        state.done("narration")
    return spoken


def _tell(display: Display) -> Any:
    def tell(event: Event) -> None:
        if isinstance(event, Progress):
            display.work(event.name, event.label, event.done, event.total)
        elif isinstance(event, Failed) and not event.interrupted:
            display.work(event.name, event.label, 1, 1)

    return tell
