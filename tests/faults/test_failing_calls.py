"""One system call of a build fails: the machine is named, and the next build ends in the film."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from chaos_suite import bench, failing_calls
from chaos_suite.bench import BUILD, NAME, Bench, begin_anew
from chaos_suite.failing_calls import Fault, calls_of, cannot, failed

needs_strace = pytest.mark.skipif(bool(cannot()), reason=cannot() or "calls can fail")
SCRIPT = "# Calls that fail\n\n## One\n\n> A quote.\n\nIt is said here.\n"
FAULTS = (
    Fault("flock", 1, "ENOLCK"),
    Fault("mkdir", 1, "EDQUOT"),
    Fault("fsync", 3, "EIO"),
    Fault("renameat", 2, "ENOSPC"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    place = Bench(tmp_path_factory.mktemp("calls"))
    yield place
    place.end_all()


@pytest.mark.slow
@needs_strace
def test_a_call_that_fails_is_told_and_the_next_build_makes_the_same_film(place: Bench) -> None:
    script = place.folder / "script.md"
    script.write_text(SCRIPT)
    made = place.run("create", NAME, "--script", str(script), *BUILD[2:])
    assert made.code == 0, made.said
    film = place.film()
    codes: dict[str, int | None] = {}
    for fault in FAULTS:
        begin_anew(place)
        codes[str(fault)] = failed(place, fault)
        place.await_quiet()
    assert set(codes.values()) == {8}, codes
    again = place.run(*BUILD)
    assert again.code == 0, again.said
    assert place.film() == film
    assert not place.leftovers()


@needs_strace
def test_a_thread_that_numpy_cannot_start_is_no_interruption(tmp_path: Path) -> None:
    """Its OpenBLAS sends a SIGINT then, which looks like a person's Ctrl-C."""
    voice = tmp_path / "voice"
    voice.mkdir()
    (tmp_path / "flaming-horse.toml").write_text("")
    (voice / "ref.txt").write_text("Too short.\n")
    with wave.open(str(voice / "ref.wav"), "wb") as sound:
        sound.setparams((1, 2, 24000, 0, "NONE", ""))
        sound.writeframes(bytes(24000))
    answer = subprocess.run(
        [
            *Fault("clone3", 1, "EAGAIN").before(tmp_path / "calls"),
            *bench.COMMAND,
            "voice",
            "check",
        ],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "4"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "interrupted" not in answer.stderr
    assert answer.returncode == 2
    assert "cannot be cloned yet" in answer.stdout


def test_calls_are_counted_for_each_process_and_thread() -> None:
    log = """\
11 openat(AT_FDCWD</>, "/lib/x.so", O_RDONLY) = 3</lib/x.so>
11 openat(AT_FDCWD</>, "/b/projects/film/storyboard.md", O_RDONLY) = 3</b/projects/film/st>
12 openat(AT_FDCWD</>, "/b/tmp/x", O_RDWR|O_CREAT <unfinished ...>
11 write(1</dev/null>, "words", 5) = 5
12 <... openat resumed>) = 3</b/tmp/x>
12 openat(AT_FDCWD</>, "/b/projects/film/media", O_RDONLY) = 4</b/projects/film/media>
11 clone3({flags=CLONE_VM}, 88) = 12
"""
    assert calls_of(log, "/b") == {"clone3": [1], "openat": [2, 1, 2]}
    assert {8} <= bench.KNOWN_CODES
    assert failing_calls.ERRORS.keys() >= {"write", "fsync", "rename", "openat", "mkdir"}
