"""What a listener's words say about a take: echo, repetition, other words, other times."""

from pathlib import Path

import pytest

from flaming_horse_voice.listen.checks import CHECKS, HEARD_CHECKS, heard_complaint
from flaming_horse_voice.listen.hearing import heard_measures
from flaming_horse_voice.listen.words import HeardWord

SPEECH = "Take the first row of ay, and add it all up."
REFERENCE = "My name is nobody, and this is how I speak on a calm day."


def heard(text, starts=None):
    words = text.split()
    return [HeardWord(word, at) for word, at in zip(words, starts or range(len(words)))]  # noqa: B905


def judged(text, **more):
    measured = heard_measures(heard(text), SPEECH, **more)
    return measured, heard_complaint(measured, text)


def test_a_line_that_is_heard_as_it_is_written_is_good():
    measured, wrong = judged("Take the first row of A and add it all up.", reference=REFERENCE)
    assert wrong is None
    assert measured["words_heard_error"] == 0
    assert measured["echo_words"] == measured["repeated_words"] == 0


def test_a_misheard_name_is_no_fault_and_other_words_are():
    assert judged("Take the first rope of A and add it all up.")[1] is None
    measured, wrong = judged("Take the last column of B and throw it away.")
    assert measured["misheard_phones"] > 5
    assert "Take the last column" in wrong


@pytest.mark.parametrize("missing", ["Take the first row of A", "and add it all up."])
def test_half_a_line_is_not_the_line(missing):
    assert f"heard otherwise: '{missing[:20]}" in judged(missing)[1]


def test_words_said_twice_are_named():
    measured, wrong = judged("Take the first row of the first row of A, and add it all up.")
    assert measured["repeated_words"] == 4
    assert "4 words twice" in wrong


def test_words_that_are_written_twice_may_be_said_twice():
    said = "Very very slowly, row by row, row by row."
    measured = heard_measures(heard(said), said)
    assert measured["repeated_words"] == 0
    assert heard_complaint(measured, said) is None


def test_the_references_last_words_before_the_line_are_an_echo():
    text = "On a calm day. Take the first row of A, and add it all up."
    measured, wrong = judged(text, reference=REFERENCE)
    assert measured["echo_words"] == 4
    assert "4 words of the reference" in wrong
    assert "echo_words" not in judged(text)[0]  # nobody is cloned


def test_the_references_words_inside_the_line_are_no_echo():
    said = "We speak on a calm day."
    measured = heard_measures(heard(said), said, reference=REFERENCE)
    assert measured["echo_words"] == 0


def test_confidence_is_the_share_of_words_heard_where_their_times_say():
    rate = 1000
    times = tuple((500 * n, 500 * n + 400) for n in range(11))
    near = [0.5 * n - 0.07 for n in range(11)]
    text = "Take the first row of A and add it all up."

    def confidence(starts):
        return heard_measures(heard(text, starts), SPEECH, times=times, rate=rate)["confidence"]

    assert confidence(near) == 1.0
    assert confidence([at + 0.25 for at in near]) == 1.0
    half = confidence([at + (1.0 if n > 5 else 0.0) for n, at in enumerate(near)])
    assert 0.5 < half < 0.7
    wholly = heard_measures(heard(text, [at + 1 for at in near]), SPEECH, times=times, rate=rate)
    assert wholly["confidence"] < 0.1
    assert "confidence" in heard_complaint(wholly, text)


def test_one_word_alone_condemns_no_times():
    measured = heard_measures(heard("Look."), "Look.", times=((2000, 2400),), rate=1000)
    assert heard_complaint(measured, "Look.") is None


def test_every_check_is_explained():
    text = (Path(__file__).parents[2] / "docs" / "listening.md").read_text()
    told = {check.measure for check in (*CHECKS, *HEARD_CHECKS)}
    assert not {measure for measure in told if f"| `{measure}` |" not in text}
