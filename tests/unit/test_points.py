"""What of a sentence stands on the screen as a point: enough of it to be understood alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.errors import Place
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.first_items import with_first_items
from flaming_horse.writers.foreign import Item
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.list_telling import item_on_screen
from flaming_horse.writers.long_talk import with_points
from flaming_horse.writers.pieces import Piece, plain
from flaming_horse.writers.script import Mark, Say, Show
from flaming_horse.writers.sentences import short_form

HERE = Place("bees.md", 1, 1)


@pytest.mark.parametrize(
    ("sentence", "point"),
    [
        # A verb that needs more is no end.
        ("The queen requires that the number of workers be equal to the number of cells in spring.",
         "The queen requires that the number of workers be equal to the number of cells in spring"),
        ("In this garden we start with a short walk along the hives and the old stone wall behind.",
         "In this garden we start with a short walk along the hives and the old stone wall behind"),
        # What introduces a sentence is not what it says.
        ("For keeping wasps away from the hive in late summer, use a narrow gate of soft wood.",
         "For keeping wasps away from the hive in late summer, use a narrow gate of soft wood"),
        ("No matter how cold the night is, the bees in the middle stay warm by trembling together.",
         "the bees in the middle stay warm by trembling together"),
        ("Since the queen lays eggs all summer, and the workers feed them, the colony grows a lot.",
         "the colony grows a lot"),
        ("If the hive is full you may take some honey, and perhaps all of it when spring is early.",
         "If the hive is full you may take some honey, and perhaps all of it when spring is early"),
        # A clause without its verb, and a verb without what it needs.
        ("The frame is a wooden box in which the first few combs of the bees hang from above.",
         "The frame is a wooden box"),
        ("The smoker calms the bees and comes with a grid of fine steel for the small door of it.",
         "The smoker calms the bees and comes with a grid of fine steel for the small door of it"),
        ("We open the hive at noon and hopefully it will be quiet enough for a long look inside.",
         "We open the hive at noon"),
        ("Theorem 4 (The honeycomb): of all tilings with equal cells the hexagons need least wax.",
         "Theorem 4 (The honeycomb)"),
    ],
)  # fmt: skip
def test_a_point_can_be_understood_alone(sentence, point):
    assert plain(short_form((Piece(sentence),))) == point


@pytest.mark.parametrize(
    ("sentence", "point"),
    [
        ("In particular, the drones leave in autumn.", "The drones leave in autumn"),
        ("As you can see, we'll need a second box.", "We'll need a second box"),
        ("It is important to note that wax melts early.", "Wax melts early"),
        ("Finally, it follows that honey keeps.", "Honey keeps"),
    ],
)
def test_a_point_leaves_out_what_only_leads_to_it(sentence, point):
    others = ("Bees dance all day long.", "Bees do sleep at night.")
    lines = [Say((Piece(text),), HERE) for text in (sentence, *others)]
    show = next(entry for entry in with_points(lines) if isinstance(entry, Show))
    assert "".join(run["text"] for run in show.data["items"][0]) == point


def test_a_formula_that_an_item_names_stands_beside_its_name():
    words = (Piece("Swarm law", strong=True), Piece(" (Theorem 2): "), Piece("a+b=c", "math"))
    item = Item((*words, Piece(" holds for every hive that has been looked at.")))
    assert plain(item_on_screen(item, led=True)) == "Swarm law: $a+b=c$"


def test_a_year_is_shown_with_what_happened():
    item = Item((Piece("1851", strong=True), Piece(": Langstroth leaves room for bees to pass.")))
    assert plain(item_on_screen(item, led=True)) == "1851: Langstroth leaves room for bees to pass"


@pytest.mark.parametrize(
    ("intro", "marks"),
    [("Bees know three dances and nobody taught them: round", [2]), ("First round", [1, 2])],
)
def test_a_frame_is_not_empty_while_it_waits_for_its_first_item(intro, marks):
    text = f"{intro}, then waggle."
    first, second = (text.index(word) for word in ("round", "waggle"))
    show = Show("list", {"items": ["round", "waggle"], "ordered": False}, HERE)
    both = [Mark(first, first + 5, "show", 1), Mark(second, second + 6, "show", 2)]
    say = Say((Piece(text),), HERE, marks=both, shown=show)
    assert with_first_items([show, say]) == [show, say]
    assert [mark.item for mark in say.marks] == marks


def test_a_list_comes_with_the_line_that_names_its_first_item():
    show = Show("list", {"items": ["round"], "ordered": False}, HERE)
    intro = Say((Piece("Bees know three dances that nobody ever taught them."),), HERE)
    say = Say((Piece("Round is one."),), HERE, marks=[Mark(0, 5, "show", 1)], shown=show)
    assert with_first_items([show, intro, say]) == [intro, show, say]


def test_an_item_beside_a_picture_waits_for_its_word():
    show = Show("list", {"items": ["round"], "ordered": False}, HERE)
    text = "Bees know three dances and nobody taught them: round."
    say = Say((Piece(text),), HERE, marks=[Mark(47, 52, "show", 1)], shown=show)
    with_first_items([Show("image", {"file": "bee.png", "alt": ""}, HERE), show, say])
    assert say.marks[0].action == "show"


def test_a_long_item_has_its_later_sentences_under_it():
    text = (
        "# Bees <b>x</b>\n\nWhat to know:\n\n- A hive is a city of some forty thousand bees that"
        " never sleep all at once. In particular, the young ones clean its cells for three weeks"
        " before they leave it for the first time. Later they carry water, pollen and resin home"
        " from as far as five kilometres away.\n- Wax is made by the young.\n"
    )
    made = from_markdown(text, Path("/nonexistent/bees.md"))
    (listed,) = parse_storyboard(made.text, "bees.md").scenes[0].visuals
    items = ["".join(run["text"] for run in item) for item in listed.data["items"]]
    assert [item[:9] for item in items] == [
        "A hive is",
        "\u2013 the you",
        "\u2013 Later t",
        "Wax is ma",
    ]
