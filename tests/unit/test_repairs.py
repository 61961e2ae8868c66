"""What does not fit is made smaller, step by step, or is left out; all of it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flaming_horse.errors import Place
from flaming_horse.model.misfit import Misfit
from flaming_horse.writers.formulas import can_be_set
from flaming_horse.writers.from_markdown import from_markdown
from flaming_horse.writers.repairs.changes import counted
from flaming_horse.writers.repairs.formulas import in_halves, in_rows, with_fewer_rows
from flaming_horse.writers.repairs.repairing import repaired
from flaming_horse.writers.repairs.smaller import smaller
from flaming_horse.writers.script import Show
from flaming_horse.writers.write_film import parsed, write_film

HERE = Place("x.md", 3, 1)
MATRIX = r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}"
ROWS = rf"\begin{{aligned}} a &= \frac{{1}}{{2}} \\ &= {MATRIX} \\ &= c \end{{aligned}}"


@pytest.mark.parametrize(
    ("latex", "rows"),
    [
        (ROWS, (2, 1)),
        (r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & x = 0 \end{cases}", (1, 1)),
        (r"\left\{\begin{array}{ll} a & b \\ c & d \\[2pt] e & f \end{array}\right.", (2, 1)),
    ],
)
def test_a_formula_is_cut_between_its_rows_and_both_parts_can_be_set(latex, rows):
    halves = in_halves(latex)
    assert all(map(can_be_set, halves))
    ends = [half.count(r"\\") - half.count(r"1 \\ 2") + 1 for half in halves]
    assert tuple(ends) == rows


@pytest.mark.parametrize("latex", ["a = b", r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "", r"\foo{"])
def test_a_formula_without_rows_is_not_cut(latex):
    assert in_halves(latex) == []


def test_a_long_row_is_broken_before_a_sign():
    for latex in ("a = b + c + d + e", "a + b + c - d", "y = x"):
        rows = in_rows(latex)
        assert r"\\" in rows
        assert can_be_set(rows)
        assert in_rows(rows) == ""
    assert in_rows("x") == ""


def test_the_last_row_of_an_alignment_is_broken_too():
    rows = in_rows(r"\begin{aligned} &= a + b + c && \text{by hand} \end{aligned}")
    assert rows.count(r"\\") == 1
    assert can_be_set(rows)
    assert in_rows(r"\begin{bmatrix} a & b \end{bmatrix} + c") == ""


def test_rows_in_the_middle_of_a_matrix_become_dots():
    tall = r"\begin{bmatrix} " + r" \\ ".join(f"{n} & x" for n in range(9)) + r" \end{bmatrix}"
    shorter = with_fewer_rows(tall)
    assert r"\vdots & \vdots" in shorter
    assert "8 & x" in shorter
    assert "5 & x" not in shorter


RICH = [
    {
        "text": "some words that go on and on for long",
        "kind": "text",
        "emphasis": False,
        "strong": False,
    }
]
SHOWS = {
    "code": {"code": "\n".join(f"line = {n} " + "x" * 60 for n in range(16)), "language": "c"},
    "table": {"header": [RICH, RICH, RICH], "rows": [[RICH, RICH, RICH]] * 8},
    "list": {"items": [RICH, [{"text": "x^2", "kind": "math"}]], "ordered": False},
    "equation": {"latex": ROWS},
    "quote": {"paragraphs": [RICH, RICH]},
    "title-card": {"title": "Many words in a title that is long", "subtitle": "And more"},
    "image": {"file": "a.png", "alt": ""},
    "flow": {"edges": []},
}


@pytest.mark.parametrize("kind", SHOWS)
def test_every_visual_gets_smaller_and_there_is_an_end_to_it(kind):
    waiting, steps = [Show(kind, SHOWS[kind], HERE)], 0
    before = len(str(waiting[0].data))
    while waiting:
        made = smaller(waiting.pop())
        waiting += made.shows if made else ()
        steps += 1
        assert steps < 40
    assert (steps == 1) == (kind in {"image", "flow"})
    assert before


DOCUMENT = """# T <br>

## One

First words here. Second words are here too.

```python
a = 1
```

Then more is said.

## Two

- **Red** ball of wool
- **Blue** ball of wool

End `!` here.
"""


def film():
    converted = from_markdown(DOCUMENT, Path("/nonexistent/x.md"))
    return converted, parsed(converted.text, {})


def test_visuals_that_come_together_are_shown_in_turn_and_nothing_is_lost():
    converted, storyboard = film()
    assert converted.film
    part = converted.film.parts[0]
    at = next(n for n, item in enumerate(part.items) if isinstance(item, Show))
    part.items[at:at] = [Show("code", {"code": f"b = {n}", "language": ""}, HERE) for n in range(3)]
    converted = replace(converted, text=write_film(converted.film, converted.about)[0])
    storyboard = parsed(converted.text, {})
    made, changes = converted, ()
    for _ in range(2):
        line = storyboard.scenes[0].lines[0].id
        made, more = repaired(made, storyboard, [Misfit("one", line, "layout", "too much")])
        storyboard = parsed(made.text, {})
        changes += more
    kinds = [type(item).__name__ for item in storyboard.scenes[0].items]
    assert "".join(kind[0] for kind in kinds) == "VLVLVVLL"
    assert [visual.data["code"] for visual in storyboard.scenes[0].visuals] == [
        "b = 0", "b = 1", "b = 2", "a = 1",
    ]  # fmt: skip
    assert "in turn" in counted(changes)[0]


def test_a_line_that_cannot_be_spoken_is_left_out_and_told_with_its_words():
    converted, storyboard = film()
    line = storyboard.scenes[1].lines[-1].id
    made, changes = repaired(converted, storyboard, [Misfit("two", line, "words", "no words")])
    assert "cannot be spoken: “End ! here.”" in made.text
    assert counted(changes) == ("a line that cannot be spoken (x.md:18)",)


def test_what_can_be_made_no_smaller_is_left_out_with_what_aims_at_it():
    converted, storyboard = film()
    line = storyboard.scenes[1].lines[0].id
    misfit = Misfit("two", line, "layout", "too much")
    made, changes = repaired(converted, storyboard, [misfit], last=True)
    assert "a list that does not fit the frame" in counted(changes)[0]
    scene = parsed(made.text, {}).scenes[1]
    assert not scene.visuals
    assert not [cue for each in scene.lines for cue in each.cues]
    assert "Red" in scene.lines[0].text


def test_a_second_finding_about_a_line_that_is_gone_waits_for_the_next_turn():
    converted, storyboard = film()
    line = storyboard.scenes[1].lines[-1].id
    twice = [Misfit("two", line, "words", "no words"), Misfit("two", line, "layout", "too much")]
    _, changes = repaired(converted, storyboard, twice)
    assert counted(changes) == ("a line that cannot be spoken (x.md:18)",)


def test_parts_of_a_derivation_are_joined_as_a_teacher_joins_them():
    rows = r" \\ ".join(f"&= x_{n}" for n in range(8))
    text = f"## Two\n\nWe see:\n\n$$\\begin{{aligned}} {rows} \\end{{aligned}}$$\n"
    made = from_markdown(text, Path("/nonexistent/x.md"))
    for _ in range(4):
        storyboard = parsed(made.text, {})
        scene = storyboard.scenes[-1]
        lines = [item.id for item in scene.items if not hasattr(item, "kind")]
        found = [Misfit(scene.id, line, "layout", "too much") for line in lines]
        made, _ = repaired(made, storyboard, found)
    said = [line.text.strip() for line in parsed(made.text, {}).lines]
    assert said[0] == "We see:"
    assert len(said) == len(set(said)) > 2
    assert "This becomes:" in said
    assert not any("Then the" in text for text in said)
