"""`flaming-horse lint`: all findings of a storyboard, and nothing spoken, drawn or written."""

# ruff: noqa: RUF001 - the letters that look like others are phonemes

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flaming_horse.build.build_scenes import planned_module
from flaming_horse.build.linting import linted
from flaming_horse.commands.lint import as_text
from flaming_horse.config import Options
from flaming_horse.display import Display
from flaming_horse.errors import ExitCode
from flaming_horse.lint import CHECKS, check_scene
from flaming_horse.lint.arithmetic import ARITHMETIC
from flaming_horse.project import Project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.writing.model_writer import ModelWriter
from flaming_horse.writing.plan_writing import to_look_at

GOOD = """# Tides

## The quay

{#parts}
- a quay
- a crane

[The quay]{highlight="parts.item(1)"} is long, and [the crane]{highlight="parts.item(2)"} is high.
"""
SUMS = "# Sums\n\n## One\n\nTwo plus two is five, and so is $2 + 2 = 5$.\n"
BAD = """---
look: chalks
---

# Film

## One

See [the first]{highlight="list.item(3)"} and $\\frac{1}{$ too. ![p](nowhere.png)

```plott
x: 1
```
"""


def look_at(tmp_path, text, name="film.md", **how):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return linted(file, Options(), **{"layout": False} | how)


def run(tmp_path, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "flaming_horse", "lint", *arguments],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip


def test_every_mistake_of_a_storyboard_is_told_with_its_place_and_its_remedy(tmp_path):
    found = look_at(tmp_path, BAD)
    assert [(each.line, each.column) for each in found] == [
        (2, 7),
        (9, 28),
        (9, 56),
        (9, 64),
        (11, 4),
    ]
    assert {(each.severity, each.check) for each in found} == {("error", "storyboard")}
    assert "Did you mean `plot`?" in found[-1].remedy


def test_remarks_are_no_errors(tmp_path):
    found = look_at(tmp_path, SUMS)
    assert [(each.severity, each.check, each.line) for each in found] == [
        ("remark", "equation", 5),
        ("remark", "sum", 5),
    ]


def test_the_proof_reading_of_numbers_is_switched_off_by_one_setting(tmp_path):
    (tmp_path / "flaming-horse.toml").write_text("[lint]\narithmetic = false\n")
    assert not look_at(tmp_path, SUMS)


def test_the_same_setting_counts_where_a_script_is_reviewed_and_where_a_model_writes(tmp_path):
    project = Project(tmp_path)
    project.storyboard.write_text(SUMS)
    storyboard = read_storyboard(project.storyboard)
    asked = ModelWriter(project, "sums", None, Display())
    with asked.at("script") as writer:
        assert writer.arithmetic
    assert len(to_look_at(project, storyboard)) == 2
    (tmp_path / "flaming-horse.toml").write_text("[lint]\narithmetic = false\n")
    assert not to_look_at(project, storyboard)
    with asked.at("script") as writer:
        assert not writer.arithmetic
    [scene] = storyboard.scenes
    assert {found.check for found in check_scene(scene, words=11)} == {"equation", "sum"}
    assert not list(check_scene(scene, words=11, arithmetic=False))


def test_the_docs_name_each_check_that_looks_at_what_a_person_wrote():
    page = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")
    names = {check.name for check in (*CHECKS, *ARITHMETIC) if check.author != "model"}
    assert not {name for name in names if f"`{name}`" not in page}


def test_a_setting_that_cannot_be_used_is_told_in_its_own_file(tmp_path):
    (tmp_path / "flaming-horse.toml").write_text('[lint]\narithmetic = "no"\n')
    [found] = look_at(tmp_path, SUMS)
    assert (found.severity, found.check) == ("error", "settings")
    assert "arithmetic = 'no' (flaming-horse.toml) is not known" in found.what


def test_each_line_that_cannot_be_spoken_is_told(tmp_path):
    found = look_at(tmp_path, "# F\n\n## A\n\n!!!\n\nSome words.\n\n???\n")
    assert [(each.check, each.line) for each in found] == [("words", 5), ("words", 9)]
    assert all("say=" in each.remedy for each in found)


def test_phonemes_that_the_voice_does_not_know_are_told_without_its_model(tmp_path):
    text = '# F\n\n## A\n\nThis is [Euler]{say="/%s/"}.\n'
    assert not look_at(tmp_path, text % "ˈɔɪlɚ")
    [found] = look_at(tmp_path, text % "ˈʘyla")
    assert (found.severity, found.check, found.line) == ("error", "words", 5)
    assert "the phonemes of 'Euler' hold" in found.what
    assert not look_at(tmp_path, f"---\nvoice: tone\n---\n{text % 'ˈʘyla'}")


def test_a_language_that_the_voice_would_not_speak_is_an_error(tmp_path):
    german = "Der Hund und die Katze sind nicht im Haus, und das ist gut so, weil es warm ist."
    [found] = look_at(tmp_path, f"# F\n\n## A\n\n{german}\n")
    assert (found.severity, found.check) == ("error", "language")


def test_what_does_not_fit_and_cues_in_vain_are_told_where_they_stand(tmp_path):
    wide = "x" * 400
    text = (
        f"{GOOD}\n## Wide\n\n```code\n{wide}\n```\n\nThis is wide.\n"
        '\n## Gone\n\n{#b}\n- one\n\n[It]{hide="b"} goes. [It]{hide="b"} goes again, as we see.\n'
    )
    found = look_at(tmp_path, text, layout=True)
    errors = [(each.check, each.line) for each in found if each.severity == "error"]
    assert ("cue", text[: text.index("[It]")].count("\n") + 1) in errors
    assert any(check == "layout" for check, _ in errors)
    assert not [each for each in found if each.check == "cue-in-vain"]
    assert not any(line < 12 for _, line in errors)


def test_a_picture_of_the_voice_is_laid_out_without_one(tmp_path):
    text = "# F\n\n## A\n\n{#w}\n```sound-wave\n```\n\nThis is [my voice]{highlight=w}.\n"
    assert not look_at(tmp_path, text, layout=True)


def test_a_scene_that_a_person_edited_is_not_judged_by_the_storyboard(tmp_path):
    text = '# F\n\n## A\n\n{#b}\n- one\n\n[It]{hide="b"} goes. [It]{hide="b"} goes again, we see.\n'
    found = look_at(tmp_path, text, "storyboard.md", layout=True)
    assert [each.check for each in found] == ["cue"]
    project = Project(tmp_path)
    storyboard = read_storyboard(project.storyboard)
    module = planned_module(project, storyboard, storyboard.scenes[0])
    module.file.parent.mkdir()
    module.file.write_bytes(module.source + b"# mine\n")
    found = look_at(tmp_path, text, "storyboard.md", layout=True)
    assert not [each for each in found if each.severity == "error"]


@pytest.mark.parametrize("name", ["notes.ipynb", "talk.pptx", "guide.rst"])
def test_a_document_of_another_kind_is_told_how_it_becomes_a_storyboard(tmp_path, name):
    [found] = look_at(tmp_path, "{}", name)
    assert "no storyboard" in found.what
    assert f"{name} --dry-run" in found.remedy


def test_so_is_markdown_of_another_dialect_but_not_where_it_is_a_project_s_own(tmp_path):
    text = "# My project\n\n:::{note}\nThis is it.\n:::\n\nSome {doc}`link` is here.\n"
    [found] = look_at(tmp_path, text, "guide.md")
    assert found.what == "this is MyST Markdown, and no storyboard"
    assert "no storyboard" not in str(look_at(tmp_path, text, "storyboard.md"))


def test_a_project_a_file_and_what_is_not_there_are_told_together(tmp_path):
    folder = tmp_path / "projects" / "tides"
    folder.mkdir(parents=True)
    (folder / "storyboard.md").write_text(GOOD)
    (tmp_path / "sums.md").write_text(SUMS)
    before = sorted(tmp_path.rglob("*"))
    answer = run(tmp_path, "tides", "sums.md", "nothing.md", "--no-layout", "--json")
    told = json.loads(answer.stdout)
    assert answer.returncode == ExitCode.WRONG_INPUT
    assert (told["files"], told["errors"], told["remarks"]) == (3, 1, 2)
    assert [(each["severity"], each["file"]) for each in told["findings"]] == [
        ("remark", "sums.md"),
        ("remark", "sums.md"),
        ("error", "nothing.md"),
    ]
    assert set(told["findings"][0]) == {
        "severity", "check", "what", "remedy", "file", "line", "column",
    }  # fmt: skip
    assert sorted(tmp_path.rglob("*")) == before


def test_a_person_reads_the_place_the_finding_and_how_many_there_are(tmp_path):
    (tmp_path / "sums.md").write_text(SUMS)
    answer = run(tmp_path, "sums.md", "--no-layout")
    assert answer.returncode == ExitCode.DONE
    assert answer.stdout.splitlines() == [
        "sums.md:5:1: remark: `2 + 2 = 5` does not hold: 4 is not 5 [equation]",
        "sums.md:5:1: remark: “Two plus two is five”: that is 4 [sum]",
        "no errors, 2 remarks",
    ]


def test_a_remedy_of_several_rows_is_set_in_under_its_finding():
    finding = {"file": "x.md", "line": 2, "column": 0, "severity": "error", "check": "storyboard",
               "what": "a list", "remedy": "Such as:\n- one"}  # fmt: skip
    answer = {"findings": [finding], "errors": 1, "remarks": 0, "files": 2}
    assert as_text(answer).splitlines() == [
        "x.md:2:1: error: a list [storyboard]",
        "  Such as:",
        "  - one",
        "1 error, no remarks in 2 storyboards",
    ]
