"""Is this take saying its text? Whisper-base writes down what it hears; the words are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from typing import TYPE_CHECKING

from flaming_horse_voice.listen.arpabet import Phones, distance, sounds_of
from flaming_horse_voice.listen.checks import LIMITS, TakeLimits, heard_complaint
from flaming_horse_voice.listen.resampling import resampled
from flaming_horse_voice.listen.same_words import AlignedWords, readings, steps
from flaming_horse_voice.listen.whisper_model import listener

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16000
HEARD = "words_heard_error"
"""The measure that every take has that was heard."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word as the listener writes it, and when it begins, in seconds."""

    text: str
    start_s: float


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """What was heard, against what was to be said.

    `error_rate` is the number of differences for each word that was to be said; `heard` what the
    listener wrote down; `wrong` are (said, heard) pairs, "" for nothing. `most_phones` is how many
    phones differ where the most do at one place, `phone_rate` all that differ for each that was to
    be said.
    """

    error_rate: float
    heard: str
    wrong: tuple[tuple[str, str], ...]
    most_phones: int = 0
    phone_rate: float = 0.0


def words_heard(
    sound: NDArray[np.float32], rate: int, spoken_words: Sequence[str], language: str = "en"
) -> WordsHeard:
    """Listen to mono samples between -1 and 1, shape (n,), and compare with what was to be said.

    Raises NotInstalled without the listener's packages.
    """
    heard = transcript(sound, rate, language)
    return compared(" ".join(spoken_words), heard)


def compared(expected: str, heard: str) -> WordsHeard:
    """Two texts, written or spoken, compared word by word as they sound."""
    ways = list(product(readings(expected), readings(heard)))
    sounds = sounds_of({word for pair in ways for side in pair for word in side})
    walks = [(steps(one, other, sounds), one, other) for one, other in ways]
    walked, spoken, other = min(walks, key=lambda way: sum(not step.same for step in way[0]))
    wrong = tuple(
        (" ".join(spoken[step.said]), " ".join(other[step.heard]))
        for step in walked
        if not step.same
    )
    phones = list(_differing(walked, spoken, other, sounds))
    said_phones = sum(len(sounds[word]) for word in spoken)
    return WordsHeard(
        error_rate=round(len(wrong) / max(1, len(spoken)), 4),
        heard=heard,
        wrong=wrong,
        most_phones=max(phones, default=0),
        phone_rate=round(sum(phones) / max(1, said_phones), 4),
    )


def measures_of(words: WordsHeard) -> dict[str, float]:
    """What the comparison of words says, as measures of a take."""
    return {
        HEARD: words.error_rate,
        "misheard_phones": float(words.most_phones),
        "misheard_share": words.phone_rate,
    }


def misheard(words: WordsHeard, limits: TakeLimits = LIMITS) -> str | None:
    """What is wrong with a take that was heard so; None when it says its text."""
    return heard_complaint(measures_of(words), words.heard, limits)


def _differing(
    walked: Sequence[AlignedWords],
    spoken: list[str],
    heard: list[str],
    sounds: Mapping[str, Phones],
) -> Iterator[int]:
    """How many phones differ at each place: a place is a run of steps without a same one."""

    def phones(words: list[str]) -> Phones:
        return sum((sounds[word] for word in words), ())

    for same, run in groupby(walked, key=lambda step: step.same):
        place = list(run)
        if not same:
            yield distance(
                phones([word for step in place for word in spoken[step.said]]),
                phones([word for step in place for word in heard[step.heard]]),
            )


def transcript(sound: NDArray[np.float32], rate: int, language: str | None = "en") -> str:
    """What the listener hears, as it writes it: with capitals, marks and digits.

    With None the listener finds out by itself which language it hears.
    """
    return " ".join(word.text for word in listen(sound, rate, language))


def listen(
    sound: NDArray[np.float32], rate: int, language: str | None = "en"
) -> tuple[HeardWord, ...]:
    """The words that the listener hears in mono samples between -1 and 1, shape (n,)."""
    import numpy as np

    plain = np.nan_to_num(resampled(sound, rate, RATE))
    segments, _ = listener().transcribe(
        plain,
        language=language and language.split("-", maxsplit=1)[0].lower(),
        beam_size=5,
        temperature=0.0,  # no second tries at random: the same sound is heard the same twice
        condition_on_previous_text=False,
        without_timestamps=False,  # without them it stops where a line is said again
        word_timestamps=True,
    )
    heard = ((word.word, word.start) for segment in segments for word in segment.words or ())
    return _joined(heard)


def _joined(pieces: Iterator[tuple[str, float]]) -> tuple[HeardWord, ...]:
    """Words with a blank before them; the rest ("-", "%") belongs to the one before."""
    words: list[HeardWord] = []
    for text, start in pieces:
        if words and not text.startswith(" "):
            words[-1] = HeardWord(words[-1].text + text.strip(), words[-1].start_s)
        else:
            words.append(HeardWord(text.strip(), float(start)))
    return tuple(words)
