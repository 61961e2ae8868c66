"""Trust belongs to a folder that the program made, and to no other that looks like it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.trust import Brought, made_here, take_over_old_register, trust_of


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    return tmp_path / "user-data" / "flaming-horse"


def made(folder: Path) -> Path:
    with made_here(folder):
        (folder / "storyboard.md").write_text("# Film\n")
    return folder


def old_project(folder: Path) -> Path:
    """A project as the versions before left it."""
    (folder / ".flaming-horse").mkdir(parents=True)
    (folder / ".flaming-horse" / "source.json").write_text('{"digest": "0"}\n')
    return folder


def test_a_folder_made_by_the_program_is_own(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("absent", "empty", "deep/er"):
        trust = trust_of(made(tmp_path / name))
        assert trust.own
        assert trust.may_run
        assert not trust.confined


def test_renaming_and_moving_keep_trust(tmp_path: Path) -> None:
    film = made(tmp_path / "film").rename(tmp_path / "other name")
    assert trust_of(film).own
    (tmp_path / "shelf").mkdir()
    assert trust_of(film.rename(tmp_path / "shelf" / "film")).own
    (tmp_path / "link").symlink_to(tmp_path / "shelf" / "film")
    assert trust_of(tmp_path / "link").own, "the same folder by another way"


def test_what_lay_there_before_gets_no_trust(tmp_path: Path) -> None:
    (tmp_path / "film" / "scenes").mkdir(parents=True)
    assert not trust_of(made(tmp_path / "film")).own
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")
    assert not trust_of(made(tmp_path / "link")).own


def test_another_folder_at_the_path_gets_no_trust(tmp_path: Path) -> None:
    film, theirs = made(tmp_path / "film"), tmp_path / "theirs"
    shutil.copytree(film, theirs)
    shutil.rmtree(film)
    shutil.copytree(theirs, film)  # the file system may well give it the same number again
    trust = trust_of(film)
    assert not trust.own
    assert "copy" in trust.why


def test_a_mark_that_goes_to_another_folder_gives_none(tmp_path: Path) -> None:
    film, theirs = made(tmp_path / "film"), tmp_path / "theirs"
    theirs.mkdir()
    (film / ".flaming-horse").rename(theirs / ".flaming-horse")
    assert not trust_of(theirs).own
    assert not trust_of(film).own


def test_a_foreign_folder_copied_over_ones_own_takes_its_trust(tmp_path: Path) -> None:
    film, theirs = made(tmp_path / "film"), made(tmp_path / "theirs")
    shutil.copytree(theirs, film, dirs_exist_ok=True)
    assert not trust_of(film).own


def test_a_mark_means_nothing_to_another_user(tmp_path: Path, data: Path) -> None:
    film = made(tmp_path / "film")
    shutil.move(data, tmp_path / "kept")
    assert not trust_of(film).own
    shutil.move(tmp_path / "kept", data)
    assert trust_of(film).own


@pytest.mark.parametrize("mark", ["link", "fifo", "folder", "hidden", "empty", "binary"])
def test_a_mark_of_another_kind_is_none(tmp_path: Path, mark: str) -> None:
    film, own = tmp_path / "film", made(tmp_path / "own")
    (film / ".flaming-horse").mkdir(parents=True)
    file = film / ".flaming-horse" / "made-here"
    if mark == "link":
        file.symlink_to(own / ".flaming-horse" / "made-here")
    elif mark == "fifo":
        os.mkfifo(file)
    elif mark == "folder":
        file.mkdir()
    elif mark == "hidden":
        (film / ".flaming-horse").rmdir()
        (film / ".flaming-horse").symlink_to(own / ".flaming-horse")
    else:
        file.write_bytes(b"" if mark == "empty" else b"\xff" * 64)
    assert not trust_of(film).own


def test_nothing_is_left_where_nothing_was_made(tmp_path: Path, data: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("absent", "empty"):
        with pytest.raises(ValueError, match="no"), made_here(tmp_path / name):
            raise ValueError("no")
    assert not (tmp_path / "absent").exists()
    assert not list((tmp_path / "empty").iterdir())
    assert not list((data / "made-here").iterdir())


def test_work_that_stops_half_way_keeps_trust(tmp_path: Path) -> None:
    film = tmp_path / "film"

    def interrupted() -> None:
        with made_here(film):
            (film / "plan.md").write_text("# Plan\n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert trust_of(film).own
    with made_here(film):
        (film / "storyboard.md").write_text("# Film\n")
    assert trust_of(film).own


def test_without_a_data_folder_nothing_is_own(tmp_path: Path, data: Path) -> None:
    data.parent.mkdir()
    data.write_text("no folder")
    assert not trust_of(made(tmp_path / "film")).own


def test_what_is_foreign_is_named_and_stopped(tmp_path: Path) -> None:
    brought = [Brought("scene", "scenes/k.py", "storyboard.md:3"), Brought("server", "http://x")]
    with pytest.raises(WrongInput) as told:
        trust_of(tmp_path).require(brought)
    assert "scenes/k.py  (storyboard.md:3)" in str(told.value)
    assert "http://x" in str(told.value)
    assert "--allow-code" in told.value.remedy
    trust_of(tmp_path).require([])
    allowed = trust_of(tmp_path, allowed=True)
    allowed.require(brought)
    assert allowed.confined
    assert not trust_of(made(tmp_path / "own"), allowed=True).confined


def test_trust_by_path_is_taken_over_once(tmp_path: Path, data: Path) -> None:
    film, gone = old_project(tmp_path / "film"), tmp_path / "gone"
    bare = tmp_path / "bare"
    bare.mkdir()
    data.mkdir(parents=True)
    (data / "projects-made-here.json").write_text(json.dumps([str(film), str(gone), str(bare)]))
    assert trust_of(film).own
    assert not trust_of(bare).own
    assert [each.name for each in (film / ".flaming-horse").iterdir()] == ["source.json"]
    take_over_old_register()
    assert trust_of(film).own
    assert trust_of(film.rename(tmp_path / "renamed")).own
    assert not trust_of(old_project(film)).own, "what is put at the path later"
    assert not trust_of(old_project(gone)).own


@pytest.mark.parametrize("register", ["{}", "[" * 100_000, "[1, null]", "\xff"])
def test_a_broken_register_gives_no_trust(tmp_path: Path, data: Path, register: str) -> None:
    data.mkdir(parents=True)
    (data / "projects-made-here.json").write_bytes(register.encode("latin-1"))
    assert not trust_of(old_project(tmp_path / "film")).own
    take_over_old_register()
