"""`clip.json` may come from a scene of somebody else: what is in it is checked before it counts."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaming_horse.model.clip import Clip, Defect, PlacedCue, PlacedLine
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.json_files import checked_json
from flaming_horse_voice.runs import written_runs

CLIP = Clip(
    scene="one",
    heading=written_runs("One of `$a$`, $x^2$"),
    width=160,
    height=90,
    fps=10,
    frames=20,
    lines=(PlacedLine("one.1", 3),),
    cues=(PlacedCue("one.1", "a word", "show", "list.item(1)", 0.51, 5, (0.1, 0.2, 0.9, 0.4)),),
    defects=(Defect("one", 1.5, "overlap", "a and b"),),
    layouts_checked=4,
    background="#10ff00",
)


def read(value):
    return checked_json(json.dumps(value), Clip.from_json, "clip.json")


def changed(*path_and_value):
    *path, value = path_and_value
    data = json.loads(json.dumps(CLIP.as_json()))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return data


def test_what_was_written_is_read_back():
    assert read(CLIP.as_json()) == CLIP
    still = replace(CLIP, frames=0, lines=(), cues=(), defects=())
    assert read(still.as_json()) == still


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        None,
        {},
        changed("frames", 10**12),
        changed("frames", -1),
        changed("frames", 20.0),
        changed("frames", True),
        changed("frames", "20"),
        changed("fps", 0),
        changed("width", 10**6),
        changed("scene", 1),
        changed("scene", "x" * 30_000),
        changed("title", ["One"]),
        changed("title", "Two"),
        changed("heading", [{"text": "One", "kind": "picture"}]),
        changed("heading", [{"text": "One"}]),
        changed("heading", ["One"]),
        changed("background", "red"),
        changed("background", "#10ff0"),
        changed("lines", None),
        changed("lines", {"id": "one.1"}),
        changed("lines", ["one.1"]),
        changed("lines", 0, "start_frame", 21),
        changed("lines", 0, "start_frame", 1.5),
        changed("lines", 0, "id", ["one.1"]),
        changed("cues", 0, "box", [0, 0, 1]),
        changed("cues", 0, "box", [0, 0, 1, "1"]),
        changed("cues", 0, "box", 7),
        changed("cues", 0, "box", [0, 0, 1, 1e300]),
        changed("cues", 0, "spoken_at_s", None),
        changed("cues", 0, "frame", 10**9),
        changed("cues", 0, "target", {}),
        changed("defects", 0, "at_s", "soon"),
        changed("defects", 0, "what", 5),
        changed("defects", [{}]),
        changed("layouts_checked", -1),
    ],
    ids=lambda wrong: str(wrong)[-60:],
)
def test_a_wrong_shape_is_told_and_raises_nothing_else(wrong):
    with pytest.raises(Unreadable, match=r"clip\.json"):
        read(wrong)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(CLIP.as_json())), _VALUES)
def test_any_value_in_any_field_is_a_clip_or_is_told(field, value):
    try:
        clip = read(changed(field, value))
    except Unreadable:
        return
    assert isinstance(clip, Clip)
