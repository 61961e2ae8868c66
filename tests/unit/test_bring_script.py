"""A script comes into a project with its pictures; nobody's edits are lost on the way."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from flaming_horse.project import Project
from flaming_horse.writing.bringing import bring_script

sys.path.append(str(Path(__file__).parents[1]))
from picture_files import png

RED, BLUE, GREEN = png(1), png(2), png(3)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(RED)
    script = tmp_path / "script.md"
    script.write_text("# Film\n\n## One\n\n![A](pictures/a.png)\n\nLook at this.\n")
    return script


def test_a_picture_that_changed_beside_its_script_is_taken_again(
    script: Path, tmp_path: Path
) -> None:
    project = Project(tmp_path / "projects" / "film")
    bring_script(project, script)
    assert (project.folder / "pictures" / "a.png").read_bytes() == RED
    (script.parent / "pictures" / "a.png").write_bytes(BLUE)
    bring_script(project, script)
    assert (project.folder / "pictures" / "a.png").read_bytes() == BLUE


def test_a_picture_that_was_edited_in_the_project_is_kept_and_named(
    script: Path, tmp_path: Path
) -> None:
    project = Project(tmp_path / "projects" / "film")
    bring_script(project, script)
    (project.folder / "pictures" / "a.png").write_bytes(GREEN)
    (script.parent / "pictures" / "a.png").write_bytes(BLUE)
    assert "pictures/a.png" in bring_script(project, script)
    assert (project.folder / "pictures" / "a.png").read_bytes() == GREEN


def test_the_music_comes_along(script: Path, tmp_path: Path) -> None:
    wave = 0.1 * np.sin(np.arange(96_000) / 20)
    soundfile.write(script.parent / "piece.flac", wave, 48_000)
    script.write_text("---\nmusic: piece.flac\nroom_tone: on\n---\n\nIt is heard.\n")
    project = Project(tmp_path / "projects" / "film")
    bring_script(project, script)
    brought = (project.folder / "piece.flac").read_bytes()
    assert brought == (script.parent / "piece.flac").read_bytes()
