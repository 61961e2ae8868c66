"""The film's sound as arrays of the whole film: what the blocks of the film must come to.

Slow to grow on, quick to read: the reference that `flaming_horse.film` is compared with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soundfile
import soxr

from flaming_horse.film.filters import filtered
from flaming_horse.film.limiter import limit
from flaming_horse.film.loudness import TARGET_LUFS, WEIGHTING, measure, steps
from flaming_horse.film.mastering import EVENINGS, STEP_GOAL_LU, evened, middle
from flaming_horse.film.music import (
    CROSSFADE_S,
    FADE_IN_S,
    FADE_OUT_S,
    FALL_S,
    HIGHER_DB,
    RISE_S,
    ROOM,
    ROOM_SEED,
    UNDER_SPEECH_DB,
    spoken_spans,
)
from flaming_horse.film.samples import BLOCK
from flaming_horse.film.sound import decoded, sample_at
from flaming_horse.film.voice_track import EDGE, HIGH_PASS, in_order

RATE = 48_000


@dataclass(frozen=True)
class Held:
    """An array `(channels, samples)` as a `Sound`."""

    array: np.ndarray

    @property
    def channels(self):
        return len(self.array)

    @property
    def length(self):
        return self.array.shape[1]

    def read(self, first, last):
        assert 0 <= first <= last <= self.length
        return self.array[:, first:last].copy()


def whole(parts):
    """All of a `Sound`, read at once, or of its parts."""
    if hasattr(parts, "read"):
        return parts.read(0, parts.length)
    return np.concatenate(list(parts), axis=1)


def cut(array, size=BLOCK):
    """`(channels, samples)` in parts."""
    return [array[:, at : at + size] for at in range(0, array.shape[1], size)]


def decode(path, **how):
    return whole(decoded(path, **how))


def through(sound, *filters):
    return whole(filtered([sound], *filters))


def loudness_of(sound):
    return measure([on_two(sound)], peaks=False).integrated_lufs


def on_two(sound):
    return sound if len(sound) == 2 else np.concatenate([sound, sound])


def gated(weighted):
    """BS.1770-5, with a sum over all samples before each."""
    sums = np.concatenate([[0.0], np.cumsum(np.sum(np.square(weighted, dtype=float), axis=0))])
    size = weighted.shape[1]
    window = min(RATE * 2 // 5, size)
    starts = np.arange(0, size - window + 1, RATE // 10)
    means = (sums[starts + window] - sums[starts]) / window
    means = means[means > 10 ** ((-70 + 0.691) / 10)]
    if not means.size:
        return None
    means = means[means > np.mean(means) / 10]
    return -0.691 + 10 * np.log10(np.mean(means))


def level_of(sound):
    return gated(through(on_two(sound), *WEIGHTING))


def chained_takes(timeline, narration, folder):
    """(first sample, sound, level) of each take."""
    takes = []
    for line in in_order(timeline):
        sound, rate = soundfile.read(folder / narration.line(line.id).file, dtype="float32")
        voice = through(soxr.resample(sound, rate, RATE, quality="VHQ")[np.newaxis], HIGH_PASS)
        ramp = np.linspace(0, 1, EDGE, endpoint=False, dtype=np.float32)
        voice[:, :EDGE] *= ramp
        voice[:, -EDGE:] *= ramp[::-1]
        takes.append((sample_at(line.start), voice, level_of(voice)))
    return takes


def track(takes, gains_db, length):
    sound = np.zeros((1, length), np.float32)
    for (first, voice, _), gain in zip(takes, gains_db, strict=True):
        sound[:, first : first + voice.shape[1]] += voice * np.float32(10 ** (gain / 20))
    return sound


def levelled(sound, ceiling_dbtp, target_lufs):
    gain_db = target_lufs - loudness_of(sound)
    for _ in range(6):
        result = limit(sound * np.float32(10 ** (gain_db / 20)), ceiling_dbtp)
        now = loudness_of(result)
        if abs(target_lufs - now) < 0.1:
            break
        gain_db += target_lufs - now
    return result


def mixed(takes, bed, ceiling, target):
    """The film's sound before it is encoded."""
    levels = [level for *_, level in takes]
    common = TARGET_LUFS - middle(levels)
    gains = evened([0.0] * len(takes), levels)
    for left in reversed(range(EVENINGS)):
        voice = track(takes, [common + gain for gain in gains], bed.shape[1])
        sound = levelled(bed + voice, ceiling, target)
        heard = through(on_two(sound), *WEIGHTING)
        levels = [gated(heard[:, at : at + take.shape[1]]) for at, take, _ in takes]
        better = evened(gains, levels)
        if max(steps(levels))[0] <= STEP_GOAL_LU or better == gains or not left:
            break
        gains = better
    return sound


def room_tone(length, level_dbfs):
    noise = np.random.default_rng(ROOM_SEED).standard_normal((1, length), dtype=np.float32)
    shaped = through(noise, *ROOM)
    power = float(np.mean(np.square(shaped, dtype=np.float64)))
    return shaped * np.float32(10 ** (level_dbfs / 20) / power**0.5)


def music_bed(path, timeline):
    length = sample_at(timeline.duration)
    music = looped(decode(path, layout="stereo", most=length), length)
    speech = spoken_spans(timeline.lines)
    music *= (ducking(speech, length) * fades(length)).astype(np.float32)
    heard = through(music, *WEIGHTING)
    level = gated(np.concatenate([heard[:, first:last] for first, last in speech], axis=1))
    return music * np.float32(10 ** ((TARGET_LUFS - UNDER_SPEECH_DB - level) / 20))


def looped(music, length):
    size = music.shape[1]
    if size >= length:
        return music[:, :length].copy()
    overlap = min(int(CROSSFADE_S * RATE), size // 2)
    rising = np.sqrt(np.linspace(0, 1, overlap, dtype=np.float32))
    sound = np.zeros((len(music), length), np.float32)
    for first in range(0, length, size - overlap):
        piece = music.copy()
        if first:
            piece[:, :overlap] *= rising
        piece[:, size - overlap :] *= rising[::-1]
        room = sound[:, first : first + size]
        room += piece[:, : room.shape[1]]
    return sound


def ducking(speech, length):
    gain = np.ones(length)
    starts = [first for first, _ in speech] + [length]
    ends = [0] + [last for _, last in speech]
    for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
        at = np.arange(end, min(start, length))
        since = (at - end) / (RISE_S * RATE) if number else np.ones(at.size)
        until = (start - at) / (FALL_S * RATE) if start < length else np.ones(at.size)
        smooth = 0.5 - 0.5 * np.cos(np.pi * np.minimum(1, np.minimum(since, until)))
        gain[end : end + at.size] = 10 ** (smooth * HIGHER_DB / 20)
    return gain


def fades(length):
    gain = np.ones(length)
    for seconds, order in ((FADE_IN_S, 1), (FADE_OUT_S, -1)):
        size = min(int(seconds * RATE), length)
        gain[::order][:size] *= 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, size))
    return gain
