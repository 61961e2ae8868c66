"""Scene modules: what is generated, and that a person's edit is noticed and kept."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flaming_horse.phases.build_scenes import (
    is_edited,
    planned_module,
    planned_modules,
    remove_stale,
    write_module,
)
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard

STORYBOARD = """\
# Products

## Two tables

```matrix {#A at=left}
rows: [[1, 2], [3, 4]]
```

```matrix {#B at=right}
rows: [[5, 6], [7, 8]]
```

Here is [A]{highlight="A"}, and here is [B]{highlight="B"}; say [A]{highlight="A"} again.

```equation {#rule}
C_{ij} = \\piece{sum}{\\sum_{k}} A_{ik} B_{kj}
```

The rule: [$A_{ik}$]{highlight=rule} under [the sum]{show="rule.sum"}.

## Words alone

Nothing is shown here.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "products")
    project.folder.mkdir()
    return project


def source(project: Project, number: int, text: str = STORYBOARD) -> str:
    storyboard = parse_storyboard(text, "storyboard.md")
    return planned_module(project, storyboard, storyboard.scenes[number]).source.decode()


def test_a_scene_is_explicit_calls_of_the_stage(project: Project) -> None:
    text = source(project, 0)
    ast.parse(text)
    assert "class Scene01TwoTables(NarratedScene):" in text
    assert 'self.title_card("Products")' in text
    assert 'self.heading("Two tables")' in text
    assert 'line.enter(a, at="left")' in text
    assert 'line.enter(b, at="right")' in text
    assert 'line.highlight("A", a)' in text


def test_the_same_words_a_second_time_are_told_apart(project: Project) -> None:
    assert 'line.highlight("A", a, occurrence=2)' in source(project, 0)


def test_the_next_visual_takes_the_place_of_all_it_would_cover(project: Project) -> None:
    text = source(project, 0)
    assert text.index("line.leave(a)") < text.index("line.leave(b)") < text.index("line.enter(rule")


def test_what_a_cue_shows_is_hidden_until_then(project: Project) -> None:
    text = source(project, 0)
    assert 'line.enter(rule, hidden=["sum"])' in text
    assert 'line.show("the sum", rule["sum"])' in text


def test_a_cue_on_a_formula_picks_that_piece(project: Project) -> None:
    assert 'line.highlight("$A_{ik}$", rule.piece("A_{ik}"))' in source(project, 0)


def test_a_scene_without_visuals_sets_its_key_phrase(project: Project) -> None:
    text = source(project, 1)
    assert "line.key_phrase()" in text
    assert "title_card" not in text


def test_a_second_writing_changes_nothing(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    for module in planned_modules(project, storyboard):
        assert write_module(module)
        assert not write_module(module)
        assert not is_edited(module.file)


def test_an_edited_module_is_its_editors(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    module = planned_module(project, storyboard, storyboard.scenes[1])
    write_module(module)
    edited = module.file.read_text().replace("Words alone", "My own words")
    module.file.write_text(edited)
    again = planned_module(project, storyboard, storyboard.scenes[1])
    assert again.edited
    assert not write_module(again)
    assert module.file.read_text() == edited
    assert again.source.decode() == edited


def test_a_module_without_its_stamp_is_its_editors(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    module = planned_module(project, storyboard, storyboard.scenes[1])
    module.file.parent.mkdir()
    module.file.write_text("# all mine\n")
    assert planned_module(project, storyboard, storyboard.scenes[1]).edited


def test_modules_of_scenes_that_are_gone_go_unless_edited(project: Project) -> None:
    storyboard = parse_storyboard(STORYBOARD, "storyboard.md")
    modules = planned_modules(project, storyboard)
    for module in modules:
        write_module(module)
    mine = modules[1].file
    mine.write_text(mine.read_text() + "# a note of mine\n")
    assert remove_stale(project, []) == [modules[0].file]
    assert mine.exists()
