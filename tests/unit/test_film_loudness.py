from __future__ import annotations

import numpy as np
import pytest

from flaming_horse.film.loudness import gated, levelled, limit, measure, weighted

RATE = 48_000


def speech(level=0.05, seconds=6):
    """Noise in bursts with a few sharp peaks: much harder to limit than a voice."""
    t = np.arange(int(seconds * RATE)) / RATE
    noise = np.random.default_rng(1).standard_normal(t.size) * (np.sin(2 * np.pi * 3 * t) > -0.2)
    noise[:: RATE // 2] += 12
    return (level * noise).astype(np.float32)[np.newaxis]


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
    voice = np.full((1, RATE), 0.01, np.float32)
    voice[0, RATE // 2] = 2
    limited = limit(voice, -2.0)
    assert np.abs(limited).max() <= 10 ** (-2 / 20)
    assert np.allclose(limited[0, : RATE // 2 - 1000], 0.01)
    assert np.allclose(limited[0, RATE // 2 + 1000 :], 0.01)


def test_silence_stays_silence():
    assert not levelled(np.zeros((1, RATE), np.float32), -2.0).any()


def test_both_channels_have_one_gain():
    """A peak on one side must not move the voice to the other."""
    sound = np.full((2, RATE), 0.01, np.float32)
    sound[0, RATE // 2] = 2
    limited = limit(sound, -2.0)
    assert limited[1, RATE // 2] < 0.006
    assert np.allclose(limited[0] / sound[0], limited[1] / sound[1])


@pytest.mark.parametrize("channels", [1, 2])
def test_the_loudness_of_a_stretch_is_what_the_meter_gives(channels):
    sound = np.concatenate([speech(), np.zeros((1, 5 * RATE), np.float32)], axis=1)
    sound = np.repeat(sound, channels, axis=0)
    wanted = measure(sound).integrated_lufs
    assert gated(weighted(sound)) == pytest.approx(wanted, abs=0.1)


@pytest.mark.parametrize("seconds", [0.05, 0.3, 0.45, 1.0])
def test_a_short_line_is_as_loud_as_a_long_one(seconds):
    noise = speech(seconds=10) * 0 + 0.05
    noise *= np.random.default_rng(3).standard_normal(noise.shape).astype(np.float32)
    whole = gated(weighted(noise))
    part = weighted(noise)[:, RATE : RATE + int(seconds * RATE)]
    assert gated(part) == pytest.approx(whole, abs=0.6)


def test_pauses_do_not_make_a_line_less_loud():
    noise = 0.05 * np.random.default_rng(3).standard_normal((1, 2 * RATE)).astype(np.float32)
    pause = np.zeros_like(noise)
    alone = gated(weighted(noise))
    assert gated(weighted(np.concatenate([pause, noise, pause], axis=1))) == pytest.approx(
        alone, abs=0.8
    )


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_what_the_gate_leaves_out_has_no_loudness(level):
    assert gated(weighted(speech(level))) is None
    assert gated(np.zeros((2, 0), np.float32)) is None
