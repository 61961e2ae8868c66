"""Files of a project that are no plain files of a plain size are refused before they are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flaming_horse.build.build_scenes import planned_modules, write_module
from flaming_horse.build.look import explain, status
from flaming_horse.build.state import read_state
from flaming_horse.config import Options, read_toml
from flaming_horse.engine.explain import LastRuns
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.writing.approvals import read_approvals
from flaming_horse.writing.origins import remembered
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.pinned_takes import PinnedTakes
from flaming_horse_voice.prepare.ready import read_ready
from flaming_horse_voice.reference_add import who_agreed
from flaming_horse_voice.speech_service import project_settings

SCRIPT = "---\nvoice: tone\n---\n\n# Film\n\n## One\n\nHello there.\n"


def edits_of(project):
    script = status(project, Options("draft")).script
    assert script is not None
    return script.edits


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "storyboard.md").write_text(SCRIPT)
    return Project(tmp_path)


def pipe(file: Path) -> None:
    os.mkfifo(file)


def endless(file: Path) -> None:
    file.symlink_to("/dev/zero")


def huge(file: Path) -> None:
    with file.open("wb") as out:
        out.truncate(1 << 40)  # a terabyte of holes


def nested(file: Path) -> None:
    file.write_text("[" * 100_000)


def nested_table(file: Path) -> None:
    file.write_text(f"format = {'[' * 100_000}")


def binary(file: Path) -> None:
    file.write_bytes(b"\x89\xff\x00")


BAD = [pipe, endless, huge, nested, nested_table, binary]
NAMED: dict[str, Callable[[Project], object]] = {
    "flaming-horse.toml": lambda p: read_toml(p.folder / "flaming-horse.toml"),
    "./flaming-horse.toml": lambda p: project_settings(p.folder),
    "approvals.json": read_approvals,
    "voice/pins.json": lambda p: PinnedTakes(p.folder).pins(),
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", NAMED)
def test_a_bad_file_is_named(project: Project, name: str, bad: Callable[[Path], None]) -> None:
    (project.folder / name).parent.mkdir(exist_ok=True)
    bad(project.folder / name)
    with pytest.raises((WrongInput, VoiceError), match=Path(name).name) as refused:
        NAMED[name](project)
    assert refused.value.exit_code == 2
    assert len(str(refused.value)) < 600


OURS: dict[str, Callable[[Project], object]] = {
    "project_state.json": read_state,
    ".flaming-horse/source.json": remembered,
    ".flaming-horse/last/x.json": lambda p: LastRuns(p.hidden / "last").keys(),
    "media/voiceovers/ready.json": lambda p: read_ready(p.folder),
    "voice/consent.json": lambda p: who_agreed(p.folder / "voice"),
}


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "5",
        '{"key": 5, "digest": 5, "phase": "x", "inputs": {}}',
        '{"brief": 5}',
        "null",
    ],
)
def test_what_we_can_make_again_is_passed_over(project: Project, text: str) -> None:
    for name, read in OURS.items():
        (project.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (project.folder / name).write_text(text)
        assert not read(project) or name == "project_state.json"
    for bad in (pipe, endless, huge, nested, binary):
        for name, read in OURS.items():
            (project.folder / name).unlink()
            bad(project.folder / name)
            assert not read(project)


@pytest.mark.parametrize("bad", [pipe, endless, huge, binary])
def test_a_bad_storyboard_is_refused(tmp_path: Path, bad: Callable[[Path], None]) -> None:
    bad(tmp_path / "storyboard.md")
    with pytest.raises(WrongInput):
        read_storyboard(tmp_path / "storyboard.md")


@pytest.mark.parametrize("bad", [pipe, endless, huge])
def test_a_bad_scene_file_is_refused(project: Project, bad: Callable[[Path], None]) -> None:
    own = '{scene="own.py:Own"}\n## One'
    project.storyboard.write_text(SCRIPT.replace("## One", own))
    bad(project.folder / "own.py")
    with pytest.raises(WrongInput, match=r"own\.py"):
        status(project, Options("draft"))


def module_of(project: Project) -> Path:
    (module,) = planned_modules(project, read_storyboard(project.storyboard))
    write_module(module)
    return module.file


@pytest.mark.parametrize("kept", [0, 1, 40, 300, -1])
def test_a_generated_scene_that_was_cut_is_made_again(project: Project, kept: int) -> None:
    file = module_of(project)
    whole = file.read_bytes()
    file.write_bytes(whole[:kept])
    assert edits_of(project).yours == ()
    assert "missing or out of date" in str(explain(project, Options("draft")))
    assert module_of(project) == file
    assert file.read_bytes() == whole


def test_a_generated_scene_of_zeroes_is_made_again(project: Project) -> None:
    file = module_of(project)
    whole = file.read_bytes()
    file.write_bytes(bytes(len(whole)))
    assert module_of(project).read_bytes() == whole


def test_an_edited_scene_stays_a_persons(project: Project) -> None:
    file = module_of(project)
    file.write_bytes(file.read_bytes()[:-30] + b"# mine\n")
    mine = file.read_bytes()
    assert edits_of(project).yours == (f"scenes/{file.name}",)
    assert module_of(project).read_bytes() == mine
