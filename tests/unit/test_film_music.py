"""The music under a film: its length, its level, when it is low, and which files are refused."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse_voice.runs import written_runs

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
import whole_sound
from whole_sound import Held, whole

from flaming_horse.errors import FilmFailed, Place, WrongInput
from flaming_horse.film import music, samples
from flaming_horse.film.loudness import gated
from flaming_horse.film.music import (
    FADE_IN_S,
    FADE_OUT_S,
    FALL_S,
    HIGHER_DB,
    Ducking,
    fades,
    looped,
    refuse_unusable,
    room_tone,
    spoken_spans,
    under_speech,
)
from flaming_horse.film.samples import blocks
from flaming_horse.model.timeline import Chapter, TimedLine, TimedWord, Timeline

RATE = 48_000
PLACE = Place("storyboard.md", 3, 8)


def line(number, start, end, margin=Fraction(1, 10)):
    words = (TimedWord(0, 1, start + margin, end - margin),)
    return TimedLine(f"a.{number}", "a", written_runs("a"), 0, start, end, words)


def timeline(*spans, seconds):
    lines = tuple(line(n, Fraction(a), Fraction(b)) for n, (a, b) in enumerate(spans))
    frames = int(seconds * 30)
    return Timeline(16, 16, 30, frames, (Chapter("a", "A", 0, frames),), lines, (), (), 0)


FILM = timeline((2, 5), ("5.3", 8), (12, 15), seconds=20)


def chord(seconds, rate=44_100):
    t = np.arange(int(seconds * rate)) / rate
    return 0.2 * sum(np.sin(2 * np.pi * hertz * t) for hertz in (220, 277, 330)) / 3


@pytest.fixture
def piece(tmp_path):
    soundfile.write(tmp_path / "piece.flac", chord(6), 44_100)
    return tmp_path / "piece.flac"


def music_bed(path, film=FILM):
    return whole(blocks(music.music_bed(path, film, path.with_suffix(".f32"))))


def level(sound, first, last):
    return gated([sound[:, int(first * RATE) : int(last * RATE)]])


def test_the_bed_lies_under_the_speech_and_rises_where_nobody_speaks(piece):
    bed = music_bed(piece)
    assert bed.shape == (2, 20 * RATE)
    assert level(bed, 2.1, 7.9) == pytest.approx(-16 - 18, abs=0.3)
    assert level(bed, 9.2, 11.2) == pytest.approx(-16 - 18 + HIGHER_DB, abs=0.5)


def test_a_short_pause_belongs_to_speech():
    spans = spoken_spans(FILM.lines)
    assert [(a / RATE, b / RATE) for a, b in spans] == [(2.1, 7.9), (12.1, 14.9)]


def test_it_is_down_when_the_first_word_starts_and_moves_smoothly(piece):
    gain = Ducking(tuple(spoken_spans(FILM.lines)), 20 * RATE)(0, 20 * RATE)
    for first, last in ((2.1, 7.9), (12.1, 14.9)):
        assert np.allclose(gain[int(first * RATE) : int(last * RATE)], 1)
    assert gain[int((12.1 - FALL_S) * RATE) - 100] == pytest.approx(2, abs=0.01)  # 6 dB
    # No faster than 6 dB in half a second, at its steepest: pi/2 times the mean.
    assert np.abs(np.diff(20 * np.log10(gain))).max() < 1.6 * HIGHER_DB / (FALL_S * RATE)


def test_it_fades_in_and_out(piece):
    bed = np.abs(music_bed(piece))
    assert bed[:, 0].max() == 0
    assert bed[:, -1].max() < 1e-6
    assert level(bed, 0, FADE_IN_S / 3) < level(bed, FADE_IN_S, 1.5) - 6
    assert level(bed, 20 - FADE_OUT_S / 3, 20) < level(bed, 16, 17.5) - 6


@given(st.integers(2 * RATE // 10, 3 * RATE), st.integers(1, 8 * RATE))
def test_a_short_piece_is_repeated_without_a_hole(size, length):
    sound = looped(Held(np.ones((2, size), np.float32)), length).read(0, length)
    assert sound.shape == (2, length)
    middle = sound[:, : max(1, length - size)]
    assert middle.min() >= 0.99
    assert middle.max() <= np.sqrt(2) + 1e-5


def test_how_far_it_lies_under_the_voice_is_measured(piece):
    bed = music_bed(piece)
    voice = np.zeros((1, 20 * RATE), np.float32)
    for first, last in spoken_spans(FILM.lines):
        noise = np.random.default_rng(2).standard_normal(last - first)
        voice[0, first:last] = 0.05 * noise
    wanted = level(whole_sound.on_two(voice), 2.1, 7.9) - level(bed, 2.1, 7.9)
    assert under_speech(Held(bed), Held(voice), FILM) == pytest.approx(wanted, abs=0.5)
    assert under_speech(Held(bed), Held(voice / 2), FILM) == pytest.approx(wanted - 6, abs=0.5)
    assert under_speech(Held(bed * 0), Held(voice), FILM) is None
    assert under_speech(Held(bed), Held(voice * 0), FILM) is None


@pytest.mark.parametrize("ending", ["flac", "wav", "mp3", "ogg"])
def test_files_that_can_be_played_are_taken(tmp_path, ending):
    piece = tmp_path / f"piece.{ending}"
    soundfile.write(piece, np.stack([chord(3), chord(3) / 2], axis=1), 44_100)
    refuse_unusable(piece, PLACE)
    assert np.abs(music_bed(piece)).max() > 0.005


def written(path, sound):
    soundfile.write(path, sound, 44_100)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"no sound at all"), "cannot be read"),
        (lambda path: path.write_bytes(b""), "cannot be read"),
        (lambda path: written(path, np.zeros(44_100 * 3)), "is silent"),
        (lambda path: written(path, chord(0.5)), "lasts 0.50 s"),
    ],
)
def test_files_that_cannot_be_used_are_refused_at_their_place(tmp_path, make, says):
    make(tmp_path / "piece.wav")
    with pytest.raises(WrongInput, match=says) as caught:
        refuse_unusable(tmp_path / "piece.wav", PLACE)
    assert caught.value.place == PLACE
    assert caught.value.remedy


def test_a_piece_that_starts_in_silence_is_taken(tmp_path):
    written(tmp_path / "piece.wav", np.concatenate([np.zeros(44_100 * 3), chord(3)]))
    refuse_unusable(tmp_path / "piece.wav", PLACE)


def test_a_piece_that_is_silent_under_all_speech_is_told(tmp_path):
    """FILM speaks from 2.1 s on: of this piece it would only hear the start."""
    written(tmp_path / "piece.wav", np.concatenate([chord(1), np.zeros(44_100 * 30)]))
    with pytest.raises(FilmFailed, match="silent while somebody speaks"):
        music_bed(tmp_path / "piece.wav")


@pytest.mark.parametrize("dbfs", [-60, -50])
def test_room_tone_has_its_level_and_is_always_the_same(dbfs, tmp_path):
    tone = whole(blocks(room_tone(4 * RATE, dbfs, tmp_path / "one.f32")))
    assert tone.shape == (1, 4 * RATE)
    assert 10 * np.log10(np.mean(tone.astype(float) ** 2)) == pytest.approx(dbfs, abs=0.01)
    assert np.array_equal(tone, whole(blocks(room_tone(4 * RATE, dbfs, tmp_path / "two.f32"))))
    assert np.array_equal(tone, whole_sound.room_tone(4 * RATE, dbfs))


def test_room_tone_is_dark(tmp_path):
    tone = whole(room_tone(RATE, -60, tmp_path / "room.f32"))
    power = np.abs(np.fft.rfft(tone[0])) ** 2
    assert power[100:400].sum() > 5 * power[4000:].sum()


@pytest.mark.parametrize("seconds", [6, 1.5, 25])
def test_music_by_blocks_is_the_music_of_the_whole(tmp_path, seconds, monkeypatch):
    """Repeated often, seldom or not at all, and cut anywhere."""
    written(tmp_path / "piece.flac", chord(seconds))
    wanted = whole_sound.music_bed(tmp_path / "piece.flac", FILM)
    monkeypatch.setattr(samples, "BLOCK", 10_007)
    assert np.abs(music_bed(tmp_path / "piece.flac") - wanted).max() < 1e-6


def test_gains_are_the_same_however_they_are_read():
    """An hour into a film too, where samples are counted in numbers above 2^24."""
    start, length = 3500 * RATE, 3600 * RATE
    speech = ((start + 7 * RATE, start + 9 * RATE), (start + 12 * RATE, start + 20 * RATE))
    for gain in (Ducking(speech, length), fades(length)):
        starts = range(start, length, 9_973)
        stretch = np.concatenate([gain(at, min(at + 9_973, length)) for at in starts])
        wanted = gain(start, length)
        assert np.array_equal(stretch, wanted)
        assert np.abs(np.diff(wanted)).max() < 1e-4
