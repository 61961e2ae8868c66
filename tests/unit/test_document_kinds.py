"""Programs and data are never read aloud; documents of any name are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse.writers.document_kinds import not_a_document
from flaming_horse.writing.bringing import bring_script, bring_slides
from old_projects import old_project

PROSE = "# A film\n\n## A scene\n\n[Something](a.md) to say about `{x}`.\n"


@pytest.mark.parametrize(
    "name",
    ["a.md", "A.MARKDOWN", "a.txt", "a.text", "a.rst", "a.pptx", "a.docx", "a.org",
     "a.html", "a.htm", "talk.v2", "README", "a.qmd"],
)  # fmt: skip
def test_documents_are_known_whatever_they_are_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PROSE)
    assert not_a_document(tmp_path / name) == ""


@pytest.mark.parametrize(
    "name",
    ["a.py", "a.json", "a.yaml", "a.toml", "a.csv", "a.tsv", "a.sh", "a.js", "a.rs", "a.c",
     "a.ini", "a.sql", "a.tex", "a.srt", "a.pdf", "a.doc", "a.png", "a.mp3", "a.zip", "a.adoc",
     "Makefile", "CMakeLists.txt", "a.jsonl", "a.xml", "a.svg", "a.log", "a.pyi", "a.R", "a.lua"],
)  # fmt: skip
def test_programs_and_data_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PROSE)
    assert not_a_document(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"scenes": []}', "JSON"),
        (b'\n[{"text": "x"}]\n', "JSON"),
        (b"#!/usr/bin/env bash\necho\n", "a program for /usr/bin/env bash"),
        (b"PK\x03\x04\0\0words", "binary data"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"[A link](x.md) first.", ""),
        (b"{A brace} first.", ""),
        (b"\xef\xbb\xbf# A title", ""),
    ],
)
@pytest.mark.parametrize("name", ["plan", "plan.md", "plan.txt"])
def test_a_name_does_not_hide_what_is_in_it(
    tmp_path: Path, content: bytes, kind: str, name: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert not_a_document(tmp_path / name) == kind


@pytest.mark.parametrize("bring", [bring_script, bring_slides])
def test_code_becomes_no_film(tmp_path: Path, bring: object) -> None:
    (tmp_path / "a.yaml").write_text("say: aloud\n")
    assert callable(bring)
    with pytest.raises(WrongInput, match="this is YAML, and no document"):
        bring(Project(tmp_path / "film"), tmp_path / "a.yaml")
    assert not (tmp_path / "film").exists()


@pytest.mark.parametrize("name", ["plan.json", "narration_script.py", "scene_01_intro.py"])
def test_for_a_file_of_an_old_project_its_folder_is_named(tmp_path: Path, name: str) -> None:
    old = old_project(tmp_path / "rain")
    with pytest.raises(WrongInput) as refused:
        bring_script(Project(tmp_path / "film"), old / name)
    assert f"--script {old}" in refused.value.remedy
