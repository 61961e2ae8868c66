"""`create --rewrite`: a document goes to a language model as the source of a topic."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from flaming_horse.build.creation import create
from flaming_horse.commands.terminal import Lines
from flaming_horse.config import Options
from flaming_horse.errors import WaitingForReview, WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.writers.wishes import Wishes
from flaming_horse.writing.brief import Brief

sys.path.insert(0, str(Path(__file__).parents[1]))
import llm_server as play

DOCUMENT = "# The <b>sluice</b>\n\nA sluice is a gate for water. It opens at low tide.\n"
PLOT = {"kind": "plot", "id": "p", "data": {"x": [0, 2], "y": [0, 4], "curves": {"f": "x^2"}}}
SAID = "So remember it well: gates open when the sea is low, however slowly they may."


def answers():
    titles = ("One", "Two", "Three")
    outline = {
        "title": "The gate",
        "audience": "everybody",
        "goal": "How does a sluice work?",
        "minutes": 1,
        "scenes": [
            {
                "title": title,
                "clear": "It opens.",
                "shows": [{"visual": "plot", "what": "a curve", "why": "it is seen"}],
            }
            for title in titles
        ],
    }
    line = {
        "text": SAID,
        "source": "A sluice is a gate for water.",
        "visuals": [PLOT],
        "cues": [{"on": "remember it", "do": "highlight", "target": "p.f"}],
    }
    scenes = [{"lines": [line]} for _ in titles]
    return [play.says(json.dumps(answer)) for answer in (outline, *scenes)]


@pytest.fixture
def rewritten(tmp_path, monkeypatch):
    """Have a document rewritten by a server that plays; the project, and what was asked."""
    document = tmp_path / "sluice.md"
    document.write_text(DOCUMENT, "utf-8")
    project = Project(tmp_path / "projects" / "film")
    monkeypatch.setattr("flaming_horse.writers.llm.client.ATTEMPTS", 1)

    def run(minutes=None, review=None, as_slides=False):
        with play.serving(*answers()) as server:
            monkeypatch.setenv("FLAMING_HORSE_LLM_BASE_URL", server.url)
            monkeypatch.setenv("FLAMING_HORSE_LLM_MODEL", "m")
            given = {"slides" if as_slides else "script": document}
            brief = Brief(**given, wishes=Wishes(minutes=minutes), rewrite=True)
            brief.check()
            try:
                create(project, Options(review=review), brief, Lines())
            finally:
                run.asked = [seen.body["messages"][-1]["content"] for seen in server.seen]
        return project

    run.project = project
    return run


@pytest.mark.parametrize("as_slides", [False, True])
def test_a_document_is_the_source_of_what_is_written(rewritten, as_slides):
    project = rewritten(minutes=2, as_slides=as_slides)
    assert "The sluice, told for a viewer in about 2 minutes" in rewritten.asked[0]
    assert "It opens at low tide." in rewritten.asked[0]
    storyboard = read_storyboard(project.storyboard)
    assert [line.text for line in storyboard.lines] == [SAID] * 3
    assert "<!-- source: A sluice is a gate for water." in project.storyboard.read_text("utf-8")
    assert "told for a viewer in about 2 minutes" in project.plan.read_text("utf-8")


def test_it_waits_at_the_same_gates_as_a_topic(rewritten):
    with pytest.raises(WaitingForReview):
        rewritten(review=True)
    assert len(rewritten.asked) == 1
    assert rewritten.project.plan.is_file()
    assert not rewritten.project.storyboard.exists()


def test_without_a_model_the_ways_out_are_named(tmp_path, monkeypatch):
    monkeypatch.delenv("FLAMING_HORSE_LLM_BASE_URL", raising=False)
    document = tmp_path / "sluice.md"
    document.write_text(DOCUMENT, "utf-8")
    project = Project(tmp_path / "projects" / "film")
    with pytest.raises(WrongInput) as refused:
        create(project, Options(), Brief(script=document, rewrite=True), Lines())
    assert "needs a language model, and none is configured" in str(refused.value)
    assert "docs/from-a-topic.md" in str(refused.value)
    assert "--minutes" in str(refused.value)
    assert not project.folder.exists()


@pytest.mark.parametrize(
    ("brief", "told"),
    [
        (Brief(topic="Tides", rewrite=True), "--rewrite goes with --script and --slides"),
        (Brief(script=Path("a.md"), rewrite=True, wishes=Wishes(minutes=60)), "no length"),
        (Brief(script=Path("a.md"), replay=True), "go with --topic"),
    ],
)
def test_what_does_not_go_together_is_refused(brief, told):
    with pytest.raises(WrongInput, match=told):
        brief.check()


def test_a_topic_in_another_language_is_refused_before_anybody_is_asked(tmp_path):
    topic = "Wie die Gezeiten entstehen und was das mit dem Mond zu tun hat"
    with pytest.raises(WrongInput, match="would be in German"):
        create(Project(tmp_path / "p" / "film"), Options(), Brief(topic=topic), Lines())
