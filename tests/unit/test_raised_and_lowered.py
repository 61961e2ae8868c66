"""Raised and lowered text is a power, an index or a note, and never another number."""

from pathlib import Path

import pytest

from flaming_horse.build.narration import spoken_lines
from flaming_horse.model.raised_text import (
    LOWERED,
    RAISED,
    lowered_form,
    raised_form,
    with_scripts,
)
from flaming_horse.storyboard.reader import parse
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse_voice.text import scripts


def line(text):
    """The text of a line of a storyboard of ours, and what is spoken for it."""
    (spoken,) = spoken_lines(parse(f"# Film\n\n## Scene\n\n{text}\n", "film.md"))
    return spoken.text, spoken.speech


@pytest.mark.parametrize(
    ("written", "shown", "spoken"),
    [
        ("So 3<sup>12</sup> is large.", "So 3¹² is large.", "So three to the twelve is large."),
        ("An area of r<sup>2</sup>.", "An area of r².", "An area of ar squared."),
        ("Mix CO<sub>2</sub> in.", "Mix CO₂ in.", "Mix see oh two in."),
        ("The 21<sup>st</sup> day.", "The 21st day.", "The twenty-first day."),
        ("The wall<sup>4</sup> stands.", "The wall⁴ stands.", "The wall stands."),
        ("We saw it<sup>2</sup> there.", "We saw it² there.", "We saw it there."),
        ("The wall<sup>[7]</sup> stands.", "The wall stands.", "The wall stands."),
        ("It fell.<sup>3</sup> Then", "It fell.³ Then", "It fell. Then"),
        ("As 10^-3^ and x~1~.", "As 10⁻³ and x₁.", "As ten to the minus three and ex one."),
        ("v<sub>max</sub> grows", "v_max grows", "vee max grows"),
        ("x^2 + y^2 stays", "x^2 + y^2 stays", "ex squared plus why squared stays"),
        ("All ~5 or ~6 of us", "All ~5 or ~6 of us", "All about five or about six of us"),
    ],
)  # fmt: skip
def test_in_a_storyboard(written, shown, spoken):
    assert line(written) == (shown, spoken)


def test_in_a_document_of_others():
    text = (
        "# Rice\n\n## Grains <b>here</b>\n\nThe last field holds 2<sup>63</sup> grains of rice, "
        "as was told<sup><a href='#n1'>1</a></sup> long ago.\n\nIt needs H~2~O.\n"
    )
    storyboard = from_markdown(text, Path("/nonexistent/rice.md")).text
    assert "2⁶³ grains of rice, as was told long ago" in storyboard
    assert "H₂O" in storyboard


@pytest.mark.parametrize(
    ("form", "written", "shown"),
    [
        (raised_form, "n+1", "ⁿ⁺¹"),
        (raised_form, "TM", "™"),
        (raised_form, "*", ""),
        (raised_form, "a/b", "^(a/b)"),
        (raised_form, "  ", ""),
        (lowered_form, "i", "ᵢ"),
        (lowered_form, "a,b", "_(a,b)"),
        (with_scripts, "x^2y^2 and ~~no~~ ~/bin and a~b", "x^2y^2 and ~~no~~ ~/bin and a~b"),
    ],
)
def test_forms(form, written, shown):
    assert form(written) == shown


def test_the_voice_reads_all_raised_and_lowered_signs():
    for forms in (RAISED, LOWERED):
        assert {scripts.lowered(form): form for form in forms.values()} == forms
