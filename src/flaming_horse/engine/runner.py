"""Runs actions: what the store holds is reused, what is under way is shared, the rest is done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait

from flaming_horse.engine.action import Action, Json
from flaming_horse.engine.events import Done, Event, Failed, Progress, Queued, Reused, Started
from flaming_horse.engine.executor import Executor
from flaming_horse.engine.explain import LastRuns
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.engine.warm import ActionWatcher


class Runner:
    """A context manager over a store and an executor.

    When one action fails, the others go on and are kept; leaving the context waits for them.
    Leaving it by Ctrl-C ends them within seconds. `on_event` is called by several threads, one
    at a time.
    """

    def __init__(
        self,
        store: Store,
        executor: Executor,
        journal: Journal,
        last: LastRuns,
        on_event: Callable[[Event], None] = lambda event: None,  # noqa: ARG005 - its type's name
    ) -> None:
        self.store = store
        self.last = last
        self._executor = executor
        self._journal = journal
        self._on_event = on_event
        self._telling = threading.RLock()  # an event may lead to the next submit
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[Result]] = {}

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(now=kind is not None and not issubclass(kind, Exception))

    def submit(self, action: Action) -> Future[Result]:
        """The future of the action's result, done at once when the store holds it."""
        key = action.key
        with self._lock:
            shared = self._under_way.get(key)
            stored = None if shared else self.store.result(key)
            ours: Future[Result] = Future()
            if shared is None and stored is None:
                self._under_way[key] = ours
        if shared is not None:
            shared.add_done_callback(lambda future: self._shared(action, future))
            return shared
        if stored is not None:
            self._reused(action, stored)
            ours.set_result(stored)
            return ours
        self._tell(Queued(*_who(action)))
        watcher = ActionWatcher(
            started=lambda: self._started(action),
            progress=lambda done, total: self._tell(Progress(*_who(action), done, total)),
        )
        try:
            theirs = self._executor.submit(action, action.resources, watcher)
        except BaseException:
            with self._lock:
                del self._under_way[key]
            raise
        theirs.add_done_callback(lambda future: self._settle(action, future, ours))
        return ours

    def close(self, *, now: bool = False) -> None:
        """Wait for all that was submitted and stop; `now`, or Ctrl-C meanwhile, ends it."""
        try:
            if not now:
                with self._lock:
                    under_way = list(self._under_way.values())
                wait(under_way)
        except BaseException:
            now = True
            raise
        finally:
            self._executor.close(now=now)

    def _settle(self, action: Action, theirs: Future[Result], ours: Future[Result]) -> None:
        """Write down how it ended, and only then let those who wait go on."""
        error = theirs.exception()
        try:
            if error is None:
                result = theirs.result()
                self.store.keep(action.key, result)
                self.last.remember(action)
                self._write("done", action, seconds=result.seconds)
                self._tell(Done(*_who(action), result.seconds))
            else:
                self._failed(action, error)
        except BaseException as trouble:  # noqa: BLE001 - a callback's error would be lost
            error = trouble
        with self._lock:
            self._under_way.pop(action.key, None)
        if error is None:
            ours.set_result(theirs.result())
        else:
            ours.set_exception(error)

    def _shared(self, action: Action, future: Future[Result]) -> None:
        error = future.exception()
        if error is None:
            self._reused(action, future.result())
        else:
            self._failed(action, error)

    def _started(self, action: Action) -> None:
        self._write("start", action)
        self._tell(Started(*_who(action)))

    def _reused(self, action: Action, result: Result) -> None:
        self.last.remember(action)
        self._write("reused", action, seconds=result.seconds)
        self._tell(Reused(*_who(action), result.seconds))

    def _failed(self, action: Action, error: BaseException) -> None:
        interrupted = isinstance(error, CancelledError)
        what = "interrupted" if interrupted else str(error).splitlines()[0] if str(error) else ""
        self._write("failed", action, error=what)
        self._tell(Failed(*_who(action), what, interrupted))

    def _write(self, what: str, action: Action, **fields: Json) -> None:
        self._journal.write(what, name=action.name, phase=action.phase, key=action.key, **fields)

    def _tell(self, event: Event) -> None:
        with self._telling:
            self._on_event(event)


def _who(action: Action) -> tuple[str, str, str, str]:
    return action.name, action.phase, action.label, action.key
