"""A build may be killed at any moment: the next one ends with the same film."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from films import COMMAND, content_digest, environment, flaming_horse

SCRIPT = """\
# Killed and built again

## First

- one
- two

A first line is spoken here. [One]{show="list.item(1)"}, then [two]{show="list.item(2)"}.

This is the second line of the first scene.

## Second

> A quote.

And here the third line is spoken, which is the last one.
"""

# What a build does, seen from outside: the file that is there while it does it.
MOMENTS: dict[str, Callable[[Path], bool]] = {
    "before the first take": lambda p: (p / "storyboard.md").exists() and takes(p) == 0,
    "voice loading": lambda p: speaker_lives(p) and takes(p) == 0,
    "speaking the second line": lambda p: takes(p) == 1,
    "speaking the third line": lambda p: takes(p) == 2,
    "encoding the first frames": lambda p: written(p, "clip.mp4") > 0,
    "encoding a clip": lambda p: written(p, "clip.mp4") > 8_000,
    "encoding the last clip": lambda p: done(p, "final_render") == 1 and written(p, "clip.mp4") > 0,
    "opening the film": lambda p: written(p, "killed.draft.mp4") >= 0,
    "muxing the film": lambda p: written(p, "killed.draft.mp4") > 10_000,
    "publishing": lambda p: (p / "media" / "killed.draft.mp4").exists(),
}
RENAMES = (1, 4, 7, 10, 13, 16, 20, 24)
SECONDS = (0.4, 6.0)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    projects = tmp_path_factory.mktemp("undisturbed")
    return finish(projects)


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    return tmp_path / "flaming-horse-projects"


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_a_moment(projects: Path, undisturbed: str, moment: str) -> None:
    build = start(projects, {})
    wait_for(lambda: MOMENTS[moment](projects / "killed"), build)
    kill(build)
    nothing_lives(projects)
    assert finish(projects) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("number", RENAMES)
def test_killed_in_a_rename(projects: Path, undisturbed: str, number: int, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    killer = str(Path(__file__).parent / "killer")
    build = start(
        projects,
        {"PYTHONPATH": killer, "KILL_STATE": str(state), "KILL_AT_RENAME": str(number)},
    )
    assert build.wait(timeout=300) == -signal.SIGKILL
    nothing_lives(projects)
    assert finish(projects) == undisturbed


@pytest.mark.slow
@pytest.mark.parametrize("seconds", SECONDS)
def test_killed_after_some_time(projects: Path, undisturbed: str, seconds: float) -> None:
    build = start(projects, {})
    time.sleep(seconds)
    kill(build)
    nothing_lives(projects)
    assert finish(projects) == undisturbed


PASSED = "TEST_PROJECTS,PYTHONPATH,KILL_STATE,KILL_AT_RENAME"
"""What every process of the build is to have besides what it may have anyway."""


def arguments(projects: Path) -> list[str]:
    projects.mkdir(parents=True, exist_ok=True)
    script = projects / "script.md"
    script.write_text(SCRIPT)
    return ["create", "killed", "--script", str(script), "--quality", "draft"]


def start(projects: Path, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *arguments(projects)],
        env=environment(projects)
        | {"TEST_PROJECTS": str(projects), "FLAMING_HORSE_PASS_ENVIRONMENT": PASSED}
        | environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(build: subprocess.Popen[bytes]) -> None:
    build.send_signal(signal.SIGKILL)
    assert build.wait() == -signal.SIGKILL


def nothing_lives(projects: Path) -> None:
    """Two seconds after the kill none of the build's processes is alive."""
    time.sleep(2)
    marker = f"TEST_PROJECTS={projects}".encode()
    alive = [pid for pid in processes() if has(pid, marker)]
    assert not alive


def has(pid: int, marker: bytes) -> bool:
    try:
        if f"{Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[0]}" == "Z":
            return False
        return marker in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False


def finish(projects: Path) -> str:
    """Build to the end; the digest of what the film holds."""
    ended = flaming_horse(*arguments(projects), projects=projects)
    assert ended.returncode == 0, ended.stderr
    digest = content_digest(projects / "killed" / "media" / "killed.draft.mp4")
    shutil.rmtree(projects / "killed")
    return digest


def wait_for(condition: Callable[[], bool], build: subprocess.Popen[bytes]) -> None:
    while not condition():
        assert build.poll() is None, "the build ended before the moment came"
        time.sleep(0.002)


def speaker_lives(project: Path) -> bool:
    marker = f"TEST_PROJECTS={project.parent}".encode()
    return any(has(pid, marker) and b"kokoro_tts_service" in command(pid) for pid in processes())


def processes() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def takes(project: Path) -> int:
    return len(list((project / "media" / "voiceovers").glob("*.flac")))


def written(project: Path, name: str) -> int:
    """Bytes of the file of that name that a worker is writing; -1 when there is none."""
    try:
        sizes = [
            file.stat().st_size
            for file in (project / ".flaming-horse" / "store" / "unfinished").rglob(name)
        ]
    except OSError:
        return -1
    return max(sizes, default=-1)


def done(project: Path, phase: str) -> int:
    journal = project / ".flaming-horse" / "journal.jsonl"
    try:
        lines = journal.read_text().splitlines()
    except OSError:
        return 0
    return sum('"done"' in line and f'"{phase}"' in line for line in lines)
