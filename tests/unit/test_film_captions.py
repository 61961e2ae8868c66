from __future__ import annotations

from fractions import Fraction
from html import unescape
from itertools import pairwise

import pysubs2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flaming_horse.film.captions import MAX_CPS, as_srt, as_vtt, broken, captions
from flaming_horse.film.phrases import MAX_CHARS, MAX_LINES, NOWHERE, break_cost, tokens
from flaming_horse.model.timeline import Chapter, TimedLine, TimedWord, Timeline
from flaming_horse_voice.runs import written_runs

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
        timed.append(TimedLine(f"a.{number}", "a", written_runs(text), 0, start, now, tuple(words)))
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


@pytest.mark.parametrize("before", ["is the", "the and the", "is which and the in and a"])
def test_an_article_goes_with_a_noun_that_fills_the_row(before):
    """Even where every other place for a break is a bad one."""
    article = before.rsplit(maxsplit=1)[-1]
    rows = "\n".join(shown(f"{before} {'m' * 37}")).split("\n")
    assert rows[-1] == f"{article} {'m' * 37}"


def test_a_formula_is_never_torn():
    text = r"So we write $C_{ij} = \sum_k A_{ik} B_{kj}$ for every entry of the product matrix."
    assert any("Cᵢⱼ = Σₖ Aᵢₖ Bₖⱼ" in row for cap in shown(text) for row in cap.split("\n"))


def test_prices_are_no_formulas():
    assert shown("It costs $5 and then $6.") == ["It costs $5 and then $6."]


def test_a_word_longer_than_a_line_is_parted():
    assert max(len(token.text) for token in tokens(written_runs("see " + "x" * 100))) == MAX_CHARS


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


LANGUAGES = st.sampled_from(["en", "en-GB", "de", "fr", "es", "it", "pt", "nl", "ja", "xx"])
FORMULA = st.recursive(
    st.sampled_from(["x", "y_1", r"\alpha", "12", "A_{ij}", r"\text{rows of }A"]),
    lambda inner: st.one_of(
        st.builds(r"\frac{{{}}}{{{}}}".format, inner, inner),
        st.builds(r"{} + {} = {}".format, inner, inner, inner),
        st.builds(r"{}^{{{}}}".format, inner, inner),
    ),
    max_leaves=12,
).map("${}$".format)
ANY_TEXT = st.lists(st.one_of(WORD, FORMULA), min_size=1, max_size=20).map(" ".join)
STEP = st.one_of(
    st.just(Fraction(0)),
    st.fractions(Fraction(0), Fraction(1, 20), max_denominator=1000),
    st.fractions(Fraction(0), Fraction(20), max_denominator=1000),
)


@st.composite
def films(draw, texts=ANY_TEXT, step=STEP):
    """Lines with any word times that do not run backwards: none, no length, long pauses."""
    lines, now = [], draw(step)
    for number, text in enumerate(draw(st.lists(texts, max_size=4))):
        start, at, words = now, 0, []
        for word in text.split():
            first = text.index(word, at)
            at = first + len(word)
            now += draw(step)
            begins, now = now, now + draw(step)
            if draw(st.booleans()) or not words:
                words.append(TimedWord(first, at, begins, now))
        lines.append(TimedLine(f"a.{number}", "a", written_runs(text), 0, start, now, tuple(words)))
    # A film has more milliseconds than captions: nobody reads faster.
    frames = int((now + draw(step)) * FPS) + 10
    return Timeline(16, 16, FPS, frames, (Chapter("a", "A", 0, frames),), tuple(lines), (), (), 0)


@given(films(), LANGUAGES)
def test_limits_always_hold(film, language):
    found = captions(film, language)
    for caption in found:
        assert 1 <= len(caption.lines) <= MAX_LINES
        assert all(0 < len(line) <= MAX_CHARS for line in caption.lines)
        assert 0 <= caption.start < caption.end <= film.duration * 1000
    for before, after in pairwise(found):
        assert before.end <= after.start


def reading_ms(caption):
    return -(-caption.characters * 1000 // MAX_CPS)


@given(films(), LANGUAGES)
def test_captions_can_be_read_wherever_the_film_has_the_time(film, language):
    found = captions(film, language)
    film_ms = int(film.duration * 1000)
    if sum(map(reading_ms, found)) <= film_ms:
        assert all(caption.cps <= MAX_CPS for caption in found)
        return
    # Too fast for anybody: then all share what there is, where that is a millisecond each.
    share = film_ms / sum(map(reading_ms, found))
    if all(reading_ms(c) * share >= 1 for c in found):
        assert all(c.end - c.start >= int(reading_ms(c) * share) for c in found)


SUDDEN = st.lists(
    st.sampled_from(
        ["Yes.", "No.", "Why is that so?", "A longer sentence stands here, to be read."]
    ),
    min_size=1,
    max_size=8,
)


@example(["Yes.", "Yes.", "A longer sentence stands here, to be read."], 0, 3)
@given(SUDDEN, st.integers(0, 3000), st.integers(1, 6000))
def test_words_that_come_all_at_once_share_what_the_film_has(texts, at_ms, film_ms):
    """A burst at the end of a film: what cannot be shown later is shown sooner."""
    film_ms += at_ms
    at = Fraction(at_ms, 1000)
    lines = tuple(
        TimedLine(f"a.{n}", "a", written_runs(text), 0, at, at, (TimedWord(0, 1, at, at),))
        for n, text in enumerate(texts)
    )
    film = Timeline(16, 16, 1000, film_ms, (), lines, (), (), 0)
    found = captions(film)
    assert all(0 <= c.start < c.end <= film_ms for c in found) or film_ms < len(found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    if sum(map(reading_ms, found)) <= film_ms:
        assert all(caption.cps <= MAX_CPS for caption in found)


@given(films(st.lists(WORD, min_size=1, max_size=12).map(" ".join)))
def test_a_caption_with_time_of_its_own_starts_with_its_first_word(film):
    """Time of its own: until the next one's first word there is enough to read it."""
    found, lines = captions(film), sorted(film.lines, key=lambda line: line.start)
    first_words = [line.words[0].start for line in lines]
    one_each = [len(broken(tokens(line.runs), "en")) == 1 for line in lines]
    starts = [*(int(start * 1000) for start in first_words), int(film.duration * 1000)]
    if not all(one_each) or len(found) != len(lines):
        return
    waits = [max(1000, reading_ms(caption)) for caption in found]
    if all(b - a >= wait for (a, b), wait in zip(pairwise(starts), waits, strict=True)):
        assert [caption.start for caption in found] == starts[:-1]


# Hardly a place for a break is good in such a line.
TIGHT = st.lists(
    st.one_of(
        st.sampled_from(["the", "a", "of", "is", "in", "le", "la", "der", "di", "un"]),
        st.integers(12, 38).map(lambda length: "m" * length),
    ),
    min_size=4,
    max_size=12,
).map(" ".join)


@given(films(st.one_of(TIGHT, ANY_TEXT)), st.sampled_from(["en", "de", "fr", "es", "it"]))
def test_no_article_is_parted_and_no_formula_torn_where_there_is_another_way(film, language):
    """What may not be parted fits a row: then it stands in one."""
    for line in film.lines:
        parts = tokens(line.runs)
        apart = [
            number
            for number, (a, b) in enumerate(pairwise(parts), 1)
            if break_cost(a, b, language) < NOWHERE
        ]
        bounds = [0, *apart, len(parts)]
        together = [" ".join(t.text for t in parts[a:b]) for a, b in pairwise(bounds)]
        if any(len(text) > MAX_CHARS for text in together):
            continue
        breaks = {end for first, middle, last in broken(parts, language) for end in (middle, last)}
        assert breaks <= set(bounds)


@given(st.lists(st.tuples(TEXT, PACE), max_size=6))
def test_nothing_is_lost(lines):
    found = " ".join(" ".join(caption.lines) for caption in captions(timeline(lines)))
    wanted = " ".join(token.text for text, _ in lines for token in tokens(written_runs(text)))
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


SIGNS = [
    *("<i>", "</b>", "< u >", "&amp;", "&", "<b", "{\\i1}", "{\\p1}", "{", "}", "\\N", "\\h", "\\"),
    *("-->", "1", "x<y", "{1,2}", "a\\nb"),
]
MARKUP = st.lists(st.one_of(WORD, FORMULA, st.sampled_from(SIGNS)), min_size=1, max_size=12)


@given(films(MARKUP.map(" ".join)))
def test_files_hold_the_same_captions(film):
    found = captions(film)
    wanted = [(c.start, c.end, c.text.replace("\u2060", "")) for c in found]
    # pysubs2 takes a last row that is a number for that of a caption to come.
    if not found or not found[-1].lines[-1].isdecimal():
        assert read_back(as_srt(found), "srt") == wanted
        assert read_back(as_vtt(found), "vtt") == wanted


def read_back(text, kind):
    events = pysubs2.SSAFile.from_string(text, format_=kind)
    texts = [event.text.replace("\\N", "\n").replace("\u2060", "") for event in events]
    if kind == "vtt":
        texts = [unescape(text) for text in texts]
    return [(e.start, e.end, text) for e, text in zip(events, texts, strict=True)]


@pytest.mark.parametrize("text", ["the set {1, 2}", "a \\n b", "x < y & z", "{\\an8} and <i>"])
def test_signs_of_markup_are_shown(text):
    found = captions(timeline([(text, Fraction(1))]))
    assert text in as_srt(found).replace("\u2060", "")
    assert text in unescape(as_vtt(found)).replace("\u2060", "")


def test_usual_signs_stand_in_files_as_they_are():
    text = "The set {1, 2}, x < y & z, and a \\ b."
    assert text in as_srt(captions(timeline([(text, Fraction(1))])))
