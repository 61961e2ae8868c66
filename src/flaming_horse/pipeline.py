"""The way from a topic or a script to a film, as one readable list."""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.display import Display
from flaming_horse.engine.events import Event, Failed, Progress
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.explain import LastRuns
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.engine.runner import Runner
from flaming_horse.engine.store import Result, Store
from flaming_horse.errors import FlamingHorseError
from flaming_horse.model.narration import Narration
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.phases import (
    assemble,
    build_scenes,
    narration,
    plan,
    precache_voiceovers,
    review,
)
from flaming_horse.production import Production
from flaming_horse.project import Project
from flaming_horse.render.quality import quality
from flaming_horse.state import PhaseState, State

PHASES = (
    "init",
    "plan",
    "review",
    "narration",
    "precache_voiceovers",
    "build_scenes",
    "scene_qc",
    "final_render",
    "assemble",
    "complete",
)


def create(project: Project, options: Options, *, topic: str | None, script: Path | None) -> str:
    """Make the project's folder with its storyboard; what was done, in a sentence.

    Raises:
        WrongInput: an option or the script has errors, or no lesson matches the topic. Nothing
            is left behind then.
    """
    settings = settings_of(project.folder, options)
    quality(settings.quality.value)
    precache_voiceovers.chosen_voice(settings, options.voice)
    note = plan.bring_script(project, script) if script else plan.bring_lesson(project, topic or "")
    review.trust(project)
    return note


def build(project: Project, options: Options, display: Display) -> dict[str, Any]:
    """Do what is still to be done; what came of it, with the film's report.

    Raises:
        FlamingHorseError: what stopped it; everything made until then is kept.
    """
    settings = settings_of(project.folder, options)
    state = State(project, {phase: PhaseState() for phase in PHASES if phase != "complete"})
    with ProjectLock(project.hidden / "lock"):
        try:
            return _build(project, settings, options, display, state)
        except FlamingHorseError as error:
            state.write(error=str(error))
            raise
        except KeyboardInterrupt:
            state.write(error="interrupted")
            raise


def _build(
    project: Project, settings: Settings, options: Options, display: Display, state: State
) -> dict[str, Any]:
    began = time.monotonic()
    storyboard = _planned(project, options, state)
    state.begin("narration", len(storyboard.lines))
    spoken = narration.spoken_lines(storyboard)
    for _ in spoken:
        state.done("narration")
    recording = precache_voiceovers.Recording(
        project,
        storyboard,
        spoken,
        settings,
        options.voice,
        accept_any_take=options.accept_any_take,
    )
    if brought := recording.bring_old_caches():
        display.say(brought)
    frame = quality(settings.quality.value, storyboard.settings.shape)
    state.facts = {
        "title": storyboard.settings.title,
        "voice": recording.describe(),
        "quality": str(settings.quality),
    }
    store = Store(settings.store.value)
    executor = LocalExecutor(settings.workers.value, store, log=project.log)
    with Runner(
        store,
        executor,
        Journal(project.hidden / "journal.jsonl"),
        LastRuns(project.hidden / "last"),
        _tell(display),
    ) as runner:
        production = Production(
            project, storyboard, recording, store, runner, state, display, frame
        )
        told, clips = production.run()
        name = film_name(project, settings, storyboard)
        report = _assembled(project, storyboard, told, clips, name, runner, state, display)
    store.close()
    modules = build_scenes.planned_modules(project, storyboard)
    build_scenes.remove_stale(project, modules)
    film = project.media / f"{name}.mp4"
    state.facts |= {
        "film": str(film.relative_to(project.folder)),
        "passed": report["passed"],
        "yours": [str(m.file.relative_to(project.folder)) for m in modules if m.edited],
    }
    state.write()
    return _outcome(project, film, report, state, time.monotonic() - began)


def check(project: Project, options: Options) -> dict[str, Any]:
    """Measure the finished film again and write its report.

    Raises:
        FilmFailed: there is no film of this quality, or it cannot be read.
    """
    from flaming_horse.film.assemble import check_film

    settings = settings_of(project.folder, options)
    name = film_name(project, settings, plan.read_plan(project))
    with TemporaryDirectory(prefix="flaming-horse-") as scratch:
        check_film(project.media, Path(scratch), {"name": name})
        report = json.loads((Path(scratch) / assemble.report_name(name)).read_text("utf-8"))
    report["phases"] = assemble.phases_told(project, name)
    assemble.write_report(project, name, report)
    return report


def film_name(project: Project, settings: Settings, storyboard: Storyboard) -> str:
    """The film's file name, without its ending."""
    told = storyboard.settings
    return project.film_name(settings.quality.value, told.shape, told.language)


def _planned(project: Project, options: Options, state: State) -> Storyboard:
    """The storyboard, past every gate."""
    for phase in ("init", "plan", "review"):
        state.begin(phase, 1)
    state.done("init")
    storyboard = plan.read_plan(project)
    state.done("plan")
    modules = build_scenes.planned_modules(project, storyboard)
    code = [module.file for module in modules if module.edited]
    review.refuse_foreign_code(project, code, allowed=options.allow_code)
    state.done("review")
    return storyboard


def _assembled(
    project: Project,
    storyboard: Storyboard,
    told: Narration,
    clips: list[Result],
    name: str,
    runner: Runner,
    state: State,
    display: Display,
) -> dict[str, Any]:
    state.begin("assemble", 1)
    action = assemble.assemble_action(project, runner.store, storyboard, told, clips, name)
    reused = runner.store.result(action.key) is not None
    result = runner.submit(action).result()
    assemble.publish(project, runner.store, result, name)
    display.advance("assemble", 1, 1, name)
    state.done("assemble", reused=reused)
    report = assemble.measured_report(runner.store, result, name)
    report["phases"] = {phase: each.as_json() for phase, each in state.phases.items()}
    if reused:
        # What making it took is what the report tells, not that nothing was left to do.
        report["phases"] = assemble.phases_told(project, name) or report["phases"]
    assemble.write_report(project, name, report)
    return report


def _tell(display: Display) -> Any:
    def tell(event: Event) -> None:
        if isinstance(event, Progress):
            display.work(event.label, event.done, event.total)
        elif isinstance(event, Failed) and not event.interrupted:
            display.work(event.label, 1, 1)

    return tell


def _outcome(
    project: Project, film: Path, report: dict[str, Any], state: State, seconds: float
) -> dict[str, Any]:
    failed = [check for check in report["checks"] if not check["passed"]]
    return {
        "project": project.name,
        "film": str(film),
        "seconds": round(seconds, 2),
        "passed": report["passed"],
        "failed_checks": failed,
        "phases": {name: each.as_json() for name, each in state.phases.items()},
        "voice": state.facts["voice"],
        "yours": state.facts["yours"],
        "report": report,
    }


def outcome_as_text(outcome: dict[str, Any]) -> str:
    """What a person wants to know at the end of a build."""
    phases = outcome["phases"]
    spoken, drawn = phases["precache_voiceovers"], phases["final_render"]
    made = (
        f"{spoken['done'] - spoken['reused']} of {spoken['total']} lines spoken, "
        f"{drawn['done'] - drawn['reused']} of {drawn['total']} scenes drawn"
    )
    seconds = outcome["report"]["film"]["duration_s"]
    rows = [
        f"{outcome['film']}  ({seconds:.1f} s of film, built in {outcome['seconds']:.1f} s)",
        f"  {made}; voice: {outcome['voice']}",
        *(f"  kept as you edited it: {file}" for file in outcome["yours"]),
        checks_as_text(outcome["report"]),
    ]
    return "\n".join(rows)


def checks_as_text(report: dict[str, Any]) -> str:
    """The film's checks, a row for each, with what was measured."""
    rows = [
        f"  {'ok  ' if check['passed'] else 'FAIL'} {check['name']}: "
        f"{_figure(check['measured'])} (limit {_figure(check['limit'])})"
        for check in report["checks"]
    ]
    for check in report["checks"]:
        if not check["passed"]:
            rows += [f"       {check['name']}: {place}" for place in check.get("where", ())]
    passed = "passed all checks" if report["passed"] else "did not pass its checks"
    return "\n".join([*rows, f"  the film {passed}"])


def _figure(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "not measured" if value is None else str(value)
