"""What a sentence names becomes a list that grows while it is said."""

from __future__ import annotations

import pytest

from flaming_horse.errors import Place
from flaming_horse.writers.named_things import with_named_things
from flaming_horse.writers.pieces import Piece
from flaming_horse.writers.script import Say, Show

HERE = Place("mill.md", 1, 1)


def named(text: str) -> list[str]:
    """The items of the list that a line gets, and none where it gets no list."""
    say = Say((Piece(text),), HERE)
    entries = with_named_things([say])
    shows = [entry for entry in entries if isinstance(entry, Show)]
    items = ["".join(run["text"] for run in item) for s in shows for item in s.data["items"]]
    said = [text[mark.first : mark.end] for mark in say.marks]
    assert [each.casefold() for each in said] == [each.casefold() for each in items]
    return items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The mill grinds for bakers, brewers, and farmers of the valley.",
         ["Bakers", "Brewers", "Farmers of the valley"]),
        ("There are three kinds of grain: rye, spelt and a little oat.",
         ["Rye", "Spelt", "A little oat"]),
        ("In winter, the miller needs dry wood, warm clothes or a good stove for the nights.",
         ["Dry wood", "Warm clothes", "A good stove"]),
        ("A mill needs (1) a wheel in the stream; (2) two stones, or (3) a miller who is awake.",
         ["A wheel in the stream", "Two stones", "A miller who is awake"]),
        ("Die Mühle mahlt Mehl aus Roggen, Weizen und Dinkel.",
         ["Roggen", "Weizen", "Dinkel"]),
    ],
)  # fmt: skip
def test_things_that_are_named_are_items(text, items):
    assert named(text) == items


@pytest.mark.parametrize(
    "text",
    [
        # The subjects of a sentence, of which its verb says something.
        "The wheel, the shaft and the stone turn at once.",
        # Clauses, which are no things.
        "It is a mill that farmers love to visit, bakers like to buy from, and nobody has to fear.",
        "Water and wind drive it.",
        # What something does, and not what it is.
        "They widen the use of our mill, grinding oats, salt, and pepper.",
        # What one thing is like.
        "The mill is a slow, quiet, and reliable machine.",
        "There are forty bags, that is two tons, and salt has no place among them.",
    ],
)
def test_what_is_no_row_of_things_stays_as_it_is(text):
    assert named(text) == []


def test_a_line_with_a_visual_keeps_it():
    say = Say((Piece("It is made of wood, iron, and stone."),), HERE)
    entries = [Show("image", {"file": "mill.png", "alt": ""}, HERE), say]
    assert with_named_things(entries) == entries
