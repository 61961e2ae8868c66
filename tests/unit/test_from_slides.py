"""A deck of slides becomes a storyboard: its notes are spoken, its slides are shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse.storyboard import parse_storyboard, read_storyboard
from flaming_horse.writers.decks.table import read_deck
from flaming_horse.writers.from_file import from_deck, from_script
from flaming_horse.writers.from_slides import from_slides
from flaming_horse.writing.bringing import bring_slides

sys.path.append(str(Path(__file__).parents[1]))
from picture_files import png

DATA = Path(__file__).parents[1] / "data"
NOWHERE = Path("/nonexistent/deck.md")


def board(text):
    return parse_storyboard(from_slides(text, NOWHERE).text, "storyboard.md")


@pytest.fixture
def marp(tmp_path):
    (tmp_path / "valley.png").write_bytes(png(7))
    deck = tmp_path / "deck.md"
    deck.write_text((DATA / "marp.markdown").read_text())
    project = Project(tmp_path / "projects" / "film")
    note = bring_slides(project, deck)
    return note, read_storyboard(project.storyboard), project


def test_a_slide_of_marp_is_a_scene_and_its_comment_is_spoken(marp):
    _, storyboard, _ = marp
    assert storyboard.settings.title == "Gradient descent"
    assert [scene.title for scene in storyboard.scenes] == [
        "Gradient descent", "Three ingredients", "The rule", "In code", "Where it ends",
        "Step sizes", "Summary", "Questions?",
    ]  # fmt: skip
    said = " ".join(line.text for line in storyboard.lines)
    assert "Welcome. Today we look" in said
    assert "lead" not in said
    assert "gaia" not in said
    kinds = [[visual.kind for visual in scene.visuals] for scene in storyboard.scenes]
    assert kinds[1:6] == [["list"], ["equation"], ["code"], ["image", "list"], ["table"]]


def test_items_that_the_notes_name_appear_when_they_are_named(marp):
    """The first is there from the first moment: its slide would be empty until it is named."""
    _, storyboard, _ = marp
    cues = [cue for line in storyboard.scenes[1].lines for cue in line.cues]
    assert [(c.action, c.targets[0].path[0].arguments) for c in cues] == [
        ("show", (2,)), ("show", (3,)),
    ]  # fmt: skip


def test_a_rule_inside_a_program_is_no_new_slide(marp):
    _, storyboard, _ = marp
    (program,) = storyboard.scenes[3].visuals
    assert program.data["code"].endswith("# --- not a new slide\n\n---")


def test_a_picture_beside_a_list_keeps_its_side_and_comes_along(marp):
    _, storyboard, project = marp
    image, items = storyboard.scenes[4].visuals
    assert (image.at, items.at) == ("right", "left")
    assert (project.folder / image.data["file"]).read_bytes() == png(7)


def test_slides_without_notes_speak_for_themselves_and_are_told(marp):
    note, storyboard, project = marp
    titles = {scene.title: [line.text for line in scene.lines] for scene in storyboard.scenes}
    assert titles["Summary"][0].startswith("Walking downhill is enough")
    assert titles["Step sizes"] == ["Step sizes"]
    assert "a slide without notes, of which the title is spoken (2 times)" in note
    text = project.storyboard.read_text()
    assert text.count("This slide has no notes: write here what is to be said.") == 2


def test_reveal_and_pandoc_notes_are_spoken():
    storyboard = board((DATA / "reveal.markdown").read_text())
    lines = {scene.title: [line.text for line in scene.lines] for scene in storyboard.scenes}
    assert lines == {
        "Sorting": ["Welcome to sorting."],
        "Bubble sort": [
            "We compare neighbours, and swap them when they are in the wrong order.",
            "It is slow.",
        ],
        "How slow?": ["For a thousand numbers it takes about a million steps."],
        "Merge sort": ["Merge sort cuts the list in two."],
    }
    assert [scene.visuals[0].kind for scene in storyboard.scenes[1:]] == ["list", "quote", "list"]


def test_items_are_only_aimed_at_where_it_is_plain_which_is_meant():
    storyboard = board((DATA / "reveal.markdown").read_text())
    cues = [[cue.action for line in s.lines for cue in line.cues] for s in storyboard.scenes]
    # Two of three items are named; "sort" alone names none; nothing is hidden that never comes.
    assert cues == [[], ["highlight", "highlight"], [], []]
    twice = board("# A\n\n- red ball\n- blue ball\n\n<!-- A red ball, and a red ball again. -->\n")
    assert not [cue for line in twice.lines for cue in line.cues]


def test_places_are_those_of_the_deck(tmp_path):
    deck = tmp_path / "deck.md"
    deck.write_text("---\nmarp: true\n---\n\n# A\n\n---\n\n# B\n\n![x](gone.png)\n")
    note = bring_slides(Project(tmp_path / "projects" / "film"), deck)
    assert "a picture that is not there (deck.md:11)" in note


@pytest.mark.parametrize(
    ("text", "slides"),
    [
        ("# A\n\n---\n\n# B\n", 2),
        ("A title\n---\n\nwords\n", 1),
        ("---\nmarp: true\nheadingDivider: 2\n---\n# A\n\n## B\n\n### C\n\n## D\n", 3),
        ("---\n\n# A\n\n---\n\n---\n\n# B\n", 2),
        ("# A\n\n<!--\nnote\n\n---\n\nmore\n-->\n\n***\n\n# B\n", 2),
        ("# A\n\n~~~\n---\n~~~\n\n---\n\n- x\n", 2),
    ],
)
def test_where_slides_begin(text, slides):
    assert len(read_deck(text).slides) == slides


def test_a_deck_and_a_notebook_are_told_apart(tmp_path):
    with pytest.raises(WrongInput, match="this is a deck of slides") as error:
        from_script(DATA / "marp.markdown")
    assert "--slides" in error.value.remedy
    with pytest.raises(WrongInput, match="this is a notebook") as error:
        from_deck(DATA / "oscillations.ipynb")
    assert "--script" in error.value.remedy


def test_an_empty_deck_is_told(tmp_path):
    deck = tmp_path / "deck.md"
    deck.write_text("---\nmarp: true\n---\n\n---\n")
    with pytest.raises(WrongInput, match="nothing is said"):
        from_deck(deck)


@pytest.mark.parametrize(
    ("notes", "cues"),
    [
        ("The round dance comes first. The waggled dance says more.", ["show", "show"]),
        ("Bees talk without a word. The round dance is one way, the waggled dance", ["show"]),
    ],
)
def test_a_slide_is_not_empty_until_its_first_item_is_named(notes, cues):
    deck = "---\nmarp: true\n---\n\n# Bees\n\nThey live.\n\n---\n\n# Talk\n\n- Round dance\n"
    made = from_slides(f"{deck}- Waggled dance\n\n<!-- {notes} -->\n", Path("/nowhere/bees.md"))
    scene = parse_storyboard(made.text, "storyboard.md").scenes[1]
    assert [cue.action for line in scene.lines for cue in line.cues] == cues
