"""What is spoken in one go: a line's pieces, their caps, languages and seeds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .engine import Refused, Text, TextPiece
from .splitting import LONGEST, cut, pause_after

FRAMES_PER_SECOND = 12.5
SECONDS_PER_WORD = 0.8
LEAST_FRAMES, MOST_FRAMES, SPARE_FRAMES = 75, 1024, 50
"""The cap of a line in frames: without one a model that finds no end talks for eleven minutes."""
LANGUAGES = {
    "en": "english", "de": "german", "es": "spanish", "zh": "chinese", "ja": "japanese",
    "fr": "french", "ko": "korean", "ru": "russian", "it": "italian", "pt": "portuguese",
}  # fmt: skip
"""The names that Qwen3-TTS knows. It takes "en" without a word, and guesses the language."""

_PAUSE = re.compile(r"\[pause=(\d+(?:\.\d+)?)\]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def frame_cap(text: str) -> int:
    """How many frames a text may take at most: clamp(words x 0.8 s x 12.5 + 50, 75, 1024)."""
    frames = round(len(text.split()) * SECONDS_PER_WORD * FRAMES_PER_SECOND) + SPARE_FRAMES
    return max(LEAST_FRAMES, min(MOST_FRAMES, frames))


def language_name(language: str) -> str:
    """The engine's name of a language. Raises Refused for one that it does not speak."""
    name = LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), language.lower())
    if name not in LANGUAGES.values():
        raise Refused(
            "wrong_input",
            f"Qwen3-TTS does not speak {language!r}",
            f"choose one of: {', '.join(LANGUAGES)}",
        )
    return name


def between_pauses(speech: str) -> Iterator[tuple[float, str]]:
    """Each text of a speech-text after its seconds of silence; "" after those at its end."""
    pause = 0.0
    for number, part in enumerate(_PAUSE.split(speech)):
        if number % 2:
            pause += float(part)
        elif text := " ".join(part.split()):
            yield pause, text
            pause = 0.0
    if pause:
        yield pause, ""


def asked_pieces(asked: Mapping[str, Any]) -> list[TextPiece]:
    """The pieces of a line for Qwen3-TTS. Raises Refused for a language that it does not speak."""
    language_name(asked.get("language", "en"))
    return pieces_of(asked["speech"], bool(asked.get("by_sentence")))


def pieces_of(speech: str, by_sentence: bool = False) -> list[TextPiece]:
    """A speech-text cut at its pauses, where it is too long, and, when asked, at sentences."""
    planned: list[TextPiece] = []
    for pause, text in between_pauses(speech):
        before = pause
        for sentence in _SENTENCE_END.split(text) if by_sentence else [text]:
            for piece in _short_enough(sentence):
                planned.append(TextPiece(before, piece))
                before = pause_after(piece)
    if not any(re.search(r"\w", piece.text) for piece in planned):
        raise Refused("voice_failed", "there is no word in this line", "write some words")
    return planned


def _short_enough(text: str) -> list[str]:
    if not text:
        return [""]
    words = text.split()
    ranges = cut(words, [len(word) + 1 for word in words], LONGEST)
    return [" ".join(words[start:end]) for start, end in ranges]


def batch_seed(texts: Sequence[Text]) -> int:
    """The seed of texts spoken together: that of the text when it is alone."""
    if len(texts) == 1:
        return texts[0].seed
    content = json.dumps([[text.seed, text.text] for text in texts]).encode()
    return int.from_bytes(hashlib.sha256(content).digest()[:4], "big") >> 1
