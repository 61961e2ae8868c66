"""What is measured in a take's sound: cheap, without a listener. Limits stand in `checks`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from flaming_horse_voice.text.as_letters import respelt
from flaming_horse_voice.text.spoken import PAUSE, spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAME_S = 0.08
"""A frame of Qwen3-TTS: 12.5 a second. A take is at its cap when less than one is missing."""
Times = tuple[tuple[int, int], ...]
CLIPPED_AT = 0.99
HISS_CROSSINGS = 2880.0
"""Zero crossings a second of noise: 0.12 a sample at 24 kHz (facts of Qwen3-TTS's users)."""
_SHORTEST_S = 0.06
_MARKS = frozenset(".,;:?!\u2026\u2013\u2014)]\"'\u201d\u2019")
_HEAD_S, _AFTER_S = 0.005, 0.05
_BEGUN_DB, _ABOVE_NOISE_DB = -36.0, 6.0
"""A take that is louder at its first sample, against its speech and its noise, begins with it."""
_NOT_BEGUN = -99.0
ENDS = 2
"""Letters that are counted for the ends of a line."""
_TAIL = 2
"""Frames of 10 ms at the end that are looked at."""
_BANDS = 20
_SAME_DB = 6.0
"""Two spectra are the same within this (RMS of their bands): drawn-out sounds, loops, noise."""
_STUCK_DB, _FLOOR_DB = -25.0, -55.0
"""Below the loudest: quieter frames stick to nothing, and quieter bands are not told apart."""


def measure(
    sound: NDArray[np.float32], rate: int, speech: str, *, cap_s: float | None = None
) -> dict[str, float]:
    """The measures of docs/listening.md that need no listener, by name.

    Pauses that were asked for are not counted. `finite` is 1 when every sample is a number,
    `capped` when the voice went on until it was stopped, after `cap_s` seconds.
    """
    import numpy as np

    words = spoken_words(respelt(speech))
    pauses = [float(m[1]) for m in map(PAUSE.fullmatch, speech.split()) if m]
    seconds = len(sound) / rate
    capped = cap_s is not None and seconds >= cap_s - FRAME_S
    finite = bool(np.isfinite(sound).all())
    sizes = {"seconds": round(seconds, 4), "words": float(len(words)), "finite": float(finite)}
    if seconds < _SHORTEST_S or not finite:
        return sizes
    wide = sound.astype(np.float64)
    return {
        **sizes,
        "word_s": round((seconds - sum(pauses)) / max(len(words), 1), 4),
        "letters": float(len(_letters(words))),
        "clauses": float(sum(word[-1] in _MARKS for word in words[:-1]) + 1),
        "letter_s": letter_s(sound, rate, words),
        "rms": round(float(np.sqrt((wide**2).mean())), 5),
        "peak": round(float(np.abs(wide).max()), 5),
        "clipped": round(float((np.abs(wide) >= CLIPPED_AT).mean()), 6),
        "gap_s": round(longest_gap(sound, rate) - max(pauses, default=0.0), 4),
        "hiss_s": longest_hiss(sound, rate),
        "stuck_s": longest_stuck(sound, rate),
        **_levels(sound, rate),
        "capped": float(capped),
    }


def letter_s(sound: NDArray[np.float32], rate: int, words: tuple[str, ...]) -> float:
    """Seconds that are heard for each letter, two of them for the ends of a line.

    Steadier than seconds a word: words are of any length, and silence is not counted.
    """
    from flaming_horse_voice.workers.standalone.sound import loud_frames

    letters = len(_letters(words)) + ENDS
    return round(float(loud_frames(sound, rate).sum()) / 100 / letters, 5)


def _letters(words: tuple[str, ...]) -> str:
    return re.sub(r"[\W\d_]", "", "".join(words))


def _frames(sound: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Whole frames of 10 ms, shape (frames, samples a frame)."""
    import numpy as np

    frame = round(rate / 100)
    return sound[: len(sound) // frame * frame].astype(np.float64).reshape(-1, frame)


def _decibels(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return 10 * np.log10((frames**2).mean(axis=1) + 1e-14)


def _levels(sound: NDArray[np.float32], rate: int) -> dict[str, float]:
    """`level_db`: its speech (the loudest twentieth of frames) in dBFS; the rest against that.

    `head_db` is the level of the first 5 ms, `tail_db` that of the last 20 ms, `noise_db` that of
    the quietest twentieth. `onset_db` is the head against the 50 ms after it, -99 where the head is
    quiet: sounds that are not cut swell.
    """
    import numpy as np

    levels = _decibels(_frames(sound, rate))
    wide = sound[None].astype(np.float64)
    first = round(_HEAD_S * rate)
    head = float(_decibels(wide[:, :first])[0])
    after = float(_decibels(wide[:, first : first + round(_AFTER_S * rate)])[0])
    speech, noise = (float(np.quantile(levels, share)) for share in (0.95, 0.05))
    begun = head > max(speech + _BEGUN_DB, noise + _ABOVE_NOISE_DB)
    return {
        "level_db": round(speech, 2),
        "head_db": round(head - speech, 2),
        "onset_db": round(head - after, 2) if begun else _NOT_BEGUN,
        "tail_db": round(float(levels[-_TAIL:].max()) - speech, 2),
        "noise_db": round(noise - speech, 2),
    }


def longest_gap(sound: NDArray[np.float32], rate: int) -> float:
    """Seconds of the longest silence between two sounds; 0 without any sound."""
    import numpy as np

    from flaming_horse_voice.workers.standalone.sound import loud_frames

    heard = np.flatnonzero(loud_frames(sound, rate))
    if len(heard) < 2:
        return 0.0
    return float(int(np.diff(heard).max()) - 1) / 100


def longest_pause(times: Times, rate: int, speech: str) -> float:
    """Seconds of the longest silence between two words where the text has no mark and no pause.

    `times` are the samples of each word. 0 where no two words follow each other so.
    """
    followed = [
        not PAUSE.fullmatch(after) and word[-1] not in _MARKS
        for word, after in pairwise(speech.split())
        if not PAUSE.fullmatch(word)
    ]
    gaps = ((start - end) / rate for (_, end), (start, _) in pairwise(times))
    silences = [gap for gap, plain in zip(gaps, followed, strict=False) if plain]
    return round(max(silences, default=0.0), 4)


def longest_hiss(sound: NDArray[np.float32], rate: int) -> float:
    """Seconds of the longest stretch that is heard and crosses zero as often as noise does."""
    import numpy as np

    from flaming_horse_voice.workers.standalone.sound import loud_frames

    signs = np.signbit(_frames(sound, rate))
    crossings = (signs[:, 1:] != signs[:, :-1]).mean(axis=1) * rate
    return _longest(loud_frames(sound, rate) & (crossings > HISS_CROSSINGS))


def longest_stuck(sound: NDArray[np.float32], rate: int) -> float:
    """Seconds of the longest stretch whose spectrum is again what it was 80 ms before.

    Silence is no such stretch, but may be a part of one: of a loop, up to two thirds.
    """
    import numpy as np

    bands = _bands(sound, rate)
    lag = round(FRAME_S * 100)
    if len(bands) <= lag:
        return 0.0
    loud = bands.max(axis=1) > bands.max() + _STUCK_DB
    bands = np.maximum(bands, bands.max() + _FLOOR_DB)
    apart = np.sqrt(((bands[lag:] - bands[:-lag]) ** 2).mean(axis=1))
    longest = 0
    for first, last in _runs(apart < _SAME_DB):
        audible = int(loud[lag + first : lag + last].sum())
        longest = max(longest, last - first if audible * 3 >= last - first else audible)
    return longest / 100


def _bands(sound: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Levels in dB of bands that are even on the mel scale, every 10 ms; shape (frames, bands)."""
    import numpy as np

    hop = round(rate / 100)
    count = len(sound) // hop - 1
    if count < 1:
        return np.zeros((0, _BANDS))
    windows = np.lib.stride_tricks.sliding_window_view(sound.astype(np.float64), 2 * hop)
    power = np.abs(np.fft.rfft(windows[::hop][:count] * np.hanning(2 * hop))) ** 2
    hertz = np.fft.rfftfreq(2 * hop, 1 / rate)
    top = 2595 * np.log10(1 + min(7500.0, rate / 2) / 700)
    edges = 700 * (10 ** (np.linspace(0, top, _BANDS + 1) / 2595) - 1)
    band = np.clip(np.searchsorted(edges, hertz, side="right") - 1, 0, _BANDS - 1)
    inside = hertz < edges[-1]
    summed = np.stack([power[:, inside & (band == n)].sum(axis=1) for n in range(_BANDS)], axis=1)
    return 10 * np.log10(summed + 1e-9)


def _runs(frames: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The half-open intervals of true frames."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[0], frames.astype(np.int8), [0]])))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _longest(frames: NDArray[np.bool_]) -> float:
    """Seconds of the longest run of true frames of 10 ms."""
    return max((last - first for first, last in _runs(frames)), default=0) / 100
