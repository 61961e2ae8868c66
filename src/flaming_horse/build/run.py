"""The walk over a film's graph: what is missing is made, and what waited for it goes on.

The voice speaks in a thread of its own, workers draw in their processes, and this thread alone
decides what comes next: whatever happens reaches it as an event in one queue.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread

from flaming_horse.build import build_scenes, finished_film, precache_voiceovers, scene_qc
from flaming_horse.build.graph import FilmGraph, Made, Node, Product, Seen, SpeakLine, Task
from flaming_horse.build.state import State
from flaming_horse.display import Display
from flaming_horse.engine.action import Action
from flaming_horse.engine.result import Result
from flaming_horse.engine.runner import Runner
from flaming_horse.errors import FlamingHorseError
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.scene_module import SceneModule

Step = Callable[[], None]
"""What to do about an event; run by the one thread that decides."""


class GraphWalk:
    """One walk over a graph. `nodes` are those that were come to, as they were found."""

    def __init__(self, graph: FilmGraph, runner: Runner, state: State, display: Display) -> None:
        self.nodes: dict[Task, Node] = {}
        self._graph, self._runner, self._state, self._display = graph, runner, state, display
        self._made = Made()
        self._lines = {task.name: task for task in graph.tasks if isinstance(task, SpeakLine)}
        self._missing = {task: set(task.needs) for task in graph.tasks}
        self._needed_by: dict[Task, list[Task]] = defaultdict(list)
        for task in graph.tasks:
            for need in task.needs:
                self._needed_by[need].append(task)
        self._events: SimpleQueue[Step] = SimpleQueue()
        self._under_way = 0
        self._failures: list[FlamingHorseError] = []

    def film(self) -> Result:
        """Make what is missing; the result of the last task, which is the film.

        A failure stops what depends on it and nothing else, so that nothing made is lost.

        Raises:
            FlamingHorseError: what failed, after everything else has come to its end.
        """
        tasks = self._graph.tasks
        for phase, total in Counter(task.phase for task in tasks).items():
            self._state.expect(phase, total)
        for task in tasks:
            if not task.needs:
                self._begin(task)
        self._under_way += 1
        Thread(target=self._speak, name="voice", daemon=True).start()
        while self._under_way:
            self._events.get()()
        if self._failures:
            raise self._failures[0] if len(self._failures) == 1 else Failures(self._failures)
        (film,) = self._made.of(tasks[-1:], Result)
        return film

    def _speak(self) -> None:
        """The voice's thread: tells each recorded line, then that it has ended."""
        failure: BaseException | None = None
        try:
            self._graph.recording.run(
                lambda line, reused: self._events.put(
                    lambda: self._done(self._lines[line.id], line, reused=reused)
                )
            )
        except BaseException as error:  # noqa: BLE001 - it is raised again by the deciding thread
            failure = error
        self._events.put(lambda: self._voice_ended(failure))

    def _voice_ended(self, failure: BaseException | None) -> None:
        self._under_way -= 1
        there = self._made.of([*self._lines.values()], RecordedLine)
        voice = self._graph.recording.voice
        precache_voiceovers.write_index(self._graph.project, Narration(voice, tuple(there)))
        if isinstance(failure, FlamingHorseError) and failure.place is None:
            lines = self._graph.storyboard.lines
            named = (line.place for line in lines if f"line {line.id}:" in failure.what)
            failure.place = next(named, None)
        if failure is not None:
            self._failed(failure)

    def _begin(self, task: Task) -> None:
        """Make a task, all of whose needs are there, or find it made."""
        self._state.begin(task.phase)
        try:
            seen = self._graph.seen(task, self._made)
        except FlamingHorseError as error:
            self._failed(error)
            return
        self.nodes[task] = seen.node
        if isinstance(seen.product, SceneModule):
            self._write(task, seen.product)
        elif seen.action is not None:
            self._submit(task, seen, seen.action)

    def _write(self, task: Task, module: SceneModule) -> None:
        written = build_scenes.write_module(module)
        if module.cut:
            self._display.say(
                f"{module.file.name} was cut short and is made from the storyboard again; if you"
                " had changed it, put your copy back"
            )
        self._done(task, module, reused=not written)

    def _submit(self, task: Task, seen: Seen, action: Action) -> None:
        self._under_way += 1

        def ended(future: Future[Result]) -> None:
            self._under_way -= 1
            self._display.work(action.name, task.label, 1, 1)
            try:
                result = future.result()
                self._accept(task, result)
            except FlamingHorseError as error:
                for module in self._made.of(task.needs, SceneModule):
                    scene_qc.place_in_project(error, action, module, self._graph.project)
                self._failed(error)
            else:
                self._done(task, result, reused=seen.product is not None)

        future = self._runner.submit(action)
        future.add_done_callback(lambda done: self._events.put(lambda: ended(done)))

    def _accept(self, task: Task, result: Result) -> None:
        """Use a result. Raises FlamingHorseError where it is not good enough to go on with."""
        graph = self._graph
        if task.phase == "scene_qc":
            (module,) = self._made.of(task.needs, SceneModule)
            scene_qc.refuse_defects(graph.store, result, module)
        elif task.phase == "assemble":
            finished_film.publish(graph.project, graph.store, result, graph.name)

    def _done(self, task: Task, product: Product, *, reused: bool) -> None:
        """Tell that a task is there, and begin those that waited for it alone."""
        self._made[task] = product
        state = self._state.done(task.phase, reused=reused)
        label = task.name if task.phase == "assemble" else task.label
        self._display.advance(task.phase, state.done, state.total, label, reused=reused)
        if not reused:
            # Each writing waits for the disk; what was there already is told at the end.
            self._state.write()
        for waiting in self._needed_by[task]:
            self._missing[waiting].discard(task)
            if not self._missing[waiting]:
                self._begin(waiting)

    def _failed(self, failure: BaseException) -> None:
        if not isinstance(failure, FlamingHorseError):
            raise failure
        self._failures.append(failure)
        self._display.say(f"failed, the rest goes on: {failure.what.splitlines()[0]}")


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
