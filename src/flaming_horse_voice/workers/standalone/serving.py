"""The program: messages on stdin answered on stdout, or segments and a model as arguments."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from .by_hand import speak_by_hand
from .engine import Engine, Refused
from .errors import Explained, as_answer
from .lines import PendingLine, spoken_lines, written

PROTOCOL = 1
_PARENT_CHECK_S = 0.5


def run(
    make: Callable[[], Engine], default_model: str, explained: Explained = lambda _: None
) -> None:
    """The program: messages on stdin, or segments and a model as arguments.

    `explained` says what errors mean that the engine's own package has words for.
    """
    answers = own_stdout()
    if len(sys.argv) > 1:
        sys.exit(speak_by_hand(make(), default_model, answers, explained))
    # A terminal's Ctrl-C does not come into this session. OpenBLAS sends itself the signal where it
    # cannot start a thread, and once that is ignored waits for the thread for ever.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    worker = _Worker(make(), answers, explained)
    for line in sys.stdin.buffer:
        if line.strip():
            worker.answer(json.loads(line))
    worker.leave()


def own_stdout() -> IO[bytes]:
    """The real stdout for answers; whatever libraries print goes to stderr from now on."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers


def memory_of_process() -> int:
    """The most memory that this process held so far, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


class _Worker:
    """One engine and what it was told so far."""

    def __init__(self, engine: Engine, answers: IO[bytes], explained: Explained) -> None:
        self._engine = engine
        self._answers = answers
        self._explained = explained
        self._loaded = False
        self._scratch: Path | None = None

    def answer(self, message: Mapping[str, Any]) -> None:
        do = message.get("do")
        if do == "hello":
            self._hello(message)
        elif do == "load":
            self._guarded("load", lambda: self._load(message))
        elif do == "clone":
            self._guarded("clone", lambda: self._clone(message))
        elif do == "speak":
            self._speak(message["lines"])
        else:
            self._say({"re": str(do), "ok": False, "what": f"unknown message {do!r}"})

    def leave(self) -> None:
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _say(self, message: Mapping[str, Any]) -> None:
        self._answers.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def _guarded(self, re: str, act: Callable[[], dict[str, Any]]) -> None:
        try:
            self._say({"re": re, "id": "", "ok": True, **act()})
        except Exception as error:  # noqa: BLE001 - the parent must hear of anything that breaks
            self._say({"re": re, "id": "", **as_answer(error, self._explained)})

    def _hello(self, message: Mapping[str, Any]) -> None:
        self._scratch = Path(message["scratch"])
        die_with(int(message["parent"]), self.leave)
        known = {"protocol": PROTOCOL, "service": self._engine.service, "pid": os.getpid()}
        self._say({"re": "hello", "ok": True, **known})

    def _load(self, message: Mapping[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        loaded = self._engine.load(message["settings"])
        self._loaded = True
        return {**loaded, **self._memory(), "worked_s": round(time.monotonic() - began, 3)}

    def _clone(self, message: Mapping[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        self._engine.clone(message["reference"], message["transcript"])
        return {**self._memory(), "worked_s": round(time.monotonic() - began, 3)}

    def _memory(self) -> dict[str, int]:
        return {
            "peak_memory": memory_of_process(),
            "peak_device_memory": self._engine.peak_memory(),
        }

    def _speak(self, asked: Sequence[Mapping[str, Any]]) -> None:
        """Answer each line as soon as it and those before it are done."""
        if not self._loaded or self._scratch is None:
            refused = Refused("voice_failed", "no model is loaded")
            for line in asked:
                self._say({"re": "speak", "id": line["id"], **as_answer(refused)})
            return
        for line in spoken_lines(self._engine, asked):
            self._say({"re": "speak", "id": line.asked["id"], **self._answer_of(line)})

    def _answer_of(self, line: PendingLine) -> dict[str, Any]:
        if line.failed is not None:
            return as_answer(line.failed, self._explained)
        assert self._scratch is not None
        try:
            file = self._scratch / f"{time.monotonic_ns()}.wav"
            answer = written(line, file)
        except Exception as error:  # noqa: BLE001 - as above
            return as_answer(error, self._explained)
        return {"ok": True, **answer, **self._memory()}


def die_with(parent: int, leave: Callable[[], None]) -> None:
    """End this process soon after its parent: a killed parent cannot tell anybody.

    stdin alone is not enough: a process forked meanwhile may hold its other end open.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_S)
        with contextlib.suppress(Exception):
            leave()
        os._exit(1)

    _signal_at_parents_death()
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def _signal_at_parents_death() -> None:
    """Linux: SIGKILL when the starting thread dies, even inside a stuck library call.

    Asked for only where that thread is the parent's main one (it says so in the environment):
    another thread may rightly end before its worker.
    """
    if not sys.platform.startswith("linux") or "FLAMING_HORSE_MAIN_THREAD" not in os.environ:
        return
    import ctypes

    set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
