"""A topic in the phase `plan`: two steps, and nobody's edits are lost between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.config import Options, settings_of
from flaming_horse.display import Display
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.writing import bringing, plan_writing, topics
from flaming_horse.writing.model_writer import ModelWriter

TOPIC = "Ohm's law"


class Heard(Display):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.rows: list[str] = []

    def advance(self, phase, done, total, detail="", *, reused=False) -> None:
        self.rows.append(f"{phase} {done}/{total} {detail}")

    def work(self, name, label, done, total, detail="frames") -> None:
        if done < total:
            self.rows.append(f"{label} ({detail})")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "film")


@pytest.fixture
def writer(project: Project) -> ModelWriter:
    return ModelWriter.replayed(project, TOPIC, Heard())


def test_each_step_is_done_once(project: Project, writer: ModelWriter) -> None:
    assert "a plan of 5 scenes by by-hand, replayed" in plan_writing.write_outline(project, writer)
    assert not project.storyboard.exists(), "a gate can stand between the two steps"
    assert "a script by by-hand" in plan_writing.write_script(project, writer)[0]
    assert len(read_storyboard(project.storyboard).scenes) == 5
    before = {f: f.stat().st_mtime_ns for f in project.folder.rglob("*") if f.is_file()}
    assert "a plan already" in plan_writing.write_outline(project, writer)
    assert "the script of its plan already" in plan_writing.write_script(project, writer)[0]
    assert before == {f: f.stat().st_mtime_ns for f in before}


def test_the_writing_is_seen_as_it_comes(project: Project, writer: ModelWriter) -> None:
    plan_writing.write_outline(project, writer)
    plan_writing.write_script(project, writer)
    rows = writer.watcher.rows  # type: ignore[attr-defined]
    assert "writing outline (letters)" in rows
    assert "plan 1/6 outline" in rows
    assert "writing scene 3 (letters)" in rows
    assert "plan 6/6 scene 5" in rows


def test_an_edited_storyboard_stays_as_long_as_its_plan_does(project, writer) -> None:
    plan_writing.write_outline(project, writer)
    plan_writing.write_script(project, writer)
    edited = project.storyboard.read_text().replace("electric charge", "some charge")
    project.storyboard.write_text(edited)
    plan_writing.write_script(project, writer)
    assert project.storyboard.read_text() == edited
    page = project.folder / "plan.md"
    page.write_text(page.read_text().replace("A voltage pushes", "A voltage shoves"))
    with pytest.raises(WrongInput, match="was edited and differs"):
        plan_writing.write_script(project, writer)
    assert project.storyboard.read_text() == edited


def test_notes_in_the_plan_change_no_script(project, writer) -> None:
    plan_writing.write_outline(project, writer)
    plan_writing.write_script(project, writer)
    page = project.folder / "plan.md"
    page.write_text(page.read_text() + "\n<!-- nice -->\n")
    assert "already" in plan_writing.write_script(project, writer)[0]


def test_a_plan_that_a_person_wrote_is_used_as_it_is(project, writer) -> None:
    plan_writing.write_outline(project, writer)
    page = project.folder / "plan.md"
    page.write_text(page.read_text().replace("## Where it ends", "## Its limits"))
    with pytest.raises(WrongInput, match="no answer is recorded"):
        plan_writing.write_script(project, writer)
    assert "## Its limits" in page.read_text()
    assert not project.storyboard.exists()


def test_a_plan_for_another_topic_is_replaced_only_while_nobody_edited_it(project, writer) -> None:
    plan_writing.write_outline(project, writer)
    other = ModelWriter.replayed(project, "Binary search", Heard())
    plan_writing.write_outline(project, other)
    page = project.folder / "plan.md"
    assert "# Binary search" in page.read_text()
    page.write_text(page.read_text().replace("Beginners", "Experts"))
    with pytest.raises(WrongInput, match="edited and is a plan for 'Binary search'"):
        plan_writing.write_outline(project, writer)
    assert "Experts" in page.read_text()


def test_a_script_that_was_brought_meanwhile_is_not_taken_for_the_models(
    project, writer, tmp_path
) -> None:
    plan_writing.write_outline(project, writer)
    plan_writing.write_script(project, writer)
    (tmp_path / "own.md").write_text("# Own\n\n## One\n\nMy words.\n")
    bringing.bring_script(project, tmp_path / "own.md")
    assert project.storyboard.read_text().startswith("# Own")
    assert "a script by" in plan_writing.write_script(project, writer)[0]
    assert "# Ohm" in project.storyboard.read_text()


@pytest.mark.parametrize(
    ("topic", "source", "replay", "words"),
    [
        ("Matrix multiplication", None, False, ""),
        ("Quantum gravity", None, False, "no language model is configured"),
        ("Quantum gravity", None, True, "nothing is recorded"),
        (" ", None, False, "the topic is empty"),
        ("Ohm's law", "notes.md", False, "a film from a source needs a language model"),
        ("Ohm's law", "paper.docx", False, "a source of the kind '.docx' cannot be read"),
        ("Ohm's law", "empty.txt", False, "empty"),
        ("Ohm's law", "none.txt", False, "there is no such file"),
        ("Ohm's law", "long.txt", False, "60000 can be taken"),
    ],
)
def test_what_a_topic_needs(topic, source, replay, words, project, tmp_path, monkeypatch) -> None:
    for name in ("BASE_URL", "PRESET", "MODEL", "API_KEY"):
        monkeypatch.delenv(f"FLAMING_HORSE_LLM_{name}", raising=False)
    (tmp_path / "notes.md").write_text("# Notes\n\nSomething.\n")
    (tmp_path / "paper.docx").write_bytes(b"PK")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "long.txt").write_text("word " * 20_000)
    settings = settings_of(project.folder, Options(), {})
    file = tmp_path / source if source else None
    if words:
        with pytest.raises(WrongInput) as told:
            topics.storyboard_for(project, settings, Display(), topics.Asked(topic, file, replay))
        assert words in str(told.value)
        assert not project.storyboard.exists()
    else:
        topics.storyboard_for(project, settings, Display(), topics.Asked(topic, file, replay))
        assert project.storyboard.exists()


def test_a_key_in_the_settings_file_stops_a_topic_and_is_not_repeated(project) -> None:
    project.folder.mkdir()
    (project.folder / "flaming-horse.toml").write_text(
        'format = 1\n[llm]\npreset = "openai"\napi_key = "sk-secret-1"\n'
    )
    settings = settings_of(project.folder, Options(), {})
    with pytest.raises(WrongInput, match="a key does not belong") as told:
        topics.storyboard_for(project, settings, Display(), topics.Asked(TOPIC))
    assert "sk-secret-1" not in str(told.value)
