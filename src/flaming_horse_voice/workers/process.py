"""A worker process: started, asked with deadlines, ended for certain. It never blocks for ever.

No threads: the parent may fork other processes while a worker lives.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from flaming_horse_voice import machine
from flaming_horse_voice.children.cell import Cell
from flaming_horse_voice.children.environment import Purpose, environment_for
from flaming_horse_voice.children.limits import GIGABYTE, Limits
from flaming_horse_voice.children.sandbox import confined, walls
from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.temporary import TemporaryFolder
from flaming_horse_voice.workers.protocol import PROTOCOL, Message, ProtocolError, decode, encode
from flaming_horse_voice.workers.standalone.errors import memory_ran_out

_LAST_LINES = 20

MOST_NOISE = 4 << 20
"""Bytes on its output before an answer. The longest answer has a word's times for each of some
hundred words, 3 kB; a bar of progress redrawn for an hour stays under one megabyte."""


class WorkerLost(Exception):
    """The worker died, hung or answered rubbish; the message says which."""


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How to start a worker, and how long it may take (seconds).

    A line may take `line_s` and `word_s` for each of its words. Kokoro needs 0.2 s a word on two
    idle cores and 2.2 s on two that six times too much runs on (measured): only a stuck worker
    meets its deadline. `confined`: what runs came with a project that is nobody's here; it runs in
    the sandbox, where of the user's files it sees only `seen`.
    """

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    hello_s: float = 60.0
    load_s: float = 240.0
    clone_s: float = 240.0
    line_s: float = 60.0
    word_s: float = 8.0
    grace_s: float = 2.0
    confined: bool = False
    seen: tuple[Path, ...] = ()


class VoiceWorker:
    """One process with one loaded model. Use as a context manager."""

    def __init__(self, spec: WorkerSpec) -> None:
        self._spec = spec
        self._scratch = TemporaryFolder()
        self._log = self._scratch.path / "stderr.log"
        # what a stranger's program writes lies apart from what is ours
        self._room = self._scratch.path / "room" if spec.confined else self._scratch.path
        self._parent = os.getpid()
        self._received = b""
        self._process = self._start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def peak_memory(self) -> int:
        """The most memory that it held so far, in bytes, from Linux's /proc; 0 elsewhere."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        except OSError:
            return 0
        rows = (row.split() for row in status.splitlines() if row.startswith("VmHWM:"))
        return next((int(row[1]) * 1024 for row in rows), 0)

    def _start(self) -> subprocess.Popen[bytes]:
        command, environment = self._walled() if self._spec.confined else self._plain()
        if threading.current_thread() is threading.main_thread():
            environment["FLAMING_HORSE_MAIN_THREAD"] = "1"
        try:
            with self._log.open("wb") as log:
                process = subprocess.Popen(  # noqa: S603 - the command comes from our own table
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=environment,
                    start_new_session=True,
                    bufsize=0,
                )
        except OSError as missing:
            self._scratch.close()
            if (failed := machine.trouble(missing, self._log)) is not None:
                raise failed from missing
            raise NotInstalled(
                f"the voice's interpreter {self._spec.command[0]!r} cannot be started ({missing})",
                remedy="check the path, or remove the setting that names it",
            ) from missing
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)
        return process

    def _plain(self) -> tuple[Sequence[str], dict[str, str]]:
        environment = environment_for(Purpose.SPEAKING, add=self._spec.environment)
        environment.pop("FLAMING_HORSE_MAIN_THREAD", None)
        return self._spec.command, environment

    def _walled(self) -> tuple[Sequence[str], dict[str, str]]:
        """Command and environment in the sandbox, as far as there is one on this machine."""
        there = walls()
        limits = Limits(file_size=GIGABYTE, open_files=4096)
        cell = Cell(self._room, self._spec.seen, (self._room,), limits, graphics=True)
        cell.temporary.mkdir(parents=True)
        added = {**self._spec.environment, **cell.environment()}
        environment = environment_for(Purpose.SPEAKING, own=False, add=added)
        if "bubblewrap" in there.there:
            self._parent = 1  # in there that is what it has been started by
        return confined(self._spec.command, cell, there), environment

    def refuse_elsewhere(self, file: str) -> None:
        """What a worker names as its sound lies in the folder that it was given, and is a file.

        Raises WrongInput for another file, which is left as it is: a sound that was taken is
        removed. WorkerLost for a confined one's, which would have a file of the user's taken.
        """
        path = Path(file)
        if self._spec.confined:
            if path.parent != self._room or path.is_symlink() or not path.is_file():
                raise WorkerLost("it named a file that is not its own")
        elif not path.resolve().is_relative_to(self._room.resolve()):
            raise WrongInput(
                f"the voice script {self._spec.command[-1]} wrote its sound to {path}, outside of"
                f" the folder that it was given ({self._room})",
                remedy="that file was left as it is; have the script write into the folder that"
                " `hello` names as `scratch`: docs/voice-scripts.md",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def greet(self) -> Message:
        """Say hello. Raises WorkerLost when the protocol is another one."""
        hello = {"do": "hello", "protocol": PROTOCOL, "parent": self._parent}
        self.send({**hello, "scratch": str(self._room)}, self._spec.hello_s)
        answer = self.receive(self._spec.hello_s)
        if answer.get("protocol") != PROTOCOL:
            raise WorkerLost(f"it speaks protocol {answer.get('protocol')!r}, not {PROTOCOL}")
        return answer

    def send(self, message: Message, seconds: float) -> None:
        """Write one message. Raises WorkerLost when it is not taken in time."""
        assert self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        rest = memoryview(encode(message))
        until = time.monotonic() + seconds
        while rest:
            left = until - time.monotonic()
            if left <= 0:
                raise WorkerLost(f"it took no message for {seconds:.0f} s")
            _, ready, _ = select.select([], [pipe], [], min(left, 1.0))
            if not ready:
                continue
            try:
                rest = rest[os.write(pipe, rest) :]
            except BlockingIOError:
                continue
            except OSError as gone:
                raise WorkerLost(self._last_words()) from gone

    def receive(self, seconds: float) -> Message:
        """The next message; lines that are none are passed over, and stand in the worker's log.

        Programs that somebody wrote for a voice print what their libraries print. Raises
        WorkerLost when no message comes in time, or too much else.
        """
        until = time.monotonic() + seconds
        noise, last = 0, b""
        while True:
            try:
                line = self._line(until, seconds, MOST_NOISE - noise)
            except WorkerLost as lost:
                raise WorkerLost(f"{lost}{_after(noise, last)}") from None
            with contextlib.suppress(ProtocolError):
                message = decode(line)
                if "re" in message:
                    return message
            noise, last = noise + len(line) + 1, line
            with self._log.open("ab") as log:
                log.write(b"on its output: " + line + b"\n")

    def _line(self, until: float, seconds: float, most: int) -> bytes:
        """The next line of its output, of at most `most` bytes."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        while b"\n" not in self._received:
            left = until - time.monotonic()
            if left <= 0:
                raise WorkerLost(f"it did not answer within {seconds:.0f} s")
            ready, _, _ = select.select([pipe], [], [], min(left, 1.0))
            if not ready:
                continue
            chunk = os.read(pipe, 65536)
            if not chunk:
                raise WorkerLost(self._last_words())
            self._received += chunk
            if len(self._received) > MOST_NOISE:
                break
        line, _, self._received = self._received.partition(b"\n")
        if len(line) > most:
            raise WorkerLost("it answered rubbish without an end")
        return line

    def _last_words(self) -> str:
        """How it ended, with the last line that it wrote to stderr."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self._spec.grace_s)
        status = self._process.returncode
        if status is None:
            how = "it closed its output"
        elif status < 0:
            how = f"it was killed by {signal.Signals(-status).name}"
        else:
            how = f"it ended with status {status}"
        if self._received:
            how += " in the middle of an answer"
        lines = self._log.read_text("utf-8", "replace").strip().splitlines()[-_LAST_LINES:] or [""]
        # the abort of Metal, and of OpenBLAS, is followed by lines that do not say why
        last = next((line for line in reversed(lines) if _tells_why(line)), lines[-1])
        if full := machine.full_folder([self._log.parent]):
            last = f"no space left on device: {full.parent}. {last}"
        return f"{how}: {last}" if last else how

    def end(self) -> None:
        """Close stdin, TERM, KILL; afterwards nothing of its session lives. Safe to call twice."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        idle_s = min(0.5, self._spec.grace_s)  # one that waits for a message ends at once
        for act, patience in (
            (None, idle_s),
            (signal.SIGTERM, self._spec.grace_s),
            (signal.SIGKILL, self._spec.grace_s),
        ):
            if act is not None:
                self._signal(act)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
            break
        self._signal(signal.SIGKILL)  # what it may have started itself
        self._scratch.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)


def _tells_why(line: str) -> bool:
    return memory_ran_out(line) or machine.trouble_in(line) is not None


def _after(noise: int, last: bytes) -> str:
    """What a worker printed that was no message, for whoever has to mend it."""
    if not noise:
        return ""
    return f"; what it printed is no message of the protocol, the last of it: {last[:80]!r}"
