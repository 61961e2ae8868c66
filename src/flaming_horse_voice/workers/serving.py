"""The worker's side of the protocol, for the voices that run in our own interpreter."""

from __future__ import annotations

import io
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from flaming_horse_voice.backends.interface import Backend
from flaming_horse_voice.errors import VoiceError, VoiceFailed
from flaming_horse_voice.machine import trouble
from flaming_horse_voice.workers.protocol import PROTOCOL, Message, code_of, decode, encode
from flaming_horse_voice.workers.standalone.serving import die_with, own_stdout


def serve(service: str, make: Callable[[], Backend]) -> None:
    """Answer messages until stdin closes. Never returns normally to a caller that prints."""
    answers = own_stdout()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C ends
    worker = _Worker(service, make, answers)
    for line in sys.stdin.buffer:
        if line.strip():
            worker.answer(decode(line))
    worker.leave()


class _Worker:
    """One backend and what it was told so far."""

    def __init__(self, service: str, make: Callable[[], Backend], answers: IO[bytes]) -> None:
        self._service = service
        self._make = make
        self._answers = answers
        self._backend: Backend | None = None
        self._scratch = Path()

    def answer(self, message: Message) -> None:
        match message.get("do"):
            case "hello":
                self._hello(message)
            case "load":
                self._guarded("load", "", lambda: self._load(message))
            case "clone":
                self._guarded("clone", "", lambda: self._clone(message))
            case "speak":
                for line in message["lines"]:
                    self._guarded("speak", line["id"], lambda line=line: self._speak(line))
            case other:
                self._say({"re": str(other), "ok": False, "what": f"unknown message {other!r}"})

    def leave(self) -> None:
        if self._scratch != Path():
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _say(self, message: Message) -> None:
        self._answers.write(encode(message))

    def _guarded(self, re: str, line: str, act: Callable[[], Message]) -> None:
        """Answer with what `act` gives or with its error; a bug is told with its kind."""
        try:
            self._say({"re": re, "id": line, "ok": True, **act()})
        except VoiceError as error:
            failure = {"code": code_of(error), "what": error.what, "remedy": error.remedy}
            self._say({"re": re, "id": line, "ok": False, **failure})
        except Exception as error:  # noqa: BLE001 - the parent must hear of anything that breaks
            import traceback

            traceback.print_exc()
            failed = trouble(error, self._scratch) or VoiceFailed(
                f"{type(error).__name__}: {error}"
            )
            failure = {"code": code_of(failed), "what": failed.what, "remedy": failed.remedy}
            self._say({"re": re, "id": line, "ok": False, **failure})

    def _hello(self, message: Message) -> None:
        self._scratch = Path(message["scratch"])
        die_with(int(message["parent"]), self.leave)
        known = {"protocol": PROTOCOL, "service": self._service, "pid": os.getpid()}
        self._say({"re": "hello", "ok": True, **known})

    def _load(self, message: Message) -> Message:
        backend = self._make()
        loaded = backend.load(message["settings"])
        self._backend = backend
        return {
            "model": loaded.model,
            "revision": loaded.revision,
            "sample_rate": loaded.sample_rate,
            "versions": dict(loaded.versions),
        }

    def _clone(self, message: Message) -> Message:
        self._loaded().clone(Path(message["reference"]), message["transcript"])
        return {}

    def _loaded(self) -> Backend:
        if self._backend is None:
            raise VoiceFailed("no model is loaded")
        return self._backend

    def _speak(self, line: Message) -> Message:
        import soundfile

        spoken = self._loaded().speak(line["speech"], line["language"], int(line["seed"]))
        file = self._scratch / f"{time.monotonic_ns()}.wav"
        # Written by Python, which says why where it cannot: libsndfile knows "System error" only.
        content = io.BytesIO()
        soundfile.write(content, spoken.sound, spoken.sample_rate, format="WAV", subtype="FLOAT")
        file.write_bytes(content.getvalue())
        return {
            "file": str(file),
            "samples": len(spoken.sound),
            "sample_rate": spoken.sample_rate,
            "times": spoken.times,
            "aligned_by": spoken.aligned_by,
        }
