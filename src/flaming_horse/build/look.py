"""What is done and what is not, without doing it: `status` and `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flaming_horse.build import (
    approving,
    assemble,
    build_scenes,
    finished_film,
    leftovers,
    narration,
)
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.build.scene_action import scene_action
from flaming_horse.build.state import read_state
from flaming_horse.build.stores import open_store
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.engine.explain import LastRuns, Verdict
from flaming_horse.engine.result import Result
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Line, Storyboard
from flaming_horse.project import Project
from flaming_horse.render.quality import Quality, quality
from flaming_horse.writing import model_writer, plan_writing
from flaming_horse.writing.project_storyboard import storyboard_of


@dataclass(frozen=True, slots=True)
class Node:
    """One piece of the work on a film: a line to speak, a scene to write, check or draw, the film.

    `name` is the line's id, the scene's id or the film's file name without its ending; `label` is
    what a person knows it by. `why` says why the next build makes it, or that it is up to date.
    """

    phase: str
    name: str
    label: str
    why: str
    reused: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """All nodes of a film, those of its lines first."""

    project: str
    nodes: tuple[Node, ...]

    @property
    def will_make(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if not node.reused)

    def as_json(self) -> dict[str, Any]:
        """What the next build makes, each with its reason."""
        reasons = [{"phase": n.phase, "what": n.name, "why": n.why} for n in self.will_make]
        return {"project": self.project, "will_make": reasons}


class _Look:
    """What the next build would find done and what it would make, and why."""

    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
        self.settings: Settings = settings_of(project.folder, options)
        self.storyboard: Storyboard = storyboard_of(project)
        spoken = narration.spoken_lines(self.storyboard, self.settings.voice)
        self.recording = Recording(
            project,
            self.storyboard,
            spoken,
            self.settings,
            options.voice,
            accept_any_take=options.accept_any_take,
            looks_only=True,
        )
        self.modules: list[SceneModule] = build_scenes.planned_modules(project, self.storyboard)
        self.lines: dict[str, RecordedLine] = self.recording.present()
        self.store = open_store(self.settings, looks_only=True)
        self.last = LastRuns(project.hidden / "last")
        self.name = finished_film.film_name(project, self.settings, self.storyboard)
        self._nodes: list[Node] = []
        for line in self.storyboard.lines:
            self._line(line)
        clips = [self._scene(module) for module in self.modules]
        self._add("assemble", self.name, self.storyboard.settings.title, self._film(clips))
        self.outlook = Outlook(project.name, tuple(self._nodes))

    def _line(self, line: Line) -> None:
        why = ""
        if line.id not in self.lines:
            fault = self.recording.fault(line.id)
            why = f"its takes so far are not good ({fault})" if fault else "no take yet"
            why = f"{why}: {_short(line.text)}"
        self._add("precache_voiceovers", line.id, line.text, why)

    def _film(self, clips: Sequence[Result | None]) -> str:
        """Why the film is put together; empty when it is there."""
        told = [self.lines.get(line.id) for line in self.storyboard.lines]
        if None in clips or None in told:
            return "waits for the scenes"
        action = assemble.assemble_action(
            self.project,
            self.store,
            self.storyboard,
            Narration(self.recording.voice, tuple(line for line in told if line)),
            [clip for clip in clips if clip],
            self.name,
        )
        reason = self.last.explain(action, self.store)
        film = self.project.media / f"{self.name}.mp4"
        if reason.verdict is not Verdict.UP_TO_DATE:
            return str(reason)
        return "" if film.is_file() else f"{film.name} is not in media"

    def _scene(self, module: SceneModule) -> Result | None:
        """The scene's clip when it is there; the nodes of the scene are noted."""
        scene = module.scene
        why = ""
        if not module.file.is_file() or module.file.read_bytes() != module.source:
            why = f"{module.file.name} is missing or out of date"
        self._add("build_scenes", scene.id, scene.title, why)
        missing = [line.id for line in scene.lines if line.id not in self.lines]
        if missing:
            for phase in ("scene_qc", "final_render"):
                self._add(
                    phase, scene.id, scene.title, f"waits for the voice: {', '.join(missing)}"
                )
            return None
        told = Narration(self.recording.voice, tuple(self.lines[li.id] for li in scene.lines))
        frame = quality(self.settings.quality.value, self.storyboard.settings.shape)
        check = self._result("scene_qc", module, told, frame, None)
        if check is None:
            self._add("final_render", scene.id, scene.title, "waits for its check")
            return None
        return self._result("final_render", module, told, frame, check.outputs["clip.json"])

    def _result(
        self,
        phase: str,
        module: SceneModule,
        told: Narration,
        frame: Quality,
        checked: str | None,
    ) -> Result | None:
        action = scene_action(
            self.project,
            self.store,
            module,
            told,
            frame=frame,
            checked=checked,
            music=self.storyboard.settings.music,
        )
        result = self.store.result(action.key)
        why = ""
        if result is None:
            # A module is drawn under a name without its number; a person knows it by its own.
            named = module.file.relative_to(self.project.folder).as_posix()
            why = str(self.last.explain(action, self.store))
            why = why.replace(action.params["module"], named)
        self._add(phase, module.scene.id, module.scene.title, why)
        return result

    def _add(self, phase: str, name: str, label: str, why: str) -> None:
        self._nodes.append(Node(phase, name, label, why or Verdict.UP_TO_DATE.value, not why))


_SHOWN = ("precache_voiceovers", "build_scenes", "scene_qc", "final_render", "assemble")


def status(project: Project, options: Options) -> dict[str, Any]:
    """How far the project's film is, with the settings in force and their origins."""
    if not project.storyboard.exists():
        return _planned(project, options)
    look = _Look(project, options)
    settings, recording = look.settings, look.recording
    nodes, is_done = look.outlook.nodes, not look.outlook.will_make
    last = read_state(project)
    return {
        "project": project.name,
        "title": look.storyboard.settings.title,
        "phases": {phase: _count(nodes, phase) for phase in _SHOWN},
        "film": str(project.media / f"{look.name}.mp4") if is_done else None,
        "passed": finished_film.verdict(project, look.name) if is_done else None,
        "voice": recording.describe(),
        "settings": {
            "quality": str(settings.quality),
            "workers": str(settings.workers),
            "store": str(settings.store),
            "listen": str(settings.listen),
            **recording.origins(),
            "llm": _model(settings),
        },
        "films": project.films(),
        **approving.standings(project, options),
        "unused_takes": recording.unused_pins(),
        **build_scenes.edits(project, look.modules),
        "last_error": last.get("error"),
        "left_by_0_1": _left(project),
    }


def _count(nodes: Sequence[Node], phase: str) -> dict[str, int]:
    reused = [node.reused for node in nodes if node.phase == phase]
    return {"done": sum(reused), "total": len(reused)}


def _planned(project: Project, options: Options) -> dict[str, Any]:
    """The status of a project that has a plan, and no script as yet."""
    settings = settings_of(project.folder, options)
    return {
        "project": project.name,
        "title": plan_writing.planned_topic(project),
        "phases": {"plan": {"done": 1, "total": 2}},
        "film": None,
        "passed": None,
        "settings": {"quality": str(settings.quality), "llm": _model(settings)},
        "films": project.films(),
        **approving.standings(project, options),
        "last_error": read_state(project).get("error"),
        "left_by_0_1": _left(project),
    }


def _left(project: Project) -> list[str]:
    return [str(path.relative_to(project.folder)) for path in leftovers.in_project(project.folder)]


def _model(settings: Settings) -> str:
    """The language model that a topic would be asked of, with the origin of each value."""
    server = model_writer.told_server(settings)
    return "; ".join(server.rows()) if server else "none"


def explain(project: Project, options: Options) -> Outlook:
    """What the next build will make and why, and what it will use again."""
    return _Look(project, options).outlook


def as_text(status: dict[str, Any]) -> str:
    """The status for a person."""
    rows = [f"{status['project']}: {status['title']}"]
    rows += [f"  {name:<20} {p['done']}/{p['total']}" for name, p in status["phases"].items()]
    rows += [f"  {name:<20} {value}" for name, value in status["settings"].items()]
    stands = ", ".join(f"{what} {standing}" for what, standing in status["review"].items())
    rows += [f"  {'review':<20} {stands}"] if stands else []
    if "unused_takes" in status:
        rows += build_scenes.edits_as_text(status)
        rows += [f"  {note}" for note in status["unused_takes"]]
    if status["waits_for"]:
        what = status["waits_for"]
        rows.append(f"  to go on: flaming-horse approve {what} --project {status['project']}")
    elif status["film"]:
        verdict = {True: "passed its checks", False: "did NOT pass its checks", None: "unchecked"}
        rows.append(f"  film: {status['film']} ({verdict[status['passed']]})")
    else:
        rows.append(f"  to go on: flaming-horse build {status['project']}")
        rows += [f"  there is {film}" for film in status["films"]]
    if status["last_error"]:
        rows.append(f"  the last build stopped: {status['last_error']}")
    if status["left_by_0_1"]:
        rows.append(
            "  looks like what version 0.1.0 left half written (if you know none, delete it):"
        )
        rows += [f"    {name}" for name in status["left_by_0_1"]]
    return "\n".join(rows)


def reasons_as_text(outlook: Outlook) -> str:
    """The reasons for a person."""
    if not outlook.will_make:
        return f"{outlook.project}: everything is up to date"
    rows = [f"  {node.phase:<20} {node.name}: {node.why}" for node in outlook.will_make]
    return "\n".join([f"{outlook.project}: the next build makes", *rows])


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
