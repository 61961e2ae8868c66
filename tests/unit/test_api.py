"""The Python API: what can be asked of a project without building it, and what its import costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import flaming_horse
from flaming_horse import api
from flaming_horse.commands.cli import app

SCRIPT = "---\ntitle: Waves\nvoice: tone\n---\n\n## Two\n\nHere is a line.\n\nAnd another one.\n"


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    (tmp_path / "waves").mkdir()
    (tmp_path / "waves" / "storyboard.md").write_text(SCRIPT)
    return tmp_path


def test_every_public_name_is_there() -> None:
    assert [name for name in api.__all__ if not hasattr(flaming_horse, name)] == []
    assert set(api.__all__) <= set(dir(flaming_horse))
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = flaming_horse.Nothing


def test_importing_the_package_loads_nothing_else() -> None:
    program = (
        "import sys; known = set(sys.modules); import flaming_horse\n"
        "from flaming_horse import errors\n"
        "print(*sorted(name for name in set(sys.modules) - known if 'site-packages' in\n"
        "    (getattr(sys.modules[name], '__file__', '') or '') or 'flaming_horse' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["flaming_horse", "flaming_horse.errors"]


@pytest.mark.parametrize("what", ["waves", Path("waves")], ids=["name", "folder"])
def test_a_project_is_opened_by_its_name_or_its_folder(
    projects: Path, what: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(projects)
    project = flaming_horse.open(what, projects_dir="nowhere" if isinstance(what, Path) else ".")
    monkeypatch.chdir("/")
    assert project.name == "waves"
    assert project.storyboard().settings.title == "Waves"


def test_an_unknown_name_is_told_with_those_that_are_near(projects: Path) -> None:
    with pytest.raises(flaming_horse.WrongInput) as caught:
        flaming_horse.open("wave", projects_dir=projects)
    assert "no project 'wave' was found" in caught.value.what
    assert "Did you mean 'waves'?" in caught.value.remedy


def test_a_text_becomes_frozen_values() -> None:
    (scene,) = flaming_horse.parse(SCRIPT).scenes
    assert [line.text for line in scene.lines] == ["Here is a line.", "And another one."]
    with pytest.raises(AttributeError):
        scene.id = "three"


def test_all_that_is_wrong_in_a_text_is_told_at_once() -> None:
    with pytest.raises(flaming_horse.WrongInputs) as caught:
        flaming_horse.parse("## A scene\n\n[a]{shwo=b} [c]{show=nowhere}\n", file="film.md")
    assert len(caught.value.findings) == 2
    assert {finding.place.file for finding in caught.value.findings} == {"film.md"}


def test_a_fresh_project_is_all_to_be_made_and_nothing_is_run(projects: Path) -> None:
    before = sorted(projects.rglob("*"))
    nodes = flaming_horse.open("waves", projects_dir=projects).plan(quality="draft")
    assert sorted(projects.rglob("*")) == before
    assert [(node.phase, node.name, node.label) for node in nodes] == [
        ("precache_voiceovers", "two.1", "Here is a line."),
        ("precache_voiceovers", "two.2", "And another one."),
        ("build_scenes", "two", "Two"),
        ("scene_qc", "two", "Two"),
        ("final_render", "two", "Two"),
        ("assemble", "waves.draft", "Waves"),
    ]
    assert not any(node.reused for node in nodes)
    assert nodes[0].why == "no take yet: Here is a line."
    assert nodes[3].why == "waits for the voice: two.1, two.2"


def test_explain_tells_what_the_plan_holds(projects: Path) -> None:
    nodes = flaming_horse.open("waves", projects_dir=projects).plan()
    done = CliRunner().invoke(app, ["explain", str(projects / "waves"), "--json"])
    assert json.loads(done.stdout) == {
        "project": "waves",
        "will_make": [{"phase": n.phase, "what": n.name, "why": n.why} for n in nodes],
    }


def test_the_status_command_tells_what_status_holds(projects: Path) -> None:
    status = flaming_horse.open("waves", projects_dir=projects).status(quality="draft")
    arguments = ["status", str(projects / "waves"), "--quality", "draft", "--json"]
    told = CliRunner().invoke(app, arguments).stdout
    assert json.loads(told) == json.loads(json.dumps(status.as_json()))
    assert status.script
    assert status.script.voice


def test_an_option_that_cannot_be_used_is_wrong_input(projects: Path) -> None:
    with pytest.raises(flaming_horse.WrongInput, match="no-such-voice"):
        flaming_horse.open("waves", projects_dir=projects).plan(voice="no-such-voice")
