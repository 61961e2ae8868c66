"""What every take goes through: what goes, what stays, and that nothing moves."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from whole_sound import Held, cut

from flaming_horse.film.mastering import LARGEST_GAIN_DB, evened
from flaming_horse.film.voice_track import EDGE, high_passed, soft_edged

RATE = 48_000


def tone(hertz, seconds=1.0):
    return (0.1 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype("f4")


def chained(take):
    parts = list(high_passed(cut(take[np.newaxis], 10_007)))
    voice = soft_edged(Held(np.concatenate(parts or [take[np.newaxis]], axis=1)))
    return voice.read(0, voice.length)[0]


def level(sound):
    """dB of the steady part."""
    return 10 * np.log10(np.mean(sound[RATE // 4 : -RATE // 4].astype(float) ** 2))


@pytest.mark.parametrize(
    ("hertz", "least", "most"), [(10, -60, -30), (50, -8, -6), (110, -1, 0.1), (1000, -0.1, 0.1)]
)
def test_rumble_goes_and_the_voice_stays(hertz, least, most):
    sound = tone(hertz)
    assert least <= level(chained(sound)) - level(sound) <= most


@pytest.mark.parametrize("at", [EDGE, 1000, 20_001, RATE - EDGE - 1])
def test_a_click_stays_at_its_sample(at):
    take = np.zeros(RATE, np.float32)
    take[at] = 0.8
    after = chained(take)
    assert after.size == take.size
    assert not after[:at].any()
    assert int(np.argmax(np.abs(after))) == at
    assert after[at] == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("samples", [0, 2, 5, 2 * EDGE, RATE])
def test_edges_are_soft_and_the_take_it_came_from_is_left_alone(samples):
    take = np.full(samples, 0.5, np.float32)
    after = chained(take)
    assert after.size == samples
    assert samples == 0 or after[0] == 0
    assert (take == 0.5).all()


@given(st.lists(st.one_of(st.none(), st.floats(-69, 0)), max_size=8))
def test_gains_bring_lines_together_within_their_limit(levels):
    gains = evened([0.0] * len(levels), levels)
    assert all(abs(gain) <= LARGEST_GAIN_DB for gain in gains)
    assert all(gain == 0 for gain, heard in zip(gains, levels, strict=True) if heard is None)
    near = [
        heard + gain
        for gain, heard in zip(gains, levels, strict=True)
        if heard is not None and abs(gain) < LARGEST_GAIN_DB
    ]
    assert not near or max(near) - min(near) < 1e-6
