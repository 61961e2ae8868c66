"""What lies under the voice, as long as the film: music, low while somebody speaks; room tone."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from flaming_horse.errors import FilmFailed, Place, WrongInput
from flaming_horse.film.filters import filtered
from flaming_horse.film.loudness import TARGET_LUFS, WEIGHTING, Gate, within
from flaming_horse.film.samples import (
    BLOCK,
    SAMPLE_RATE,
    Edges,
    Samples,
    Scaled,
    Sound,
    blocks,
    gathered,
    stored,
)
from flaming_horse.film.sound import decoded, sample_at
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
ROOM_SEED = 1770
ROOM = (
    ("highpass", "f=80:poles=2:precision=f64"),
    ("lowpass", "f=400:poles=1:precision=f64"),
)
"""A room's noise falls with frequency, by about 6 dB an octave; below 80 Hz nothing is kept."""


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
    samples, loudest = 0, 0.0
    for part in decoded(path, layout="stereo"):
        samples += part.shape[1]
        loudest = max(loudest, float(np.abs(part).max()))
        if samples >= SHORTEST_S * SAMPLE_RATE and loudest >= 10 ** (AUDIBLE_DBFS / 20):
            break
    return samples / SAMPLE_RATE, loudest


def music_bed(path: Path, timeline: Timeline, file: Path) -> Sound:
    """The music as it lies under lines of the target's loudness: two channels, film-long.

    `file` will hold it as it was decoded. Raises FilmFailed when it cannot be read to where the
    film needs it, or is not heard.
    """
    from av.error import FFmpegError

    length = sample_at(timeline.duration)
    try:
        parts = gathered(decoded(path, layout="stereo", most=length))
        music: Sound = looped(stored(parts, file, 2), length)
    except FFmpegError as error:
        raise FilmFailed(f"the music {path.name} cannot be read: {error}") from error
    speech = spoken_spans(timeline.lines)
    music = Scaled(Scaled(music, Ducking(tuple(speech), length)), fades(length))
    level = loudness_within(music, speech)
    if level is None:
        raise FilmFailed(f"the music {path.name} is silent while somebody speaks")
    return Scaled(music, 10 ** ((TARGET_LUFS - UNDER_SPEECH_DB - level) / 20))


def under_speech(music: Sound, voice: Sound, timeline: Timeline) -> float | None:
    """How many dB the music, on two channels, lies below the voice, on one, in speech.

    Measured in what the film's sound was mixed from, for the two cannot be told apart afterwards.
    None when one of them is silent.
    """
    speech = spoken_spans(timeline.lines)
    below = loudness_within(music, speech)
    above = loudness_within(voice, speech)
    return None if above is None or below is None else round(above - below, 2)


def loudness_within(sound: Sound, spans: Sequence[tuple[int, int]]) -> float | None:
    """LUFS of the sound in these spans put together, as it is heard on two channels."""
    gate = Gate(on_both=sound.channels == 1)
    for _, part in within(filtered(blocks(sound), *WEIGHTING), spans):
        gate.add(part)
    return gate.lufs


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


def looped(music: Sound, length: int) -> Sound:
    """The music repeated to `length`, each end crossfaded into the next start."""
    return music if music.length >= length else _Repeated(music, length)


@dataclass(frozen=True, slots=True)
class _Repeated:
    """A piece that is shorter than `length`, over and over."""

    piece: Sound
    length: int

    @property
    def channels(self) -> int:
        return self.piece.channels

    def read(self, first: int, last: int) -> Samples:
        whole = self.piece.length
        overlap = min(int(CROSSFADE_S * SAMPLE_RATE), whole // 2)
        # Equal power: the end and the start of a piece have nothing to do with each other.
        rising = np.sqrt(np.linspace(0, 1, overlap, dtype=np.float32))
        opening = Scaled(self.piece, Edges(whole, rising[:0], rising[::-1]))
        again = Scaled(self.piece, Edges(whole, rising, rising[::-1]))
        sound: Samples = np.zeros((self.channels, last - first), dtype=np.float32)
        step = whole - overlap
        for at in range(max(0, (first - whole) // step * step), last, step):
            begin, end = max(first, at), min(last, at + whole)
            if begin < end:
                heard = again if at else opening
                sound[:, begin - first : end - first] += heard.read(begin - at, end - at)
        return sound


@dataclass(frozen=True, slots=True)
class Ducking:
    """The gain of music: 1 in speech, HIGHER_DB more in pauses, and smooth between.

    `speech` are the spans of samples of `spoken_spans`, in a film of `length` samples.
    """

    speech: tuple[tuple[int, int], ...]
    length: int

    def __call__(self, first: int, last: int) -> Samples:
        gain: Samples = np.ones(last - first, dtype=np.float32)
        starts = [begin for begin, _ in self.speech] + [self.length]
        ends = [0] + [end for _, end in self.speech]
        for number, (end, start) in enumerate(zip(ends, starts, strict=True)):
            if start <= first or end >= last:
                continue
            at = np.arange(max(first, end), min(last, start), dtype=np.float64)
            since = (at - end) / (RISE_S * SAMPLE_RATE) if number else np.ones_like(at)
            until = (
                (start - at) / (FALL_S * SAMPLE_RATE) if start < self.length else np.ones_like(at)
            )
            smooth = 0.5 - 0.5 * np.cos(np.pi * np.minimum(1, np.minimum(since, until)))
            begin = max(first, end) - first
            gain[begin : begin + at.size] = 10 ** (smooth * HIGHER_DB / 20)
        return gain


def fades(length: int) -> Edges:
    """The gain that lets the music in at the start and out at the end."""
    return Edges(length, _rise(FADE_IN_S, length), _rise(FADE_OUT_S, length)[::-1])


def _rise(seconds: float, most: int) -> Samples:
    size = min(int(seconds * SAMPLE_RATE), most)
    return (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, size))).astype(np.float32)


def room_tone(length: int, level_dbfs: float, file: Path) -> Sound:
    """The noise of a room on one channel, so that pauses are not digital silence.

    It has that root mean square and is always the same. `file` will hold it.
    """
    shaped = stored(filtered(_noise(length), *ROOM), file, 1)
    power = sum(float(np.sum(np.square(part, dtype=np.float64))) for part in blocks(shaped))
    return Scaled(shaped, 10 ** (level_dbfs / 20) / (power / length) ** 0.5 if length else 1.0)


def _noise(length: int) -> Generator[Samples]:
    drawn = np.random.default_rng(ROOM_SEED)
    for first in range(0, length, BLOCK):
        yield drawn.standard_normal((1, min(BLOCK, length - first)), dtype=np.float32)
