"""The reference page is what the schemas say, and its examples are storyboards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.reference import reference_markdown
from flaming_horse.visuals.kinds import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "storyboard-reference.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == reference_markdown(), (
        "write it anew: python -m flaming_horse.storyboard.reference > docs/storyboard-reference.md"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_visual_shows_that_visual(kind, tmp_path):
    Image.new("L", (1, 1)).save(tmp_path / "knot.png")
    storyboard = parse_storyboard(KINDS[kind].example, str(tmp_path / "storyboard.md"))
    assert [visual.kind for visual in storyboard.scenes[0].visuals] == [kind]
    assert f"images/visuals/{kind}.png" in reference_markdown()


def test_the_examples_of_the_guide_are_storyboards():
    guide = PAGE.read_text(encoding="utf-8")
    first = re.search(r"````markdown\n(.*?)\n````", guide, re.DOTALL)
    storyboard = parse_storyboard(first[1], "film.md")
    assert storyboard.settings.look == "chalk"
