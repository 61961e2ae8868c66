"""The film's sound as it decodes: lines are alike also where the limiter has work to do."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from whole_sound import Held

from flaming_horse.film import mastering
from flaming_horse.film.loudness import gated, line_levels, measure, steps
from flaming_horse.film.mastering import master
from flaming_horse.film.samples import Silence
from flaming_horse.film.sound import decoded
from flaming_horse.film.voice_track import LaidTake

RATE = 48_000
SPIKES = 12


def take(first, spikes=0.0):
    """Three seconds of noise; with sharp peaks far above it, as plosives are."""
    noise = np.random.default_rng(first).standard_normal(3 * RATE)
    noise = np.convolve(noise, np.ones(8) / 8**0.5, mode="same")  # AAC leaves the highest out
    noise[:: RATE // 16] += spikes
    return laid(first, 0.03 * noise)


def laid(first, sound):
    voice = sound.astype(np.float32)[np.newaxis]
    return LaidTake(first, Held(voice), gated([voice], on_both=True))


def uneven():
    return (take(0), take(4 * RATE, SPIKES * 3), take(8 * RATE), take(12 * RATE, SPIKES))


def largest_step(path):
    spans = [(each.first, each.last) for each in uneven()]
    return max(steps(line_levels(decoded(path), spans)))[0]


def test_what_the_limiter_takes_from_a_line_is_given_back(tmp_path, monkeypatch):
    bed = Silence(16 * RATE)
    voice = master(uneven(), bed, tmp_path / "sound.m4a")
    assert voice.length == 16 * RATE
    found = measure(decoded(tmp_path / "sound.m4a"))
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
    master((laid(0, noise),), Silence(3 * RATE), tmp_path / "sound.m4a")
    found = measure(decoded(tmp_path / "sound.m4a"))
    assert found.integrated_lufs == pytest.approx(-16, abs=0.3)
    assert found.true_peak_dbtp <= -1.5


def test_a_silent_take_stays_silent_and_moves_nobody(tmp_path):
    silence = LaidTake(4 * RATE, Silence(3 * RATE), None)
    hiss = np.full((1, 12 * RATE), 1e-4, np.float32)
    hiss[0] *= np.random.default_rng(1).standard_normal(12 * RATE)
    master((take(0), silence, take(8 * RATE)), Held(hiss), tmp_path / "sound.m4a")
    spans = [(at, at + 3 * RATE) for at in (0, 4 * RATE, 8 * RATE)]
    first, between, last = line_levels(decoded(tmp_path / "sound.m4a"), spans)
    assert abs(first - last) < 0.5
    assert between is None or between < -60


def test_a_film_in_which_nothing_is_heard_has_sound_all_the_same(tmp_path):
    silence = LaidTake(0, Silence(RATE), None)
    master((silence,), Silence(RATE), tmp_path / "sound.m4a")
    assert sum(part.shape[1] for part in decoded(tmp_path / "sound.m4a")) == RATE
