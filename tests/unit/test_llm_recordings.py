"""The topics that come recorded: each replays, in this version, to a good storyboard."""

from __future__ import annotations

import json

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.lint import check_scene
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.llm import prompting
from flaming_horse.writers.llm.recordings import Replay, ShippedShelf, shipped_folders
from flaming_horse.writers.llm.revising import revised_script
from flaming_horse.writers.llm.writer import Writer

FOLDERS = shipped_folders()


def test_two_topics_are_recorded_and_say_how():
    assert [folder.name for folder in FOLDERS] == ["binary-search", "ohms-law"]
    for folder in FOLDERS:
        about = json.loads((folder / "topic.json").read_text(encoding="utf-8"))
        assert "by hand in the role of the model" in about["made"]
        assert about["model"] == "by-hand"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recorded_topic_replays_to_a_good_storyboard(folder):
    topic = json.loads((folder / "topic.json").read_text(encoding="utf-8"))["topic"]
    asked = topic.upper() + "."
    replay = Replay.of([ShippedShelf()], asked, print)
    assert replay.topic == topic
    writer = Writer(replay, lambda *_: None)
    plan = writer.outline(replay.topic)
    script = writer.script(plan.outline)
    assert not [note for note in script.notes if "is there a source" not in note]
    scenes = parse_storyboard(script.text, "storyboard.md").scenes
    assert len(scenes) == len(plan.outline.scenes) >= 4
    for number, scene in enumerate(scenes, 1):
        before = [line for each in scenes[: number - 1] for line in each.lines]
        words = plan.outline.words_a_scene
        last = number == len(scenes)
        assert not list(check_scene(scene, words=words, before=before, last=last))


def test_an_unknown_topic_names_the_nearest():
    with pytest.raises(WrongInput, match="nearest topic recorded is 'Binary search'"):
        Replay.of([ShippedShelf()], "binary searching", print)


def test_the_recorded_wish_slows_one_scene_and_leaves_the_others():
    replay = Replay.of([ShippedShelf()], "Ohm's law", print)
    writer = Writer(replay, lambda *_: None)
    plan = writer.outline(replay.topic)
    script = writer.script(plan.outline)
    wish = "make scene 2 slower"
    changed = revised_script(
        replay, lambda *_: None, script.text, "storyboard.md", wish, plan.outline
    )
    assert not changed.notes
    old, new = (each.text.split("\n## ") for each in (script, changed))
    assert [n for n, (one, other) in enumerate(zip(old, new, strict=True)) if one != other] == [2]
    assert "pause=" in new[2]


def test_a_prompt_that_is_worded_otherwise_takes_no_answer_away_and_is_told_once(monkeypatch):
    render = prompting._render
    monkeypatch.setattr(prompting, "_render", lambda *a, **k: render(*a, **k) + "\nWrite well.")
    heard: list[str] = []
    replay = Replay.of([ShippedShelf()], "Ohm's law", heard.append)
    writer = Writer(replay, lambda *_: None)
    plan = writer.outline(replay.topic)
    assert len(parse_storyboard(writer.script(plan.outline).text, "storyboard.md").scenes) == 5
    assert len(heard) == 1
    assert "the outline is worded otherwise" in heard[0]


def test_another_plan_is_another_question():
    replay = Replay.of([ShippedShelf()], "Ohm's law", print)
    writer = Writer(replay, lambda *_: None)
    outline = writer.outline(replay.topic).outline
    other = outline.model_copy(update={"goal": "How a lamp is wired."})
    with pytest.raises(WrongInput, match="the plan or the wish is another one"):
        writer.script(other)
