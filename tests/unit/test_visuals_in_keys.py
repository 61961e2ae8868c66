"""What a scene is drawn by: the stage, and of the kinds those that it shows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flaming_horse import visuals
from flaming_horse.build import scene_action
from flaming_horse.engine import action
from flaming_horse.model.storyboard import Scene
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.visuals.kinds import KINDS

ROOT = Path(visuals.__path__[0])
FOR_EVERY_PROCESS = {"__init__", "kinds", "kind", "fields", "blocks", "measures", "gallery"}


def scene_with(kind: str) -> Scene:
    return parse_storyboard(KINDS[kind].example, "film.md", check_formulas=False).scenes[0]


@pytest.fixture
def digested(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The modules and packages that were asked for a digest."""
    names: list[str] = []
    monkeypatch.setattr(scene_action, "source_digest", lambda *asked: names.extend(asked) or "")
    return names


def test_a_scene_is_drawn_by_the_kinds_that_it_shows(digested: list[str]):
    scene_action.drawing_source(scene_with("plot"))
    kinds = {kind.package for kind in KINDS.values()}
    assert kinds & set(digested) == {"flaming_horse.visuals.plot"}
    assert "flaming_horse.stage" in digested
    # The table changes with every kind that is added, and draws nothing.
    assert not {"flaming_horse.visuals", "flaming_horse.visuals.kinds"} & set(digested)


def test_a_scene_that_a_person_edited_may_show_any(digested: list[str]):
    scene_action.drawing_source(scene_with("plot"), edited=True)
    assert {kind.package for kind in KINDS.values()} <= set(digested)


def test_what_changes_in_a_kind_redraws_the_scenes_that_show_it_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    real, planted = action._source_files, tmp_path / "planted.py"

    def found(name: str) -> list[tuple[str, Path]]:
        files = real(name)
        return [*files, ("planted.py", planted)] if name.endswith("visuals.plot") else files

    planted.write_text("1", "utf-8")
    monkeypatch.setattr(action, "_source_files", found)
    digests: list[tuple[str, str]] = []
    for text in ("1", "2"):
        planted.write_text(text, "utf-8")
        action.source_digest.cache_clear()
        digests.append(
            (
                scene_action.drawing_source(scene_with("plot")),
                scene_action.drawing_source(scene_with("chart")),
            )
        )
    action.source_digest.cache_clear()
    (plot, chart), (other_plot, other_chart) = digests
    assert plot != other_plot
    assert chart == other_chart


def test_what_several_drawings_share_is_in_the_key_of_every_scene():
    shared = {file.stem for file in ROOT.glob("*.py")} - FOR_EVERY_PROCESS
    assert shared == set(scene_action.SHARED_BY_KINDS)


def test_no_kind_draws_with_the_modules_of_another():
    found: list[str] = []
    for file in ROOT.glob("*/*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").count(".") == 3:
                _, room, folder, _ = (node.module or "").split(".")
                if room == "visuals" and folder != file.parent.name:
                    found.append(f"{file.parent.name}: {node.module}")
    assert not found
