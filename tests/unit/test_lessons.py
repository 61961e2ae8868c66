"""A topic finds its lesson, and no other topic finds it; the lessons are the examples."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from flaming_horse.build.narration import spoken_lines
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writers.lessons import LESSONS, as_text, find_lesson, listed, names_in_brief
from flaming_horse_voice.text.spoken import spoken_words

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from films import flaming_horse

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
        ("the derivative as a slope", "derivative"),
        ("What is a derivative?", "derivative"),
        ("How do derivatives work?", "derivative"),
        ("slope of a curve", "derivative"),
        ("the derivative of x squared", "derivative"),
        ("Explain the quadratic formula", "quadratic-formula"),
        ("solving quadratic equations by completing the square", "quadratic-formula"),
        ("prime numbers", "prime-numbers"),
        ("Why are there infinitely many primes?", "prime-numbers"),
        ("Euclid's proof that primes never end", "prime-numbers"),
        ("Bayes", "bayes-theorem"),
        ("Bayes' theorem", "bayes-theorem"),
        ("Bayes\u2019 rule with a medical test", "bayes-theorem"),
        ("What does a positive medical test mean?", "bayes-theorem"),
        ("Fourier series", "fourier-series"),
        ("the Fourier idea: sums of sine waves", "fourier-series"),
        ("projectile motion", "projectile-motion"),
        ("the path of a thrown ball", "projectile-motion"),
        ("Explain binary numbers for beginners", "binary-numbers"),
        ("counting in binary", "binary-numbers"),
        ("How does the binary number system work?", "binary-numbers"),
        ("binary search", "binary-search"),
        ("How does the binary search algorithm work?", "binary-search"),
        ("merge sort", "merge-sort"),
        ("mergesort", "merge-sort"),
        ("why sorting needs n log n", "merge-sort"),
        ("quantum gravity", None),
        ("binary stars", None),
        ("binary star systems", None),
        ("binary search trees", None),
        ("binary trees", None),
        ("binary", None),
        ("the non-binary experience", None),
        ("the history of sorting hats", None),
        ("sorting waste at home", None),
        ("the divide and conquer politics of Rome", None),
        ("merging two companies", None),
        ("derivative works and copyright", None),
        ("derivative works", None),
        ("financial derivatives", None),
        ("ski slopes of the Alps", None),
        ("quadratic residues", None),
        ("formula one racing", None),
        ("prime ministers of Britain", None),
        ("prime numbers in cryptography", None),
        ("the history of prime numbers", None),
        ("a bay", None),
        ("a bay in Ireland", None),
        ("What does a positive pregnancy test mean?", None),
        ("the exchange rate", None),
        ("binary star system", None),
        ("positive thinking", None),
        ("the Bay of Pigs", None),
        ("Fourier transform", None),
        ("the life of Joseph Fourier", None),
        ("sine and cosine", None),
        ("projectile weapons of the Middle Ages", None),
        ("how to throw a ball", None),
        ("the motion of the planets", None),
        ("number theory", None),
        ("numbers", None),
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
    assert storyboard.settings.summary in ("", lesson.summary)
    assert 4 <= len(storyboard.scenes) <= 6
    assert lesson.summary
    # A title, or a name, that is copied from the list must find what it names.
    assert find_lesson(lesson.title) is lesson
    assert find_lesson(lesson.name) is lesson


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_is_a_short_film_of_many_pictures(lesson):
    """Counted as they will be spoken: 70 to 290 words are half a minute to two minutes."""
    storyboard = parse_storyboard(lesson.text, f"{lesson.name}.md")
    lines = spoken_lines(storyboard)
    assert 70 <= sum(len(spoken_words(line.speech)) for line in lines) <= 290
    for line in lines:
        assert len(spoken_words(line.speech)) <= 75, line.id
    # The picture follows the words: no line of more than a few words leaves it as it is.
    cues = sum(len(line.cues) for line in storyboard.lines)
    assert cues >= len(storyboard.lines) / 2


def test_there_are_twelve_lessons_with_names_of_their_own():
    assert len({lesson.name for lesson in LESSONS}) == len(LESSONS) == 12
    assert len({lesson.title for lesson in LESSONS}) == 12


def test_the_list_names_every_lesson_with_its_title_length_and_summary():
    answer = listed()
    assert [entry["name"] for entry in answer["lessons"]] == [lesson.name for lesson in LESSONS]
    text = as_text(answer)
    for lesson, entry in zip(LESSONS, answer["lessons"], strict=True):
        assert entry["title"] == lesson.title
        assert entry["words"] == lesson.length > 50
        assert entry["summary"] == lesson.summary
        for part in (lesson.name, lesson.title, f"{lesson.length} words", lesson.summary):
            assert part in text


def test_the_command_lists_them(tmp_path):
    answer = flaming_horse("lessons", "--json", projects=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == listed()


def test_the_names_in_brief_are_those_that_can_be_asked_for():
    brief = names_in_brief("    ")
    assert [find_lesson(name) for name in brief.replace("\n", " ").split(",")] == [*LESSONS]
    assert all(line.startswith("    ") and len(line) <= 88 for line in brief.splitlines())


def test_every_example_is_a_lesson():
    assert {lesson.name for lesson in LESSONS} == {p.parent.name for p in EXAMPLES.glob("*/*.md")}
