"""Music under the film: as long as the film, and low while somebody speaks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from flaming_horse.errors import FilmFailed, Place, WrongInput
from flaming_horse.film.filters import SAMPLE_RATE, Samples
from flaming_horse.film.loudness import TARGET_LUFS, gated, weighted
from flaming_horse.film.sound import decode, sample_at
from flaming_horse.model.timeline import TimedLine, Timeline

UNDER_SPEECH_DB = 18.0
"""How far the music lies below the speech's loudness while somebody speaks."""
HIGHER_DB = 6.0
"""How much higher it rises where nobody speaks for longer than PAUSE_S."""
PAUSE_S = 1.0
FALL_S = 0.5
"""It has fallen when the first word starts."""
RISE_S = 1.0
FADE_IN_S, FADE_OUT_S = 1.0, 2.5
CROSSFADE_S = 2.0
"""How long the end of a piece that is shorter than the film overlaps its start."""
SHORTEST_S = 1.0
AUDIBLE_DBFS = -60.0


def refuse_unusable(path: Path, place: Place) -> None:
    """Decode as much of a file as shows that it can be played and is heard.

    Raises WrongInput, at `place`, where it cannot.
    """
    from av.error import FFmpegError

    another = "Name a file of sound: FLAC, WAV, MP3, M4A, OGG and others can be read."
    try:
        seconds, loudest = _first_heard(path)
    except (OSError, FFmpegError, FilmFailed) as error:
        why = error.what if isinstance(error, FilmFailed) else error.strerror or str(error)
        what = f"the music `{path.name}` cannot be read: {why}"
        raise WrongInput(what, place=place, remedy=another) from None
    if seconds < SHORTEST_S:
        what = f"the music `{path.name}` lasts {seconds:.2f} s"
        remedy = f"It is repeated until the film ends; {SHORTEST_S:g} s is the least."
        raise WrongInput(what, place=place, remedy=remedy)
    if loudest < 10 ** (AUDIBLE_DBFS / 20):
        what = f"the music `{path.name}` is silent"
        raise WrongInput(what, place=place, remedy="Name another file, or leave `music` out.")


def _first_heard(path: Path) -> tuple[float, float]:
    """Seconds and the loudest sample of the file, or of its start as soon as it is heard."""
    part = int(SHORTEST_S * SAMPLE_RATE)
    start = decode(path, layout="stereo", most=part)
    if start.shape[1] == part and np.abs(start).max() < 10 ** (AUDIBLE_DBFS / 20):
        start = decode(path, layout="stereo")
    return start.shape[1] / SAMPLE_RATE, float(np.abs(start).max(initial=0.0))


def music_bed(path: Path, timeline: Timeline) -> Samples:
    """The music as it lies under lines of the target's loudness, `(2, samples)`, film-long.

    Raises FilmFailed when the file cannot be read to where the film needs it, or is not heard.
    """
    from av.error import FFmpegError

    length = sample_at(timeline.duration)
    try:
        music = looped(decode(path, layout="stereo", most=length), length)
    except (OSError, FFmpegError) as error:
        raise FilmFailed(f"the music {path.name} cannot be read: {error}") from None
    speech = spoken_spans(timeline.lines)
    music *= ducking(speech, length) * fades(length)
    level = loudness_within(music, speech)
    if level is None:
        raise FilmFailed(f"the music {path.name} is silent while somebody speaks")
    return music * np.float32(10 ** ((TARGET_LUFS - UNDER_SPEECH_DB - level) / 20))


def under_speech(music: Samples, voice: Samples, timeline: Timeline) -> float | None:
    """How many dB the music lies below the voice `(samples,)` while somebody speaks.

    Measured in what the film's sound was mixed from, for the two cannot be told apart afterwards.
    None when one of them is silent.
    """
    speech = spoken_spans(timeline.lines)
    below = loudness_within(music, speech)
    above = loudness_within(np.stack([voice, voice]), speech)
    return None if above is None or below is None else round(above - below, 2)


def loudness_within(sound: Samples, spans: Sequence[tuple[int, int]]) -> float | None:
    """LUFS of `(channels, samples)` in these spans put together."""
    heard = weighted(sound)
    parts = [heard[:, first:last] for first, last in spans]
    return gated(np.concatenate(parts, axis=1)) if parts else None


def spoken_spans(lines: Sequence[TimedLine]) -> list[tuple[int, int]]:
    """The samples from a first word to a last one; pauses of up to PAUSE_S belong to speech."""
    spans: list[tuple[int, int]] = []
    for line in sorted(lines, key=lambda line: line.start):
        starts = [word.start for word in line.words] or [line.start]
        ends = [word.end for word in line.words] or [line.end]
        first, last = sample_at(min(starts)), sample_at(max(ends))
        if spans and first - spans[-1][1] <= PAUSE_S * SAMPLE_RATE:
            first, last = spans[-1][0], max(last, spans.pop()[1])
        spans.append((first, last))
    return spans


def looped(music: Samples, length: int) -> Samples:
    """`(channels, samples)` repeated to `length`, each end crossfaded into the next start."""
    whole = music.shape[1]
    if whole >= length:
        return music[:, :length].copy()
    overlap = min(int(CROSSFADE_S * SAMPLE_RATE), whole // 2)
    # Equal power: the end and the start of a piece have nothing to do with each other.
    rising = np.sqrt(np.linspace(0, 1, overlap, dtype=np.float32))
    sound: Samples = np.zeros((len(music), length), dtype=np.float32)
    for first in range(0, length, whole - overlap):
        piece = music.copy()
        if first:
            piece[:, :overlap] *= rising
        piece[:, whole - overlap :] *= rising[::-1]
        room = sound[:, first : first + whole]
        room += piece[:, : room.shape[1]]
    return sound


def ducking(speech: Sequence[tuple[int, int]], length: int) -> Samples:
    """The gain, `(samples,)`: 1 in speech, HIGHER_DB more in pauses, and smooth between."""
    gain: Samples = np.ones(length, dtype=np.float32)
    starts = [first for first, _ in speech] + [length]
    ends = [0] + [last for _, last in speech]
    for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
        at = np.arange(end, min(start, length), dtype=np.float32)
        since = (at - end) / (RISE_S * SAMPLE_RATE) if number else np.ones_like(at)
        until = (start - at) / (FALL_S * SAMPLE_RATE) if start < length else np.ones_like(at)
        part = np.minimum(1, np.minimum(since, until))
        smooth = 0.5 - 0.5 * np.cos(np.pi * part)
        gain[end : end + at.size] = 10 ** (smooth * HIGHER_DB / 20)
    return gain


def fades(length: int) -> Samples:
    """The gain, `(samples,)`, that lets the music in at the start and out at the end."""
    gain: Samples = np.ones(length, dtype=np.float32)
    for seconds, order in ((FADE_IN_S, 1), (FADE_OUT_S, -1)):
        size = min(int(seconds * SAMPLE_RATE), length)
        ramp = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0, 1, size, dtype=np.float32))
        gain[::order][:size] *= ramp
    return gain
