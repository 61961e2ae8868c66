"""Cheap checks of a take: each fault by itself, and none of them in a good one."""

import numpy as np
import pytest

from flaming_horse_voice.listen import complaint, measure

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
