"""A place for one worker process: started when there is work, kept warm, replaced when it dies."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flaming_horse.engine import failures
from flaming_horse.engine.action import Action, Json
from flaming_horse.engine.confined import too_much_memory
from flaming_horse.engine.process import WorkerDied, WorkerProcess, WorkerStuck
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.errors import FlamingHorseError
from flaming_horse_voice.machine import NO_MEMORY, allows_memory, trouble_in

LAST_WORDS = 2000
"""Bytes at the end of a dead process's log in which its reason is looked for."""


@dataclass(frozen=True, slots=True)
class ActionWatcher:
    """What an executor tells while an action runs, from a thread of its own.

    `started` is told again when the action is tried a second time.
    """

    started: Callable[[], None] = lambda: None
    progress: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005 - their names


class WarmWorker:
    """Runs actions one at a time; only `cut` may be called from another thread."""

    def __init__(self, store: Store, environment: Mapping[str, str]) -> None:
        self._store = store
        self._environment = environment
        self._process: WorkerProcess | None = None
        self._turn = threading.Lock()
        self._cut = False

    def run(self, action: Action, log: Path, watcher: ActionWatcher) -> Result:
        """The action's result, or the error that a user can mend."""
        log.parent.mkdir(parents=True, exist_ok=True)
        log.unlink(missing_ok=True)
        try:
            answer = self._ask(action, log, watcher)
        except BaseException:
            self.close()
            raise
        if "result" not in answer:
            self.close()  # what failed may have left a thread at work, or memory
        if "result" in answer:
            return Result.from_json(answer["result"])
        if "error" in answer:
            raise failures.rebuilt(answer["error"])
        last_line = str(answer["bug"]).strip().splitlines()[-1]
        raise FlamingHorseError(
            f"A bug of ours in {action.label or action.name}: {last_line}",
            remedy=f"The traceback is in {_shown(log)}: please report it.",
        )

    def cut(self) -> None:
        """End the process now and start no other."""
        with self._turn:
            self._cut = True
            if self._process is not None:
                self._process.cut()

    def close(self) -> None:
        with self._turn:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _ask(self, action: Action, log: Path, watcher: ActionWatcher) -> dict[str, Json]:
        """Ask a worker, and a second one when the first dies: it may have been short of memory."""
        question = {"action": action.as_json(), "log": str(log)}
        deadline = action.hints.get("deadline_s")
        for chances_left in (1, 0):
            watcher.started()
            try:
                return self._begun(log).ask(
                    question, deadline_s=deadline, on_progress=watcher.progress
                )
            except WorkerDied as death:
                self.close()
                if self._cut or not chances_left:
                    raise _death(action, death.code, log) from None
            except WorkerStuck:
                raise _stuck(action, log) from None
        raise AssertionError

    def _begun(self, log: Path) -> WorkerProcess:
        if self._process is None:
            process = WorkerProcess(self._store, log, self._environment)
            with self._turn:
                self._process = process
                if self._cut:
                    process.cut()
        assert self._process is not None
        return self._process


def _death(action: Action, code: int, log: Path) -> FlamingHorseError:
    who, remedy = action.label or action.name, f"What it said last is in {_shown(log)}."
    family = failures.error_class(str(action.hints.get("fails_as", "")))
    most = action.hints.get("memory")
    # Not every library can say it in another way than by ending the process.
    failed = trouble_in(_last_words(log)) if code != 128 + signal.SIGKILL else None
    of_memory = failed is not None and failed.what.startswith(NO_MEMORY)
    if most and of_memory and allows_memory(most):
        return too_much_memory(action, most)
    if failed is not None:
        return failures.rebuilt(failures.as_plain(failed) or {})
    if code <= 128:
        what = f"The process for {who} ended twice without an answer (exit code {code})."
        return family(what, remedy=remedy)
    name = f"signal {code - 128}"
    with contextlib.suppress(ValueError):
        name = signal.Signals(code - 128).name
    if name == "SIGKILL":
        remedy = f"Most often memory ran out: close other programs or use fewer workers. {remedy}"
    return family(f"The process for {who} was killed twice ({name}).", remedy=remedy)


def _last_words(log: Path) -> str:
    """The end of what a process said; "" where nothing can be read."""
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LAST_WORDS))
        return file.read().decode(errors="replace")
    return ""


def _stuck(action: Action, log: Path) -> FlamingHorseError:
    family = failures.error_class(str(action.hints.get("fails_as", "")))
    return family(
        f"{action.label or action.name} was not done after {action.hints['deadline_s']:g} s, "
        "and was ended.",
        remedy=f"Run the command again to go on; what it said last is in {_shown(log)}.",
    )


def _shown(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
