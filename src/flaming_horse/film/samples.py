"""Sound of any length: a stretch of it is read at a time, and it is never held whole.

What lasts as long as the film is a `Sound`. What is made from it sample by sample (a gain, a mix,
the limiter) is again a `Sound` and costs nothing until it is read; what needs all that came before
(a filter) is made once, in order, and stored in a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.float32]

SAMPLE_RATE = 48_000
BLOCK = 1 << 16  # samples: 1.4 s; what is made of a block takes a few MB


class Sound(Protocol):
    """Sound at 48 kHz. Every stretch can be read as often as one likes, and is always the same."""

    @property
    def channels(self) -> int: ...
    @property
    def length(self) -> int:
        """Samples of each channel."""
        ...

    def read(self, first: int, last: int) -> Samples:
        """`(channels, last - first)`, the caller's own; `0 <= first <= last <= length`."""
        ...


def blocks(sound: Sound) -> Iterator[Samples]:
    """All of it in order, `(channels, BLOCK)` at a time; the last block may be shorter."""
    for first in range(0, sound.length, BLOCK):
        yield sound.read(first, min(first + BLOCK, sound.length))


def gathered(parts: Iterable[Samples]) -> Iterator[Samples]:
    """The same samples, BLOCK at a time: small parts cost more to handle than to compute."""
    kept: list[Samples] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += part.shape[1]
        if size >= BLOCK:
            whole = np.concatenate(kept, axis=1)
            last = size - size % BLOCK
            for first in range(0, last, BLOCK):
                yield whole[:, first : first + BLOCK]
            kept, size = [whole[:, last:]], size - last
    if size:
        yield np.concatenate(kept, axis=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing, on one channel."""

    length: int

    @property
    def channels(self) -> int:
        return 1

    def read(self, first: int, last: int) -> Samples:
        return np.zeros((1, last - first), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A part of a file of float32: the channels of a sample together, from sample `first` on."""

    path: Path
    channels: int
    first: int
    length: int

    def read(self, first: int, last: int) -> Samples:
        count = (last - first) * self.channels
        with self.path.open("rb") as file:
            file.seek((self.first + first) * self.channels * _SIZE)
            data = np.fromfile(file, dtype=np.float32, count=count)
        if data.size != count:
            raise OSError(f"{self.path.name} was cut while it was read")
        return np.ascontiguousarray(data.reshape(-1, self.channels).T)


_SIZE = np.dtype(np.float32).itemsize


def stored(parts: Iterable[Samples], path: Path, channels: int) -> StoredSound:
    """Write `parts`, each `(channels, samples)`, behind what is in the file already.

    Raises OSError when the disk is full.
    """
    with path.open("ab") as file:
        first = file.tell() // (channels * _SIZE)
        for part in parts:
            # Not `tofile`: its error when the disk is full does not say so.
            file.write(np.ascontiguousarray(part.T, dtype=np.float32).data)
        last = file.tell() // (channels * _SIZE)
    return StoredSound(path, channels, first, last - first)


@dataclass(frozen=True, slots=True)
class Scaled:
    """A sound times a factor, or times a gain: `gain(first, last)` has one for each sample."""

    sound: Sound
    gain: float | Callable[[int, int], Samples]

    @property
    def channels(self) -> int:
        return self.sound.channels

    @property
    def length(self) -> int:
        return self.sound.length

    def read(self, first: int, last: int) -> Samples:
        gain = self.gain(first, last) if callable(self.gain) else np.float32(self.gain)
        return self.sound.read(first, last) * gain


@dataclass(frozen=True, slots=True)
class Mixed:
    """Sounds of one length, heard together; one channel lies on both where another has two."""

    sounds: tuple[Sound, ...]

    @property
    def channels(self) -> int:
        return max(sound.channels for sound in self.sounds)

    @property
    def length(self) -> int:
        return self.sounds[0].length

    def read(self, first: int, last: int) -> Samples:
        whole: Samples = np.zeros((self.channels, last - first), dtype=np.float32)
        for sound in self.sounds:
            whole += sound.read(first, last)
        return whole


@dataclass(frozen=True, slots=True)
class Edges:
    """The gain of a sound of `length` samples: `rise` at its start, `fall` at its end, else 1."""

    length: int
    rise: Samples
    fall: Samples

    def __call__(self, first: int, last: int) -> Samples:
        gain: Samples = np.ones(last - first, dtype=np.float32)
        head = self.rise[first:last]
        gain[: head.size] *= head
        falls = self.length - self.fall.size
        begin = max(first, falls)
        if begin < last:
            gain[begin - first :] *= self.fall[begin - falls : last - falls]
        return gain
