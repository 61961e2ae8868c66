"""One suite for every kind of visual of the table, written: read, written again, and told.

A kind that is added to the table is tried here without a line of this file being changed.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, ValidationError

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "film")]
from drawn_examples import read_example, visual_of
from random_storyboards import DATA, accepted

from flaming_horse.model.storyboard import Storyboard, Visual
from flaming_horse.score.score import score_of
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.storyboard.reference import reference_markdown
from flaming_horse.visuals.kind import Part
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.llm import vocabulary

every_kind = pytest.mark.parametrize("kind", KINDS)
for_models = pytest.mark.parametrize("kind", vocabulary.kinds())


@pytest.fixture
def example(kind: str, tmp_path: Path) -> Storyboard:
    return read_example(kind, tmp_path)


@pytest.fixture
def visual(example: Storyboard) -> Visual:
    return visual_of(example)


# -- from text to text -------------------------------------------------------------------------


def as_said(storyboard: Storyboard) -> list[Any]:
    """All that a storyboard says, without where in the file it stands."""
    return [
        [
            (scene.id, scene.heading, scene.code),
            [
                (each.id, each.kind, each.data, each.at, each.keep, hidden.get(each.id))
                for each in scene.visuals
            ],
            [
                (
                    line.id,
                    line.runs,
                    [(cue.action, list(map(str, cue.targets))) for cue in line.cues],
                )
                for line in scene.lines
            ],
        ]
        for scene in storyboard.scenes
        for hidden in [score_of(scene).hidden]
    ]


@every_kind
def test_the_example_written_again_is_the_same_storyboard(
    kind: str, example: Storyboard, tmp_path: Path
):
    text = format_storyboard(example)
    again = parse_storyboard(text, str(tmp_path / "storyboard.md"))
    assert as_said(again) == as_said(example)
    assert format_storyboard(again) == text
    assert visual_of(again).kind == kind


@every_kind
def test_data_are_plain_json_and_what_the_model_of_the_kind_takes(kind: str, visual: Visual):
    assert json.loads(json.dumps(visual.data)) == visual.data
    model = KINDS[kind].model
    if model is not None:
        model.model_validate(visual.data)
        with pytest.raises(ValidationError):
            model.model_validate({**visual.data, "no_such_field": 1})


# -- what the kind says of itself --------------------------------------------------------------


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model of data, and those of its fields."""
    yield model
    for field in model.model_fields.values():
        waiting = [field.annotation]
        while waiting:
            each: Any = waiting.pop()
            waiting += get_args(each)
            if isinstance(each, type) and issubclass(each, BaseModel):
                yield from models_in(each)


def section_of(kind: str) -> str:
    """The kind's entry in the reference page."""
    return reference_markdown().split(f"\n## {kind}\n")[1].split("\n## ")[0]


@every_kind
def test_the_reference_has_all_fields_all_parts_and_the_example(kind: str, visual: Visual):
    schema, section = KINDS[kind], section_of(kind)
    told = set(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", section, re.MULTILINE))
    fields = {
        name for model in (models_in(schema.model) if schema.model else ())
        for name in model.model_fields
    }  # fmt: skip
    assert told >= fields, "a field is not told"
    assert schema.summary in section
    assert schema.example in section
    notes = [name for name, _ in schema.part_notes]
    assert all(note in section for note in notes)
    picture = Path(__file__).parents[2] / "docs" / "images" / "visuals" / f"{kind}.png"
    assert picture.is_file()


def names_of(parts: Sequence[Part], prefix: str = "") -> Iterator[str]:
    for part in parts:
        if part.parts:
            yield from names_of(part.parts, f"{prefix}{part.name}.")
        else:
            yield prefix + part.name + ("(" if part.sizes else "")


@every_kind
def test_the_notes_on_its_parts_are_the_parts_it_has(kind: str, visual: Visual):
    """What an author names himself is `name`, and `'…'` stands for what is found as written."""
    told = {
        re.sub(r"\(.*", "(", note)
        for names, _ in KINDS[kind].part_notes
        for note in re.split(r", (?![^(]*\))", names)
        if "…" not in note and " " not in note
    }
    parts = set(names_of(KINDS[kind].parts(visual.data)))
    named = "name" in told
    counted = {part for part in parts if part.endswith("(")}
    assert counted == {note for note in told if note.endswith("(")}
    assert named or parts <= told
    assert named or told <= parts


@for_models
def test_what_a_model_is_told_names_every_field_and_how_many_there_may_be(kind: str):
    told = vocabulary.reference([kind])
    for model in models_in(vocabulary.data_model(kind)):
        for name, limits in model.model_json_schema().get("properties", {}).items():
            assert re.search(rf"\b{name} \(", told), name
            if "maxItems" in limits:
                assert re.search(rf"\b{name} \([\w ]*\b{limits['maxItems']}: ", told), name


@for_models
def test_what_a_model_may_write_is_read_back_as_that_kind(kind: str):
    model = vocabulary.data_model(kind)
    read = 0
    for seed in range(4):
        data = DATA[kind](random.Random(seed))
        model.model_validate(data)
        with pytest.raises(ValidationError):
            model.model_validate({**data, "no_such_field": 1})
        line = {
            "text": "Look here.",
            "visuals": [{"id": "v", "kind": kind, "data": data}],
            "cues": [{"on": "here", "do": "highlight", "target": "v"}],
        }
        storyboard, _ = accepted({"lines": [line]})
        if storyboard is not None:
            assert visual_of(storyboard).kind == kind
            assert as_said(parse_storyboard(format_storyboard(storyboard), "x.md")) == as_said(
                storyboard
            )
            read += 1
    assert read
