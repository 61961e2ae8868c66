"""Gates: the plan and the script wait for a person, and an approval holds for what was seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flaming_horse.build import approving, creation, look, pipeline
from flaming_horse.commands.tables import status_as_text
from flaming_horse.config import Options
from flaming_horse.display import Display
from flaming_horse.errors import WaitingForReview, WrongInput
from flaming_horse.project import Project, find_project
from flaming_horse.writing import gates, topics

OHM = creation.Brief(topic="Ohm's law", replay=True)
LOOK = Options(voice="tone", review=True)
GO_ON = Options(voice="tone")
"""What a later command says: nothing of a review, for the project knows."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    return Project(tmp_path / "film")


@pytest.fixture
def planned(project: Project) -> Project:
    with pytest.raises(WaitingForReview, match="the plan waits"):
        creation.create(project, LOOK, OHM, Display())
    return project


@pytest.fixture
def written(planned: Project) -> Project:
    approving.approve(planned, "plan", GO_ON)
    creation.go_on(planned, GO_ON, Display())
    return planned


def build(project: Project) -> None:
    """Past the gates, without making a film."""
    pipeline.build(project, Options(voice="no-such-voice"), Display())


def test_the_work_stops_after_the_plan_and_says_what_to_open(planned: Project) -> None:
    assert planned.plan.is_file()
    assert not planned.storyboard.exists()
    state = json.loads(planned.state.read_text())
    assert state["phase"] == "review"
    assert str(planned.plan) in state["waits_for"]
    with pytest.raises(WaitingForReview) as told:
        creation.go_on(planned, GO_ON, Display())
    assert told.value.exit_code == 4
    assert str(planned.plan) in str(told.value)
    assert "approve plan" in told.value.remedy


def test_the_work_stops_after_the_script_and_goes_on_when_it_is_approved(written: Project) -> None:
    with pytest.raises(WaitingForReview, match="the script waits"):
        build(written)
    assert approving.approve(written, None, GO_ON)["approved"] == "script"
    with pytest.raises(WrongInput, match="no-such-voice"):  # past the gate
        build(written)


def test_what_a_reader_should_look_at_is_listed_with_its_line(written: Project) -> None:
    text = written.storyboard.read_text() + "\nGeorg Ohm published it in 1827, say historians.\n"
    written.storyboard.write_text(text)
    row = text.count("\n")
    with pytest.raises(WaitingForReview, match=f"storyboard.md:{row}: is there a source"):
        build(written)
    answer = approving.approve(written, "script", GO_ON)
    assert f"storyboard.md:{row}: is there a source" in approving.approved_as_text(answer)


def test_a_change_voids_an_approval_and_undoing_it_does_not(written: Project) -> None:
    approving.approve(written, "script", GO_ON)
    before = written.storyboard.read_text()
    written.storyboard.write_text(before.replace("battery", "cell", 1))
    with pytest.raises(WaitingForReview, match="changed since it was approved"):
        build(written)
    assert look.status(written, GO_ON).standings.waits_for == "script"
    written.storyboard.write_text(before)
    assert look.status(written, GO_ON).standings.waits_for is None
    assert not approving.approve(written, "script", GO_ON)["new"]


def test_a_picture_is_a_part_of_what_was_approved(written: Project) -> None:
    picture = written.folder / "lamp.svg"
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect {} /></svg>'
    picture.write_text(drawn.format('width="9" height="9"'))
    text = written.storyboard.read_text()
    first = text.index("\n## ") + 1
    heading = text[first:].split("\n", 1)[0]
    with_picture = text.replace(heading, f"{heading}\n\n![A lamp](lamp.svg)", 1)
    written.storyboard.write_text(with_picture)
    approving.approve(written, "script", GO_ON)
    picture.write_text(drawn.format('width="4" height="4"'))
    assert look.status(written, GO_ON).standings.review["script"] == "changed since it was approved"


def test_an_edited_plan_waits_again(planned: Project) -> None:
    approving.approve(planned, "plan", GO_ON)
    planned.plan.write_text(planned.plan.read_text().replace("2.5 minutes", "3 minutes"))
    with pytest.raises(WaitingForReview, match="changed since"):
        creation.go_on(planned, GO_ON, Display())
    assert not planned.storyboard.exists()


def test_what_cannot_be_read_is_not_approved(planned: Project, written: Project) -> None:
    written.storyboard.write_text("# F\n\n## A\n\n[Words]{show=nothing}.\n")
    with pytest.raises(WrongInput, match="nothing"):
        approving.approve(written, "script", GO_ON)
    with pytest.raises(WrongInput, match="nothing that can be approved"):
        approving.approve(written, "music", GO_ON)
    with pytest.raises(WrongInput):
        approving.approve(written, "film", GO_ON)


def test_a_film_is_approved_as_a_file(written: Project) -> None:
    text = written.storyboard.read_text()
    film = written.media / "film.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(b"one film")
    answer = approving.approve(written, "film", GO_ON)
    assert "no report" in answer["failed_checks"]
    assert "although" in approving.approved_as_text(answer)
    standing = approving.standings(written, GO_ON).review
    assert standing["film"] == "approved"
    film.write_bytes(b"another film")
    assert approving.standings(written, GO_ON).review["film"].startswith("changed")
    assert written.storyboard.read_text() == text


def test_no_review_lets_one_run_pass_and_the_project_remembers_its_way(planned: Project) -> None:
    assert "takes a script" in creation.go_on(planned, Options(review=False), Display())
    with pytest.raises(WaitingForReview):
        build(planned)


@pytest.mark.parametrize(("terminal", "stops"), [(True, True), (False, False)])
def test_with_a_terminal_it_stops_by_itself(
    terminal: bool, stops: bool, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "_at_a_terminal", lambda: terminal)
    if stops:
        with pytest.raises(WaitingForReview):
            creation.create(project, GO_ON, OHM, Display())
    else:
        creation.create(project, GO_ON, OHM, Display())
    assert project.storyboard.exists() is not stops


def test_a_script_of_a_person_waits_only_when_told_to(project: Project, tmp_path: Path) -> None:
    script = tmp_path / "s.md"
    script.write_text("# F\n\n## A\n\nWords.\n")
    creation.create(project, GO_ON, creation.Brief(script=script), Display())
    assert not (project.folder / "approvals.json").exists()
    with pytest.raises(WrongInput, match="no-such-voice"):
        build(project)
    with pytest.raises(WaitingForReview):
        pipeline.build(project, Options(review=True), Display())


def test_a_lost_memory_is_told_and_not_guessed(planned: Project) -> None:
    approving.approve(planned, "plan", GO_ON)
    (planned.hidden / "source.json").unlink()
    with pytest.raises(WrongInput, match="is not known") as told:
        creation.go_on(planned, GO_ON, Display())
    assert '--topic "Ohm\'s law"' in told.value.remedy


@pytest.mark.parametrize("text", ["", "{}", '{"format": 2, "review": true, "approved": {}}', "[]"])
def test_broken_approvals_open_no_gate(text: str, written: Project) -> None:
    (written.folder / "approvals.json").write_text(text)
    with pytest.raises(WrongInput, match="cannot be read"):
        build(written)


@pytest.mark.parametrize("also", [False, True])
def test_deleted_approvals_open_no_gate(also: bool, written: Project) -> None:
    approving.approve(written, "script", GO_ON)
    (written.folder / "approvals.json").unlink()
    if also:
        (written.hidden / "source.json").unlink()
    with pytest.raises(WaitingForReview, match=r"approvals\.json, where approvals stand"):
        build(written)
    with pytest.raises(WrongInput, match="no-such-voice"):  # said for this run, and past the gate
        pipeline.build(written, Options(voice="no-such-voice", review=False), Display())
    approving.approve(written, "script", GO_ON)
    with pytest.raises(WrongInput, match="no-such-voice"):
        build(written)


def test_deleted_approvals_shut_no_gate_that_was_open(project: Project) -> None:
    creation.create(project, Options(voice="tone", review=False), OHM, Display())
    (project.folder / "approvals.json").unlink()
    with pytest.raises(WrongInput, match="no-such-voice"):
        build(project)


def test_the_command_given_again_decides_nothing_anew(planned: Project) -> None:
    (planned.folder / "approvals.json").unlink()
    with pytest.raises(WaitingForReview):
        creation.create(planned, Options(voice="tone"), OHM, Display())


def test_a_plan_alone_is_a_project(planned: Project) -> None:
    assert find_project("film", planned.folder.parent) == planned
    status = look.status(planned, GO_ON)
    assert status.as_json() == {
        "project": "film",
        "title": status.title,
        "phases": {"plan": {"done": 1, "total": 2}},
        "film": None,
        "passed": None,
        "settings": {"quality": "1080p30 (built in)", "llm": status.settings["llm"]},
        "films": [],
        "review": {"plan": "not approved"},
        "waits_for": "plan",
        "last_error": None,
        "left_by_0_1": [],
    }
    told = status_as_text(status)
    assert "plan not approved" in told
    assert "approve plan" in told
    with pytest.raises(WrongInput, match="no script yet"):
        look.explain(planned, GO_ON)


def test_an_outdated_script_is_told(written: Project) -> None:
    assert creation.go_on(written, GO_ON, Display()) == ""
    written.plan.write_text(written.plan.read_text().replace("2.5 minutes", "3 minutes"))
    assert "has changed since the script" in creation.go_on(written, GO_ON, Display())


def test_a_plan_with_errors_stops_no_film_that_has_its_script(written: Project) -> None:
    written.plan.write_text("# Not a plan any more\n")
    assert "has changed since the script" in creation.go_on(written, GO_ON, Display())
    approving.approve(written, "script", GO_ON)
    with pytest.raises(WrongInput, match="no-such-voice"):
        build(written)


def test_digests_hold_names_apart_from_content(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("ab")
    other.write_text("")
    first = gates.digest_of([one, other])
    one.write_text("a")
    other.write_text("b")
    assert gates.digest_of([one, other]) != first
