"""Where actions run. Executors share nothing with them but a store."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from flaming_horse.engine.action import Action, Resources, file_name
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.engine.warm import ActionWatcher, WarmWorker


class Executor(Protocol):
    """Runs actions whose inputs lie in the store, and leaves their results there.

    A future ends with the result, with the error a user can mend, or with CancelledError
    when the executor was ended under it.
    """

    def submit(
        self, action: Action, resources: Resources, watcher: ActionWatcher = ...
    ) -> Future[Result]: ...

    def close(self, *, now: bool = False) -> None:
        """Finish what was submitted and stop; `now` ends what runs instead, within seconds."""
        ...


@dataclass(slots=True)
class _Job:
    action: Action
    resources: Resources
    watcher: ActionWatcher
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
        self._warm: list[WarmWorker] = []
        self._closing = False
        self._ending = False

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(now=kind is not None and not issubclass(kind, Exception))

    def submit(
        self, action: Action, resources: Resources, watcher: ActionWatcher | None = None
    ) -> Future[Result]:
        job = _Job(action, resources, watcher or ActionWatcher())
        with self._changed:
            if self._closing:
                raise RuntimeError("the executor is closed")
            self._waiting.append(job)
            self._make_room(resources.pool)
            self._changed.notify_all()
        return job.future

    def close(self, *, now: bool = False) -> None:
        with self._changed:
            self._closing = True
            self._ending = self._ending or now
            for warm in self._warm if now else ():
                warm.cut()
            self._changed.notify_all()
        for thread in [thread for threads in self._threads.values() for thread in threads]:
            thread.join()
        while self._waiting:
            self._waiting.popleft().future.set_exception(CancelledError())

    def _make_room(self, pool: str) -> None:
        """Start a worker's thread when more jobs wait than workers do; the process comes later."""
        waiting = sum(job.resources.pool == pool for job in self._waiting)
        threads = self._threads.setdefault(pool, [])
        if waiting > self._idle.get(pool, 0) and len(threads) < (1 if pool else self.workers):
            warm = WarmWorker(self._store, self._environment)
            self._warm.append(warm)
            thread = threading.Thread(target=self._serve, args=(pool, warm), daemon=True)
            thread.start()  # may fail: who closes waits for those that began
            threads.append(thread)

    def _serve(self, pool: str, warm: WarmWorker) -> None:
        while (job := self._next(pool)) is not None:
            try:
                self._run(job, warm)
            finally:
                with self._changed:
                    self._cores_free += self._cores(job)
                    self._changed.notify_all()
        warm.close()

    def _run(self, job: _Job, warm: WarmWorker) -> None:
        try:
            result = warm.run(
                job.action, self._log / f"{file_name(job.action.name)}.log", job.watcher
            )
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the job
            job.future.set_exception(CancelledError() if self._ending else error)
        else:
            job.future.set_result(result)

    def _next(self, pool: str) -> _Job | None:
        """The next job of the pool, once there are cores for it; None at the end."""
        with self._changed:
            self._idle[pool] = self._idle.get(pool, 0) + 1
            try:
                while not self._ending:
                    if self._closing and all(job.resources.pool != pool for job in self._waiting):
                        return None
                    job = self._head()
                    if job is not None and job.resources.pool == pool:
                        self._waiting.remove(job)
                        self._cores_free -= self._cores(job)
                        return job
                    self._changed.wait()
                return None
            finally:
                self._idle[pool] -= 1
                self._changed.notify_all()

    def _head(self) -> _Job | None:
        """The first job with an idle worker, if its cores are free.

        Later ones wait with it: many small jobs must not keep a large one from ever starting.
        """
        job = next((job for job in self._waiting if self._idle.get(job.resources.pool)), None)
        return job if job is not None and self._cores(job) <= self._cores_free else None

    def _cores(self, job: _Job) -> int:
        return min(max(0, job.resources.cores), self.workers)
