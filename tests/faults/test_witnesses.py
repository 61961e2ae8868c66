"""Whatever a project's files name, nothing outside of the project is written to or deleted.

A witness lies in every place that a link, a setting, a name or a record of a project from elsewhere
can lead to; all commands are typed in that project; the witnesses are as they were.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flaming_horse.engine.result import Result

SCRIPT = "---\nvoice: tone\n---\n\n# I\n\n## A\n\nHello there.\n"
COMMANDS = [
    ["status"], ["explain"], ["lint"], ["build"], ["check"], ["reset", "init"],
    ["gc", "--keep", "0"], ["takes"], ["record", "a-1", "--file", "spoken.wav"],
    ["approve", "script"], ["approve", "film"],
    ["revise", "make it slower"], ["voice", "prepare", "mlx"], ["voice", "check"],
    ["voice", "add", "spoken.wav", "--whose", "Ada"], ["voice", "selftest"],
]  # fmt: skip


def witnesses(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder of a person, with its mode, its time and its content."""
    found: dict[str, tuple[int, int, bytes]] = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        changed = 0 if path.is_dir() else about.st_mtime_ns
        found[str(path.relative_to(folder))] = (about.st_mode, changed, content)
    return found


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A person's folders, with the project of somebody else two folders further down."""
    for name in (
        "docs/thesis/chapter.tex", "docs/lock", ".bashrc", ".ssh/id", "lost/blob", "media.mp4",
        "brew/bin/brew", "brew/Cellar/x", "venv/pyvenv.cfg", "venv/bin/pip", "logs/important.log",
        "logs/important.draft.log", "voice/ref.wav", "voice/takes/mine.flac", "scene.py",
        "state.json", f"store/unfinished/{'a' * 24}/lock", f"store/unfinished/{'a' * 24}/work",
    ):  # fmt: skip
        file = tmp_path / "home" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"a person's {name}")
    (tmp_path / "home" / "venv" / "bin" / "python").symlink_to("/nonexistent/python3")
    (tmp_path / "home" / "w" / "P").mkdir(parents=True)
    return tmp_path / "home"


def project(world: Path, script: str = SCRIPT) -> Path:
    folder = world / "w" / "P"
    (folder / "storyboard.md").write_text(script)
    return folder


def typed(world: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    data = world.parent / "data"
    env = {
        **os.environ, "HOME": str(data), "XDG_DATA_HOME": str(data / "d"), "COLUMNS": "200",
        "XDG_CACHE_HOME": str(data / "c"), "XDG_CONFIG_HOME": str(data / "k"), **environ,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "flaming_horse", *arguments],
        cwd=world / "w" / "P", env=env, text=True, capture_output=True, stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip


def linked(place: str, target: str) -> Callable[[Path], None]:
    def plant(world: Path) -> None:
        place_ = project(world) / place
        place_.parent.mkdir(parents=True, exist_ok=True)
        place_.symlink_to(world / target)

    return plant


def settings(text: str) -> Callable[[Path], None]:
    def plant(world: Path) -> None:
        (project(world) / "flaming-horse.toml").write_text(text.replace("WORLD", str(world)))

    return plant


def language(tag: str) -> Callable[[Path], None]:
    def plant(world: Path) -> None:
        project(world, SCRIPT.replace("voice:", f'language: "{tag}"\nvoice:'))

    return plant


def pins(world: Path) -> None:
    voice = project(world) / "voice"
    voice.mkdir()
    pin = {"line": "a-1", "speech": "Hello there.", "language": "en", "service": "person"}
    told = {"format": 1, "pins": [{**pin, "take": "../../../../docs/thesis/chapter"}]}
    (voice / "pins.json").write_text(json.dumps(told))


def register(world: Path) -> None:
    hidden = project(world) / ".flaming-horse"
    hidden.mkdir()
    told = {"pictures": {"../../docs/thesis/chapter.tex": "0" * 64}, "old": str(world / "docs")}
    (hidden / "source.json").write_text(json.dumps(told))


def results(world: Path) -> None:
    """Results under names that are keys, whose files lie elsewhere."""
    store = project(world) / ".flaming-horse" / "store"
    content = b"alias ls='echo taken'\n"
    digest = hashlib.sha256(content).hexdigest()
    (store / "blobs" / digest[:2]).mkdir(parents=True)
    (store / "blobs" / digest[:2] / digest).write_bytes(content)
    for number in range(16):
        key = f"{number:064x}"
        (store / "results" / key[:2]).mkdir(parents=True, exist_ok=True)
        made = Result(key, {"../../../.bashrc": digest, "../../docs/lock": digest}, 1.0, {})
        (store / "results" / key[:2] / key).write_bytes(made.to_bytes())


PLANTS: dict[str, Callable[[Path], None]] = {
    "blobs": linked(".flaming-horse/store/blobs", "docs"),
    "unfinished": linked(".flaming-horse/store/unfinished", "store/unfinished"),
    "store": linked(".flaming-horse/store", "store"),
    "hidden": linked(".flaming-horse", "docs"),
    "gate": linked(".flaming-horse/store/unfinished/lock", ".bashrc"),
    "journal": linked(".flaming-horse/journal.jsonl", ".bashrc"),
    "lock": linked(".flaming-horse/lock", ".ssh/id"),
    "last": linked(".flaming-horse/last", "docs"),
    "films": linked(".flaming-horse/films", "docs"),
    "log": linked("log", "logs"),
    "one log": linked("log/check a.log", "logs/important.log"),
    "media": linked("media", "docs"),
    "film": linked("media/P.draft.mp4", "media.mp4"),
    "takes": linked("media/voiceovers", "voice/takes"),
    "scenes": linked("scenes", "docs"),
    "scene": linked("scenes/scene_01_a.py", "scene.py"),
    "llm": linked("llm", "docs"),
    "voice": linked("voice", "voice"),
    "state": linked("project_state.json", "state.json"),
    "approvals": linked("approvals.json", "state.json"),
    "language": language("de-x/../../../logs/important"),
    "absolute language": language("/tmp/x"),
    "interpreter": settings('[voice.mlx]\npython = "WORLD/brew/bin/python"\n'),
    "dangling": settings('[voice.mlx]\npython = "../../venv/bin/python"\n'),
    "model": settings(
        '[voice]\nservice = "mlx"\nmodel = "../../docs"\nreference = "../../voice"\n'
    ),
    "pins": pins,
    "register": register,
    "results": results,
}


def all_commands(world: Path, commands: list[list[str]], **environ: str) -> list[str]:
    (world / "w" / "P" / "spoken.wav").write_bytes(b"RIFF")
    told: list[str] = []
    for command in commands:
        quality = ["--quality", "draft"] if command[0] in ("build", "check", "status") else []
        done = typed(world, *command, *quality, **environ)
        told.append(f"{command}: {done.returncode}: {done.stderr[-300:]}")
        assert "Traceback" not in done.stderr, done.stderr
    return told


QUICK = [["status"], ["build"], ["reset", "init"]]


@pytest.mark.parametrize("plant", ["unfinished", "gate", "film", "language"])
def test_what_a_link_or_a_name_leads_to_is_untouched(world: Path, plant: str) -> None:
    PLANTS[plant](world)
    before = {n: w for n, w in witnesses(world).items() if not n.startswith("w/")}
    told = all_commands(world, QUICK)
    assert {n: w for n, w in witnesses(world).items() if not n.startswith("w/")} == before, told


@pytest.mark.slow
@pytest.mark.parametrize("plant", PLANTS)
def test_no_command_touches_a_witness(world: Path, plant: str) -> None:
    PLANTS[plant](world)
    before = {n: w for n, w in witnesses(world).items() if not n.startswith("w/")}
    told = all_commands(world, COMMANDS)
    assert {n: w for n, w in witnesses(world).items() if not n.startswith("w/")} == before, told


@pytest.mark.slow
@pytest.mark.parametrize("named", ["brew/bin/python", "venv/bin/python", "bin/python", "docs/x"])
def test_an_interpreter_that_a_shell_names_clears_nothing(world: Path, named: str) -> None:
    project(world)
    before = {n: w for n, w in witnesses(world).items() if not n.startswith("w/")}
    told = all_commands(
        world, [["voice", "prepare", "mlx"]], FLAMING_HORSE_MLX_PYTHON=str(world / named)
    )
    assert {n: w for n, w in witnesses(world).items() if not n.startswith("w/")} == before, told


@pytest.mark.slow
def test_a_forged_film_is_not_published(world: Path) -> None:
    """The attacker builds the very film, and puts other names and another film in its result."""
    folder = project(world)
    assert typed(world, "build", "--quality", "draft").returncode == 0
    store = folder / ".flaming-horse" / "store"
    forged = b"another film"
    digest = hashlib.sha256(forged).hexdigest()
    (store / "blobs" / digest[:2]).mkdir(exist_ok=True)
    (store / "blobs" / digest[:2] / digest).write_bytes(forged)
    for file in store.glob("results/*/*"):
        text = file.read_bytes().partition(b"\n")[2]
        told = json.loads(text)
        if "P.draft.mp4" in told["outputs"]:
            told["outputs"] |= {"P.draft.mp4": digest, "../../../.bashrc": digest}
        text = json.dumps(told).encode()
        file.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
    (folder / "media" / "P.draft.mp4").write_bytes(forged)
    before = {n: w for n, w in witnesses(world).items() if not n.startswith("w/")}
    (world.parent / "data" / "d" / "flaming-horse" / "signing.key").unlink()  # another machine
    assert typed(world, "status", "--quality", "draft", "--json").returncode == 0
    done = typed(world, "build", "--quality", "draft")
    assert done.returncode == 0, done.stderr
    assert "not made here" in done.stderr
    assert (folder / "media" / "P.draft.mp4").read_bytes() != forged
    assert {n: w for n, w in witnesses(world).items() if not n.startswith("w/")} == before
