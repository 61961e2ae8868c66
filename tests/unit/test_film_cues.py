"""When a cue shows, found in pixels: exact for cuts and fades, and above a box's own motion."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaming_horse.film.cues import CueWatches
from flaming_horse.model.timeline import Chapter, TimedCue, TimedLine, Timeline
from flaming_horse_voice.runs import written_runs

FPS, FRAMES, PLANNED = 30, 90, 40
BOX = (0.25, 0.25, 0.75, 0.75)


def seen(picture, planned=PLANNED, chapters=((0, FRAMES),), line=0):
    """The frame in which the cue shows; `picture(n)` gives the luma of 80 by 80 pixels.

    `line` is the frame in which the cue's line begins.
    """
    cue = TimedCue("a.1", "word", "show", "x", Fraction(planned, FPS), planned, BOX, 0)
    lines = (
        TimedLine("a.1", "a", written_runs("word"), line, Fraction(line, FPS), Fraction(3), ()),
    )
    parts = tuple(Chapter("a", "A", first, last) for first, last in chapters)
    watches = CueWatches(Timeline(80, 80, FPS, FRAMES, parts, lines, (cue,), (), 1))
    for number in range(FRAMES):
        luma = picture(number).astype(np.uint8)
        grey = np.full((40, 40), 128, np.uint8)
        watches.see(number, (luma, grey, grey))
    (visible,) = watches.visible
    return visible


def still():
    luma = np.full((80, 80), 30)
    luma[24:28, 24:56] = 200  # what stands in the box already
    return luma


def fading(at, frames, levels=150):
    def picture(number):
        luma = still()
        luma[44:48, 30:40] += round(levels * min(1, max(0, (number - at + 1) / frames)))
        return luma

    return picture


@given(st.integers(PLANNED - 10, PLANNED + 18))
def test_a_sudden_change_is_found_exactly(at):
    assert seen(fading(at, 1)) == at


@given(st.integers(PLANNED - 8, PLANNED + 10), st.integers(2, 12))
def test_a_fade_is_found_when_it_becomes_clear(at, frames):
    assert 0 <= seen(fading(at, frames)) - at <= 1


@pytest.mark.parametrize("levels", [30, 60])
def test_a_faint_change_counts(levels):
    assert 0 <= seen(fading(PLANNED, 5, levels)) - PLANNED <= 2


def test_noise_of_the_encoder_does_not_count():
    noise = np.random.default_rng(1)
    assert seen(lambda _: still() + noise.integers(-3, 4, (80, 80))) is None


def test_a_key_frame_does_not_count():
    noise = np.random.default_rng(1).integers(-6, 7, (80, 80))
    assert seen(lambda number: still() + (noise if number >= PLANNED else 0)) is None


def test_nothing_is_not_found():
    assert seen(lambda _: still()) is None


def test_a_change_outside_of_the_box_does_not_count():
    def picture(number):
        luma = still()
        luma[:15, :] = 200 if number >= PLANNED else 30
        return luma

    assert seen(picture) is None


def test_the_end_of_an_earlier_change_is_not_taken_for_the_cue():
    def picture(number):
        luma = fading(PLANNED, 4)(number)
        luma[30:34, 30:50] += 100 if number < PLANNED - 9 else 0
        return luma

    assert seen(picture) == PLANNED


def entering(until):
    """A box that comes in, rising and growing darker in every frame, and rests from a frame on."""

    def picture(number):
        left = max(0, until - number)
        luma = np.full((80, 80), 30)
        luma[24 + left : 28 + left, 24:56] += 170 - 8 * left
        return luma

    return picture


def test_a_cue_right_after_an_entrance_is_seen():
    def picture(number):
        luma = entering(PLANNED - 3)(number)
        luma[44:48, 30:40] += 150 if number >= PLANNED else 0
        return luma

    assert seen(picture, line=PLANNED - 5) == PLANNED


def test_an_entrance_alone_is_no_cue_at_its_end():
    assert seen(entering(PLANNED - 3), line=PLANNED - 5) != PLANNED


def moving(number):
    luma = np.full((80, 80), 30)
    row = 40 + round(12 * np.sin(number / 5))
    luma[row : row + 2, 22:58] = 200
    return luma


@pytest.mark.parametrize("planned", [20, 30, 32, 35, 40, 47, 50])
def test_motion_alone_is_no_cue(planned):
    assert seen(moving, planned) is None


def test_a_cue_is_seen_above_the_motion_of_its_box():
    def picture(number):
        luma = moving(number)
        luma[25:55, 25:55] += 60 if number >= PLANNED + 2 else 0
        return luma

    assert seen(picture) == PLANNED + 2


def test_the_next_scene_is_no_cue():
    def picture(number):
        return still() if number < 50 else np.full((80, 80), 200)

    assert seen(picture, planned=45, chapters=((0, 50), (50, FRAMES))) is None


def test_what_the_film_opens_with_is_there_from_its_start():
    assert seen(lambda _: still(), planned=0) == 0


def test_only_the_pictures_of_cues_nearby_are_held():
    """Two pictures of the box for each cue of a long film would be a megabyte a cue at 1080p."""
    many, size = 60, 400
    cues = tuple(
        TimedCue("a.1", "word", "show", "x", Fraction(n), n * FPS, (0, 0, 1, 1), 0)
        for n in range(1, many)
    )
    parts = (Chapter("a", "A", 0, many * FPS),)
    watches = CueWatches(Timeline(size, size, FPS, many * FPS, parts, (), cues, (), 1))
    luma = np.zeros((size, size), np.uint8)
    grey = np.zeros((size // 2, size // 2), np.uint8)
    tracemalloc.start()
    for number in range(many * FPS):
        luma[:] = 200 * (number // FPS % 2)
        watches.see(number, (luma, grey, grey))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * luma.size * 1.5
    assert watches.visible == tuple(n * FPS for n in range(1, many))
