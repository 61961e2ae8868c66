from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.film.captions import MAX_CPS, as_srt, as_vtt, captions
from flaming_horse.film.phrases import MAX_CHARS, MAX_LINES, tokens
from flaming_horse.model.timeline import Chapter, TimedLine, TimedWord, Timeline

FPS = 30


def timeline(lines, tail=Fraction(2)):
    """Lines of (text, seconds a word) end to end; every word as long as the other."""
    timed, start = [], Fraction(1, 2)
    for number, (text, pace) in enumerate(lines):
        at, words, now = 0, [], start
        for word in text.split():
            first = text.index(word, at)
            at = first + len(word)
            words.append(TimedWord(first, at, now, now + pace))
            now += pace
        timed.append(TimedLine(f"a.{number}", "a", text, 0, start, now, tuple(words)))
        start = now + Fraction(1, 5)
    frames = int((start + tail) * FPS)
    return Timeline(16, 16, FPS, frames, (Chapter("a", "A", 0, frames),), tuple(timed), (), (), 0)


def shown(text, pace=Fraction(1, 3)):
    return [caption.text for caption in captions(timeline([(text, pace)]))]


def test_sentences_and_clauses_end_captions():
    text = (
        "Take the first row of A and the first column of B. "
        "Multiply them pair by pair, add, and you have the first entry."
    )
    assert shown(text) == [
        "Take the first row of A\nand the first column of B.",
        "Multiply them pair by pair, add,\nand you have the first entry.",
    ]


def test_lines_are_even_where_phrases_allow():
    assert shown("A string held at both ends must have a node at each end.") == [
        "A string held at both ends\nmust have a node at each end."
    ]


def test_an_article_stays_with_its_noun():
    text = "Everything that moves on a string can be taken apart into the waves that run along it."
    for row in "\n".join(shown(text)).split("\n"):
        assert row.split()[-1].lower() not in {"a", "an", "the", "of", "into"}


def test_a_formula_is_never_torn():
    text = r"So we write $C_{ij} = \sum_k A_{ik} B_{kj}$ for every entry of the product matrix."
    assert any("Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ" in row for cap in shown(text) for row in cap.split("\n"))


def test_prices_are_no_formulas():
    assert shown("It costs $5 and then $6.") == ["It costs $5 and then $6."]


def test_a_word_longer_than_a_line_is_parted():
    assert max(len(token.text) for token in tokens("see " + "x" * 100)) == MAX_CHARS


def test_a_caption_waits_for_its_reader():
    quick = captions(timeline([("Extraordinarily complicated considerations.", Fraction(1, 10))]))
    assert quick[0].cps <= MAX_CPS
    assert quick[0].start == 500


def test_a_caption_starts_with_its_first_word():
    first, second = captions(timeline([("One here now.", Fraction(1, 2))] * 2))
    assert (first.start, second.start) == (500, 500 + 1500 + 200)
    assert first.end == 500 + 1500 + 200  # lingers, but not into the next one


WORD = st.one_of(
    st.text(alphabet="abcdefghijklm.,;", min_size=1, max_size=15),
    st.sampled_from(
        ["the", "of", "and", "$C_{ij}$", r"$\frac{a}{b}$", "$5", "{1,2}", "\\n", "<b>"]
    ),
    st.text(min_size=1, max_size=60).filter(lambda text: text.split() == [text]),
)
TEXT = st.lists(WORD, min_size=1, max_size=40).map(" ".join)
PACE = st.fractions(Fraction(1, 50), Fraction(2), max_denominator=100)


@given(st.lists(st.tuples(TEXT, PACE), max_size=6))
def test_limits_always_hold(lines):
    film = timeline(lines)
    found = captions(film)
    for caption in found:
        assert 1 <= len(caption.lines) <= MAX_LINES
        assert all(0 < len(line) <= MAX_CHARS for line in caption.lines)
        assert 0 <= caption.start < caption.end
    for before, after in pairwise(found):
        assert before.end <= after.start


@given(st.lists(st.tuples(TEXT, PACE), max_size=6))
def test_nothing_is_lost(lines):
    found = " ".join(" ".join(caption.lines) for caption in captions(timeline(lines)))
    wanted = " ".join(token.text for text, _ in lines for token in tokens(text))
    assert found == wanted


@given(
    st.lists(
        st.tuples(
            st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=3, max_size=30).map(
                " ".join
            ),
            st.fractions(Fraction(1, 2), 2, max_denominator=9),
        ),
        max_size=5,
    )
)
def test_slow_speech_can_always_be_read(lines):
    """Words of at most 10 characters with their blank, at least half a second each: 20 a second."""
    assert all(caption.cps <= MAX_CPS for caption in captions(timeline(lines)))


@given(st.lists(st.tuples(TEXT, PACE), min_size=1, max_size=3))
def test_files_hold_the_same_captions(lines):
    found = captions(timeline(lines))
    srt = pysubs2.SSAFile.from_string(as_srt(found), format_="srt")
    assert len(srt) == len(found)
    assert [(event.start, event.end) for event in srt] == [(c.start, c.end) for c in found]
    assert as_vtt(found).count("-->") >= len(found)


@pytest.mark.parametrize("text", ["the set {1, 2}", "a \\n b", "x < y & z"])
def test_signs_of_markup_are_shown(text):
    found = captions(timeline([(text, Fraction(1))]))
    assert text in as_srt(found).replace("\u2060", "")
