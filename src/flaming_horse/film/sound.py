"""The film's sound: every take at its sample of one timeline, levelled, encoded once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from flaming_horse.errors import FilmFailed
from flaming_horse.film.loudness import (
    CEILING_DBTP,
    SAMPLE_RATE,
    TARGET_LUFS,
    TOLERANCE_LU,
    Samples,
    levelled,
    measure,
)
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.report import Loudness
from flaming_horse.model.timeline import Timeline

AAC_BIT_RATE = 160_000
AAC_FRAME = 1024  # samples
EDGE = 144  # samples: 3 ms of fade keep a take's edges from clicking
ENCODINGS = 5  # how often the ceiling is lowered for what AAC adds to peaks


def laid_sound(timeline: Timeline, narration: Narration, folder: Path) -> Samples:
    """All takes on one channel at 48 kHz, exactly as long as the film (rounded to a sample).

    `folder` is where takes.json lies. Raises FilmFailed when a take is missing or has another
    length than was recorded.
    """
    sound: Samples = np.zeros(sample_at(timeline.duration), dtype=np.float32)
    for line in timeline.lines:
        take = _resampled(narration.line(line.id), folder)
        first = sample_at(line.start)
        room = sound[first : first + take.size]
        room += take[: room.size]
    return sound


def sample_at(seconds: Fraction) -> int:
    """The sample nearest to that time; exact where the frame rate divides 48000."""
    return round(seconds * SAMPLE_RATE)


def _resampled(line: RecordedLine, folder: Path) -> Samples:
    import soundfile  # pyright: ignore[reportMissingTypeStubs]  it has none
    import soxr  # pyright: ignore[reportMissingTypeStubs]  it has none

    path = folder / line.file
    try:
        take, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        raise FilmFailed(f"the take of line {line.id!r} cannot be read: {error}") from None
    if (len(take), rate) != (line.samples, line.sample_rate):
        raise FilmFailed(
            f"the take of line {line.id!r} has {len(take)} samples at {rate} Hz, not "
            f"{line.samples} at {line.sample_rate}"
        )
    voice = take.mean(axis=1)
    if rate != SAMPLE_RATE:
        voice = soxr.resample(voice, rate, SAMPLE_RATE, quality="VHQ")
    return _soft_edges(voice.astype(np.float32))


def _soft_edges(take: Samples) -> Samples:
    edge = min(EDGE, take.size // 2)
    ramp = np.linspace(0, 1, edge, endpoint=False, dtype=np.float32)
    take[:edge] *= ramp
    take[take.size - edge :] *= ramp[::-1]
    return take


def master(voice: Samples, path: Path) -> None:
    """Level `voice` and write it to `path` as AAC in MP4; what counts is what decodes.

    Lossy coding moves peaks, so the ceiling is lowered by what the decoded sound overshoots.
    Raises FilmFailed when that does not end.
    """
    ceiling = CEILING_DBTP - 0.5
    heard = Loudness(None, None)
    for _ in range(ENCODINGS):
        encode_aac(levelled(voice, ceiling), path)
        heard = measure(decode(path))
        if heard.true_peak_dbtp is None or heard.integrated_lufs is None:
            return
        over = heard.true_peak_dbtp - CEILING_DBTP
        if over <= 0:
            return
        ceiling -= over + 0.1
    raise FilmFailed(
        f"the sound does not come under {CEILING_DBTP} dBTP at {TARGET_LUFS} LUFS "
        f"± {TOLERANCE_LU}: it reaches {heard.true_peak_dbtp} dBTP",
        remedy="A take must be very uneven; listen to the loudest lines.",
    )


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


def decode(path: Path) -> Samples:
    """The samples of the first sound stream that are to be played, `(channels, samples)`, 48 kHz.

    Encoder delay and padding are cut as players do, by the stream's start and duration.
    Raises FilmFailed when there is no sound that decodes.
    """
    import av
    from av.audio.resampler import AudioResampler

    opened: Any = av.open(str(path))
    with opened as container:
        if not container.streams.audio:
            raise FilmFailed(f"{path.name} has no sound")
        stream: Any = container.streams.audio[0]
        resampler: Any = AudioResampler(format="fltp", rate=SAMPLE_RATE)
        blocks: list[Samples] = []
        for frame in container.decode(stream):
            blocks += [part.to_ndarray() for part in resampler.resample(frame)]
        blocks += [part.to_ndarray() for part in resampler.resample(None)]
        length = Fraction(stream.duration or 0) * stream.time_base
    if not blocks:
        raise FilmFailed(f"the sound of {path.name} does not decode")
    return np.concatenate(blocks, axis=1)[:, : sample_at(length)]
