"""A signal during `create`, before the build begins: told, recorded, and nothing half-made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from old_projects import digests, old_project
from picture_files import png

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
# The program as it is, but that a signal comes when a function is called for the n-th time.
_PROGRAM = """
import importlib, os, signal, sys
place, at, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sys.argv[1:4] = []
if place:
    module = importlib.import_module(place.partition(":")[0])
    name, calls = place.partition(":")[2], []
    real = getattr(module, name)
    def called(*arguments, **named):
        calls.append(1)
        if len(calls) == at:
            os.kill(os.getpid(), number)
        return real(*arguments, **named)
    setattr(module, name, called)
signal.signal(signal.SIGINT, signal.default_int_handler)
from flaming_horse.commands.entry import main
main()
"""
PLACES = {
    "bringing:from_script": 1,
    "bringing:write_bytes": 2,
    "origins:write_text": 2,
}


def run(
    home: Path, *words: str, place: str = "", at: int = 1, number: int = 0
) -> subprocess.CompletedProcess[str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE_")}
    folders = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("DATA", "CONFIG", "CACHE")}
    named = f"flaming_horse.writing.{place}" if place else ""
    return subprocess.run(
        [sys.executable, "-c", _PROGRAM, named, str(at), str(int(number)), *words],
        env=own | folders | {"FLAMING_HORSE_PROJECTS_DIR": str(home / "projects")},
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def stopped(home: Path, *words: str, place: str, at: int, number: int, code: int) -> Path:
    done = run(home, *words, place=place, at=at, number=number)
    assert done.returncode == code, done.stderr
    assert "goes on where this one stopped" in done.stderr
    assert "Traceback" not in done.stderr
    project = home / "projects" / "film"
    left = list(home.rglob("*.unfinished"))
    assert not left
    begun = any((project / name).exists() for name in ("storyboard.md", "plan.md"))
    assert (project / "project_state.json").exists() == begun
    if begun:
        told = json.loads((project / "project_state.json").read_text())
        assert (told["phase"], told["stopped_in"]) == ("error", "plan")
        assert told["error"].startswith("interrupted")
    return project


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "text").mkdir()
    for shade, name in enumerate(("one.png", "two.png")):
        (tmp_path / "text" / name).write_bytes(png(shade))
    file = tmp_path / "text" / "essay.md"
    parts = [f"## Part {n}\n\nIt shows {n}.\n\n![{n}]({n}.png)" for n in ("one", "two")]
    file.write_text("# Essay\n\n" + "\n\n".join(parts) + "\n")
    return file


@pytest.mark.parametrize("place", PLACES)
def test_a_script_is_taken_whole_or_not_at_all(place: str, script: Path, tmp_path: Path) -> None:
    number, code = SIGNALS[sorted(PLACES).index(place) % len(SIGNALS)]
    words = ("create", "film", "--script", str(script))
    project = stopped(tmp_path, *words, place=place, at=PLACES[place], number=number, code=code)
    if place == "bringing:from_script":
        assert not project.exists()
    if (project / "storyboard.md").exists():
        assert sorted(file.name for file in project.rglob("*.png")) == ["one.png", "two.png"]
    assert_goes_on(tmp_path, words)
    assert sorted(file.name for file in project.rglob("*.png")) == ["one.png", "two.png"]


@pytest.mark.parametrize("place", ["old_project:_reference", "old_project:_keep"])
def test_an_old_project_comes_over_whole_or_not_at_all(place: str, tmp_path: Path) -> None:
    old = old_project(tmp_path / "film")
    before = digests(old)
    words = ("create", "film", "--script", str(old))
    project = stopped(tmp_path, *words, place=place, at=1, number=signal.SIGTERM, code=143)
    assert not (project / "storyboard.md").exists()
    assert digests(old) == before
    assert_goes_on(tmp_path, words)
    assert list((project / "old").iterdir())
    assert (project / "voice" / "ref.wav").exists()


def test_while_a_model_is_asked_it_is_recorded(tmp_path: Path) -> None:
    words = ("create", "film", "--topic", "Binary search", "--replay", "--no-review")
    place = "plan_writing:write_script"
    project = stopped(tmp_path, *words, place=place, at=1, number=signal.SIGHUP, code=129)
    assert (project / "plan.md").exists()
    told = json.loads((project / "project_state.json").read_text())
    assert told["error"] == "interrupted (SIGHUP)"


def assert_goes_on(home: Path, words: tuple[str, ...]) -> None:
    """The same command goes on as far as the build, which a signal ends before it begins."""
    done = run(home, *words, place="project_storyboard:storyboard_of", number=signal.SIGTERM)
    assert done.returncode == 143, done.stderr
    assert (home / "projects" / "film" / "storyboard.md").exists()
