"""A project of the predecessor: recognised, brought over whole, never written to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse.errors import WrongInput
from flaming_horse.project import OldProjectFolder, Project, find_project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.writing.old_project import bring_old_project, film_beside
from flaming_horse_voice.compat.old_project import is_old_project, read_old_project
from old_projects import CONFIG, digests, old_project, write_ready


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return old_project(tmp_path / "projects" / "rain")


def command(*arguments: object, projects: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"FLAMING_HORSE_PROJECTS_DIR": str(projects), "HF_HOME": str(projects), **more}
    return subprocess.run(
        [sys.executable, "-m", "flaming_horse", *map(str, arguments)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_words_titles_and_order_come_over(old: Path, tmp_path: Path) -> None:
    before = digests(old)
    project = Project(tmp_path / "new")
    note = bring_old_project(project, old)
    storyboard = read_storyboard(project.storyboard)
    assert storyboard.settings.title == "Where rain comes from"
    assert [scene.title for scene in storyboard.scenes] == [
        "From the sea",
        "The *weight* of a cloud",
    ]
    assert [line.text for line in storyboard.lines] == [
        "Rain is water that comes back. It left the sea as vapour.",
        "Up there it is cold, and drops form around dust.",
        "A cloud holds many tons. It floats all the same.",
    ]
    assert "A cloud" in project.storyboard.read_text()  # what the plan says of pictures is a note
    assert "'Never written': nobody wrote its narration" in note
    assert digests(old) == before  # nothing was changed, added or run


def test_voice_reference_and_files_come_over(old: Path, tmp_path: Path) -> None:
    project = Project(tmp_path / "new")
    note = bring_old_project(project, old)
    settings = tomllib.loads((project.folder / "flaming-horse.toml").read_text())
    assert settings["voice"] == {
        "service": "qwen",
        "backend": "qwen",
        "qwen": {"model": CONFIG["model_id"]},
    }
    for name in ("ref.wav", "ref.txt"):
        brought = (project.folder / "voice" / name).read_bytes()
        assert brought == (old / "assets" / "voice_ref" / name).read_bytes()
    kept = digests(project.folder / "old")
    assert kept.items() <= digests(old).items()
    assert {"plan.json", "narration_script.py", "scene_01_intro.py"} <= set(kept)
    assert "qwen_python" in note  # a program is not taken from a project's file
    assert "final_video.mp4" in note
    assert "the pictures of scene_01_intro.py" in note


def test_what_mlx_spoke_is_spoken_by_mlx(old: Path, tmp_path: Path) -> None:
    write_ready(old, model_source=CONFIG["model_id"])
    project = Project(tmp_path / "new")
    note = bring_old_project(project, old)
    settings = tomllib.loads((project.folder / "flaming-horse.toml").read_text())
    assert settings["voice"] == {"service": "qwen", "backend": "mlx"}
    assert "which one spoke is not on record" in note


def test_the_revision_that_spoke_is_kept(old: Path, tmp_path: Path) -> None:
    write_ready(old, model_source="/home/u/hub/models--Q/snapshots/fd4b254389122332")
    bring_old_project(Project(tmp_path / "new"), old)
    settings = tomllib.loads((tmp_path / "new" / "flaming-horse.toml").read_text())
    assert settings["voice"]["qwen"]["revision"] == "fd4b254389122332"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: (p / "plan.json").unlink(), ""),
        (lambda p: (p / "plan.json").write_text("{"), "plan.json"),
        (lambda p: (p / "plan.json").write_text('{"scenes": [3]}'), "scene 1 of the plan"),
        (lambda p: (p / "plan.json").write_text("[" * 100_000), "plan.json"),
        (lambda p: (p / "voice_clone_config.json").unlink(), "the embedded voice speaks"),
        (lambda p: (p / "assets/voice_ref/ref.wav").unlink(), "ref_audio"),
    ],
)
def test_what_is_broken_is_told_and_the_rest_comes_over(
    old: Path, tmp_path: Path, change: Callable[[Path], object], told: str
) -> None:
    change(old)
    project = Project(tmp_path / "new")
    note = bring_old_project(project, old)
    assert told in note
    said = " ".join(line.text for line in read_storyboard(project.storyboard).lines)
    assert "Rain is water that comes back." in said
    assert "It floats all the same." in said


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"Plain words."', "Plain words."),
        ("'One ' 'and ' + 'two.'", "One and two."),
        ('f"No field."', "No field."),
        ('"""\n  Wrapped\n  words.\n""".strip()', "Wrapped words."),
        ('f"Field {x}."', None),
        ("open('/etc/passwd').read()", None),
        ("' '", None),
        ("3", None),
    ],
)
def test_narration_is_read_and_never_run(old: Path, value: str, text: str | None) -> None:
    (old / "narration_script.py").write_text(
        f"SCRIPT: dict[str, str] = {{'intro': {value}, 'end': 'The end.'}}\n1 / 0\n"
    )
    read = read_old_project(old)
    texts = {scene.key: scene.narration for scene in read.scenes if scene.narration}
    assert texts == ({"intro": text} if text else {}) | {"end": "The end."}
    assert any("'intro'" in what for what, _ in read.unread) == (text is None)


def test_nothing_outside_of_the_folder_comes_over(old: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    config = CONFIG | {"ref_audio": "../../secret.wav", "ref_text": str(tmp_path / "secret.txt")}
    (old / "voice_clone_config.json").write_text(json.dumps(config))
    (old / "linked.txt").symlink_to(tmp_path / "secret.txt")
    project = Project(tmp_path / "new")
    note = bring_old_project(project, old)
    brought = [f for f in project.folder.rglob("*") if f.is_file() and f.read_bytes() == b"secret"]
    assert not brought
    assert "ref_audio" in note
    assert "ref_text" in note


def test_nothing_to_say_is_told(old: Path, tmp_path: Path) -> None:
    (old / "narration_script.py").write_text("SCRIPT = load()\n")
    with pytest.raises(WrongInput, match="no dictionary SCRIPT"):
        bring_old_project(Project(tmp_path / "new"), old)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("kept", ["plan.json", "voice_clone_config.json", "project_state.json"])
def test_one_of_its_files_is_enough_to_know_it(old: Path, kept: str) -> None:
    for name in ("plan.json", "voice_clone_config.json", "project_state.json"):
        if name != kept:
            (old / name).unlink()
    assert is_old_project(old)
    with pytest.raises(OldProjectFolder):
        find_project(None if kept == "x" else str(old), old.parent)


def test_folders_of_ours_and_of_others_are_not_old(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text('{"steps": []}')
    (tmp_path / "project_state.json").write_text('{"format": 1, "phase": "complete"}')
    assert not is_old_project(tmp_path)


@pytest.mark.parametrize("asked", ["status", "check", "explain"])
def test_commands_say_what_it_is(old: Path, asked: str) -> None:
    before = digests(old)
    done = command(asked, "rain", projects=old.parent)
    assert done.returncode == 2
    assert "a project of the older Flaming Horse" in done.stderr
    assert f"--script {old}" in done.stderr
    assert digests(old) == before


def test_no_topic_is_written_over_it(old: Path) -> None:
    before = digests(old)
    done = command("create", "rain", "--topic", "matrix multiplication", projects=old.parent)
    assert done.returncode == 2
    assert "nothing is written over it" in done.stderr
    assert digests(old) == before


def test_no_topic_is_written_over_anything_of_somebodys(tmp_path: Path) -> None:
    (tmp_path / "essay").mkdir()
    (tmp_path / "essay" / "chapter.docx").write_text("mine")
    done = command("create", "essay", "--topic", "matrix multiplication", projects=tmp_path)
    assert done.returncode == 2
    assert "chapter.docx" in done.stderr
    assert digests(tmp_path / "essay").keys() == {"chapter.docx"}


def test_no_topic_is_written_over_a_script(tmp_path: Path) -> None:
    script = tmp_path / "script.md"
    script.write_text("# Mine\n\n## One\n\nMy own words.\n")
    made = command("create", "film", "--script", script, "--voice", "none", projects=tmp_path)
    assert made.returncode == 2  # no such voice, and nothing is there
    from flaming_horse.writing.bringing import bring_script

    bring_script(Project(tmp_path / "film"), script)
    before = digests(tmp_path / "film")
    done = command("create", "film", "--topic", "matrix multiplication", projects=tmp_path)
    assert done.returncode == 2
    assert "writes nothing over it" in done.stderr
    assert digests(tmp_path / "film") == before


@pytest.mark.parametrize("arguments", [("build", "rain"), ("create", "rain")])
def test_it_is_brought_over_beside_and_its_voice_is_asked_for(
    old: Path, arguments: tuple[str, ...]
) -> None:
    before = digests(old)
    done = command(*arguments, projects=old.parent)
    assert done.returncode == 3  # the model of its voice is not on this machine
    assert "Qwen/Qwen3-TTS-12Hz-1.7B-Base" in done.stderr
    new = old.with_name("rain-film")
    assert (new / "storyboard.md").is_file()
    assert digests(old) == before
    again = command(*arguments, projects=old.parent)
    assert again.returncode == 3
    assert f"came over into {new}" in again.stderr


def test_a_name_that_is_taken_is_left_alone(old: Path) -> None:
    (old.parent / "rain-film").mkdir()
    (old.parent / "rain-film" / "mine.txt").write_text("mine")
    with pytest.raises(WrongInput, match="already"):
        film_beside(old)


def test_no_project_is_made_inside_of_it(old: Path) -> None:
    for folder in (old, old / "new"):
        with pytest.raises(WrongInput, match="would lie in"):
            bring_old_project(Project(folder), old)
