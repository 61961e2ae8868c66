"""What is done and what is not, without doing it: `status` and `explain`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flaming_horse.build import (
    approving,
    assemble,
    build_scenes,
    finished_film,
    leftovers,
    narration,
)
from flaming_horse.build.approving import Standings
from flaming_horse.build.build_scenes import Edits
from flaming_horse.build.phases import PHASES
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


@dataclass(frozen=True, slots=True)
class PhaseCount:
    """How many pieces of work of a phase are there."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ScriptStatus:
    """What there is to tell of a project that has its script."""

    voice: str
    unused_takes: Sequence[str]
    edits: Edits


@dataclass(frozen=True, slots=True)
class Status:
    """How far a project's film is; `settings` are those in force, with their origins.

    `film` is its file and `passed` whether it passed its checks, where nothing is left to be done.
    `script` is None as long as there is a plan alone.
    """

    project: str
    title: str
    phases: Mapping[str, PhaseCount]
    settings: Mapping[str, str]
    films: Sequence[str]
    standings: Standings
    last_error: str | None
    left_by_0_1: Sequence[str]
    script: ScriptStatus | None = None
    film: str | None = None
    passed: bool | None = None

    def as_json(self) -> dict[str, Any]:
        script = self.script
        return {
            "project": self.project,
            "title": self.title,
            "phases": {phase: asdict(count) for phase, count in self.phases.items()},
            "film": self.film,
            "passed": self.passed,
            **({"voice": script.voice} if script else {}),
            "settings": self.settings,
            "films": self.films,
            **asdict(self.standings),
            **({"unused_takes": script.unused_takes, **asdict(script.edits)} if script else {}),
            "last_error": self.last_error,
            "left_by_0_1": self.left_by_0_1,
        }


def status(project: Project, options: Options) -> Status:
    """How far the project's film is."""
    standings = approving.standings(project, options)
    last_error, left = read_state(project).get("error"), _left(project)
    if not project.storyboard.exists():
        settings = settings_of(project.folder, options)
        return Status(
            project=project.name,
            title=plan_writing.planned_topic(project),
            phases={"plan": PhaseCount(1, 2)},
            settings={"quality": str(settings.quality), "llm": _model(settings)},
            films=project.films(),
            standings=standings,
            last_error=last_error,
            left_by_0_1=left,
        )
    look = _Look(project, options)
    settings, recording = look.settings, look.recording
    is_done = not look.outlook.will_make
    return Status(
        project=project.name,
        title=look.storyboard.settings.title,
        phases={
            phase.name: _count(look.outlook.nodes, phase.name)
            for phase in PHASES
            if phase.has_nodes
        },
        settings={
            "quality": str(settings.quality),
            "workers": str(settings.workers),
            "store": str(settings.store),
            "listen": str(settings.listen),
            **recording.origins(),
            "llm": _model(settings),
        },
        films=project.films(),
        standings=standings,
        last_error=last_error,
        left_by_0_1=left,
        script=ScriptStatus(
            recording.describe(),
            recording.unused_pins(),
            build_scenes.edits(project, look.modules),
        ),
        film=str(project.media / f"{look.name}.mp4") if is_done else None,
        passed=finished_film.verdict(project, look.name) if is_done else None,
    )


def _count(nodes: Sequence[Node], phase: str) -> PhaseCount:
    reused = [node.reused for node in nodes if node.phase == phase]
    return PhaseCount(sum(reused), len(reused))


def _left(project: Project) -> list[str]:
    return [str(path.relative_to(project.folder)) for path in leftovers.in_project(project.folder)]


def _model(settings: Settings) -> str:
    """The language model that a topic would be asked of, with the origin of each value."""
    server = model_writer.told_server(settings)
    return "; ".join(server.rows()) if server else "none"


def explain(project: Project, options: Options) -> Outlook:
    """What the next build will make and why, and what it will use again."""
    return _Look(project, options).outlook


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
