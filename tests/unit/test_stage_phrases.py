"""Cues find their words, and scenes without visuals their key phrases."""

import pytest

from flaming_horse.errors import SceneFailed
from flaming_horse.model.narration import RecordedLine, SpokenWord
from flaming_horse.score.timed import spoken_span
from flaming_horse.stage.phrases import key_phrase
from flaming_horse.stage.room import runs_of
from flaming_horse_voice.runs import flattened, written_runs


def line(text, words):
    spoken, times, at = [], [], 0
    for i, word in enumerate(words):
        start = text.index(word, at)
        at = start + len(word)
        spoken.append(SpokenWord(word, start, at))
        times.append((i * 1000, i * 1000 + 800))
    return RecordedLine(
        "l.1", "l", written_runs(text), " ".join(words), tuple(spoken), "k", "k.flac", 24000,
        len(words) * 1000, tuple(times), "test",
    )  # fmt: skip


def phrase_of(text):
    return flattened(key_phrase(written_runs(text)))


def test_a_phrase_starts_and_ends_with_its_words():
    words = ["Take", "the", "first", "row", "of", "A", "the", "row"]
    spoken = line("Take the first row of A, the row.", words)
    assert spoken_span(spoken, "first row") == (2000, 3800)
    assert spoken_span(spoken, "row", occurrence=2) == (7000, 7800)


def test_a_formula_is_spoken_by_all_its_words():
    text = "So $A_{ik}$ is big."
    words = (
        SpokenWord("So", 0, 2),
        SpokenWord("ay", 3, 11),
        SpokenWord("i k", 3, 11),
        SpokenWord("is", 12, 14),
    )
    times = ((0, 10), (10, 20), (20, 30), (30, 40))
    recorded = RecordedLine(
        "l.1", "l", written_runs(text), "", words, "k", "k.flac", 24000, 40, times, "test"
    )
    assert spoken_span(recorded, "$A_{ik}$") == (10, 30)


def test_a_phrase_that_is_not_said_is_an_error_with_the_nearest_words():
    spoken = line("Take the first row.", ["Take", "the", "first", "row"])
    with pytest.raises(SceneFailed) as caught:
        spoken_span(spoken, "the frist row")
    assert "the first row" in caught.value.remedy


def test_prices_are_no_formulas():
    text = "It costs $0 to watch, and a second one costs $0 as well."
    assert runs_of(text) == [{"text": text, "kind": "text"}]


def test_formulas_become_runs():
    assert runs_of("So $x^2$ grows") == [
        {"text": "So ", "kind": "text"},
        {"text": "x^2", "kind": "math"},
        {"text": " grows", "kind": "text"},
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It stands.", "It stands"),
        (
            "A matrix is a table of numbers. What could it mean to multiply them?",
            "A matrix is a table of numbers",
        ),
        (
            "That is why a guitar string has a pitch.",
            "That is why a guitar string has a pitch",
        ),
    ],
)
def test_the_key_phrase_is_a_clause_of_its_own(text, phrase):
    assert phrase_of(text) == phrase


def test_a_formula_is_never_cut():
    phrase = phrase_of("We see that $a, b = c + d$ holds, and that is all that there is to it.")
    assert phrase.count("$") in (0, 2)


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("Energy is never lost, it only changes its form.",
         "Energy is never lost, it only changes its form"),
        (("Nothing is shown here, so the key phrase of this line must be set large, and it should "
         "be chosen well."), "The key phrase of this line must be set large"),
        (("It turns a script into a film: spoken by your own cloned voice (on your machine, or on "
         "another), drawn by Manim, and checked."), "It turns a script into a film"),
        (("The walls, the roof and the door of the oven are built of stone, and the chimney, which "
          "is new, is built of bricks."),
         "The walls, the roof and the door of the oven are built of stone"),
        (("The baker calls heat(oven, hours) every morning before the first bread comes, in the "
          "summer as well as in the winter."),
         "The baker calls heat(oven, hours) every morning before the first bread comes"),
        (("It was shown by Dr. Ada Weber, who had looked for it in every village for a good twenty "
          "years."), "It was shown by Dr. Ada Weber"),
        (("pip is what installs a package from the index, and it looks for all others that this "
          "one needs."), "pip is what installs a package from the index"),
    ],
)  # fmt: skip
def test_a_key_phrase_says_something_whole(line, phrase):
    assert phrase_of(line) == phrase
