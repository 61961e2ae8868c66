"""What version 0.1.0 left when it was killed: removed where it is surely ours, told where not."""

import os
import time

import pytest

from flaming_horse import doctor
from flaming_horse.build import housekeeping, look
from flaming_horse.commands.tables import status_as_text
from flaming_horse.config import Options
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
    housekeeping.sweep_leftovers(project)
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


def test_what_may_be_a_backup_is_told_and_stays(tmp_path, monkeypatch):
    project = Project(tmp_path / "film")
    names = [".storyboard.md.k2j_9x1a", ".flaming-horse.toml.original", "llm/.plan-1.json.abcdefg7",
             "scenes/.scene_01_one.py.abcdefgh"]  # fmt: skip
    told = [old(project.folder / name) for name in names]
    old(project.folder / ".storyboard.md.readable", mode=0o644)
    old(project.folder / ".storyboard.md.young123", when=time.time())
    old(project.folder / ".notes.md.abcdefgh")
    old(project.scenes / ".my_scene.py.abcdefgh")
    (project.folder / ".plan.md.linklink").symlink_to(old(tmp_path / "elsewhere"))
    project.storyboard.write_text("# T\n\n## S\n\nSaid.\n")
    housekeeping.sweep_leftovers(project)
    answer = look.status(project, Options())
    assert set(answer.left_by_0_1) == set(names)
    text = status_as_text(answer)
    assert all(name in text for name in names)
    assert all(path.exists() for path in told)


def test_models_half_put_into_the_cache_are_told_and_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path))
    assert doctor._voice_cache().ok
    model = old(tmp_path / ".kokoro-timed-0123456789abcdef.onnx.q3k2m1_z")
    listener = tmp_path / ".whisper-base-0123456789abcdef.abcd_123"
    listener.mkdir(mode=0o700)
    os.utime(listener, (OLD, OLD))
    old(tmp_path / "kokoro-timed-0123456789abcdef.onnx")
    probe = doctor._voice_cache()
    assert (probe.ok, probe.needed) == (False, False)
    assert "2 models" in probe.found
    assert str(model) in probe.remedy
    assert str(listener) in probe.remedy
    assert model.exists()
