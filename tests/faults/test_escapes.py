"""Hostile scene code in the sandbox: what it tries, and that nothing comes of it.

The tries stand in `escapes/`. One process makes all of them; here is looked, from outside, whether
a witness was touched, a listener heard something, or a secret came out.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flaming_horse.engine.action import Action, Resources
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.store import Store
from flaming_horse_voice.children.sandbox import walls

ESCAPES = Path(__file__).parent / "escapes"
sys.path.insert(0, str(ESCAPES))
try:
    import escapes

    TRIES = list(escapes.load())
finally:
    sys.path.remove(str(ESCAPES))

TOKEN = "TOKEN-6f1d"
MARKER = "escape-victim-6f1d"
OPEN_WITHOUT_BUBBLEWRAP = {"files: see whether a file of a known name exists"}
"""What Landlock and the filter alone do not stop; docs/sandbox.md says so."""


def missing(sandbox: str) -> str:
    there = walls({"FLAMING_HORSE_SANDBOX": sandbox}).there
    if sandbox == "auto" and "bubblewrap" not in there:
        return walls({}).why_not_more
    lacking = {"landlock", "seccomp"} - set(there)
    return f"this kernel has no {', '.join(lacking)}" if lacking else ""


class Listeners:
    """Sockets of every kind, and what they heard."""

    def __init__(self, folder: Path, name: str) -> None:
        self.heard = b""
        self.sockets: list[socket.socket] = []
        stream, datagram = socket.SOCK_STREAM, socket.SOCK_DGRAM
        self.names = {
            "tcp": self.listen(socket.AF_INET, stream, ("127.0.0.1", 0))[1],
            "udp": self.listen(socket.AF_INET, datagram, ("0.0.0.0", 0))[1],
            "unix": self.listen(socket.AF_UNIX, stream, str(folder / "s")),
            "unix_datagram": self.listen(socket.AF_UNIX, datagram, str(folder / "d")),
            "abstract": self.listen(socket.AF_UNIX, stream, f"\0{name}s")[1:],
            "abstract_datagram": self.listen(socket.AF_UNIX, datagram, f"\0{name}d")[1:],
        }
        try:
            self.names["tcp6"] = self.listen(socket.AF_INET6, stream, ("::1", 0))[1]
        except OSError:
            self.names["tcp6"] = 0

    def listen(self, family, kind, address):
        at = socket.socket(family, kind)
        at.bind(address)
        if kind == socket.SOCK_STREAM:
            at.listen(64)
        self.sockets.append(at)
        threading.Thread(target=self.hear, args=(at, kind), daemon=True).start()
        name = at.getsockname()
        return name.decode() if isinstance(name, bytes) else name

    def hear(self, at, kind):
        while True:
            try:
                if kind == socket.SOCK_STREAM:
                    caller, _ = at.accept()
                    caller.settimeout(1)
                    self.heard += b"[a caller] "
                    self.heard += caller.recv(4096)
                    caller.close()
                else:
                    self.heard += b"[a message] " + at.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                return

    def close(self):
        for at in self.sockets:
            at.close()


class Battlefield:
    """A home with secrets, a project, a store, witnesses, listeners and a victim; and the tries."""

    def __init__(self, folder: Path, sandbox: str) -> None:
        self.folder, self.sandbox = folder, sandbox
        self.home = folder / "home"
        self.project, self.witnesses = self.home / "film", folder / "witnesses"
        for place in (self.home / ".ssh", self.project, self.witnesses, folder / "tmp"):
            place.mkdir(parents=True)
        secrets = [self.home / ".ssh/id_key", self.home / ".bashrc", self.home / "other/notes.md"]
        secrets += [self.project / "flaming-horse.toml", self.project / "storyboard.md"]
        for secret in secrets:
            secret.parent.mkdir(exist_ok=True)
            secret.write_text(f"{TOKEN} of {secret.name}\n")
        self.untouched = {path: self.state(path) for path in secrets}
        for number in range(len(TRIES)):
            path = self.witnesses / f"{number:03d}.txt"
            path.write_text(f"{TOKEN} of a witness")
            path.chmod(0o640)
            self.untouched[path] = self.state(path)
        self.store = Store(self.project / ".flaming-horse" / "store")
        self.listeners = Listeners(folder, f"{MARKER}{os.getpid()}{sandbox}")
        self.open_file = (self.home / ".ssh/id_key").open()
        os.set_inheritable(self.open_file.fileno(), True)
        self.victim = subprocess.Popen(
            [sys.executable, "-c", f"import time\nwhile True: time.sleep(0.01)  # {MARKER}"],
            env={**os.environ, "VICTIM_TOKEN": TOKEN},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            pass_fds=(self.open_file.fileno(),),
        )
        self.report: dict[str, list[str]] = {}

    @staticmethod
    def state(path: Path):
        about = path.stat()
        return path.read_bytes(), about.st_mode, about.st_uid, about.st_mtime_ns, os.listxattr(path)

    def targets(self):
        picture, sound = self.home / "picture.png", self.home / "sound.wav"
        shutil.copy(Path(__file__).parents[2] / "docs/images/visuals/list.png", picture)
        from soundfile import write

        write(sound, [0.0] * 8000, 8000)
        fonts = sorted(Path("/usr/share/fonts").rglob("*.ttf"))
        if fonts:
            shutil.copy(fonts[0], self.home / "font.ttf")
        digest = self.store.put_bytes(f"{TOKEN} of a blob".encode())
        blob = self.store.path_of(digest)
        self.untouched[blob] = self.state(blob)
        return {
            "secret": str(self.home / ".ssh/id_key"),
            "home": str(self.home),
            "data": str(self.home / ".local"),
            "neighbour": str(self.home / "other/notes.md"),
            "project": str(self.project),
            "store": str(self.store.folder),
            "blob": str(blob),
            "picture": str(picture),
            "sound": str(sound),
            "font": str(self.home / "font.ttf"),
            "witnesses": str(self.witnesses),
            "real_tmp": str(self.folder / "tmp"),
            "victim": self.victim.pid,
            "main": os.getpid(),
            "marker": MARKER,
            "real": self.sandbox != "none",
            **self.listeners.names,
        }

    def fight(self) -> None:
        inputs = (("given.txt", self.store.put_bytes(b"given")),)
        hints = {"confined": True, "fails_as": "SceneFailed", "deadline_s": 400}
        params = {"targets": self.targets()}
        action = Action("tries", "p", "escapes:attempt", inputs, params, hints=hints)
        environment = {"PYTHONPATH": str(ESCAPES)}
        with LocalExecutor(
            1, self.store, log=self.folder / "log", environment=environment
        ) as executor:
            result = executor.submit(action, Resources()).result(400)
        self.report = json.loads(self.store.open(result.outputs["report.json"]).read())
        assert set(result.outputs) == {"report.json"}
        time.sleep(2)  # for what a try may have left to be done later

    def close(self) -> None:
        self.victim.kill()
        self.victim.wait()
        self.open_file.close()
        self.listeners.close()


@pytest.fixture(scope="module", params=["auto", "kernel"])
def battlefield(request, tmp_path_factory):
    if why := missing(request.param):
        pytest.skip(why)
    yield from fought(request.param, tmp_path_factory)


def fought(sandbox, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        field = Battlefield(tmp_path_factory.mktemp("escapes"), sandbox)
        patch.setenv("HOME", str(field.home))
        patch.setenv("FLAMING_HORSE_SANDBOX", sandbox)
        for name in ("GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "FLAMING_HORSE_LLM_API_KEY"):
            patch.setenv(name, TOKEN)
        try:
            field.fight()
            yield field
        finally:
            field.close()


def test_there_are_enough_tries() -> None:
    assert len(TRIES) >= 100


@pytest.mark.parametrize("name", TRIES)
def test_nothing_comes_of_it(battlefield: Battlefield, name: str) -> None:
    ended, what = battlefield.report[name]
    assert TOKEN not in what, "a secret came out"
    if battlefield.sandbox == "kernel" and name in OPEN_WITHOUT_BUBBLEWRAP:
        assert ended == "got", "better than the docs say: correct docs/sandbox.md"
        return
    assert ended == "stopped", what
    witness = battlefield.witnesses / f"{TRIES.index(name):03d}.txt"
    assert battlefield.state(witness) == battlefield.untouched[witness]


def test_what_lies_outside_is_as_it_was(battlefield: Battlefield) -> None:
    for path, state in battlefield.untouched.items():
        assert battlefield.state(path) == state, path
    assert not list((battlefield.folder / "tmp").iterdir())
    made = {path.name for path in battlefield.home.iterdir()}
    assert made <= {".ssh", ".bashrc", "other", "film", "picture.png", "sound.wav", "font.ttf"}


def test_no_listener_heard_anything(battlefield: Battlefield) -> None:
    assert battlefield.listeners.heard == b""


def test_other_processes_live_and_none_was_left(battlefield: Battlefield) -> None:
    victim = battlefield.victim
    assert victim.poll() is None
    status = Path(f"/proc/{victim.pid}/stat").read_text().rpartition(")")[2].split()
    assert status[0] in "SR", "it was stopped"
    deaf = [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and f"{MARKER}-deaf".encode() in (entry / "cmdline").read_bytes()
    ]
    assert not deaf


@pytest.mark.slow
def test_the_tries_are_real(tmp_path_factory) -> None:
    """Without any wall most of them succeed; else the ones above would prove nothing."""
    for field in fought("none", tmp_path_factory):
        told = field.report.items()
        got = [name for name, (ended, what) in told if ended == "got" or TOKEN in what]
        assert len(got) > 0.6 * len(TRIES), sorted(set(TRIES) - set(got))
        assert field.listeners.heard
