"""The parent's side of a worker process: ask it one thing at a time, and end it in bounded time."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from flaming_horse.engine.action import Json
from flaming_horse.engine.store import Store
from flaming_horse_voice.children.environment import ONE_THREAD, Purpose, environment_for

# The guardian needs at most TERM_GRACE_S + KILL_GRACE_S; a machine that is busy, a little more.
END_LIMIT_S = 5.0
# An interpreter and a few standard modules: what takes longer than this will never be ready.
START_LIMIT_S = 120.0


def open_log(path: Path) -> BinaryIO:
    """A log at its end, made where it is absent; a link in its place is an OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    return os.fdopen(os.open(path, flags, 0o666), "ab")


class WorkerDied(Exception):
    """The process ended without an answer; `code` is 128 + signal, or its own exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class WorkerStuck(Exception):
    """No answer came before the deadline; the process has been ended."""


class WorkerProcess:
    """A context manager: outside of it nothing of the worker is left."""

    def __init__(self, store: Store, log: Path, environment: Mapping[str, str]) -> None:
        self._turn = threading.Lock()
        read, self._lifeline = os.pipe()
        command = [sys.executable, "-P", "-m", "flaming_horse.engine.worker"]
        command += ["--store", str(store.folder), "--lifeline", str(read)]
        command += ["--guarded"] if store.guarded else []
        added = {**ONE_THREAD, **environment}
        log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open_log(log) as errors:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=environment_for(Purpose.DRAWING, Purpose.SPEAKING, add=added),
                    pass_fds=(read,),
                    start_new_session=True,
                )
        finally:
            os.close(read)
        self._unread = b""
        try:
            self.pid = int(self._answer(time.monotonic() + START_LIMIT_S)["ready"])
        except WorkerStuck:
            raise WorkerDied(self.close()) from None
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(
        self,
        question: Mapping[str, Json],
        *,
        deadline_s: float | None,
        on_progress: Callable[[int, int], None],
    ) -> dict[str, Json]:
        """The worker's answer; WorkerDied or WorkerStuck when there is none, and it is ended.

        `deadline_s` counts from the question, and from each step that it says it has done.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write((json.dumps(question) + "\n").encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise WorkerDied(self.close()) from None
        while True:
            answer = self._answer(None if deadline_s is None else time.monotonic() + deadline_s)
            if "progress" not in answer:
                return answer
            on_progress(*answer["progress"])

    def cut(self) -> None:
        """Let go of the lifeline: the guardian ends the worker now. Callable from any thread."""
        with self._turn:
            if self._lifeline >= 0:
                os.close(self._lifeline)
            self._lifeline = -1

    def close(self) -> int:
        """End the worker and everything it started, within END_LIMIT_S; returns its exit code."""
        self.cut()
        try:
            code = self._process.wait(END_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        return 128 - code if code < 0 else code

    def _answer(self, until: float | None) -> dict[str, Json]:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._unread:
            limit = None if until is None else max(0.0, until - time.monotonic())
            if not select.select([descriptor], [], [], limit)[0]:
                self.close()
                raise WorkerStuck
            more = os.read(descriptor, 1 << 16)
            if not more:
                raise WorkerDied(self.close())
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return json.loads(line)
