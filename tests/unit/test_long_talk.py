"""What is said while nothing new is seen: points appear before a viewer looks away."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.errors import Place
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.long_talk import with_points
from flaming_horse.writers.pieces import Piece, plain
from flaming_horse.writers.script import Entry, Mark, Say, Show

HERE = Place("bread.md", 1, 1)
TALK = (
    "The dough rests under a cloth for an hour. It must not get cold in that time. ",
    "Yeast lives on the sugar that the flour holds, and it breathes out a gas. The gas lifts it. ",
    "However, too much of it tears the dough, and then the loaf is flat. Bakers press it down. ",
    "A second rest of half an hour follows this, in the form in which it will be baked. ",
    "The oven is as hot as it gets when the loaves go in. After ten minutes it may cool down. ",
    "A loaf is done when it sounds hollow. Let it cool on a grid before you cut it open. ",
)


def say(text: str) -> Say:
    return Say((Piece(text.strip()),), HERE)


def show(kind: str, size: float = 8.0) -> Show:
    data = {"equation": {"latex": "m = 5"}, "image": {"file": "loaf.png", "alt": ""}}
    return Show(kind, data.get(kind, {"code": "bake()"}), HERE, size=size)


def longest_still(entries: list[Entry]) -> int:
    """The most words that are said from one change of the picture to the next."""
    longest = words = 0
    for entry in entries:
        if isinstance(entry, Show):
            words = 0
        elif isinstance(entry, Say):
            text = plain(entry.words)
            ends = [mark.first for mark in entry.marks]
            for begin, end in zip([0, *ends], [*ends, len(text)], strict=True):
                words = (0 if begin in ends else words) + len(text[begin:end].split())
                longest = max(longest, words)
    return longest


@pytest.mark.parametrize("kind", ["equation", "image", "code", "table"])
def test_points_appear_before_a_visual_has_stood_for_half_a_minute(kind: str):
    entries = with_points([show(kind, 2.5), *map(say, TALK)])
    assert longest_still(entries) * 0.47 < 30
    assert [plain(e.words) for e in entries if isinstance(e, Say)] == [t.strip() for t in TALK]


def test_a_formula_stays_over_its_points_and_a_picture_beside_them():
    formula = with_points([show("equation", 2.5), *map(say, TALK)])
    assert {(s.kind, s.at) for s in formula if isinstance(s, Show) and s.at} == {
        ("equation", "top"),
        ("list", "bottom"),
    }
    picture = with_points([show("image", 6.0), *map(say, TALK)])
    assert {(s.kind, s.at) for s in picture if isinstance(s, Show) and s.at} == {
        ("image", "left"),
        ("list", "right"),
    }


def test_a_list_of_points_is_short_and_each_point_is_shown_when_it_is_said():
    entries = with_points([show("code"), *map(say, TALK)])
    lists = [e for e in entries if isinstance(e, Show) and e.kind == "list"]
    marks = [m for e in entries if isinstance(e, Say) for m in e.marks]
    assert all(len(each.data["items"]) <= 6 for each in lists)
    assert len(marks) == sum(len(each.data["items"]) for each in lists)
    assert "However" not in str([each.data["items"] for each in lists])


def test_what_a_later_line_points_at_comes_back_before_it():
    program = show("code")
    last = say("The last call is what bakes it.")
    last.marks, last.shown = [Mark(4, 13, "highlight", 1, part="line")], program
    *before, again, said = with_points([program, *map(say, TALK), last])
    assert said is last
    assert last.shown is again is not program
    assert any(isinstance(e, Show) and e.kind == "list" for e in before)


def test_a_short_talk_keeps_its_picture():
    entries = [show("code"), *map(say, TALK[:2])]
    assert with_points(list(entries)) == entries


def test_words_alone_are_points_from_three_lines_on():
    few = [say(text) for text in TALK[:1]]
    assert with_points(list(few)) == few
    # Two lines of four sentences take 18 seconds.
    assert isinstance(with_points([say(text) for text in TALK[:2]])[0], Show)
    entries = with_points([say(text) for text in TALK])
    assert isinstance(entries[0], Show)
    assert all(entry.shown is not None for entry in entries if isinstance(entry, Say))


def test_a_sentence_of_a_minute_is_several_points():
    long = (
        "The baker first lights the fire with dry wood from the hill behind the village: the stones"
        " take up its heat for three hours, and the smoke leaves by the little door, then he sweeps"
        " out what is left of the embers, and he closes the oven with a wet board so that the heat"
        " can even out."
    )
    entries = with_points([show("code"), *map(say, TALK[:2]), say(long)])
    assert longest_still(entries) * 0.47 < 30


def test_a_list_that_is_interrupted_goes_on_with_its_later_items():
    items = Show("list", {"items": [[], [], []], "ordered": True}, HERE, told=True)
    first, last = say("First it rests for an hour."), say("Then it is baked, and then eaten.")
    first.marks, first.shown = [Mark(0, 5, "show", 1)], items
    last.marks = [Mark(0, 4, "show", 2), Mark(18, 22, "show", 3)]
    last.shown = items
    entries = with_points([items, first, *map(say, TALK), last])
    assert len(items.data["items"]) == 1
    again = last.shown
    assert again in entries
    assert again is not None
    assert (again.data["start"], len(again.data["items"])) == (2, 2)
    assert [mark.item for mark in last.marks] == [1, 2]


def test_a_long_quotation_is_shown_as_it_is_read():
    parts = [[{"text": text.strip()}] for text in TALK]
    quote = Show("quote", {"paragraphs": parts}, HERE, told=True)
    entries = with_points([quote, *map(say, TALK)])
    assert longest_still(entries) * 0.47 < 30
    assert {entry.kind for entry in entries if isinstance(entry, Show)} == {"quote"}


def test_a_picture_does_not_stay_for_a_part_that_does_not_speak_of_it():
    text = (
        "# Bread <b>x</b>\n\n## Dough\n\nIt rests.\n\n"
        "```python\nrest(60)\n```\n\nThen it is cut.\n\n"
        "### Oven\n\nThe oven is as hot as it gets.\n"
    )
    made = from_markdown(text, Path("/nonexistent/bread.md"))
    scene = parse_storyboard(made.text, "bread.md").scenes[-1]
    assert [visual.kind for visual in scene.visuals] == ["code", "list"]
    assert [cue.action for cue in scene.lines[-1].cues] == ["show"]


def test_a_formula_between_the_sentences_of_a_talk_is_a_point_of_its_own():
    """Heard alone it is seldom followed."""
    formula = Say((Piece(r"m = \frac{f}{2}", "math"), Piece(".")), HERE)
    entries = [say(TALK[0]), say("So the mass of the loaf must be this:"), formula, say(TALK[1])]
    told = with_points(entries)
    shown = {
        ("".join(run["text"] for run in item), number): points
        for points in told
        if isinstance(points, Show)
        for number, item in enumerate(points.data["items"], 1)
    }
    (mark,) = formula.marks
    assert shown[r"m = \frac{f}{2}", mark.item] is formula.shown
