"""The film's sound as it decodes: lines are alike also where the limiter has work to do."""

from __future__ import annotations

import numpy as np
import pytest

from flaming_horse.film import mastering
from flaming_horse.film.line_levels import line_levels, steps
from flaming_horse.film.loudness import gated, measure, weighted
from flaming_horse.film.mastering import master
from flaming_horse.film.sound import decode
from flaming_horse.film.voice_track import LaidTake

RATE = 48_000
SPIKES = 12


def take(first, spikes=0.0):
    """Three seconds of noise; with sharp peaks far above it, as plosives are."""
    noise = np.random.default_rng(first).standard_normal(3 * RATE)
    noise = np.convolve(noise, np.ones(8) / 8**0.5, mode="same")  # AAC leaves the highest out
    noise[:: RATE // 16] += spikes
    sound = (0.03 * noise).astype(np.float32)
    heard = weighted(sound[np.newaxis])
    return LaidTake(first, sound, gated(np.concatenate([heard, heard])))


def uneven():
    return (take(0), take(4 * RATE, SPIKES * 3), take(8 * RATE), take(12 * RATE, SPIKES))


def largest_step(path):
    spans = [(each.first, each.last) for each in uneven()]
    return max(steps(line_levels(decode(path), spans)))[0]


def test_what_the_limiter_takes_from_a_line_is_given_back(tmp_path, monkeypatch):
    bed = np.zeros((1, 16 * RATE), np.float32)
    voice = master(uneven(), bed, tmp_path / "sound.m4a")
    assert voice.shape == (16 * RATE,)
    found = measure(decode(tmp_path / "sound.m4a"))
    assert largest_step(tmp_path / "sound.m4a") <= 1
    assert found.integrated_lufs == pytest.approx(-16, abs=0.5)
    assert found.true_peak_dbtp <= -1.5
    # Without the correction it would not be so: the limiter does work here.
    monkeypatch.setattr(mastering, "EVENINGS", 1)
    master(uneven(), bed, tmp_path / "once.m4a")
    assert largest_step(tmp_path / "once.m4a") > 1


def test_what_the_encoder_leaves_out_is_made_up_for(tmp_path):
    """White noise has much above what AAC keeps."""
    noise = np.random.default_rng(5).standard_normal(3 * RATE) * 0.03
    heard = weighted(noise[np.newaxis].astype(np.float32))
    hissing = LaidTake(0, noise.astype(np.float32), gated(np.concatenate([heard, heard])))
    master((hissing,), np.zeros((1, 3 * RATE), np.float32), tmp_path / "sound.m4a")
    found = measure(decode(tmp_path / "sound.m4a"))
    assert found.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert found.true_peak_dbtp <= -1.5


def test_a_silent_take_stays_silent_and_moves_nobody(tmp_path):
    silence = LaidTake(4 * RATE, np.zeros(3 * RATE, np.float32), None)
    hiss = np.full((1, 12 * RATE), 1e-4, np.float32)
    hiss[0] *= np.random.default_rng(1).standard_normal(12 * RATE)
    master((take(0), silence, take(8 * RATE)), hiss, tmp_path / "sound.m4a")
    sound = decode(tmp_path / "sound.m4a")
    first, between, last = line_levels(sound, [(a, a + 3 * RATE) for a in (0, 4 * RATE, 8 * RATE)])
    assert abs(first - last) < 0.5
    assert between is None or between < -60


def test_a_film_in_which_nothing_is_heard_has_sound_all_the_same(tmp_path):
    silence = LaidTake(0, np.zeros(RATE, np.float32), None)
    master((silence,), np.zeros((1, RATE), np.float32), tmp_path / "sound.m4a")
    assert decode(tmp_path / "sound.m4a").shape == (2, RATE)
