"""The phase `narration`: what cannot be spoken is told with its place, before anything is."""

from __future__ import annotations

import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.phases.narration import spoken_lines
from flaming_horse.storyboard import parse_storyboard


@pytest.mark.parametrize("line", ["🙂🙂", '[…]{pause="0.4"}', "— —"])
def test_a_line_without_any_word_is_refused_with_its_place(line: str) -> None:
    storyboard = parse_storyboard(f"# Film\n\n## One\n\nWords.\n\n{line}\n", "storyboard.md")
    with pytest.raises(WrongInput) as refused:
        spoken_lines(storyboard)
    assert refused.value.place is not None
    assert refused.value.place.line == 7


@pytest.mark.parametrize("line", ["$x$", "42", "第一", '[🙂]{say="a smile"}'])
def test_numbers_formulas_and_other_scripts_are_words(line: str) -> None:
    storyboard = parse_storyboard(f"# Film\n\n## One\n\n{line}\n", "storyboard.md")
    assert spoken_lines(storyboard)[0].words
