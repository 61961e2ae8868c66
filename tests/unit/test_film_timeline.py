from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.errors import FilmFailed
from flaming_horse.film.chapters import as_file, as_listing
from flaming_horse.film.sound import sample_at
from flaming_horse.film.timeline import lay_out
from flaming_horse.model.clip import Clip, PlacedCue, PlacedLine
from flaming_horse.model.narration import Narration, RecordedLine, SpokenWord, VoiceIdentity
from flaming_horse_voice.runs import written_runs

VOICE = VoiceIdentity("tone", "tone", "1", "", "en")


def line(line_id, samples=24_000, rate=24_000):
    words = (SpokenWord("word", 0, 4),)
    return RecordedLine(
        line_id,
        "s",
        written_runs("word"),
        "word",
        words,
        "k",
        "k.flac",
        rate,
        samples,
        ((240, samples),),
        "x",
    )


def clip(scene, frames, *placed, fps=30, cues=()):
    lines = tuple(PlacedLine(line_id, start) for line_id, start in placed)
    return Clip(
        scene, written_runs(scene.title()), 160, 90, fps, frames, lines, cues, (), 1, "#000000"
    )


def test_clips_follow_each_other_in_whole_frames():
    cue = PlacedCue("b", "word", "show", "x", 0.51, 16, (0, 0, 1, 1))
    film = lay_out(
        [clip("one", 61, ("a", 7)), clip("two", 60, ("b", 15), cues=(cue,))],
        Narration(VOICE, (line("a"), line("b"))),
    )
    assert [(c.start_frame, c.end_frame) for c in film.chapters] == [(0, 61), (61, 121)]
    assert film.lines[1].start == Fraction(76, 30)
    assert film.lines[1].words[0].start == Fraction(76, 30) + Fraction(1, 100)
    assert film.cues[0].frame == 77
    assert film.cues[0].spoken_at == Fraction(61, 30) + Fraction(51, 100)


@given(st.sampled_from([15, 24, 25, 30, 50, 60]), st.integers(0, 10**6))
def test_a_frame_begins_at_a_whole_sample(fps, frame):
    assert Fraction(sample_at(Fraction(frame, fps)), 48_000) == Fraction(frame, fps)


@pytest.mark.parametrize(
    ("clips", "lines", "says"),
    [
        ([], [], "no clips"),
        ([clip("one", 60, ("a", 31))], [line("a")], "cut off"),
        ([clip("one", 60, ("a", 0))], [line("a"), line("b")], "no scene speaks 'b'"),
        ([clip("one", 60, ("a", 0))], [], "'a' has no take"),
        ([clip("one", 90, ("a", 0), ("a", 40))], [line("a")], "more than once"),
        ([clip("one", 90, ("a", 0), ("b", 29))], [line("a"), line("b")], "before 'a' has ended"),
        ([clip("one", 60, ("a", 0)), clip("two", 60, fps=15)], [line("a")], "at 15"),
    ],
)
def test_what_does_not_fit_is_refused(clips, lines, says):
    with pytest.raises(FilmFailed, match=says):
        lay_out(clips, Narration(VOICE, tuple(lines)))


def test_a_chapter_shows_formulas_as_captions_do():
    heading = written_runs("On `$HOME/$USER`, $x^2$ and $5")
    film = lay_out([replace(clip("one", 61), heading=heading)], Narration(VOICE, ()))
    assert as_listing(film) == "0:00 On $HOME/$USER, x\u00b2 and $5\n"


def test_chapters_as_people_write_them():
    film = lay_out([clip("one", 61), clip("two", 30 * 3700)], Narration(VOICE, ()))
    assert as_listing(film) == "0:00 One\n0:03 Two\n"
    assert as_file(film) == "00:00:00.000 One\n00:00:02.033 Two\n"
