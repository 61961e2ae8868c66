"""What an item of a list holds is shown with the item's own words, and numbers go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.from_slides import from_slides

FILE = Path("/nonexistent/guide.md")


def visuals(text, read=from_markdown):
    storyboard = parse_storyboard(read(text, FILE).text, "storyboard.md")
    return [visual for scene in storyboard.scenes for visual in scene.visuals]


def lists(text):
    """The lists of a film: the number of the first item, and how many there are."""
    return [
        (v.data.get("start", 1), len(v.data["items"])) for v in visuals(text) if v.kind == "list"
    ]


def spoken(text):
    storyboard = parse_storyboard(from_markdown(text, FILE).text, "storyboard.md")
    return [line.text for scene in storyboard.scenes for line in scene.lines]


BETWEEN = """# A boat

## Caulking

1. Dry the seams.
2. Roll the oakum:

   ```sh
   roll --thick oakum
   roll --thin cotton
   ```

3. Hammer it in.
4. Pour the pitch.
"""


def test_the_items_around_one_that_holds_something_keep_their_numbers():
    assert lists(BETWEEN) == [(1, 1), (2, 1), (3, 2)]


def test_what_is_not_indented_interrupts_a_list_without_its_numbers():
    assert lists(BETWEEN.replace("\n   ", "\n")) == [(1, 1), (2, 1), (3, 2)]


def test_a_list_that_begins_with_another_number_keeps_it():
    assert lists("# A boat\n\n## Rest\n\n7. Sand the hull.\n8. Paint it.\n") == [(7, 2)]


def test_an_item_stands_over_what_it_holds_and_not_with_the_words_before_the_list():
    text = "# A boat\n\n## Rest\n\nDo these.\n\n- Row:\n\n  ```py\n  row(3)\n  ```\n- Rest.\n"
    storyboard = parse_storyboard(from_markdown(text, FILE).text, "storyboard.md")
    (scene,) = storyboard.scenes
    kinds = [getattr(item, "kind", None) or item.text for item in scene.items]
    assert kinds[:4] == ["Do these.", "list", "code", "Row:"]


def test_the_rest_of_a_sentence_that_a_program_tears_is_said_with_its_beginning():
    text = "# A boat\n\n1. Type\n\n   ```sh\n   row --slow\n   ```\n\n   and wait.\n2. Go.\n"
    assert any("Type and wait." in line for line in spoken(text))


def test_pictures_that_cannot_be_shown_do_not_tear_a_list():
    text = "# A boat\n\n- ![](https://example.org/a.png) Sail\n- ![](gone.png) Oar\n\nBoth help.\n"
    assert lists(text) == [(1, 2)]


def test_an_item_without_words_leaves_its_program_to_be_shown():
    text = "# A boat\n\nSome calls.\n\n1. ```py\n   row(1)\n   row(2)\n   ```\n2. Rest.\n"
    assert [v.kind for v in visuals(text)] == ["code", "list"]


@pytest.mark.parametrize("inside", ["<pre>row 1\nrow 2</pre>", "<pre>row 1</pre> and wait"])
def test_lists_of_html_hold_programs_too(inside):
    text = f"# A boat\n\nTwo steps.\n\n<ol><li>Row with {inside}</li><li>Rest</li></ol>\n"
    assert [v.kind for v in visuals(text)] == ["list", "code", "list"]
    assert lists(text) == [(1, 1), (2, 1)]


def test_a_slide_with_notes_shows_the_whole_list_and_then_what_it_holds():
    text = (
        "---\nmarp: true\n---\n\n# Boats\n\n- Row:\n\n  ```py\n  row(3)\n  ```\n- Rest\n\n"
        "<!-- First we row. Then we rest. -->\n"
    )
    assert [v.kind for v in visuals(text, from_slides)] == ["list", "code"]
