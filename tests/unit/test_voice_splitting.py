"""Where long lines are cut to be spoken in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse_voice.runs import Run
from flaming_horse_voice.text import speech_text
from flaming_horse_voice.workers.standalone.splitting import LONGEST, cut, pause_after


def parts(text, limit=LONGEST):
    words = text.split()
    ranges = cut(words, [len(word) + 1 for word in words], limit)
    return [" ".join(words[start:end]) for start, end in ranges]


WORDS = st.lists(
    st.one_of(
        st.sampled_from(["the", "and", "one", "hundred", "end.", "so,", "why?", "plus", "ex"]),
        st.text(alphabet="abcd", min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=200,
)


@given(WORDS, st.integers(10, 60))
def test_nothing_is_lost_and_nothing_is_too_long(words, limit):
    pieces = parts(" ".join(words), limit)
    assert " ".join(pieces).split() == words
    for piece in pieces:
        assert piece
        assert len(piece) <= limit or " " not in piece


def test_a_line_that_fits_stays_whole():
    text = ("One sentence. " * 22).strip()
    assert LONGEST - 20 < len(text) <= LONGEST + 10
    assert parts(text[:300].strip()) == [text[:300].strip()]
    assert len(parts(f"{text} And more.")) == 2


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("aaa bbb, ccc ddd. eee fff, ggg hhh.", 24, ["aaa bbb, ccc ddd.", "eee fff, ggg hhh."]),
        ("aaa bbb ccc, ddd eee fff ggg", 20, ["aaa bbb ccc,", "ddd eee fff ggg"]),
        ("aaa bbb ccc because ddd eee", 20, ["aaa bbb ccc", "because ddd eee"]),
        (
            "we have two hundred and six bones here",
            30,
            ["we have two hundred and six", "bones here"],
        ),
        ("then ex plus why squared goes on", 28, ["then ex plus why squared", "goes on"]),
        ("go to the end of the long road", 24, ["go to the end", "of the long road"]),
        ("Yes. aaa bbb ccc ddd, eee fff ggg", 24, ["Yes. aaa bbb ccc ddd,", "eee fff ggg"]),
    ],
)
def test_cuts_fall_where_a_speaker_breathes(text, limit, pieces):
    assert parts(text, limit) == pieces


def test_silence_goes_by_the_last_mark():
    assert [pause_after(word) for word in ("end.", "why?”", "so,", "and")] == [0.35, 0.35, 0.2, 0]


def test_a_number_of_a_real_line_stays_whole():
    line = speech_text([Run("word " * 52 + "in all 299,792,458 meters of a long way home")])
    first, last = parts(line.speech)
    number = "two hundred and ninety-nine million seven hundred and ninety-two thousand"
    assert number in last or number in first
