"""Is this take saying its text? Whisper-base writes down what it hears; the words are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from flaming_horse_voice.listen.arpabet import sounds_of
from flaming_horse_voice.listen.resampling import resampled
from flaming_horse_voice.listen.same_words import differences, readings
from flaming_horse_voice.listen.whisper_model import listener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16000
MOST_ERRORS = 0.34
"""A take of which more than a third of the words were not heard as they should be says something
else. Whisper-base mishears names: of 24 lines of the embedded voice the worst had 1 word of 7."""


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """`error_rate` is the number of differences for each word that was to be said.

    `heard` is what the listener wrote down; `wrong` are (said, heard) pairs, "" for nothing.
    """

    error_rate: float
    heard: str
    wrong: tuple[tuple[str, str], ...]


def words_heard(
    sound: NDArray[np.float32], rate: int, spoken_words: Sequence[str], language: str = "en"
) -> WordsHeard:
    """Listen to mono samples between -1 and 1, shape (n,), and compare with what was to be said.

    Raises NotInstalled without the listener's packages.
    """
    heard = transcript(sound, rate, language)
    return compared(" ".join(spoken_words), heard)


def compared(said: str, heard: str) -> WordsHeard:
    """Two texts, written or spoken, compared word by word as they sound."""
    ways = list(product(readings(said), readings(heard)))
    sounds = sounds_of({word for pair in ways for side in pair for word in side})
    wrong, spoken = min(
        ((differences(one, other, sounds), one) for one, other in ways),
        key=lambda found: len(found[0]),
    )
    return WordsHeard(round(len(wrong) / max(1, len(spoken)), 4), heard, tuple(wrong))


def misheard(heard: WordsHeard) -> str | None:
    """What is wrong with a take that was heard so; None when it says its text."""
    if heard.error_rate <= MOST_ERRORS:
        return None
    return f"{heard.error_rate:.0%} of its words were heard otherwise: {heard.heard[:120]!r}"


def transcript(sound: NDArray[np.float32], rate: int, language: str | None = "en") -> str:
    """What the listener hears, as it writes it: with capitals, marks and digits.

    With None the listener finds out by itself which language it hears.
    """
    import numpy as np

    plain = np.nan_to_num(resampled(sound, rate, RATE))
    segments, _ = listener().transcribe(
        plain,
        language=language and language.split("-", maxsplit=1)[0].lower(),
        beam_size=5,
        temperature=0.0,  # no second tries at random: the same sound is heard the same twice
        condition_on_previous_text=False,
        without_timestamps=False,  # without them it stops where a line is said again
    )
    return " ".join(segment.text.strip() for segment in segments).strip()
