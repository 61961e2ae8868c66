"""What the tables of the vocabulary name is there: drawn, described and accepted."""

import re
from importlib.resources import files

import pytest

from flaming_horse.model.vocabulary import (
    COLOURS,
    DEFAULT_LOOK,
    DEFAULT_MATHS,
    DEFAULT_SHAPE,
    LOOKS,
    MATHS,
    PLACES,
    SHAPES,
    SPAN_ATTRIBUTES,
    VERBS,
    frame_size,
)
from flaming_horse.stage import looks
from flaming_horse.stage.line_stage import LineStage
from flaming_horse.stage.room import Room
from flaming_horse.visuals import BulletList
from flaming_horse_voice.text.formula_manner import STYLES

GUIDE = (files("flaming_horse.storyboard") / "reference_guide.md").read_text(encoding="utf-8")
PROMPTS = files("flaming_horse.writers.llm") / "prompts"


def test_every_look_is_one_of_the_stage_and_no_other():
    assert tuple(looks.LOOKS) == LOOKS
    assert [look.name for look in looks.LOOKS.values()] == list(LOOKS)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_has_an_ink_for_every_colour_and_no_other(look):
    assert set(looks.look_named(look).curves) == set(COLOURS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_drawn(verb):
    listed = BulletList("list", items=[[{"text": "one", "kind": "text"}]], ordered=False)
    listed.redraw(Room(6, 4, looks.look_named(DEFAULT_LOOK), unit=8))
    part = listed["item(1)"]
    if verb == "show":
        listed.conceal("item(1)")
    assert part.starting(verb)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_written_in_scene_modules(verb):
    stage = LineStage("one.1")
    listed = BulletList("list", items=[], ordered=False)
    getattr(stage, verb)("a phrase", listed["item(1)"])
    assert [cue.action for cue in stage.cues] == [verb]


@pytest.mark.parametrize("name", [*SHAPES, *LOOKS, *MATHS, *PLACES, *SPAN_ATTRIBUTES])
def test_every_name_is_in_the_guide(name):
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("prompt", ["scene.jinja", "revise-scene.jinja"])
def test_models_are_told_of_every_verb(prompt):
    told = (PROMPTS / prompt).read_text(encoding="utf-8")
    listed = re.search(r'"do" is ([^.]*)\.', told)
    assert listed
    words = re.sub(r"\([^)]*\)|,|\bor\b", " ", listed[1])
    assert tuple(words.split()) == VERBS


def test_formulas_are_read_in_every_style_and_no_other():
    assert set(MATHS) == set(STYLES)


def test_what_is_not_given_is_in_the_tables():
    assert DEFAULT_LOOK in LOOKS
    assert DEFAULT_SHAPE in SHAPES
    assert DEFAULT_MATHS in MATHS


@pytest.mark.parametrize("shorter", [480, 720, 1080, 1440, 2160])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_frame_has_its_shape_and_even_sides(shape, shorter):
    width, height = frame_size(shape, shorter)
    across, down = SHAPES[shape]
    assert min(width, height) == shorter
    assert width % 2 == height % 2 == 0
    assert width / height == pytest.approx(across / down, abs=0.002)
