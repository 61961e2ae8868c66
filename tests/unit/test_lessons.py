"""A topic finds its lesson, and no other topic finds it; the lessons are the examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.lessons import LESSONS, find_lesson

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("Create a short video performing speaking sounds check.", "speaking-sounds-check"),
        ("Explain matrix multiplication", "matrix-multiplication"),
        ("How are two matrices multiplied?", "matrix-multiplication"),
        ("How do you multiply matrices?", "matrix-multiplication"),
        ("MATRIX MULTIPLICATION!", "matrix-multiplication"),
        ("standing waves on a guitar string", "standing-waves"),
        ("What is a standing wave?", "standing-waves"),
        ("quantum gravity", None),
        ("multiplication tables for kids", None),
        ("multiplication", None),
        ("matrix", None),
        ("The Matrix, a film", None),
        ("matrix multiplication on graphics cards with tensor cores", None),
        ("gravitational waves", None),
        ("how to stand in line", None),
        ("check my taxes", None),
        ("a video", None),
        ("", None),
        ("行列の積", None),
    ],
)
def test_a_topic_finds_its_lesson_and_no_other(topic, name):
    found = find_lesson(topic)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_is_the_example_and_a_storyboard_without_findings(lesson):
    assert lesson.text == (EXAMPLES / lesson.name / "storyboard.md").read_text(encoding="utf-8")
    storyboard = parse_storyboard(lesson.text, f"{lesson.name}.md")
    assert storyboard.settings.title == lesson.title
    assert len(storyboard.scenes) >= 4
    assert lesson.summary
    assert find_lesson(lesson.title) is lesson


def test_every_example_is_a_lesson():
    assert {lesson.name for lesson in LESSONS} == {p.parent.name for p in EXAMPLES.glob("*/*.md")}
