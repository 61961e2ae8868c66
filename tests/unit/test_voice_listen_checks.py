"""Cheap checks of a take: each fault by itself, and none of them in a good one."""

import numpy as np
import pytest

from flaming_horse_voice.listen import complaint, limits_of, measure

RATE = 24000
SPEECH = "These are six quite ordinary words."
AT = np.arange(3 * RATE) / RATE
GOOD = (0.3 * np.sin(2 * np.pi * 220 * AT) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * AT))).astype(
    np.float32
)


def said_of(sound, speech=SPEECH, **more):
    return complaint(measure(np.asarray(sound, np.float32), RATE, speech, **more))


def test_a_good_take_has_no_complaint():
    assert said_of(GOOD) is None
    assert said_of(GOOD, cap_s=6.0) is None


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        (GOOD[:0], "empty"),
        (np.where(AT > 2.9, np.nan, GOOD), "no numbers"),
        (GOOD * 0.001, "silent"),
        (GOOD[: RATE // 10], None),
        (np.tile(GOOD, 3), "too long"),
        (np.clip(GOOD * 9, -1, 1), "clipped"),
        (np.concatenate([GOOD[:RATE], np.zeros(int(2.5 * RATE)), GOOD[:RATE]]), "falls silent"),
        (np.random.default_rng(1).normal(0, 0.1, 3 * RATE), "hisses"),
    ],
)
def test_each_fault_is_named(sound, words):
    found = said_of(sound)
    assert (words in found) if words else found is None  # six words may be very quick


def test_too_short_for_many_words():
    assert "too short" in said_of(GOOD, " ".join(["word"] * 40))


def test_a_take_that_was_stopped_is_named():
    assert "stopped after 3.0 s" in said_of(GOOD, cap_s=3.0)


def test_pauses_that_were_asked_for_are_no_gaps():
    sound = np.concatenate([GOOD[:RATE], np.zeros(int(2.5 * RATE), np.float32), GOOD[:RATE]])
    assert said_of(sound, "These are [pause=2.5] six words of it.") is None


def paced(letters, letter_s, clauses=1.0):
    steady = {"stuck_s": 0.1, "head_db": -50, "onset_db": -99, "tail_db": -50, "noise_db": -60}
    pace = {"letters": letters, "letter_s": letter_s, "clauses": clauses, "word_s": 0.5}
    return {**measure(GOOD, RATE, SPEECH), **steady, **pace}


@pytest.mark.parametrize(
    ("letters", "letter_s", "clauses"),
    [(3, 0.107, 1), (2, 0.142, 1), (13, 0.108, 3), (7, 0.101, 1), (5, 0.107, 2), (36, 0.103, 6)],
)  # as Kokoro says "No.", "Hm.", "Bash. Zsh. Fish.", "ChatGPT.", "On. Off.",
#    "aitch three, y one, y two, Input, Hidden, Output."
def test_short_lines_may_be_drawn_out(letters, letter_s, clauses):
    limits = limits_of("kokoro")
    assert complaint(paced(letters, letter_s, clauses), limits) is None
    cloned = limits_of("qwen", reference_letter_s=0.06)
    assert complaint(paced(letters, letter_s, clauses), cloned) is None


@pytest.mark.parametrize(("letters", "letter_s"), [(3, 0.25), (13, 0.16), (29, 0.12), (30, 0.093)])
def test_lines_that_drag_are_found_whatever_their_length(letters, letter_s):
    assert "drags" in (complaint(paced(letters, letter_s), limits_of("kokoro")) or "")


def test_a_long_line_is_given_nothing():
    limits = limits_of("kokoro")
    assert "hurried" in (complaint(paced(40, 0.037), limits) or "")
    assert complaint(paced(6, 0.03), limits) is None
    assert "hurried" in (complaint(paced(6, 0.02), limits) or "")


def test_clauses_are_counted_by_their_marks():
    measured = measure(GOOD, RATE, "Oak. Elm, and ash.")
    assert (measured["letters"], measured["clauses"]) == (12, 3)
