"""Checks of what a script says: each finds its mistake, and leaves good scripts alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.checks import check_film, check_scene, claims
from flaming_horse.writers.checks.latex_numbers import formula_of, value_of
from flaming_horse.writers.lessons import LESSONS


def findings(body: str, *, words: int = 0, last: bool = False) -> list[str]:
    """What the last scene of a storyboard is told; lengths are not looked at without `words`."""
    text = body if "## " in body else f"# Film\n\n## Scene\n\n{body}\n"
    scenes = parse_storyboard(text, "x.md").scenes
    before = [line for scene in scenes[:-1] for line in scene.lines]
    found = check_scene(scenes[-1], words=words or 10, before=before, last=last)
    return [str(f) for f in found if words or "the scene is too" not in f.what]


@pytest.mark.parametrize(
    "latex",
    [
        "2 + 2 = 5", r"\frac{1}{2} + \frac{1}{3} = \frac{2}{5}", r"3 \cdot 4 = 13", "2^3 = 9",
        r"\sqrt{16} = 5", r"\pi \approx 3.5", r"\pi = 3.15", r"1 + 1 = 2 = 3", r"10^{3} = 100",
        r"a = 2,\quad 2 \times 2 = 5", "-3 - 4 = 7", r"\left(1 + 2\right) 3 = 10",
        r"\piece{left}{2 + 2} = \piece{right}{5}", "0.1 + 0.2 = 0.4", r"1{,}000 + 1 = 2",
    ],
)  # fmt: skip
def test_sums_that_do_not_hold_are_found(latex: str):
    shown = findings(f"```equation {{#e}}\n{latex}\n```\n\n[This]{{highlight=e}} is so.")
    spoken = findings(f"Now ${latex}$ is so.")
    assert "does not hold" in shown[0]
    assert "does not hold" in spoken[0]


@pytest.mark.parametrize(
    "latex",
    [
        "2 + 2 = 4", r"\frac{1}{2} + \frac{1}{3} = \frac{5}{6}", "a + b = c", "x = 3",
        r"\pi \approx 3.14", r"\pi = 3.14", r"\frac{1}{3} = 0.333", "2 + 2 < 5", r"2 + 2 \ne 5",
        r"7 \equiv 2 \pmod{5}", "5! = 120", "e = 1.6", r"\sum_{k=1}^{3} k = 6", "2^10 = 20",
        r"3^2 + 4^2 = 5^2", r"17 = 3 \cdot 5 + 2", r"|{-3}| = 3", r"f(2) = 4", r"1/2 = 0.5",
        r"\binom{4}{2} = 6", r"\vec{v} = (1, 2)", r"x = 1, y = 2", r"50\% = 0.5",
    ],
)  # fmt: skip
def test_what_holds_or_cannot_be_computed_is_left_alone(latex: str):
    assert not findings(f"Now ${latex}$ is so.")


def test_a_step_goes_on_with_the_step_before_it():
    body = "```derivation {#d}\n- 2 + 3 \\cdot 4\n- = 2 + 12\n- = 15\n```\n\n[So]{mark=d} it is."
    assert findings(body) == ["`2 + 12= 15` does not hold: 14 is not 15"]


PLOT = """\
```plot {#p at=left}
x: [0, 2]
y: [0, 10]
curves: {f: "x^2 + 1"}
points: {corner: {at: [[1, %s]]}}
```

```equation {#e at=right}
y = %s
```

[The curve]{highlight="p.f"} and [its formula]{highlight=e}.
"""


@pytest.mark.parametrize(("right", "good"), [("x^2 + 1", 1), ("1 + x \\cdot x", 1), ("x^2", 0),
                                             ("2x^{2} + 1", 0), ("a x^2", 1)])  # fmt: skip
def test_a_plot_and_the_equation_beside_it_agree(right: str, good: int):
    found = findings(PLOT % (2, right))
    assert (not found) == bool(good), found
    assert good or "disagree: at x = " in found[0]


@pytest.mark.parametrize(("height", "good"), [("2", 1), ("2.05", 1), ("2.4", 0), ("8", 1)])
def test_a_point_just_beside_the_curve_is_found(height: str, good: int):
    found = findings(PLOT % (height, "x^2 + 1"))
    assert (not found) == bool(good), found


@pytest.mark.parametrize(
    ("visual", "words"),
    [
        ("- " + "a" * 70, ""),
        ("- " + "a" * 71, "71 letters side by side, and 70 fit"),
        ("{at=left}\n- " + "a" * 51, "beside another visual: 51 letters side by side, and 50 fit"),
        ("{at=top}\n" + "- a\n" * 6, "6 rows, and 5 fit"),
        ("```flow\n" + "a -> b\nb -> c\n" + "```", ""),
        ("```flow\n" + "".join(f"{'ab' * 8}{n} -> {'ab' * 8}{n + 1}\n" for n in range(6)) + "```",
         "119 letters side by side"),
        ("{at=right}\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5, "5 rows, and 4 fit"),
        ("```equation {at=left}\n" + "a + " * 20 + "a\n```", "81 letters side by side, and 70"),
        ("```python {at=left}\n" + "x = 1\n" * 9 + "```", "9 rows, and 8 fit"),
        ("```derivation\n- a = b\n- = c\n```", ""),
    ],
)  # fmt: skip
def test_what_is_too_large_for_its_room_is_told(visual: str, words: str):
    found = [f for f in findings(f"{visual}\n\nLook here.") if "never spoken of" not in f]
    assert bool(found) == bool(words), found
    assert words in "".join(found)


def test_a_visual_that_nobody_speaks_of_is_found():
    found = findings("- one\n- two\n\nNothing about them.")
    assert found == ["the list `list` is never spoken of: let a cue aim at it"]


def test_lines_and_scenes_have_a_length():
    assert "46 words" in findings("word " * 45 + "word.")[0]
    assert "4 sentences" in findings("One. Two. Three. Four.")[0]
    assert "too short: 2 words, and about 20 are planned" in findings("Two words.", words=20)[0]
    assert "too long" in findings("One two three four. " * 2, words=4)[0]


def test_a_phrase_that_was_said_before_is_found_across_scenes():
    text = (
        "# F\n\n## A\n\nThe sum of the first odd numbers is a square.\n\n"
        "## B\n\nSo the sum of the first odd numbers is known.\n"
    )
    assert findings(text) == ["b.1: “the sum of the first odd” was said before, in a.1"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("We will see why triangles matter.\n\nTriangles are stiff.", True),
        ("We will see why triangles matter.\n\nCircles are round.", False),
        ("In a moment, squares.\n\nHere are squares.", True),
        ("We'll prove it later.\n\nGoodbye.", False),
        ("You will have fun.", True),
    ],
)
def test_promises_are_kept(text: str, kept: bool):
    found = [f for f in findings(text, last=True) if "promise" in f]
    assert (not found) == kept


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("It was proved in 1824.", True),
        ("Nearly ninety percent agree.", True),
        ("It is two thousand three hundred years old.", True),
        ("Researchers found it.", True),
        ("In the eighteenth century, nobody knew.", True),
        ("The sum of the angles is $180$ degrees.", False),
        ("Take 1500 and halve it.", False),
    ],
)
def test_claims_about_the_world_are_listed(text: str, claim: bool):
    lines = parse_storyboard(f"# F\n\n## A\n\n{text}\n", "x.md").lines
    assert bool(list(claims(lines))) == claim


def test_a_film_has_the_length_that_was_planned():
    storyboard = parse_storyboard("# F\n\n## A\n\nShort.\n", "x.md")
    assert "about 0.0 minutes; 3 are planned" in str(next(check_film(storyboard, minutes=3)))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_built_in_lessons_have_no_mistake(lesson):
    for scene in parse_storyboard(lesson.text, "x.md").scenes:
        found = [str(f) for f in check_scene(scene, words=60) if f.wrong]
        # Sizes are those that a model keeps to; a person's scene was looked at.
        assert not [f for f in found if "never spoken of" not in f and "is too large" not in f]


@given(st.text(alphabet="0123456789+-=^{}\\frac sqrtpi.(),$x_ ", max_size=40))
def test_any_latex_is_computed_or_not(latex: str):
    assert formula_of(latex) is None or isinstance(formula_of(latex), str)
    value = value_of(latex)
    assert value is None or abs(value) < float("inf")


@given(st.integers(0, 99), st.integers(1, 99), st.integers(1, 9))
def test_what_is_computed_is_right(a: int, b: int, c: int):
    assert value_of(rf"\frac{{{a} + {b}}}{{{c}}}") == pytest.approx((a + b) / c)
    assert value_of(rf"{a} \cdot {b} - {c}^2") == a * b - c**2
    assert value_of(rf"\sqrt{{{a}}}") == pytest.approx(a**0.5)


CUES = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('[One]{show="table.row(1)"} two [three]{show="table.row(1)"}.', "there already"),
        ('[One]{show="table.row(1)"} two [three]{show="table.cell(1,2)"}.', "there already"),
        ('[One]{hide=table} two [three]{hide="table.row(1)"}.', "hidden already"),
        ('[One]{mark="table.row(1)"} a b c d e [f]{highlight="table.row(1)"}.', "marked already"),
        ('[One]{highlight="table.row(1)"} [two]{highlight="table.row(1)"}.', "just before"),
        ('[One]{highlight="table.row(1)"} [two]{show="table.row(1)"}.', "there already"),
    ],
)
def test_a_cue_that_changes_nothing_is_found(line: str, why: str):
    (found,) = findings(CUES + line)
    assert "changes nothing" in found
    assert why in found


@pytest.mark.parametrize(
    "line",
    [
        '[One]{show="table.row(1)"} two [three]{highlight="table.row(1)"}.',
        '[[One]{highlight="table.row(1)"}]{show="table.row(1)"} two three.',
        '[One]{mark="table.row(1)"} two [three]{highlight="table.cell(1,2)"}.',
        '[One]{highlight="table.row(1)"} two a b c [three]{highlight="table.row(1)"}.',
        '[One]{hide="table.row(1)"} two [three]{show="table.row(1)"}, [and]{hide="table.row(1)"}.',
        '[One]{mark="table.row(1)"} two [three]{hide="table.row(1)"}.',
    ],
)
def test_cues_that_change_something_are_left_alone(line: str):
    assert not findings(CUES + line)
