"""Temporary folders: gone with their process, or with the next sweep, and nobody else's."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from flaming_horse.build import housekeeping
from flaming_horse.project import Project
from flaming_horse_voice.files import unfinished_name
from flaming_horse_voice.temporary import TemporaryFolder, sweep, temporary_folder


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_afterwards(temporary: Path) -> None:
    with temporary_folder() as folder:
        assert folder.parent == temporary
        (folder / "below").mkdir()
        (folder / "below" / "file").touch()
    assert not list(temporary.iterdir())


def test_what_a_killed_process_left_is_swept_and_what_lives_is_not(temporary: Path) -> None:
    left = (
        "import os, signal, tempfile; from pathlib import Path\n"
        "from flaming_horse_voice.temporary import TemporaryFolder\n"
        "folder = TemporaryFolder(); (folder.path / 'file').touch()\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", left], env=os.environ | {"TMPDIR": str(temporary)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(list(temporary.iterdir())) == 1
    living = TemporaryFolder()
    assert sweep() == 1
    assert list(temporary.iterdir()) == [living.path]
    living.close()
    assert not list(temporary.iterdir())


def test_nothing_of_anybody_elses_is_swept(temporary: Path) -> None:
    of_others = temporary / "others"
    of_others.mkdir()
    (of_others / "held-by-its-process").touch()
    (temporary / ("flaming-horse-" + "a" * 24)).symlink_to(of_others)
    (temporary / "flaming-horse-notes").mkdir()
    (temporary / "flaming-horse-notes" / "held-by-its-process").touch()
    (temporary / ("flaming-horse-" + "b" * 24)).mkdir()
    (temporary / ("flaming-horse-" + "b" * 24) / "thesis").touch()
    (temporary / ("flaming-horse-" + "c" * 24)).touch()
    before = sorted(temporary.rglob("*"))
    assert sweep() == 0
    assert sorted(temporary.rglob("*")) == before


def test_unfinished_files_of_a_project_are_swept(tmp_path: Path) -> None:
    project = Project(tmp_path / "film")
    for folder in (project.media, project.voiceovers, project.hidden / "last", project.scenes):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / unfinished_name("film.mp4")).touch()
        (folder / ".film.mp4.unfinished").touch()
        (folder / "mine.unfinished").touch()
    old, new = (project.folder / unfinished_name("storyboard.md") for _ in range(2))
    new.touch()
    old.touch()
    os.utime(old, (0, 0))
    housekeeping.sweep_leftovers(project)
    assert new.exists(), "somebody may be writing it"
    new.unlink()
    names = {path.name for path in project.folder.rglob("*") if path.is_file()}
    assert names == {".film.mp4.unfinished", "mine.unfinished"}


@pytest.mark.parametrize("call", ["os.open", "fcntl.flock", "pathlib.Path.rename"])
def test_a_folder_that_cannot_be_locked_is_not_left(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fails(*_args: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(call, fails)
    with pytest.raises(OSError, match="No locks"):
        TemporaryFolder()
    monkeypatch.undo()
    assert not list(temporary.iterdir())
