"""A wish for a script: only what it needs is changed, and all else keeps its bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.errors import WrongInput
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.scene_blocks import scene_blocks
from flaming_horse.writers.llm.errors import WriterFailed
from flaming_horse.writers.llm.exchange import Answer, Usage
from flaming_horse.writers.llm.outline import outline_model
from flaming_horse.writers.llm.outline_markdown import Plan
from flaming_horse.writers.llm.placed_scene import PlacedScene
from flaming_horse.writers.llm.recordings import ProjectShelf, Recording
from flaming_horse.writers.llm.revised_scene import RevisedDraft
from flaming_horse.writers.llm.revising import revised_plan, revised_script
from flaming_horse.writers.llm.wishes import named_scenes, removes_scenes

EXAMPLES = [
    path.read_bytes().decode("utf-8")
    for path in sorted((Path(__file__).parents[2] / "examples").glob("*/storyboard.md"))
]
TITLES = ["Why", "The long way", "How it ends"]
BY_HAND = """\
---
title: Squares
---

# Squares

## One

| side | area |
|---|---|
| 1 | 1 |
| 2 | 4 |

[A square]{highlight="table"} of side two has area four.

{scene="knots.py:Knots"}
## Two

<!-- my own note -->
{#mine}
It is [3.5 km]{say="three and a half kilometres"} long. […]{pause="0.4"}

## Three

- short
- long

[Short]{highlight="list.item(1)"} edges come first.

<!-- keep me -->
Then come [the long ones]{highlight="list.item(2)"}.
"""


class Scripted:
    """Answers one after the other; what was asked is kept."""

    model = "test"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.steps: list[str] = []

    def answer(self, request, told) -> Answer:
        self.asked.append(request.messages[-1].content)
        self.steps.append(request.step)
        return Answer(json.dumps(self.answers.pop(0)), Usage())

    def accept(self, request) -> None:
        pass


def blocks(*steps: Any) -> dict[str, Any]:
    return {"blocks": [{"keep": step} if isinstance(step, int) else step for step in steps]}


def revise(wish: str, *answers: Any, text: str = BY_HAND) -> tuple[str, Scripted]:
    asker = Scripted(*answers)
    script = revised_script(asker, lambda *_: None, text, "storyboard.md", wish)
    return script.text, asker


NEW = {"text": "At last come the long ones, slowly.", "instead_of": 3,
       "cues": [{"on": "the long ones", "do": "highlight", "target": "list.item(2)"}]}  # fmt: skip


def test_a_person_s_scene_and_notes_stay_when_another_scene_is_revised():
    text, asker = revise("make scene 3 slower", blocks(1, {"keep": 2, "pause": 0.5}, NEW))
    head, _ = BY_HAND.split("[Short]")
    assert text.startswith(head)
    assert text[len(head) :] == (
        '[Short]{highlight="list.item(1)"} edges come first. […]{pause="0.5"}\n\n'
        "<!-- keep me -->\n"
        'At last come [the long ones]{highlight="list.item(2)"}, slowly.\n'
    )
    assert asker.steps == ["revision of scene 3"]


def test_a_line_that_is_written_anew_keeps_its_id_and_its_note():
    new = {"text": "It is very long.", "instead_of": 1, "pause": 0.5}
    text, _ = revise("shorten scene 2", blocks(new))
    assert '<!-- my own note -->\n{#mine}\nIt is very long. […]{pause="0.5"}\n\n## Three' in text
    assert text.replace('It is very long. […]{pause="0.5"}', "") == BY_HAND.replace(
        'It is [3.5 km]{say="three and a half kilometres"} long. […]{pause="0.4"}', ""
    )


def test_a_cue_that_lost_its_visual_goes_back_to_the_model():
    text, asker = revise("less in scene 3", blocks(2, 3), blocks(1, 2))
    assert asker.steps[1] == "revision of scene 3 repair 1"
    assert "list" in asker.asked[1]
    assert "the long ones" not in text
    assert "<!-- keep me -->" in text


@pytest.mark.parametrize(
    "new",
    [
        {"text": "```manim\nself.add(Circle())\n```"},
        {"text": '{scene="a.py:B"}'},
        {"text": "Now.", "visuals": [{"kind": "manim", "id": "m", "data": {"code": "x"}}]},
    ],
)
def test_a_model_writes_no_code(new):
    with pytest.raises(WriterFailed) as failed:
        revise("make scene 3 slower", *[blocks(1, 2, 3, new)] * 3)
    assert failed.value.draft


@pytest.mark.parametrize(
    "answer", [blocks(1, 2, 3), blocks(1, 1, 3), blocks(9), blocks({"keep": 1, "text": "x"})]
)
def test_an_answer_that_changes_nothing_or_names_no_block_is_sent_back(answer):
    _, asker = revise("make scene 3 slower", answer, blocks(1, 2, NEW))
    assert len(asker.asked) == 2


def test_the_model_says_which_scenes_where_the_wish_names_none():
    choice = {"scenes": [{"scene": 3, "change": "Say it slowly."}]}
    text, asker = revise("calmer, please", choice, blocks(1, 2, NEW))
    assert asker.steps == ["choice of scenes", "revision of scene 3"]
    assert "Say it slowly." in asker.asked[1]
    assert "slowly.\n" in text
    with pytest.raises(WriterFailed, match="no scene that must change"):
        revise("calmer, please", {"scenes": []})


def test_scenes_are_removed_but_not_added_or_moved():
    text, asker = revise("remove scene 2")
    assert not asker.asked
    start, end = BY_HAND.index("{scene="), BY_HAND.index("## Three")
    assert text == BY_HAND[:start] + BY_HAND[end:]
    text, _ = revise("Remove the first scene.")
    assert text.startswith("---\ntitle: Squares\n---\n\n# Squares\n\n{scene=")
    for wish in ("add a scene after scene 2", "swap scene 1 and scene 2", "insert a new scene"):
        with pytest.raises(WrongInput, match="are not added"):
            revise(wish)
    with pytest.raises(WrongInput, match="there is no scene 7"):
        revise("make scene 7 slower")


@pytest.mark.parametrize(
    ("wish", "numbers"),
    [
        ("make scene 2 slower", (2,)),
        ("scenes 1 and 3 are too long", (1, 3)),
        ("scenes 1-3: shorter", (1, 2, 3)),
        ("scenes 1 to 2", (1, 2)),
        ("the second scene", (2,)),
        ("the first and the last scene", (1, 3)),
        ("scene two", (2,)),
        ("why is “the long way” so long", (2,)),
        ("make 'Why' calmer", (1,)),
        ("say why", ()),
        ("every scene is too fast", (1, 2, 3)),
        ("use a table", ()),
    ],
)
def test_scenes_that_a_wish_names(wish, numbers):
    assert named_scenes(wish, TITLES) == numbers
    assert not removes_scenes(wish)


def test_the_script_cannot_speak_to_the_model():
    text = BY_HAND.replace("edges come first", "edges &lt;/script> come first")
    _, asker = revise("make scene 3 slower", blocks(1, 2, NEW), text=text)
    assert asker.asked[0].count("</script>") == 2 + asker.asked[0].count("<script> marks") - 1


def test_what_was_accepted_is_not_asked_again(tmp_path):
    shelf = ProjectShelf(tmp_path, "Squares")
    for answers in ([blocks(1, 2, NEW)], []):
        asker = Recording(Scripted(*answers), shelf)
        script = revised_script(
            asker, lambda *_: None, BY_HAND, "storyboard.md", "make scene 3 slower"
        )
        assert "slowly" in script.text


def test_a_plan_is_changed_and_not_answered_as_it_was():
    scenes = [{"title": t, "clear": "It is clear.", "shows": []} for t in TITLES]
    old = {"title": "Squares", "audience": "All.", "goal": "How.", "minutes": 2, "scenes": scenes}
    plan = Plan("squares", outline_model().model_validate(old))
    asker = Scripted(old, old | {"minutes": 3})
    changed = revised_plan(asker, lambda *_: None, plan, "three minutes")
    assert (changed.topic, changed.outline.minutes) == ("squares", 3)
    assert "as it was" in asker.asked[1]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_what_is_kept_keeps_its_bytes(newline, data):
    text = data.draw(st.sampled_from(EXAMPLES)).replace("\n", newline)
    storyboard = parse_storyboard(text, "storyboard.md", check_formulas=False)
    before, scenes = scene_blocks(text, storyboard)
    assert before + "".join(scene.text for scene in scenes) == text
    number = data.draw(st.integers(1, len(scenes)))
    place = PlacedScene(text, storyboard, before, scenes, number)
    numbered = place.blocks.numbered
    assert sum(len(block.items) for block in numbered) == len(place.scene.items)
    steps = [{"keep": n} for n in range(1, len(numbered) + 1)]
    assert place.judge(RevisedDraft.model_validate({"blocks": steps})).value == text
    lines = [n for n, block in enumerate(numbered) if block.lines]
    replaced = data.draw(st.sampled_from(lines))
    steps[replaced] = {"text": "Quite another sentence.", "instead_of": replaced + 1}
    judged = place.judge(RevisedDraft.model_validate({"blocks": steps}))
    old = numbered[replaced].text
    at = text.index(place.blocks.text) + place.blocks.text.index(old)
    # Where a cue showed a part that nothing shows now, the draft is still what is looked at.
    start, end = text[:at], text[at + len(old) :]
    assert judged.draft.startswith(start)
    assert judged.draft.endswith(end)
    own_id = old[: old.index("}") + 1] + newline if old.startswith("{#") else ""
    middle = judged.draft[len(start) : len(judged.draft) - len(end)]
    assert middle.strip() == f"{own_id}Quite another sentence."
