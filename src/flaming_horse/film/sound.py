"""Sound as files: encoded once, and decoded as players do."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from flaming_horse.errors import FilmFailed
from flaming_horse.film.filters import SAMPLE_RATE, Samples

AAC_BIT_RATE = 160_000
AAC_FRAME = 1024  # samples


def sample_at(seconds: Fraction) -> int:
    """The sample nearest to that time; exact where the frame rate divides 48000."""
    return round(seconds * SAMPLE_RATE)


def encode_aac(sound: Samples, path: Path) -> None:
    """Write `(2, samples)` as AAC; the file says how many samples of the start to leave out."""
    import av
    from av.audio.frame import AudioFrame

    container: Any = av.open(str(path), "w", format="mp4")
    stream: Any = container.add_stream("aac", rate=SAMPLE_RATE)
    stream.bit_rate = AAC_BIT_RATE
    stream.layout = "stereo"
    for first in range(0, sound.shape[1], AAC_FRAME):
        block = np.ascontiguousarray(sound[:, first : first + AAC_FRAME])
        frame: Any = AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = first
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
    container.close()


def decode(path: Path, *, layout: str | None = None, most: int | None = None) -> Samples:
    """The samples of the first sound stream that are to be played, `(channels, samples)`, 48 kHz.

    Encoder delay and padding are cut as players do, by the stream's start and duration. `layout`
    ("stereo") mixes channels up or down; at most `most` samples are decoded.
    Raises FilmFailed when there is no sound that decodes.
    """
    import av
    from av.audio.resampler import AudioResampler

    opened: Any = av.open(str(path))
    with opened as container:
        if not container.streams.audio:
            raise FilmFailed(f"{path.name} has no sound")
        stream: Any = container.streams.audio[0]
        resampler: Any = AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
        blocks: list[Samples] = []
        decoded = 0
        for frame in container.decode(stream):
            parts: list[Samples] = [part.to_ndarray() for part in resampler.resample(frame)]
            blocks += parts
            decoded += sum(part.shape[1] for part in parts)
            if most is not None and decoded >= most:
                break
        blocks += [part.to_ndarray() for part in resampler.resample(None)]
        length = most
        if stream.duration is not None:
            length = sample_at(Fraction(stream.duration) * stream.time_base)
    if not blocks:
        raise FilmFailed(f"the sound of {path.name} does not decode")
    return np.concatenate(blocks, axis=1)[:, :length][:, :most]
