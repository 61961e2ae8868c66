"""A voice's program that came with somebody else's project: what it may see and name."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from flaming_horse_voice.children.sandbox import walls
from flaming_horse_voice.errors import VoiceFailed
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.workers.process import VoiceWorker, WorkerSpec

SCRIPT = """
import os, socket, sys
from pathlib import Path

import soundfile

from flaming_horse_voice.backends.tone import ToneEngine
from flaming_horse_voice.workers.standalone import run

HOME = Path({home!r})


def tried(act):
    try:
        return str(act())
    except OSError as error:
        return type(error).__name__


class Curious(ToneEngine):
    def speak(self, texts):
        found = [
            tried(lambda: (HOME / "secret.txt").read_text()),
            tried(lambda: (HOME / "secret.txt").write_text("changed")),
            tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
            "TOKEN" if any("TOKEN" in value for value in os.environ.values()) else "no secret",
        ]
        print(*found, file=sys.stderr, flush=True)
        if "ends" in texts[0].text:
            os._exit(3)
        return super().speak(texts)


run(Curious, "tone")
"""


def speak(folder: Path, worker: WorkerSpec, text: str):
    with Mediator(choose_voice(option="tone"), TakeStore(folder), worker=worker) as voice:
        return voice.speak([SpokenRequest("a", text)])


@pytest.fixture(params=["auto", "kernel"])
def worker(request, tmp_path, monkeypatch):
    there = walls({"FLAMING_HORSE_SANDBOX": request.param}).there
    if ("bubblewrap" if request.param == "auto" else "landlock") not in there:
        pytest.skip("no such sandbox here")
    monkeypatch.setenv("FLAMING_HORSE_SANDBOX", request.param)
    monkeypatch.setenv("VOICE_TOKEN", "TOKEN")
    home = tmp_path / "home"
    home.mkdir()
    (home / "secret.txt").write_text("TOKEN")
    script = tmp_path / "project" / "worker.py"
    script.parent.mkdir()
    script.write_text(SCRIPT.format(home=str(home)))
    yield WorkerSpec((sys.executable, str(script)), confined=True, seen=(script,), grace_s=0.5)
    assert (home / "secret.txt").read_text() == "TOKEN"


def test_it_speaks_and_sees_nothing_else(worker, tmp_path):
    (take,) = speak(tmp_path / "takes", worker, "a line is spoken.")
    assert take.duration > 0
    with pytest.raises(VoiceFailed) as lost:
        speak(tmp_path / "other", worker, "this one ends.")
    assert "TOKEN" not in lost.value.what
    assert "PermissionError no secret" in lost.value.what


def test_it_ends_with_its_parent_and_leaves_nothing(worker):
    with VoiceWorker(worker) as process:
        process.greet()
        pid = process.pid
        time.sleep(1.2)  # it looks twice a second whether its parent is there
        os.kill(pid, 0)
        assert process.greet()["ok"]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
