"""Word times of a take whose voice does not tell them, and who found them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flaming_horse_voice.listen.alignment import ALIGNED_BY, NotAligned, Times, align
from flaming_horse_voice.take_records import SPREAD
from flaming_horse_voice.text.as_letters import respelt
from flaming_horse_voice.text.spoken import PAUSE, spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def word_times(
    sound: NDArray[np.float32],
    rate: int,
    speech: str,
    language: str = "en",
    *,
    accept_any: bool = False,
) -> tuple[Times, str]:
    """When each word of a speech-text is heard, in samples, and `aligned_by`.

    With `accept_any` a sound that cannot be aligned gets times in proportion to the words, by
    "spread"; otherwise NotAligned is raised. NotInstalled without pocketsphinx.
    """
    try:
        return align(sound, rate, spoken_words(respelt(speech, language))), ALIGNED_BY
    except NotAligned:
        if not accept_any:
            raise
    return spread(sound, rate, speech), SPREAD


def spread(sound: NDArray[np.float32], rate: int, speech: str) -> Times:
    """Times in proportion to the words' letters and the pauses, over all that is heard.

    Raises NotAligned when the sound is shorter than a sample a word.
    """
    start, end = _heard(sound, rate)
    words = spoken_words(speech)
    if end - start < len(words) or not words:
        raise NotAligned(f"{len(sound)} samples are too few for {len(words)} words")
    pauses = [float(m[1]) * rate for m in map(PAUSE.fullmatch, speech.split()) if m]
    voiced = end - start - sum(pauses)
    if voiced < max(len(words), 0.2 * (end - start)):  # it did not keep its pauses
        pauses, voiced = [0.0] * len(pauses), float(end - start)
    return _dealt(speech.split(), pauses, voiced, start)


def _dealt(tokens: Sequence[str], pauses: list[float], voiced: float, start: int) -> Times:
    sizes = [0 if PAUSE.fullmatch(token) else len(token) + 1 for token in tokens]
    waiting, done, at = iter(pauses), 0, float(start)
    whole = sum(sizes)
    paused = 0.0
    times: list[tuple[int, int]] = []
    for size in sizes:
        if not size:
            paused += next(waiting)
            continue
        at = start + paused + voiced * done / whole
        done += size
        until = start + paused + voiced * done / whole
        times.append((int(at), max(int(at) + 1, int(until))))
    return tuple(times)


def _heard(sound: NDArray[np.float32], rate: int) -> tuple[int, int]:
    """The samples from the first to the last that are heard; all of them when none is."""
    import numpy as np

    from flaming_horse_voice.workers.standalone.sound import loud_frames

    loud = np.flatnonzero(loud_frames(np.nan_to_num(sound), rate))
    if not len(loud):
        return 0, len(sound)
    frame = rate // 100
    return int(loud[0]) * frame, min(len(sound), (int(loud[-1]) + 1) * frame)
