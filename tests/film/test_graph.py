"""What `explain` says of a film is what the build then does, node for node."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from flaming_horse.build import look, pipeline
from flaming_horse.build.graph import Node
from flaming_horse.build.phases import PHASES
from flaming_horse.config import Options
from flaming_horse.display import Display
from flaming_horse.project import Project
from flaming_horse_voice.trust import made_here

SCRIPT = """\
---
title: Seen
---

## First

![a square](square.png)

A square.

## Second

Two words.
"""


def options(voice: str = "tone") -> Options:
    return Options("draft", 2, voice)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a film that was built once; its parts are to be changed in copies."""
    folder = tmp_path_factory.mktemp("built") / "seen"
    with made_here(folder):
        (folder / "storyboard.md").write_text(SCRIPT)
        square(folder, "red")
    nodes = pipeline.build(Project(folder), options(), Display()).nodes
    assert [node.why for node in nodes if node.phase == "final_render"] == ["never run"] * 2
    assert not any(node.reused for node in nodes)
    return folder


def square(folder: Path, colour: str) -> None:
    Image.new("RGB", (64, 64), colour).save(folder / "square.png")


def replaced(old: str, new: str) -> Callable[[Path], Options]:
    def change(folder: Path) -> Options:
        storyboard = folder / "storyboard.md"
        text = storyboard.read_text()
        assert old in text
        storyboard.write_text(text.replace(old, new))
        return options()

    return change


def another_picture(folder: Path) -> Options:
    square(folder, "blue")
    return options()


CHANGES: dict[str, tuple[Callable[[Path], Options], set[str]]] = {
    "a line": (
        replaced("Two words", "Three short words"),
        {"precache_voiceovers second.1", "scene_qc second", "final_render second"},
    ),
    "a look": (
        replaced("title: Seen", "title: Seen\nlook: chalk"),
        {f"{phase} {scene}" for phase in ("build_scenes", "scene_qc", "final_render")
         for scene in ("first", "second")},
    ),
    "a setting": (replaced("title: Seen", "title: Seen\nroom_tone: -60"), set()),
    "a picture file": (another_picture, {"scene_qc first", "final_render first"}),
    "a voice": (
        lambda _: options("kokoro"),
        {"precache_voiceovers first.1", "precache_voiceovers second.1"}
        | {f"{phase} {scene}" for phase in ("scene_qc", "final_render")
           for scene in ("first", "second")},
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_the_build_makes_what_explain_says_for_the_same_reasons(
    built: Path, tmp_path: Path, change: str
) -> None:
    shutil.copytree(built, tmp_path / "seen")
    project = Project(tmp_path / "seen")
    act, makes = CHANGES[change]
    asked = act(project.folder)
    before = look.explain(project, asked).nodes
    run = pipeline.build(project, asked, Display()).nodes
    assert [what(node) for node in before] == [what(node) for node in run]
    for expected, found in zip(before, run, strict=True):
        if not expected.key:  # what it is made from was not there yet
            assert expected.why.startswith("waits for ")
        else:
            assert found == expected
    assert {what(node) for node in run if not node.reused} == {*makes, "assemble seen.draft"}
    after = look.explain(project, asked).nodes
    assert [(what(node), node.key) for node in after] == [(what(node), node.key) for node in run]
    assert all(node.reused for node in after)


def what(node: Node) -> str:
    return f"{node.phase} {node.name}"


def test_the_nodes_are_of_the_phases_that_say_so(tmp_path: Path) -> None:
    (tmp_path / "seen").mkdir()
    (tmp_path / "seen" / "storyboard.md").write_text("## One\n\nA line.\n")
    nodes = look.explain(Project(tmp_path / "seen"), options()).nodes
    assert [node.phase for node in nodes] == [p.name for p in PHASES if p.has_nodes]
