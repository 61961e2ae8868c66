from __future__ import annotations

import numpy as np
import pytest

from flaming_horse.film.loudness import levelled, limit, measure

RATE = 48_000


def speech(level=0.05, seconds=6):
    """Noise in bursts with a few sharp peaks: much harder to limit than a voice."""
    t = np.arange(int(seconds * RATE)) / RATE
    noise = np.random.default_rng(1).standard_normal(t.size) * (np.sin(2 * np.pi * 3 * t) > -0.2)
    noise[:: RATE // 2] += 12
    return (level * noise).astype(np.float32)


def test_the_meter_agrees_with_the_standard():
    """EBU Tech 3341, case 1: a 1 kHz sine of -23 dBFS on both channels has -23 LUFS."""
    t = np.arange(20 * RATE) / RATE
    sine = (10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * t)).astype(np.float32)
    found = measure(np.stack([sine, sine]))
    assert found.integrated_lufs == pytest.approx(-23, abs=0.1)
    assert found.true_peak_dbtp == pytest.approx(-23, abs=0.3)


def test_silence_has_no_loudness():
    found = measure(np.zeros((2, RATE), np.float32))
    assert (found.integrated_lufs, found.true_peak_dbtp) == (None, None)


@pytest.mark.parametrize("level", [0.001, 0.05, 0.3])
def test_levelled_sound_meets_both_limits(level):
    found = measure(levelled(speech(level), -2.0))
    assert found.integrated_lufs == pytest.approx(-16, abs=0.2)
    assert found.true_peak_dbtp <= -1.9


def test_the_limiter_leaves_quiet_sound_alone():
    quiet = speech(0.01)
    assert np.array_equal(limit(quiet, -2.0), quiet)


def test_the_limiter_changes_nothing_far_from_a_peak():
    voice = np.full(RATE, 0.01, np.float32)
    voice[RATE // 2] = 2
    limited = limit(voice, -2.0)
    assert np.abs(limited).max() <= 10 ** (-2 / 20)
    assert np.allclose(limited[: RATE // 2 - 1000], 0.01)
    assert np.allclose(limited[RATE // 2 + 1000 :], 0.01)


def test_silence_stays_silence():
    assert not levelled(np.zeros(RATE, np.float32), -2.0).any()
