"""A change that was asked for: seen first, taken or not, kept, and taken back."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.build import approving, creation
from flaming_horse.config import Options
from flaming_horse.display import Display
from flaming_horse.errors import WrongInput
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writing import revising
from flaming_horse.writing.revising import Revision

WISH = "make scene 2 slower"
BEFORE = "# F\n\n## A\n\nOne.\n\nTwo.\n"


def parse(text: str) -> Storyboard:
    return parse_storyboard(text, "storyboard.md")


def revision(folder: Path, before: str = BEFORE, after: str = "# F\n\n## A\n\nOne.\n") -> Revision:
    project = Project(folder / "film")
    project.folder.mkdir(exist_ok=True)
    project.storyboard.write_bytes(before.encode())
    return Revision(project, project.storyboard, "make it shorter", before, after)


@pytest.fixture
def ohm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The recorded film on Ohm's law, with its plan and its script."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    project = Project(tmp_path / "ohm")
    brief = creation.Brief(topic="Ohm's law", replay=True)
    creation.create(project, Options(voice="tone"), brief, Display())
    return project


def test_a_recorded_wish_changes_its_scene_and_voids_the_approval(ohm: Project) -> None:
    approving.approve(ohm, "script", Options())
    change = revising.propose(ohm, WISH, Display(), of_plan=False, replay=True)
    assert change.before == ohm.storyboard.read_text()
    assert 'pause="0.8"' in change.diff
    scenes = [text.split("\n## ") for text in (change.before, change.after)]
    same = [one == other for one, other in zip(*scenes, strict=True)]
    assert same == [True, True, False, True, True, True]
    assert approving.standings(ohm, Options()).review["script"] == "approved"
    revising.take(change)
    assert approving.standings(ohm, Options()).review["script"].startswith("changed")
    before, after = parse(change.before), parse(change.after)
    assert len(after.scenes[1].lines) > len(before.scenes[1].lines)


def test_a_byte_order_mark_stays(ohm: Project) -> None:
    marked = b"\xef\xbb\xbf" + ohm.storyboard.read_bytes()
    ohm.storyboard.write_bytes(marked)
    change = revising.propose(ohm, WISH, Display(), of_plan=False, replay=True)
    revising.take(change)
    assert ohm.storyboard.read_bytes().startswith(b"\xef\xbb\xbf---")


def test_a_scene_with_code_of_a_person_stays_as_it_is(ohm: Project) -> None:
    text = ohm.storyboard.read_text()
    own = '{scene="own.py:Own"}\n## My own\n\n<!-- mine -->\n\nSaid over my own code.\n'
    (ohm.folder / "own.py").write_text("class Own: pass\n")
    ohm.storyboard.write_text(f"{text}\n{own}")
    change = revising.propose(ohm, "remove scene 5", Display(), of_plan=False, replay=True)
    assert change.after.endswith(own)
    assert "Where it ends" not in change.after


def test_a_storyboard_with_errors_is_told_before_anybody_is_asked(ohm: Project) -> None:
    ohm.storyboard.write_text("# F\n\n## A\n\n[Words]{show=nothing}.\n")
    with pytest.raises(WrongInput, match="nothing"):
        revising.propose(ohm, WISH, Display(), of_plan=False, replay=True)


def test_without_a_model_the_file_to_edit_is_named(ohm: Project, monkeypatch) -> None:
    for name in [each for each in os.environ if each.startswith("FLAMING_HORSE_LLM")]:
        monkeypatch.delenv(name)
    with pytest.raises(WrongInput, match="none is configured") as told:
        revising.propose(ohm, WISH, Display(), of_plan=False, replay=False)
    assert str(ohm.storyboard) in told.value.remedy


def test_the_difference_is_shown_before_anything_changes(tmp_path: Path) -> None:
    change = revision(tmp_path)
    assert "-Two." in revising.shown(change)
    assert change.file.read_text() == BEFORE
    told = revising.outcome_as_text(revising.as_json(change, None))
    assert "nothing was changed" in told
    assert "--yes" in told


def test_a_change_that_is_taken_is_kept_as_a_difference(tmp_path: Path) -> None:
    change = revision(tmp_path)
    kept = revising.take(change)
    assert change.file.read_text() == change.after
    assert kept.read_text().startswith("make it shorter\n\n--- a/storyboard.md\n")
    again = Revision(change.project, change.file, "more", change.after, BEFORE)
    assert revising.take(again).name == "revision-002.diff"


def test_an_edit_made_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    change = revision(tmp_path)
    change.file.write_text(BEFORE + "\nMine.\n")
    with pytest.raises(WrongInput, match="in the meantime"):
        revising.take(change)
    assert "Mine." in change.file.read_text()
    assert not list(change.project.folder.glob("llm/*"))


def test_nothing_to_change_is_told(tmp_path: Path) -> None:
    change = revision(tmp_path, after=BEFORE)
    assert change.diff == ""
    assert "nothing changes" in revising.shown(change)


ROWS = ["a\n", "b\n", "\n", "c\r\n", "d\x0ce\n", "ü\u2028\n"]
LINES = st.lists(st.sampled_from(ROWS), max_size=8)
TEXTS = st.builds(lambda lines, end: "".join(lines) + end, LINES, st.sampled_from(["", "end"]))


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no `patch` here")
@given(before=TEXTS, after=TEXTS)
def test_patch_takes_any_change_back(tmp_path_factory, before: str, after: str) -> None:
    change = revision(tmp_path_factory.mktemp("p"), before, after)
    if not change.diff:
        assert before == after
        return
    kept = revising.take(change)
    command = ["patch", "--binary", "-s", "-R", str(change.file), str(kept)]
    subprocess.run(command, check=True, capture_output=True)
    assert change.file.read_bytes() == before.encode()
