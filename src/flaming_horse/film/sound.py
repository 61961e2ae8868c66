"""Sound as files: encoded once, and decoded as players do."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from flaming_horse.errors import FilmFailed
from flaming_horse.film.samples import SAMPLE_RATE, Samples
from flaming_horse_voice.sound_input import open_sound

AAC_BIT_RATE = 160_000
AAC_FRAME = 1024  # samples


def sample_at(seconds: Fraction) -> int:
    """The sample nearest to that time; exact where the frame rate divides 48000."""
    return round(seconds * SAMPLE_RATE)


def encode_aac(parts: Iterable[Samples], path: Path) -> None:
    """Write `(2, samples)`, part by part, as AAC; the file says how much of its start to leave out.

    Every part but the last one has whole frames of AAC, as `blocks` has.
    """
    import av
    from av.audio.frame import AudioFrame

    container: Any = av.open(str(path), "w", format="mp4")
    stream: Any = container.add_stream("aac", rate=SAMPLE_RATE)
    stream.bit_rate = AAC_BIT_RATE
    stream.layout = "stereo"
    written = 0
    for part in parts:
        for first in range(0, part.shape[1], AAC_FRAME):
            block = np.ascontiguousarray(part[:, first : first + AAC_FRAME])
            frame: Any = AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate = SAMPLE_RATE
            frame.time_base = Fraction(1, SAMPLE_RATE)
            frame.pts = written
            written += block.shape[1]
            container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
    container.close()


def decoded(
    path: Path, *, layout: str | None = None, most: int | None = None
) -> Generator[Samples]:
    """The samples of the first sound stream that are to be played, `(channels, some)`, at 48 kHz.

    Encoder delay and padding are cut as players do, by the stream's start and duration. `layout`
    ("stereo") mixes channels up or down; at most `most` samples are decoded.
    Raises FilmFailed when there is no sound that decodes.
    """
    from av.audio.resampler import AudioResampler

    with open_sound(path) as container:
        if not container.streams.audio:
            raise FilmFailed(f"{path.name} has no sound")
        stream: Any = container.streams.audio[0]
        limits = [] if most is None else [most]
        if stream.duration is not None:
            limits.append(sample_at(Fraction(stream.duration) * stream.time_base))
        left = min(limits, default=None)
        resampler: Any = AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
        anything = False
        for frame in chain(container.decode(stream), [None]):
            for part in resampler.resample(frame):
                anything = True
                samples: Samples = part.to_ndarray()[:, :left]
                if left is not None:
                    left -= samples.shape[1]
                if samples.shape[1]:
                    yield samples
            if left == 0:
                break
    if not anything:
        raise FilmFailed(f"the sound of {path.name} does not decode")
