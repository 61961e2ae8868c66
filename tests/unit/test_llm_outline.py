"""`plan.md`: written from an outline, read back the same, with a finding for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.errors import WrongInput
from flaming_horse.writers.llm.outline import Outline, outline_model
from flaming_horse.writers.llm.outline_markdown import Plan, format_plan, parse_plan
from flaming_horse.writers.llm.vocabulary import kinds

PAGE = """\
# Squares

- Topic: squares
- Audience: Beginners.
- Goal: How they grow.
- Length: 2 minutes

## One

It begins.

- plot: a curve | it is seen

## Two

It goes on.

## Three

It ends.
"""
SENTENCE = st.one_of(
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "Cc"]), min_size=1, max_size=60),
    st.sampled_from(["# Title", "- item: x | y", "a | b", "a |", "a\n## b", "<!", "* star", "|x"]),
).filter(lambda t: " ".join(t.split()).lstrip("#-*>+ ") and "<!--" not in t and "-->" not in t)
SHOWN = st.fixed_dictionaries(
    {"visual": st.sampled_from(kinds()), "what": SENTENCE, "why": SENTENCE}
)


@given(
    st.lists(st.tuples(SENTENCE, st.lists(SHOWN, max_size=3)), min_size=3, max_size=9),
    SENTENCE,
    st.sampled_from([0.5, 2, 2.5, 15]),
)
def test_a_plan_is_read_back_as_it_was_written(scenes, words, minutes):
    outline = outline_model().model_validate(
        {
            "title": "A film",
            "audience": words,
            "goal": words,
            "minutes": minutes,
            "scenes": [
                {"title": f"Scene {number}", "clear": clear, "shows": shows}
                for number, (clear, shows) in enumerate(scenes)
            ],
        }
    )
    plan = Plan("a topic", outline)
    read = parse_plan(format_plan(plan), "plan.md")
    assert read.topic == plan.topic
    assert read.outline.model_dump() == outline.model_dump()


def test_a_formula_keeps_its_bars_in_the_plan():
    page = PAGE.replace("a curve | it is seen", "P(|X - m| > e) | a | b | the law, and |u|")
    shown = parse_plan(page, "plan.md").outline.scenes[0].shows[0]
    assert (shown.what, shown.why) == ("P(|X - m| > e) | a | b", "the law, and /u/")


@given(st.lists(st.sampled_from([*PAGE.splitlines(), "- x", "<!-- a", "-->", "##", "#", "text"])))
def test_any_page_is_a_plan_or_has_findings(rows):
    try:
        plan = parse_plan("\n".join(rows), "plan.md")
    except WrongInput as error:
        for finding in error.findings:
            assert finding.place, finding
    else:
        assert isinstance(plan.outline, Outline)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("- plot:", "- plott:", 12, "Did you mean `plot`?"),
        ("- Goal:", "- Gaol:", 5, "Did you mean `Goal`?"),
        ("2 minutes", "two hours", 6, "valid number"),
        ("2 minutes", "90 minutes", 6, "less than or equal to 15"),
        ("It begins.\n", "", 8, "empty"),
        ("## Three\n\nIt ends.\n", "", 1, "at least 3 items"),
        ("## Two", "## One", 1, "title of its own"),
        ("## Two", "## The $x^2$", 14, "plain words"),
        ("# Squares", "# Squares *now*", 1, "plain words"),
        ("# Squares\n", "# Squares\n\nA stray word.\n", 3, "not expected here"),
    ],
)
def test_a_mistake_in_a_plan_is_told_with_its_line(old: str, new: str, line: int, words: str):
    assert parse_plan(PAGE, "plan.md").outline.minutes == 2
    with pytest.raises(WrongInput) as wrong:
        parse_plan(PAGE.replace(old, new, 1), "plan.md")
    told = wrong.value.findings[0]
    assert words in str(told)
    assert told.place is not None
    assert told.place.line == line


def test_notes_of_a_person_in_a_plan_are_passed_over():
    noted = PAGE.replace("It begins.", "It <!-- really? --> begins.")
    assert parse_plan(noted, "plan.md") == parse_plan(PAGE, "plan.md")


def test_a_plan_that_is_no_text_is_told(tmp_path: Path):
    from flaming_horse.writers.llm.outline_markdown import read_plan

    (tmp_path / "plan.md").write_bytes(b"\xff\xfe")
    with pytest.raises(WrongInput, match="UTF-8"):
        read_plan(tmp_path / "plan.md")
