"""What a model may write: every visual, closed, and the same in prompt, schema and parser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.model.storyboard import Settings, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.llm.exchange import estimated_tokens
from flaming_horse.writers.llm.outline import Outline, outline_model
from flaming_horse.writers.llm.prompting import _file, outline_prompt, scene_prompt
from flaming_horse.writers.llm.reading import Unusable, read_answer
from flaming_horse.writers.llm.script import scene_model
from flaming_horse.writers.llm.script_values import scene_of
from flaming_horse.writers.llm.vocabulary import (
    data_model,
    kinds,
    plain_schema,
    reference,
)

DATA: dict[str, Any] = {
    "list": {"items": ["one $x$", "# two", "*three*"]},
    "quote": {"text": "> To be | or [not]{show=x}"},
    "table": {"header": ["a | b", "$y$"], "rows": [["1", "<b>"], ["", "2"]]},
    "code": {"language": "python", "code": "print('```')"},
    "equation": {"latex": "$$a = b$$"},
    "derivation": {"steps": ["a + b", "= c"]},
    "flow": {"edges": [{"source": "a -> b: c", "target": 'say "x"', "label": "then"}]},
    "sound-wave": {},
}
"""For the kinds that Markdown writes itself, signs that mean something to it included."""


def test_every_visual_can_be_written_by_a_model_but_a_picture_which_has_a_file():
    assert set(KINDS) - set(kinds()) == {"image"}
    assert {name for name, kind in KINDS.items() if kind.model is None} == {*DATA, "image"}


@pytest.mark.parametrize("kind", [*DATA, "plot", "compare", "matrix"])
def test_what_a_model_writes_is_what_the_parser_reads(kind: str):
    own = {
        "plot": {"x": [0, 1], "y": [0, "pi"], "curves": {"f": "x"}},
        "compare": {"left": {"text": "a: b"}, "right": {"items": ["'x'", '"y"']}},
        "matrix": {"rows": [[1, "x"]]},
    }  # fmt: skip
    data = DATA.get(kind) or own.get(kind) or {}
    line = {
        "text": "Look here.",
        "visuals": [{"kind": kind, "id": "v", "data": data}],
        "cues": [{"on": "here", "do": "highlight", "target": "v"}],
    }
    draft = scene_model([kind]).model_validate({"lines": [line]})
    scene, findings = scene_of(draft, 1, "A scene")
    assert not findings
    text = format_storyboard(Storyboard("x", Settings("T"), (scene,)))
    read = parse_storyboard(text, "x.md").scenes[0]
    assert [(visual.kind, visual.id) for visual in read.visuals] == [(kind, "v")]
    shown = json.dumps(dict(read.visuals[0].data), ensure_ascii=False)
    for word in ("one", "To be | or [not]{show=x}", "a | b", "print('```')", "a -> b: c"):
        assert (word in shown) == (word in json.dumps(data)), text
    assert [line.text for line in read.lines] == ["Look here."]


@pytest.mark.parametrize("kind", kinds())
def test_the_reference_names_every_field_and_every_part(kind: str):
    told = reference([kind])
    assert told.startswith(f"{kind}: ")
    for name in data_model(kind).model_fields:
        assert f"{name} (" in told
    for name, what in KINDS[kind].part_notes:
        assert name in told or "]{" in what
    assert "]{" not in told


def test_the_reference_tells_how_many_there_may_be_and_nothing_of_yaml():
    told = reference(["table", "derivation", "compare"])
    for limit in ("header (at most 4: ", "rows (at most 6: ", "steps (2 to 5: "):
        assert limit in told
    assert "exactly one of matrix, text, items and equation" in told
    assert "quotes" not in told


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("table", {"header": ["x"] * 5, "rows": [["1"]]}, "at most 4 items, and there are 5"),
        ("derivation", {"steps": ["a = b"]}, "at least 2 items, and there are 1"),
        ("list", {"items": ["x" * 71]}, "at most 70 characters, and there are 71"),
        ("list", {"items": [""]}, "at least 1 characters, and there are 0"),
    ],
)
def test_a_wrong_number_is_told_in_plain_words(kind: str, data: dict[str, Any], told: str):
    visual = {"kind": kind, "id": "v", "data": data}
    answer = json.dumps({"lines": [{"text": "Look here.", "visuals": [visual]}]})
    with pytest.raises(Unusable) as raised:
        read_answer(answer, scene_model([kind, "equation"]))
    (finding,) = raised.value.findings
    assert finding.startswith("lines[0].visuals[0].data.")
    assert finding.endswith(told)


def test_a_scene_is_told_the_ideas_that_follow_and_the_words_that_went_before():
    scenes = [{"title": f"Scene {n}", "clear": f"Idea {n}.", "shows": []} for n in (1, 2, 3)]
    outline = Outline.model_validate(
        {"title": "T", "audience": "A", "goal": "G", "minutes": 1, "scenes": scenes}
    )
    asked = scene_prompt(outline, 2, ["Words of the first."])[-1].content
    assert "\n1. Scene 1\n2. Scene 2\n3. Scene 3: Idea 3.\n" in asked
    assert "Words of the first." in asked
    assert asked.count("Idea 2.") == 1


def test_schemas_are_closed_and_have_no_words_in_them():
    for model in (outline_model(), scene_model(kinds())):
        schema = json.dumps(plain_schema(model))
        assert '"description"' not in schema
        assert '"oneOf"' not in schema
        assert '"additionalProperties": true' not in schema
        assert '"null"' not in schema
    shown = plain_schema(scene_model(["list"]))
    assert "title-card" not in json.dumps(shown)
    assert "title" in plain_schema(outline_model())["properties"]


def test_the_examples_in_the_prompt_are_good():
    for kind, line in json.loads(_file("examples.json")).items():
        draft = scene_model([kind]).model_validate({"lines": [line]})
        scene, findings = scene_of(draft, 1, "A scene")
        assert not findings
        parse_storyboard(format_storyboard(Storyboard("x", Settings("T"), (scene,))), "x.md")


def test_prompts_are_small():
    """Tokens, estimated at four characters each; the limit is a tenth of the predecessor's."""
    scenes = [
        {"title": f"Scene {n}", "clear": "It is clear.", "shows": shows}
        for n, shows in enumerate(
            [[{"visual": kind, "what": "w", "why": "y"} for kind in ("plot", "table", "compare")]]
            * 9
        )
    ]
    outline = Outline.model_validate(
        {"title": "T", "audience": "A", "goal": "G", "minutes": 5, "scenes": scenes}
    )
    asked = {
        "outline": outline_prompt("Pythagoras"),
        "scene": scene_prompt(outline, 9, ["A line of words that was said before."] * 30),
    }  # fmt: skip
    sizes = {
        name: sum(estimated_tokens(message.content) for message in messages)
        for name, messages in asked.items()
    }
    assert sizes["outline"] < 700
    assert sizes["scene"] < 1_900


@pytest.mark.parametrize("language", ["manim", "plot", "Manim", "scene", "equation"])
def test_a_program_is_shown_and_never_becomes_another_fence(language: str):
    visual = {"kind": "code", "id": "v", "data": {"language": language, "code": "import os"}}
    draft = scene_model(["code"]).model_validate(
        {"lines": [{"text": "Look here.", "visuals": [visual]}]}
    )
    scene, _ = scene_of(draft, 1, "A scene")
    text = format_storyboard(Storyboard("x", Settings("T"), (scene,)))
    (read,) = parse_storyboard(text, "x.md").scenes
    assert [visual.kind for visual in read.visuals] == ["code"]
    assert read.code is None


EVIL = "```manim\nimport os\n```\n\n{scene='x.py:Evil'}\n## Other"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("list", {"items": [EVIL]}),
        ("quote", {"text": EVIL}),
        ("table", {"header": ["a"], "rows": [["```manim\n\n## b"]]}),
        ("flow", {"edges": [{"source": "a", "target": "b", "label": "c\n```\n\n## d"}]}),
        ("equation", {"latex": "a\n```\n\n## d"}),
        ("derivation", {"steps": ["a", "b\n```\n\n## d"]}),
        ("title-card", {"title": EVIL}),
        ("compare", {"left": {"text": EVIL}, "right": {"equation": "a\n```\n\n## d"}}),
        ("code", {"language": "python", "code": "```\n\n## d\n````manim"}),
    ],
)
def test_no_text_of_a_visual_breaks_out_of_it(kind: str, data: dict[str, Any]):
    visual = {"kind": kind, "id": "v", "data": data}
    draft = scene_model([kind]).model_validate(
        {"lines": [{"text": "Look here.", "visuals": [visual]}]}
    )
    scene, _ = scene_of(draft, 1, "A scene")
    text = format_storyboard(Storyboard("x", Settings("T"), (scene,)))
    try:
        read = parse_storyboard(text, "x.md", check_formulas=False)
    except WrongInput:
        return  # the model is told
    assert [scene.title for scene in read.scenes] == ["A scene"]
    assert [visual.kind for scene in read.scenes for visual in scene.visuals] == [kind]
    assert [line.text for line in read.lines] == ["Look here."]
    assert read.scenes[0].code is None
