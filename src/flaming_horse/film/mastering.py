"""The film's sound: voice and bed put together, levelled and encoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median_high

from flaming_horse.errors import FilmFailed
from flaming_horse.film.loudness import (
    CEILING_DBTP,
    TARGET_LUFS,
    TOLERANCE_LU,
    levelled,
    line_levels,
    measure,
    on_two,
    steps,
)
from flaming_horse.film.samples import Mixed, Sound, blocks, gathered
from flaming_horse.film.sound import decoded, encode_aac
from flaming_horse.film.voice_track import LaidTake, VoiceTrack
from flaming_horse.model.report import Loudness

LARGEST_GAIN_DB = 12.0
"""How far a line is brought towards the others; more would make its noise heard."""
STEP_GOAL_LU = 0.5
"""The largest step between neighbouring lines before encoding: half of what a film may have."""
EVENINGS = 4  # how often gains are corrected for what the limiter takes from uneven lines
ENCODINGS = 5  # how often the ceiling is lowered for what AAC adds to peaks


def master(takes: Sequence[LaidTake], bed: Sound, path: Path) -> VoiceTrack:
    """Write the film's sound to `path` as AAC in MP4; returns the voice as it lies in it.

    `bed` is all that lies under the voice, on 1 or 2 channels and as long as the film, as loud as
    is right for lines at the target's loudness. What counts is what decodes: lossy coding moves
    peaks and leaves the highest frequencies out, so ceiling and target are moved by what the
    decoded sound has too much or lacks. Raises FilmFailed when peaks do not come under the ceiling.
    """
    ceiling, target = CEILING_DBTP - 0.5, TARGET_LUFS
    heard = Loudness(None, None)
    for left in reversed(range(ENCODINGS)):
        voice, sound = _mixed(takes, bed, ceiling, target)
        encode_aac(on_two(blocks(sound)), path)
        heard = measure(gathered(decoded(path)))
        if heard.true_peak_dbtp is None or heard.integrated_lufs is None:
            return voice
        over = heard.true_peak_dbtp - CEILING_DBTP
        lacks = TARGET_LUFS - heard.integrated_lufs
        if over <= 0 and (abs(lacks) <= TOLERANCE_LU / 2 or not left):
            return voice
        ceiling -= over + 0.1 if over > 0 else 0.0
        target += lacks
    raise FilmFailed(
        f"the sound does not come under {CEILING_DBTP} dBTP at {TARGET_LUFS} LUFS "
        f"± {TOLERANCE_LU}: it reaches {heard.true_peak_dbtp} dBTP",
        remedy="A take must be very uneven; listen to the loudest lines.",
    )


def _mixed(
    takes: Sequence[LaidTake], bed: Sound, ceiling: float, target: float
) -> tuple[VoiceTrack, Sound]:
    """The voice, and the levelled mix: neighbouring lines are alike after limiting."""
    levels: Sequence[float | None] = [take.level for take in takes]
    loudness = middle(levels)
    common = 0.0 if loudness is None else TARGET_LUFS - loudness
    gains = evened([0.0] * len(takes), levels)
    spans = [(take.first, take.last) for take in takes]
    left = EVENINGS
    while True:
        voice = VoiceTrack(tuple(takes), tuple(common + gain for gain in gains), bed.length)
        sound = levelled(Mixed((bed, voice)), ceiling, target)
        heard = line_levels(blocks(sound), spans, on_both=sound.channels == 1)
        # Under a silent take lies what else is heard there; that is no reason to amplify it.
        levels = [None if t.level is None else lu for t, lu in zip(takes, heard, strict=True)]
        better = evened(gains, levels)
        left -= 1
        if max(steps(levels), default=(0.0,))[0] <= STEP_GOAL_LU or better == gains or not left:
            return voice, sound
        gains = better


def middle(levels: Sequence[float | None]) -> float | None:
    """The loudness in the middle of the lines that are heard, in LUFS; None when none is."""
    heard = [level for level in levels if level is not None]
    return median_high(heard) if heard else None


def evened(gains_db: Sequence[float], levels: Sequence[float | None]) -> tuple[float, ...]:
    """The gains that bring lines to one loudness which these gains left at `levels` (LUFS).

    None passes LARGEST_GAIN_DB, and what is silent (None) has no gain: noise is not amplified.
    What is left uneven then fails a check of the film.
    """
    aim = middle(levels)
    return tuple(
        0.0
        if level is None or aim is None
        else min(max(gain + aim - level, -LARGEST_GAIN_DB), LARGEST_GAIN_DB)
        for gain, level in zip(gains_db, levels, strict=True)
    )
