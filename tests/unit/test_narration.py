"""The phase `narration`: what cannot be spoken is told with its place, before anything is."""

from __future__ import annotations

import pytest

from flaming_horse.build.narration import spoken_lines
from flaming_horse.errors import WrongInput
from flaming_horse.storyboard import parse_storyboard


@pytest.mark.parametrize("line", ["🙂🙂", '[…]{pause="0.4"}', "— —"])
def test_a_line_without_any_word_is_refused_with_its_place(line: str) -> None:
    storyboard = parse_storyboard(f"# Film\n\n## One\n\nWords.\n\n{line}\n", "storyboard.md")
    with pytest.raises(WrongInput) as refused:
        spoken_lines(storyboard)
    assert refused.value.place is not None
    assert refused.value.place.line == 7


@pytest.mark.parametrize("line", ["$x$", "42", "Ωμέγα", '[🙂]{say="a smile"}'])
def test_numbers_formulas_and_other_scripts_are_words(line: str) -> None:
    storyboard = parse_storyboard(f"# Film\n\n## One\n\n{line}\n", "storyboard.md")
    assert spoken_lines(storyboard)[0].words


@pytest.mark.parametrize(
    ("setting", "spoken"),
    [
        ("", "ex squared over two."),
        ("maths: short\n", "ex squared over two."),
        ("maths: exact\n", "the fraction with numerator ex squared and denominator two."),
    ],
)
def test_the_front_matter_says_how_formulas_are_read(setting: str, spoken: str) -> None:
    text = f"---\ntitle: Film\n{setting}---\n\n## One\n\n$\\frac{{x^2}}{{2}}$.\n"
    assert spoken_lines(parse_storyboard(text, "storyboard.md"))[0].speech == spoken


def test_an_unknown_style_of_reading_formulas_is_told_with_its_place() -> None:
    with pytest.raises(WrongInput) as refused:
        parse_storyboard("---\nmaths: exakt\n---\n\n## One\n\nWords.\n", "storyboard.md")
    assert "storyboard.md:2:8" in str(refused.value)
    assert "exact" in str(refused.value)
