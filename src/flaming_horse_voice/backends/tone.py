"""`tone`: a sine of plausible length for each word. For tests, drafts and machines without models.

Films made with it carry a visible mark; it is never chosen unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.errors import VoiceFailed, WrongInput
from flaming_horse_voice.text.spoken import PAUSE
from flaming_horse_voice.workers.standalone import EngineSound, Text, TextPiece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE_RATE = 24000
MODEL = "tone"
REVISION = "1"
_LEVEL = 0.2
_GAP = 0.06
_ENDING = {".": 0.4, "!": 0.4, "?": 0.4, ":": 0.25, ";": 0.25, ",": 0.2}
"""Seconds of silence after a word that ends with this mark."""


def timing(speech: str, speed: float = 1.0) -> tuple[int, tuple[tuple[int, int], ...]]:
    """How many samples the tone of a speech-text has, and the interval of each word."""
    at, times = 0, list[tuple[int, int]]()
    for token in speech.split():
        if pause := PAUSE.fullmatch(token):
            at += round(float(pause[1]) * SAMPLE_RATE)
            continue
        letters = sum(sign.isalnum() for sign in token) or 1
        count = round(min(0.12 + 0.045 * letters, 0.9) / speed * SAMPLE_RATE)
        times.append((at, at + count))
        at += count + round(_ENDING.get(token[-1], _GAP) / speed * SAMPLE_RATE)
    return at, tuple(times)


def tone(speech: str, speed: float = 1.0) -> EngineSound:
    """The tones of a speech-text. Raises VoiceFailed where it has no word."""
    import numpy as np

    samples, times = timing(speech, speed)
    if not times:
        raise VoiceFailed("there is no word in this line", remedy="write some words")
    sound = np.zeros(samples, np.float32)
    tokens = enumerate(speech.split())
    words = [(index, token) for index, token in tokens if not PAUSE.fullmatch(token)]
    for (index, token), (start, end) in zip(words, times, strict=True):
        sound[start:end] = _word(token, index, end - start)
    return EngineSound(sound, SAMPLE_RATE, times=times, finished=True)


class ToneEngine:
    """About 2.8 words a second, the pace of a calm lecturer."""

    service, batch = "tone", 1

    def __init__(self) -> None:
        self._speed = 1.0

    def load(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        self._speed = float(settings.get("speed", 1.0))
        known = {"model": MODEL, "revision": REVISION}
        return {**known, "sample_rate": SAMPLE_RATE, "versions": {}}

    def clone(self, reference: str, transcript: str) -> None:
        del reference, transcript
        raise WrongInput("the tone voice cannot clone", remedy="remove the reference recording")

    def pieces(self, asked: Mapping[str, Any]) -> list[TextPiece]:
        return [TextPiece(0.0, asked["speech"])]

    def speak(self, texts: Sequence[Text]) -> Iterator[tuple[int, EngineSound]]:
        for index, text in enumerate(texts):
            yield index, tone(text.text, self._speed)

    def peak_memory(self) -> int:
        return 0


def _word(token: str, index: int, count: int) -> NDArray[np.float32]:
    """A sine with soft edges; its pitch follows the word."""
    import numpy as np

    pitch = 180.0 + 20.0 * ((sum(map(ord, token)) + index) % 7)
    wave = _LEVEL * np.sin(2 * np.pi * pitch / SAMPLE_RATE * np.arange(count))
    edge = min(240, count // 4)
    ramp = np.linspace(0.0, 1.0, edge)
    wave[:edge] *= ramp
    wave[count - edge :] *= ramp[::-1]
    return wave.astype(np.float32)
