"""What a film is made of: its nodes, what each is made from, and why the next build makes it.

Everything is derived here, once: `run` walks the graph and makes what is missing, `look` asks the
same graph and makes nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from flaming_horse.build import build_scenes
from flaming_horse.build.finished_film import assemble_action, film_name
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.build.scene_action import scene_action, scene_limits
from flaming_horse.config import Settings
from flaming_horse.engine.action import Action
from flaming_horse.engine.explain import LastRuns, Verdict
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Scene, Storyboard
from flaming_horse.project import Project
from flaming_horse.render.quality import Quality, quality
from flaming_horse_voice.files import digest_bytes

Product: TypeAlias = RecordedLine | SceneModule | Result
"""What a task leaves for those that need it: a take, a scene's module, an action's result."""
ProductT = TypeVar("ProductT", bound=Product)


@dataclass(frozen=True, slots=True)
class Node:
    """One piece of the work on a film: a line to speak, a scene to write, check or draw, the film.

    `name` is the line's id, the scene's id or the film's file name without its ending; `label` is
    what a person knows it by. `why` says why the next build makes it, or that it is up to date.
    `key` is a digest of all that it is made from, "" as long as some of that is still to be made.
    """

    phase: str
    name: str
    label: str
    why: str
    reused: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A task as the graph sees it now.

    `product` is what is there of it: where the node is not `reused`, it is known and still to be
    written down. `action` makes it, where that is the engine's affair.
    """

    node: Node
    product: Product | None = None
    action: Action | None = None


class Made(dict["Task", Product]):
    """What the tasks of a graph have left, so far."""

    def of(self, tasks: Sequence[Task], kind: type[ProductT]) -> list[ProductT]:
        """The products of one kind among those of `tasks`, in their order."""
        there = (self.get(task) for task in tasks)
        return [product for product in there if isinstance(product, kind)]


@dataclass(frozen=True, slots=True, eq=False)
class Task(ABC):
    """A node before it is looked at: a piece of work, and those that it needs."""

    phase: str
    name: str
    label: str
    needs: tuple[Task, ...] = ()

    @abstractmethod
    def seen(self, film: FilmGraph, made: Made) -> Seen:
        """What is there of it, now that all it needs is `made`."""

    def node(self, why: str, key: str = "") -> Node:
        """Its node; no reason to make it means that it is there."""
        return Node(
            self.phase, self.name, self.label, why or Verdict.UP_TO_DATE.value, not why, key
        )

    def waiting(self, missing: Sequence[Task]) -> Node:
        """Its node while something that it needs is not there."""
        lines = [task.name for task in missing if isinstance(task, SpeakLine)]
        voice = f"waits for the voice: {', '.join(lines)}"
        return self.node(voice if lines else "waits for its check")


@dataclass(frozen=True, slots=True, eq=False)
class SpeakLine(Task):
    """A line's take. All of them are the voice's: one model is loaded once, and speaks batches."""

    def seen(self, film: FilmGraph, made: Made) -> Seen:
        take = film.takes[self.name]
        why = ""
        if take.recorded is None:
            text = self.label if len(self.label) <= 60 else f"{self.label[:57]}…"
            fault = f"its takes so far are not good ({take.fault})" if take.fault else "no take yet"
            why = f"{fault}: {text}"
        return Seen(self.node(why, take.key), take.recorded)


@dataclass(frozen=True, slots=True, eq=False)
class SceneTask(Task):
    """A task of a scene, whose lines and whose module are among its needs."""

    scene: Scene = field(kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class WriteModule(SceneTask):
    """A scene's module. It is written once its lines are spoken: until then its file is asked."""

    def seen(self, film: FilmGraph, made: Made) -> Seen:
        module = build_scenes.planned_module(film.project, film.storyboard, self.scene)
        written = module.file.is_file() and module.file.read_bytes() == module.source
        why = "" if written else f"{module.file.name} is missing or out of date"
        return Seen(self.node(why, digest_bytes(module.source)), module)


@dataclass(frozen=True, slots=True, eq=False)
class DrawScene(SceneTask):
    """A scene laid out undrawn, for its check, or drawn, when that check is among its needs."""

    def seen(self, film: FilmGraph, made: Made) -> Seen:
        (module,) = made.of(self.needs, SceneModule)
        check = next(iter(made.of(self.needs, Result)), None)
        action = scene_action(
            film.project,
            film.store,
            module,
            Narration(film.recording.voice, tuple(made.of(self.needs, RecordedLine))),
            frame=film.frame,
            checked=check.outputs["clip.json"] if check else None,
            music=film.storyboard.settings.music,
            hints={**film.limits, "confined": film.settings.trust.confined and module.edited},
        )
        # A module is drawn under a name without its number; a person knows it by its own.
        named = module.file.relative_to(film.project.folder).as_posix()
        return film.action_seen(self, action, (action.params["module"], named))


@dataclass(frozen=True, slots=True, eq=False)
class PutTogether(Task):
    """The film."""

    def seen(self, film: FilmGraph, made: Made) -> Seen:
        action = assemble_action(
            film.project,
            film.store,
            film.storyboard,
            Narration(film.recording.voice, tuple(made.of(self.needs, RecordedLine))),
            made.of(self.needs, Result),
            self.name,
        )
        seen = film.action_seen(self, action)
        file = film.project.media / f"{self.name}.mp4"
        if seen.product is None or file.is_file():
            return seen
        return Seen(self.node(f"{file.name} is not in media", action.key), seen.product, action)

    def waiting(self, missing: Sequence[Task]) -> Node:
        return self.node("waits for the scenes")


class FilmGraph:
    """The tasks of a film, each after those that it needs; nothing of them is run here."""

    def __init__(
        self,
        project: Project,
        storyboard: Storyboard,
        recording: Recording,
        settings: Settings,
        store: Store,
    ) -> None:
        self.project, self.storyboard, self.recording = project, storyboard, recording
        self.settings, self.store = settings, store
        self.last = LastRuns(project.hidden / "last")
        self.name = film_name(project, settings, storyboard)
        self.frame: Quality = quality(settings.quality.value, storyboard.settings.shape)
        self.limits = scene_limits(settings)
        self.takes = recording.takes()
        self.tasks = self._tasks()

    def _tasks(self) -> tuple[Task, ...]:
        lines = {
            line.id: SpeakLine("precache_voiceovers", line.id, line.text)
            for line in self.storyboard.lines
        }
        clips: list[Task] = []
        tasks: list[Task] = [*lines.values()]
        for scene in self.storyboard.scenes:
            about = scene.id, scene.title
            spoken = tuple(lines[line.id] for line in scene.lines)
            module = WriteModule("build_scenes", *about, spoken, scene=scene)
            check = DrawScene("scene_qc", *about, (*spoken, module), scene=scene)
            clip = DrawScene("final_render", *about, (*spoken, module, check), scene=scene)
            tasks += module, check, clip
            clips.append(clip)
        title = self.storyboard.settings.title
        return (*tasks, PutTogether("assemble", self.name, title, (*lines.values(), *clips)))

    def seen(self, task: Task, made: Made) -> Seen:
        """A task as it stands, with what is `made` of those that it needs."""
        missing = [need for need in task.needs if need not in made]
        # What is in a module depends on no take, though it is written after them.
        if missing and not isinstance(task, WriteModule):
            return Seen(task.waiting(missing))
        return task.seen(self, made)

    def action_seen(self, task: Task, action: Action, renamed: tuple[str, str] = ("", "")) -> Seen:
        """A task whose work is an action; `renamed` is a file in it, and what a person calls it."""
        result = self.store.result(action.key)
        why = "" if result else str(self.last.explain(action, self.store)).replace(*renamed)
        return Seen(task.node(why, action.key), result, action)

    def look(self) -> tuple[tuple[Node, ...], Made]:
        """All nodes as the next build will find them, and what is there of their products."""
        made, nodes = Made(), list[Node]()
        for task in self.tasks:
            seen = self.seen(task, made)
            nodes.append(seen.node)
            if seen.product is not None:
                made[task] = seen.product
        return tuple(nodes), made
