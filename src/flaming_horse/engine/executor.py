"""Where actions run. Executors share nothing with them but a store."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from flaming_horse.engine import failures
from flaming_horse.engine.action import Action, Json, Resources
from flaming_horse.engine.process import WorkerDied, WorkerProcess, WorkerStuck
from flaming_horse.engine.store import Result, Store
from flaming_horse.errors import ExitCode, FlamingHorseError


@dataclass(frozen=True, slots=True)
class Watcher:
    """What an executor tells while an action runs, from a thread of its own."""

    started: Callable[[], None] = lambda: None
    progress: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005 - keywords


class Executor(Protocol):
    """Runs actions whose inputs lie in the store, and leaves their results there.

    A future ends with the result, with the error a user can mend, or with CancelledError
    when the executor was ended under it.
    """

    def submit(
        self, action: Action, resources: Resources, watcher: Watcher = ...
    ) -> Future[Result]: ...

    def close(self, *, now: bool = False) -> None:
        """Finish what was submitted and stop; `now` ends what runs instead, within seconds."""
        ...


@dataclass(slots=True)
class _Job:
    action: Action
    resources: Resources
    watcher: Watcher
    future: Future[Result] = field(default_factory=Future[Result])


class LocalExecutor:
    """Worker processes on this machine, `workers` at a time, started when there is work.

    Each is kept for the next action, so that what it has imported and loaded stays warm.
    `log` is the folder for what they print: `<action name>.log`. `environment` is added to ours.
    A context manager.
    """

    def __init__(
        self,
        workers: int,
        store: Store,
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.workers = max(1, workers)
        self._store = store
        self._log = log.absolute()
        self._environment = dict(environment or {})
        self._changed = threading.Condition()
        self._waiting: deque[_Job] = deque()
        self._cores_free = self.workers
        self._idle: dict[str, int] = {}
        self._threads: dict[str, list[threading.Thread]] = {}
        self._processes: set[WorkerProcess] = set()
        self._closing = False
        self._ending = False

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(now=kind is not None and not issubclass(kind, Exception))

    def submit(
        self, action: Action, resources: Resources, watcher: Watcher | None = None
    ) -> Future[Result]:
        job = _Job(action, resources, watcher or Watcher())
        with self._changed:
            if self._closing:
                raise RuntimeError("the executor is closed")
            self._waiting.append(job)
            pool = resources.pool
            threads = self._threads.setdefault(pool, [])
            waiting = sum(other.resources.pool == pool for other in self._waiting)
            if waiting > self._idle.get(pool, 0) and len(threads) < (1 if pool else self.workers):
                thread = threading.Thread(target=self._serve, args=(pool,), daemon=True)
                threads.append(thread)
                thread.start()
            self._changed.notify_all()
        return job.future

    def close(self, *, now: bool = False) -> None:
        with self._changed:
            self._closing = True
            if now:
                self._ending = True
                for process in self._processes:
                    process.cut()
            self._changed.notify_all()
        for thread in [thread for threads in self._threads.values() for thread in threads]:
            thread.join()
        for job in self._waiting:
            job.future.set_exception(CancelledError())
        self._waiting.clear()

    def _serve(self, pool: str) -> None:
        """One worker's thread: takes jobs until the executor closes."""
        process: WorkerProcess | None = None
        while (job := self._next(pool)) is not None:
            try:
                process = self._run(job, process)
            finally:
                with self._changed:
                    self._cores_free += self._cores(job)
                    self._changed.notify_all()
        if process is not None:
            self._end(process)

    def _next(self, pool: str) -> _Job | None:
        """The first waiting job of the pool, once there are cores for it; None at the end."""
        with self._changed:
            self._idle[pool] = self._idle.get(pool, 0) + 1
            try:
                while not self._ending:
                    job = next((job for job in self._waiting if job.resources.pool == pool), None)
                    if job is None and self._closing:
                        return None
                    if job is not None and self._cores(job) <= self._cores_free:
                        self._waiting.remove(job)
                        self._cores_free -= self._cores(job)
                        return job
                    self._changed.wait()
                return None
            finally:
                self._idle[pool] -= 1

    def _cores(self, job: _Job) -> int:
        return min(max(0, job.resources.cores), self.workers)

    def _run(self, job: _Job, process: WorkerProcess | None) -> WorkerProcess | None:
        """Settle the job's future; returns the worker when it can be used again."""
        log = self._log / f"{job.action.name}.log"
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.unlink(missing_ok=True)
            job.watcher.started()
            process, answer = self._ask(job, process, log)
            if job.action.hints.get("fresh") and process is not None:
                self._end(process)
                process = None
            outcome = _outcome(job.action, answer, log)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the job
            outcome, process = error, None
        if isinstance(outcome, Result):
            job.future.set_result(outcome)
        else:
            job.future.set_exception(CancelledError() if self._ending else outcome)
        return process

    def _ask(
        self, job: _Job, process: WorkerProcess | None, log: Path
    ) -> tuple[WorkerProcess | None, dict[str, Json]]:
        """Ask a worker, and a second one when the first dies: it may have been short of memory."""
        question = {"action": job.action.as_json(), "log": str(log)}
        deadline = job.action.hints.get("deadline_s")
        last_chance = False
        while True:
            try:
                process = process or self._begin(log)
                return process, process.ask(
                    question, deadline_s=deadline, on_progress=job.watcher.progress
                )
            except WorkerDied as death:
                if last_chance or self._ending:
                    raise _death(job.action, death.code, log) from None
                last_chance = True
            except WorkerStuck:
                raise _stuck(job.action, log) from None
            finally:
                self._forget_dead()
            process = None

    def _begin(self, log: Path) -> WorkerProcess:
        process = WorkerProcess(self._store.folder, log, self._environment)
        with self._changed:
            self._processes.add(process)
            if self._ending:
                process.cut()
        return process

    def _end(self, process: WorkerProcess) -> None:
        process.close()
        self._forget_dead()

    def _forget_dead(self) -> None:
        with self._changed:
            self._processes = {process for process in self._processes if not process.ended}


def _outcome(action: Action, answer: Mapping[str, Json], log: Path) -> Result | Exception:
    if "result" in answer:
        return Result.from_json(answer["result"])
    if "error" in answer:
        return failures.rebuilt(answer["error"])
    last_line = str(answer["bug"]).strip().splitlines()[-1]
    return FlamingHorseError(
        f"A bug of ours in {action.label or action.name}: {last_line}",
        remedy=f"The traceback is in {_shown(log)}: please report it.",
    )


def _death(action: Action, code: int, log: Path) -> FlamingHorseError:
    who = action.label or action.name
    family = failures.error_class(str(action.hints.get("fails_as", "")), ExitCode.BUG)
    if code <= 128:
        what = f"The process for {who} ended twice without an answer (exit code {code})."
        return family(what, remedy=f"What it said last is in {_shown(log)}.")
    name = f"signal {code - 128}"
    with contextlib.suppress(ValueError):
        name = signal.Signals(code - 128).name
    remedy = f"What it said last is in {_shown(log)}."
    if code - 128 == signal.SIGKILL:
        remedy = "Most often memory ran out: close other programs, or use fewer workers. " + remedy
    return family(f"The process for {who} was killed twice ({name}).", remedy=remedy)


def _stuck(action: Action, log: Path) -> FlamingHorseError:
    family = failures.error_class(str(action.hints.get("fails_as", "")), ExitCode.BUG)
    return family(
        f"{action.label or action.name} was not done after {action.hints['deadline_s']:g} s, "
        "and was ended.",
        remedy=f"Run the command again to go on; what it said last is in {_shown(log)}.",
    )


def _shown(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
