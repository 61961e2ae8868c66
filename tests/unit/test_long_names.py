"""Names from which files are made: one that is too long is refused before anything speaks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from films import flaming_horse

from flaming_horse.build.build_scenes import planned_modules
from flaming_horse.errors import WrongInput
from flaming_horse.project import FILM_FILES, Project, write_text
from flaming_horse.storyboard.reader import parse

WORDS = "# A film\n\n## A scene\n\nA few words of it.\n"


@pytest.mark.parametrize("name", ["ü" * 119, "雪" * 80, "n" * 240, "🐎" * 60])
def test_a_folders_name_that_is_too_long_for_its_film_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "storyboard.md").write_text(WORDS)
    answer = flaming_horse(
        "build", str(folder), "--voice", "tone", "--quality", "draft", projects=tmp_path
    )
    assert answer.returncode == 2
    assert "name is too long" in answer.stderr
    assert "Rename the folder" in answer.stderr
    assert not (folder / "media").exists(), "nothing was spoken"


def test_the_longest_name_that_is_taken_can_be_written(tmp_path: Path) -> None:
    taken = refused = 0
    for length in range(100, 128):
        folder = tmp_path / ("é" * length)
        folder.mkdir()
        try:
            name = Project(folder).film_name("draft", "9:16", "pt-BR")
        except WrongInput:
            refused += 1
            continue
        taken += 1
        for ending in FILM_FILES:
            assert write_text(folder / "media" / f"{name}.{ending}", "written")
    assert taken
    assert refused


@pytest.mark.parametrize("word", ["donaudampfschiff" * 19, "снег" * 60, "山" * 250])
def test_files_of_a_long_heading_can_be_made(tmp_path: Path, word: str) -> None:
    storyboard = parse(f"# A film\n\n## {word}\n\nWords.\n\n## {word}\n\nMore.\n", "s.md")
    for module in planned_modules(Project(tmp_path), storyboard):
        assert write_text(module.file, "written")
    for line in storyboard.lines:
        assert write_text(tmp_path / "last" / f"final_render.{line.id}.{'0' * 64}.json", "written")


def test_a_scenes_id_that_is_too_long_is_refused(tmp_path: Path) -> None:
    for name in ("scene" * 48, "é" * 61):
        with pytest.raises(WrongInput, match="is too long"):
            parse(f"# A film\n\n{{#{name}}}\n## A scene\n\nWords.\n", "s.md")
