"""What `create` tells of a film before anything is spoken, and `--dry-run`, which ends there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from flaming_horse.build.creation import dry_run, dry_run_as_text
from flaming_horse.config import Options
from flaming_horse.errors import ExitCode, SceneFailed, WrongInput
from flaming_horse.project import Project
from flaming_horse.writing.bringing import bring_script

GUIDE = """# The harbour <b>guide</b>

## The quay

The quay is ninety metres long, and two cranes stand on it. ![x](https://example.org/a.png)

## The tide

It comes twice a day, and the pilots know it to the minute.

## License

MIT
"""


def created(tmp_path, text, name="guide.md"):
    script = tmp_path / name
    script.write_text(text, encoding="utf-8")
    project = Project(tmp_path / "projects" / "harbour")
    return project, bring_script(project, script)


def run(tmp_path, *arguments):
    command = [sys.executable, "-m", "flaming_horse", "create", *arguments]
    return subprocess.run(
        [*command, "--projects-dir", str(tmp_path / "projects")],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip


def test_a_document_is_told_with_its_kind_language_length_and_what_is_left_out(tmp_path):
    project, note = created(tmp_path, GUIDE)
    assert "read as GitHub Markdown" in note
    assert "language: English, found in its words" in note
    assert "2 scenes, 2 lines, about 1" in note
    assert "by the pace of the embedded voice" in note
    assert str(project.storyboard) in note
    assert "the section “License”" in note
    assert "long" not in note


def test_a_long_one_is_told_with_its_longest_scenes(tmp_path):
    sentence = "The tide comes twice a day, and the pilots know it to the minute. "
    text = f"# Tides <b>a</b>\n\n## Short\n\n{sentence}\n\n## Endless\n\n"
    text += f"{sentence * 125}\n\n{sentence * 125}\n"
    assert "long: its longest scenes are “Endless”" in created(tmp_path, text)[1]


def test_a_storyboard_of_ours_is_told_too(tmp_path):
    text = "---\nlook: chalk\n---\n\n# Tides\n\n## Two\n\nThe tide comes twice a day.\n"
    assert "1 scene, 1 line" in created(tmp_path, text)[1]


@pytest.mark.slow
def test_a_dry_run_speaks_and_draws_nothing(tmp_path):
    (tmp_path / "guide.md").write_text(GUIDE, encoding="utf-8")
    answer = run(tmp_path, "harbour", "--script", "guide.md", "--dry-run", "--json")
    told = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert (told["language"], told["lines"], len(told["scenes"])) == ("en", 2, 2)
    assert told["taken_for"] == "GitHub Markdown"
    assert any("License" in each for each in told["left_out"])
    folder = tmp_path / "projects" / "harbour"
    assert (folder / "storyboard.md").is_file()
    assert not (folder / "media").exists()
    again = run(tmp_path, "harbour", "--dry-run")
    assert again.returncode == 0
    assert "Nothing was spoken or drawn" in again.stdout


def test_a_dry_run_says_with_its_exit_code_that_no_film_can_be_made(tmp_path):
    (tmp_path / "hafen.md").write_text(
        "# Der Hafen\n\nDer Kai ist lang, und zwei Kräne stehen darauf, die alt sind.\n", "utf-8"
    )
    answer = run(tmp_path, "hafen", "--script", "hafen.md", "--dry-run", "--json")
    assert answer.returncode == json.loads(answer.stdout)["exit_code"] == 2
    assert not (tmp_path / "projects" / "hafen" / "storyboard.md").exists()


def test_a_line_that_cannot_be_spoken_ends_a_dry_run(tmp_path):
    project, _ = created(tmp_path, GUIDE)
    text = project.storyboard.read_text("utf-8")
    project.storyboard.write_text(text + '\n[…]{pause="1"}\n', "utf-8")
    with pytest.raises(WrongInput, match="nothing in this line"):
        dry_run(project, Options())


@pytest.mark.slow
def test_a_scene_that_does_not_fit_ends_a_dry_run_with_code_6(tmp_path):
    project, _ = created(tmp_path, GUIDE)
    code = "\n".join(f"print({number})" for number in range(60))
    text = project.storyboard.read_text("utf-8")
    project.storyboard.write_text(f"{text}\n```python\n{code}\n```\n\nIt goes on.\n", "utf-8")
    with pytest.raises(SceneFailed) as failed:
        dry_run(project, Options())
    assert failed.value.exit_code == ExitCode.SCENE_FAILED
    assert failed.value.place.line > text.count("\n")


def test_the_text_names_the_voice_and_the_next_command(tmp_path):
    project, note = created(tmp_path, GUIDE)
    told = dry_run_as_text(dry_run(project, Options(voice="tone"), note))
    assert "voice: tone" in told
    assert "flaming-horse build harbour" in told
