"""What version 0.1.0 left when it was killed: removed where it is surely ours, told where not."""

import os
import time

import pytest

from flaming_horse import doctor
from flaming_horse.project import Project
from flaming_horse_voice import temporary

KEY = "0123456789abcdef" * 4
OLD = time.time() - 3 * 24 * 3600


def old(path, *, mode=0o600, when=OLD):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("half")
    path.chmod(mode)
    os.utime(path, (when, when))
    return path


def test_the_unfinished_files_of_an_old_build_are_removed_and_nothing_else(tmp_path):
    project = Project(tmp_path / "film")
    takes = project.voiceovers
    ours = [
        old(project.folder / ".project_state.json.ab1_xyz9"),
        old(takes / ".takes.json.q3k2m1_z"),
        old(takes / f".{KEY}.flac.abcdefgh"),
        old(takes / f".{KEY}.json.abcdefgh"),
    ]
    witnesses = [
        old(project.folder / ".storyboard.md.original"),
        old(project.folder / ".flaming-horse.toml.original"),
        old(project.folder / ".project_state.json.ab1_xyz"),
        old(project.folder / ".project_state.json.readable", mode=0o644),
        old(project.folder / ".project_state.json.young123", when=time.time()),
        old(project.folder / "voice" / ".ref.wav.abcdefgh"),
        old(takes / ".notes.txt.abcdefgh"),
        old(takes / f"{KEY}.flac"),
        old(project.scenes / ".scene_01_one.py.abcdefgh"),
    ]
    elsewhere = old(tmp_path / "elsewhere")
    link = project.folder / ".project_state.json.linklink"
    link.symlink_to(elsewhere)
    twice = project.folder / ".project_state.json.twotwo22"
    os.link(old(tmp_path / "kept"), twice)
    project.sweep()
    assert [path.name for path in ours if path.exists()] == []
    assert [path.name for path in witnesses if not path.exists()] == []
    assert link.is_symlink()
    assert elsewhere.exists()
    assert twice.exists()


@pytest.fixture
def temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_old_temporary_folders_are_told_and_stay(temporary_files, monkeypatch):
    def folder(name, mode=0o700, when=OLD):
        path = temporary_files / name
        path.mkdir()
        (path / "thesis").write_text("a person's")
        path.chmod(mode)
        os.utime(path, (when, when))
        return path

    told = [folder("flaming-horse-projects"), folder("flaming-horse-voice-ab12cd_4")]
    folder("flaming-horse-open1234", mode=0o755)
    folder("flaming-horse-young123", when=time.time())
    folder("flaming-horse")
    folder("flaming-horse-of-mine-too")
    temporary.sweep()
    assert temporary.of_0_1() == sorted(told)
    assert len(list(temporary_files.glob("*/thesis"))) == 6
    monkeypatch.setattr("tempfile.tempdir", str(temporary_files))
    probe = doctor._temporary_folder()
    assert not probe.needed
    assert "2 folders" in probe.found
    assert str(told[1]) in probe.remedy
