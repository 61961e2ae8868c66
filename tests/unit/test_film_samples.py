"""Sound of any length: what is stored is read back, and reading anywhere gives the same samples."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from whole_sound import Held, cut, whole

from flaming_horse.film import samples
from flaming_horse.film.samples import Edges, Mixed, Scaled, Silence, blocks, gathered, stored
from flaming_horse.film.voice_track import LaidTake, VoiceTrack


def noise(channels, length, seed=0):
    return np.random.default_rng(seed).standard_normal((channels, length), dtype=np.float32)


@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_stored_is_read_back(tmp_path, channels):
    file = tmp_path / "sound.f32"
    first, second = noise(channels, 3000), noise(channels, 5000, 1)
    one = stored(cut(first, 700), file, channels)
    two = stored(cut(second, 1300), file, channels)
    assert (one.length, two.length) == (3000, 5000)
    assert np.array_equal(whole(blocks(one)), first)
    assert np.array_equal(two.read(1234, 4321), second[:, 1234:4321])
    assert two.read(17, 17).shape == (channels, 0)


def test_what_was_read_is_the_readers_own(tmp_path):
    sound = stored([noise(1, 100)], tmp_path / "sound.f32", 1)
    sound.read(0, 100)[:] = 0
    assert np.array_equal(sound.read(0, 100), noise(1, 100))


def test_a_file_that_was_cut_is_an_error(tmp_path):
    sound = stored([noise(1, 100)], tmp_path / "sound.f32", 1)
    (tmp_path / "sound.f32").write_bytes(b"")
    with pytest.raises(OSError, match="cut"):
        sound.read(0, 100)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is full here")
def test_a_full_disk_says_that_it_is_full():
    with pytest.raises(OSError, match="space") as caught:
        stored([noise(2, 1 << 16)], Path("/dev/full"), 2)
    assert caught.value.errno == errno.ENOSPC


@given(st.lists(st.integers(1, 300), max_size=30))
def test_small_parts_are_gathered(sizes):
    sound = noise(2, sum(sizes))
    parts = np.split(sound, np.cumsum(sizes)[:-1], axis=1) if sizes else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "BLOCK", 256)
        found = list(gathered(parts))
    assert all(part.shape[1] == 256 for part in found[:-1])
    assert not sizes or np.array_equal(np.concatenate(found, axis=1), sound)


TAKES = tuple(
    LaidTake(first, Held(noise(1, size, first)), -16.0)
    for first, size in ((0, 300), (300, 1), (700, 900), (2000, 1000))
)


@pytest.mark.parametrize(
    "sound",
    [
        Silence(3000),
        VoiceTrack(TAKES, (0.0, -3.0, 6.0, 1.5), 3000),
        Scaled(Held(noise(2, 3000)), 0.3),
        Scaled(Held(noise(2, 3000)), Edges(3000, np.linspace(0, 1, 40), np.linspace(1, 0, 2990))),
        Mixed((Held(noise(1, 3000)), Held(noise(2, 3000)), Silence(3000))),
    ],
    ids=lambda sound: type(sound).__name__,
)
@given(st.lists(st.integers(0, 3000), min_size=2, max_size=2).map(sorted))
def test_any_stretch_is_a_part_of_the_whole(sound, span):
    first, last = span
    part = sound.read(first, last)
    assert part.shape == (sound.channels, last - first)
    assert np.array_equal(part, sound.read(0, sound.length)[:, first:last])
