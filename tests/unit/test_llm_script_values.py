"""Whatever words a model writes: the same words are read back, or it is told what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from flaming_horse.errors import WrongInput
from flaming_horse.model.storyboard import Settings, Storyboard
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.writers.llm.script import scene_model
from flaming_horse.writers.llm.script_values import scene_of

WORD = st.text("abz019", min_size=1, max_size=4)
PIECE = WORD | st.sampled_from(
    ["$x$", "$a_{1}$", "`f(x)`", "[", "]", "{", "}", "{#a}", "(", ")", "*", "**", "_", "#", "##",
     "-", "1.", ">", "|", "~~~", "```", "<b>", "<!--", "-->", "&amp;", "\\", "$5", "!", "![a](b)",
     "[a](b)", ":::", "---", "{scene=x}", "]{show=v}", "…", "“q”", "a_b", "3.5", "é"]
)  # fmt: skip


def written(line: dict[str, Any]) -> tuple[str, list[str]]:
    """The storyboard of one line with a list before it, and what its values were told."""
    visual = {"kind": "list", "id": "v", "data": {"items": ["one", "two"]}}
    draft = scene_model(["list"]).model_validate({"lines": [{"visuals": [visual], **line}]})
    scene, findings = scene_of(draft, 1, "A scene")
    return format_storyboard(Storyboard("x", Settings("T"), (scene,))), findings


def reading(storyboard: str) -> Storyboard | str:
    """The storyboard, or what the parser has against it."""
    try:
        return parse_storyboard(storyboard, "x.md", check_formulas=False)
    except WrongInput as error:
        return str(error)


@given(st.lists(PIECE, min_size=1, max_size=8), st.integers(0, 7), st.integers(1, 3))
@example(["$5", "a", "$5"], 1, 1)
@example(["1.", "a"], 0, 2)
def test_words_are_read_back_or_told(pieces: list[str], first: int, count: int):
    text = " ".join(pieces)
    marked = " ".join(pieces[first : first + count]) or pieces[0]
    cue = {"on": marked, "do": "highlight", "target": "v.item(1)"}
    storyboard, findings = written({"text": text, "cues": [cue]})
    if findings:
        assert all(finding.startswith("lines[0]") for finding in findings)
        return
    read = reading(storyboard)
    if isinstance(read, str):
        # Nothing but signs is no line; the model is told.
        assert "nothing is said" in read or "no words are marked" in read, storyboard
        return
    scene = read.scenes[0]
    assert [visual.kind for visual in scene.visuals] == ["list"]
    (line,) = scene.lines
    plain = text.replace("`", "")
    assert line.text.replace("`", "") == " ".join(plain.split())
    assert [cue.action for cue in line.cues] == ["highlight"]
    assert scene.code is None


@pytest.mark.parametrize(
    ("text", "on", "found"),
    [
        ("The slope at $x$ is two.", "$x$", "$x$"),
        ("The slope at $x$ is two.", "x", "$x$"),
        ("The slope at $x$ is two.", "at $x$ is", "at $x$ is"),
        ("The slope is two.", "the Slope", "The slope"),
        ("One one, and one.", "one", "one"),
        ("It is 3.5 here.", "3.5", "3.5"),
        ("Call `f(x)` now.", "f(x)", "f(x)"),
    ],
)
def test_a_cue_finds_its_words(text: str, on: str, found: str):
    cue = {"on": on, "do": "mark", "target": "v"}
    storyboard, findings = written({"text": text, "cues": [cue]})
    assert not findings
    line = parse_storyboard(storyboard, "x.md").scenes[0].lines[0]
    runs = line.runs[line.cues[0].first_run : line.cues[0].end_run]
    shown = "".join(f"${run.text}$" if run.kind == "math" else run.text for run in runs)
    assert shown == found


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("slop", "do not stand in the text"),
        ("$y$", "do not stand in the text"),
        ("x^", "do not stand in the text"),
        ("The slope at $x", "piece of a formula"),
    ],
)
def test_a_cue_on_other_words_is_told(on: str, words: str):
    cue = {"on": on, "do": "mark", "target": "v"}
    _, findings = written({"text": "The slope at $x^2$ is two.", "cues": [cue]})
    assert len(findings) == 1
    assert words in findings[0]


LINES = PIECE | st.sampled_from(["\n", "\n\n", "\n## X", "\n```\n", "\n- ", "\n| "])
TEXTS = st.lists(LINES, min_size=1, max_size=6).map(" ".join).filter(str.strip)


@example(one="\n```\n \n```\n", two="0", at="left")
@given(TEXTS, TEXTS, st.sampled_from(["left", "right", None]))
def test_a_visual_stays_one_visual_whatever_its_texts_are(one: str, two: str, at: str | None):
    data: dict[str, dict[str, Any]] = {
        "list": {"items": [one[:70], two[:70]]},
        "quote": {"text": one},
        "table": {"header": [one[:40], two[:40]], "rows": [[two[:40], one[:40]]]},
        "flow": {
            "edges": [{"source": f"x{one}"[:40], "target": f"y{two}"[:40], "label": one[:40]}]
        },
        "title-card": {"title": one, "subtitle": two},
        "compare": {"left": {"title": one, "text": two}, "right": {"items": [one, two]}},
    }
    for kind, content in data.items():
        visual = {"kind": kind, "id": "v", "data": content, "at": at}
        line = {"text": "Look here.", "visuals": [visual]}
        try:
            draft = scene_model([kind]).model_validate({"lines": [line]})
        except ValidationError:
            continue
        scene, _ = scene_of(draft, 1, "A scene")
        text = format_storyboard(Storyboard("x", Settings("T"), (scene,)))
        read = reading(text)
        if isinstance(read, str):
            continue
        (found,) = read.scenes
        assert [(v.kind, v.id, v.at) for v in found.visuals] == [(kind, "v", at)], text
        assert [line.text for line in found.lines] == ["Look here."], text
        assert found.code is None
