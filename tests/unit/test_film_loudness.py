from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
import whole_sound
from whole_sound import Held, cut, whole

from flaming_horse.film import loudness, samples
from flaming_horse.film.limiter import PeakLimited, limit
from flaming_horse.film.loudness import WEIGHTING, Gate, gated, measure, within
from flaming_horse.film.samples import blocks

RATE = 48_000


def speech(level=0.05, seconds=6):
    """Noise in bursts with a few sharp peaks: much harder to limit than a voice."""
    t = np.arange(int(seconds * RATE)) / RATE
    noise = np.random.default_rng(1).standard_normal(t.size) * (np.sin(2 * np.pi * 3 * t) > -0.2)
    noise[:: RATE // 2] += 12
    return (level * noise).astype(np.float32)[np.newaxis]


def levelled(sound):
    return whole(blocks(loudness.levelled(Held(sound), -2.0)))


def weighted(sound):
    return whole_sound.through(sound, *WEIGHTING)


def test_the_meter_agrees_with_the_standard():
    """EBU Tech 3341, case 1: a 1 kHz sine of -23 dBFS on both channels has -23 LUFS."""
    t = np.arange(20 * RATE) / RATE
    sine = (10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * t)).astype(np.float32)
    found = measure(cut(np.stack([sine, sine])))
    assert found.integrated_lufs == pytest.approx(-23, abs=0.1)
    assert found.true_peak_dbtp == pytest.approx(-23, abs=0.3)


def test_silence_has_no_loudness():
    found = measure([np.zeros((2, RATE), np.float32)])
    assert (found.integrated_lufs, found.true_peak_dbtp) == (None, None)


@pytest.mark.parametrize("level", [0.001, 0.05, 0.3])
def test_levelled_sound_meets_both_limits(level):
    found = measure(cut(whole_sound.on_two(levelled(speech(level)))))
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
    assert not levelled(np.zeros((1, RATE), np.float32)).any()


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
    wanted = measure(cut(sound)).integrated_lufs
    assert gated(cut(sound)) == pytest.approx(wanted, abs=0.1)


def gate(heard):
    gate = Gate()
    gate.add(heard)
    return gate.lufs


@pytest.mark.parametrize("seconds", [0.05, 0.3, 0.45, 1.0])
def test_a_short_line_is_as_loud_as_a_long_one(seconds):
    noise = speech(seconds=10) * 0 + 0.05
    noise *= np.random.default_rng(3).standard_normal(noise.shape).astype(np.float32)
    part = weighted(noise)[:, RATE : RATE + int(seconds * RATE)]
    assert gate(part) == pytest.approx(gated([noise]), abs=0.6)


def test_pauses_do_not_make_a_line_less_loud():
    noise = 0.05 * np.random.default_rng(3).standard_normal((1, 2 * RATE)).astype(np.float32)
    pause = np.zeros_like(noise)
    assert gated([pause, noise, pause]) == pytest.approx(gated([noise]), abs=0.8)


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_what_the_gate_leaves_out_has_no_loudness(level):
    assert gated([speech(level)]) is None
    assert gate(np.zeros((2, 0), np.float32)) is None
    assert gated([]) is None


@given(
    st.lists(st.integers(0, 3 * loudness.HOP), max_size=8),
    st.integers(1, 2),
    st.integers(0, 2**32 - 1),
)
def test_the_gate_does_not_mind_how_a_sound_is_cut(sizes, channels, seed):
    """Against the standard's sums over the whole of it."""
    rng = np.random.default_rng(seed)
    sound = rng.standard_normal((channels, sum(sizes))) * np.repeat(
        10 ** rng.uniform(-4, 0, len(sizes)), sizes
    )
    sound = sound.astype(np.float32)
    gate = Gate()
    for first, size in zip(np.cumsum([0, *sizes]), sizes, strict=False):
        gate.add(sound[:, first : first + size])
    wanted = whole_sound.gated(sound) if sound.size else None
    assert gate.lufs == (wanted if wanted is None else pytest.approx(wanted, abs=1e-6))


@given(
    st.lists(st.integers(0, 12), max_size=12),
    st.lists(st.integers(1, 9), max_size=20),
)
def test_what_lies_in_spans_does_not_depend_on_the_cuts(gaps, sizes):
    """Every other gap is a span; spans may be empty, and end behind the sound."""
    places = np.cumsum(gaps).tolist()
    spans = list(zip(places[::2], places[1::2], strict=False))
    sound = np.arange(sum(sizes), dtype=np.float32)[np.newaxis]
    cuts = np.cumsum([0, *sizes])
    parts = [sound[:, a:b] for a, b in pairwise(cuts)]
    found = [[] for _ in spans]
    for number, part in within(parts, spans):
        found[number] += part[0].tolist()
    assert found == [sound[0, first:last].tolist() for first, last in spans]


@pytest.mark.parametrize("seconds", [0.01, 1.3, 7])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_limiter_does_not_mind_how_a_sound_is_read(seconds, channels, monkeypatch):
    """Block by block it is what it is over the whole, at the edges of the sound too."""
    sound = np.repeat(speech(0.3, seconds), channels, axis=0)
    sound[0, : sound.shape[1] // 2] *= 0.1
    wanted = limit(sound, -2.0)
    monkeypatch.setattr(samples, "BLOCK", 10_007)
    found = whole(blocks(PeakLimited(Held(sound), -2.0)))
    assert not np.array_equal(wanted, sound)
    assert 20 * np.log10(np.abs(found - wanted).max() + 1e-12) < -100


@pytest.mark.parametrize("level", [0.001, 0.3])
def test_levelled_blocks_are_what_levelling_the_whole_gives(level):
    wanted = whole_sound.levelled(speech(level), -2.0, -16.0)
    assert 20 * np.log10(np.abs(levelled(speech(level)) - wanted).max() + 1e-12) < -100
