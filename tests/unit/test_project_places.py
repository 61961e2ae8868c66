"""A project that holds links where the program writes is refused before anything is done in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flaming_horse.engine.action import file_name
from flaming_horse.engine.durable import Workshop
from flaming_horse.engine.process import open_log
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project, find_project, new_project
from flaming_horse_voice import errors as voice_errors
from flaming_horse_voice import get_speech_service

SCRIPT = "# Film\n\n## One\n\nHello there.\n"
PLACES = [
    ".flaming-horse", ".flaming-horse/store", ".flaming-horse/store/unfinished",
    ".flaming-horse/store/blobs/ab", ".flaming-horse/lock", ".flaming-horse/journal.jsonl",
    ".flaming-horse/last", ".flaming-horse/last/.assemble P.draft.json.unfinished",
    ".flaming-horse/source.json", ".flaming-horse/store/results/ab/abcd",
    "log", "log/check-one.log", "media", "media/voiceovers", "media/P.mp4",
    "media/voiceovers/takes.json", "scenes", "scenes/scene_01_one.py", "llm", "llm/ask/one.json",
    "voice", "voice/takes", "voice/takes/abc.flac", "project_state.json", "approvals.json",
]  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "projects" / "P"
    folder.mkdir(parents=True)
    (folder / "storyboard.md").write_text(SCRIPT)
    return folder


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("target", ["folder", "file", "nothing"])
def test_a_link_where_we_write_is_refused_and_named(
    project: Path, tmp_path: Path, place: str, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a person's")
    (project / place).parent.mkdir(parents=True, exist_ok=True)
    (project / place).symlink_to(tmp_path / target)
    for opened in (
        lambda: find_project("P", project.parent),
        lambda: find_project(str(project), Path("projects")),
        lambda: new_project("P", project.parent),
    ):
        with pytest.raises(WrongInput, match="is a link") as refused:
            opened()
        assert str(project / place) in refused.value.what
        assert refused.value.remedy
    with pytest.raises(voice_errors.WrongInput, match="is a link"):
        get_speech_service(project)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder", "projects"]
    assert not any((tmp_path / "folder").iterdir())


@pytest.mark.parametrize("place", [
    "storyboard.md", "plan.md", "flaming-horse.toml", "voice/ref.wav", "voice/ref.txt",
    "voice/pins.json",
])  # fmt: skip
def test_a_link_where_a_person_writes_is_refused_too(
    project: Path, tmp_path: Path, place: str
) -> None:
    private = tmp_path / "private.txt"
    private.write_text("a person's")
    (project / place).parent.mkdir(exist_ok=True)
    (project / place).unlink(missing_ok=True)
    (project / place).symlink_to(private)
    with pytest.raises(WrongInput, match="is a link") as refused:
        find_project("P", project.parent)
    assert str(project / place) in refused.value.what


@pytest.mark.parametrize("place", [".flaming-horse/lock", "media/a", "log/a", "scenes/scene_1.py"])
def test_a_pipe_where_we_write_is_refused(project: Path, place: str) -> None:
    (project / place).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(project / place)
    with pytest.raises(WrongInput, match=Path(place).name):
        find_project("P", project.parent)


@pytest.mark.parametrize("place", ["media", "media/voiceovers", "log", ".flaming-horse", "scenes"])
def test_a_file_where_a_folder_should_be_is_refused(project: Path, place: str) -> None:
    (project / place).parent.mkdir(parents=True, exist_ok=True)
    (project / place).write_text("")
    with pytest.raises(WrongInput, match="should be a folder"):
        find_project("P", project.parent)


def test_a_folder_where_a_file_should_be_is_refused(project: Path) -> None:
    (project / "approvals.json").mkdir()
    with pytest.raises(WrongInput, match="should be a file"):
        find_project("P", project.parent)


def test_what_is_a_persons_own_matter_is_let_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(project.parent)
    (project / "scenes").mkdir()
    (tmp_path / "shared.py").write_text("")
    (project / "scenes" / "shared.py").symlink_to(tmp_path / "shared.py")
    (project / "media" / "videos").mkdir(parents=True)
    (project / "media" / "videos" / "old").symlink_to(tmp_path)
    bench = project / ".flaming-horse" / "store" / "unfinished" / ("a" * 24)
    bench.mkdir(parents=True)
    (bench / "link").symlink_to(tmp_path)
    assert find_project("P", tmp_path / "linked").name == "P"


def test_only_benches_of_ours_are_swept(tmp_path: Path) -> None:
    unfinished, outside = tmp_path / "unfinished", tmp_path / "outside"
    for kept in ("thesis", "b" * 23, "B" * 24):
        (unfinished / kept).mkdir(parents=True)
        (unfinished / kept / "lock").write_text("")
    (unfinished / ("c" * 24)).mkdir()  # a name like ours, without a lock of ours
    (unfinished / ("c" * 24) / "mine").write_text("")
    (outside / "lock").parent.mkdir()
    (outside / "lock").write_text("")
    (unfinished / ("d" * 24)).symlink_to(outside)
    (unfinished / ("e" * 24)).mkdir()
    (unfinished / ("e" * 24) / "lock").symlink_to(outside / "lock")
    left = unfinished / ("f" * 24)
    (left / "deep").mkdir(parents=True)
    (left / "lock").write_text("")
    (left / "deep" / "link").symlink_to(outside)
    empty = unfinished / ("0" * 24)
    empty.mkdir()
    before = {path.name for path in unfinished.iterdir()}
    workshop = Workshop(unfinished)
    workshop.bench()
    workshop.close()
    after = {path.name for path in unfinished.iterdir()}
    assert before - after == {left.name, empty.name}
    assert after - before == {"lock"}
    assert (outside / "lock").exists()


def test_a_workshop_reached_by_a_linked_gate_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "unfinished").mkdir()
    (tmp_path / "unfinished" / "lock").symlink_to(tmp_path / "made")
    with pytest.raises(OSError, match="symbolic links"):
        Workshop(tmp_path / "unfinished").bench()
    assert not (tmp_path / "made").exists()


def test_a_log_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    (tmp_path / "a.log").symlink_to("mine")
    with pytest.raises(OSError, match="symbolic links"):
        open_log(tmp_path / "a.log")
    assert (tmp_path / "mine").read_text() == "x"


@pytest.mark.parametrize("language", ["de-x/../../up", "/etc/x", "de/", "d\0e"])
def test_a_films_name_is_never_a_path(tmp_path: Path, language: str) -> None:
    with pytest.raises(WrongInput, match="film's name"):
        Project(tmp_path / "p").film_name("draft", "16:9", language)
    assert Project(tmp_path / "p").film_name("draft", "9:16", "pt-BR") == "p.9x16.pt-BR.draft"


@pytest.mark.parametrize(
    "name", ["assemble a/../../b", ".hidden", "a\0b", "assemble " + "é" * 300, "..", "a\nb"]
)
def test_an_actions_files_stay_in_their_folder(name: str) -> None:
    made = file_name(name)
    assert "/" not in made
    assert "\0" not in made
    assert not made.startswith(".")
    assert len(made.encode()) <= 120
    assert made != file_name(name + "x")
