"""Is this take good? Cheap measurements first; limits from `Limits`, with their reasons."""

# ruff: noqa: PLR0911 - one return for each kind of thing is the plainest table

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flaming_horse_voice.text.spoken import PAUSE, spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Limits:
    """A take outside these is not kept.

    Seconds per word come from speech at 65 to 400 words a minute, give or take `slack_s` for very
    short lines; the level is that of a whisper on a bad microphone; a gap of two seconds is how
    cloned voices announce gibberish (facts of Qwen3-TTS's users, who also suggest the share of
    clipped samples and the zero crossings). The longest hiss in 24 lines of the embedded voice
    lasts 0.21 s: an "s" with its neighbours.
    """

    least_word_s: float = 0.15
    most_word_s: float = 0.9
    slack_s: float = 1.0
    least_rms: float = 0.005
    most_gap_s: float = 2.0
    clipped_at: float = 0.99
    most_clipped: float = 0.001
    hiss_crossings: float = 2880.0
    most_hiss_s: float = 0.6


LIMITS = Limits()
FRAME_S = 0.08
"""A frame of Qwen3-TTS: 12.5 a second. A take is at its cap when less than one is missing."""


def measure(
    sound: NDArray[np.float32], rate: int, speech: str, *, cap_s: float | None = None
) -> dict[str, float]:
    """What was measured: seconds, seconds per word, RMS, peak, clipped share, longest gap and hiss.

    Pauses that were asked for are not counted. `finite` is 1 when every sample is a number,
    `capped` when the voice went on until it was stopped, after `cap_s` seconds.
    """
    import numpy as np

    words = len(spoken_words(speech))
    pauses = [float(m[1]) for m in map(PAUSE.fullmatch, speech.split()) if m]
    seconds = len(sound) / rate
    capped = cap_s is not None and seconds >= cap_s - FRAME_S
    finite = bool(np.isfinite(sound).all())
    if not len(sound) or not finite:
        return {"seconds": seconds, "words": words, "finite": float(finite)}
    wide = sound.astype(np.float64)
    return {
        "seconds": round(seconds, 4),
        "words": words,
        "finite": 1.0,
        "word_s": round((seconds - sum(pauses)) / max(words, 1), 4),
        "rms": round(float(np.sqrt((wide**2).mean())), 5),
        "peak": round(float(np.abs(wide).max()), 5),
        "clipped": round(float((np.abs(wide) >= LIMITS.clipped_at).mean()), 6),
        "gap_s": round(longest_gap(sound, rate) - max(pauses, default=0.0), 4),
        "hiss_s": longest_hiss(sound, rate),
        "capped": float(capped),
    }


def longest_gap(sound: NDArray[np.float32], rate: int) -> float:
    """Seconds of the longest silence between two sounds; 0 without any sound."""
    import numpy as np

    from flaming_horse_voice.backends.silence import loud_frames

    heard = np.flatnonzero(loud_frames(sound, rate))
    if len(heard) < 2:
        return 0.0
    return float(int(np.diff(heard).max()) - 1) / 100


def longest_hiss(sound: NDArray[np.float32], rate: int) -> float:
    """Seconds of the longest stretch that is heard and crosses zero as often as noise does."""
    import numpy as np

    from flaming_horse_voice.backends.silence import loud_frames

    frame = round(rate / 100)
    loud = loud_frames(sound, rate)
    signs = np.signbit(sound[: len(loud) * frame].reshape(-1, frame))
    crossings = (signs[:, 1:] != signs[:, :-1]).mean(axis=1) * rate
    longest = run = 0
    for hissing in loud & (crossings > LIMITS.hiss_crossings):
        run = run + 1 if hissing else 0
        longest = max(longest, run)
    return longest / 100


def complaint(measured: dict[str, float], limits: Limits = LIMITS) -> str | None:
    """What is wrong with a take of these measurements, in words; None when it is good."""
    if not measured["seconds"]:
        return "it is empty"
    if not measured["finite"]:
        return "it holds samples that are no numbers"
    if measured.get("capped"):
        return f"it did not end by itself: it was stopped after {measured['seconds']:.1f} s"
    words, spoken_s = measured["words"], measured["word_s"] * max(measured["words"], 1)
    if measured["rms"] < limits.least_rms:
        return f"it is silent (RMS {measured['rms']:.4f}, at least {limits.least_rms})"
    if spoken_s < words * limits.least_word_s - limits.slack_s:
        return f"it is too short: {spoken_s:.1f} s for {words:.0f} words"
    if spoken_s > words * limits.most_word_s + limits.slack_s:
        return f"it is too long: {spoken_s:.1f} s for {words:.0f} words"
    if measured["clipped"] > limits.most_clipped:
        return f"it is clipped ({measured['clipped']:.2%} of its samples)"
    if measured["gap_s"] > limits.most_gap_s:
        return f"it falls silent for {measured['gap_s']:.1f} s"
    if measured.get("hiss_s", 0.0) > limits.most_hiss_s:
        return f"it hisses for {measured['hiss_s']:.1f} s"
    return None


def wrong_times(times: tuple[tuple[int, int], ...] | None, speech: str, samples: int) -> str | None:
    """What is wrong with the word times; None when each word has its own, in order."""
    words = spoken_words(speech)
    if times is None:
        return "it has no word times"
    if len(times) != len(words):
        return f"it has {len(times)} word times for {len(words)} words"
    at = 0
    for word, (start, end) in zip(words, times, strict=True):
        if not at <= start < end <= samples:
            return f"the times of {word!r} are {start} to {end}, after {at}, of {samples} samples"
        at = start
    return None
