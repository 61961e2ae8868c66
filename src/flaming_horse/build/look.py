"""What is done and what is not, without doing it: `status` and `explain`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flaming_horse.build import approving, build_scenes, finished_film, housekeeping, narration
from flaming_horse.build.approving import Standings
from flaming_horse.build.build_scenes import Edits
from flaming_horse.build.graph import FilmGraph, Node
from flaming_horse.build.housekeeping import open_store
from flaming_horse.build.phases import PHASES
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.build.state import read_state
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.project import Project
from flaming_horse.writing import model_writer, plan_writing
from flaming_horse.writing.project_storyboard import storyboard_of


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


def _graph(project: Project, options: Options) -> FilmGraph:
    """The graph of a project's film, of which nothing is changed on the disk."""
    settings = settings_of(project.folder, options)
    storyboard = storyboard_of(project)
    spoken = narration.spoken_lines(storyboard, settings.voice)
    recording = Recording(project, storyboard, spoken, settings, options, looks_only=True)
    store = open_store(settings, looks_only=True)
    return FilmGraph(project, storyboard, recording, settings, store)


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
    graph = _graph(project, options)
    settings, recording = graph.settings, graph.recording
    nodes, made = graph.look()
    is_done = all(node.reused for node in nodes)
    return Status(
        project=project.name,
        title=graph.storyboard.settings.title,
        phases={phase.name: _count(nodes, phase.name) for phase in PHASES if phase.has_nodes},
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
            build_scenes.edits(project, made.of(graph.tasks, SceneModule)),
        ),
        film=str(project.media / f"{graph.name}.mp4") if is_done else None,
        passed=finished_film.verdict(project, graph.name) if is_done else None,
    )


def _count(nodes: Sequence[Node], phase: str) -> PhaseCount:
    reused = [node.reused for node in nodes if node.phase == phase]
    return PhaseCount(sum(reused), len(reused))


def _left(project: Project) -> list[str]:
    return [
        str(path.relative_to(project.folder)) for path in housekeeping.leftovers_in(project.folder)
    ]


def _model(settings: Settings) -> str:
    """The language model that a topic would be asked of, with the origin of each value."""
    server = model_writer.told_server(settings)
    return "; ".join(server.rows()) if server else "none"


def explain(project: Project, options: Options) -> Outlook:
    """What the next build will make and why, and what it will use again."""
    nodes, _ = _graph(project, options).look()
    return Outlook(project.name, nodes)
