"""What is spoken: from written runs to the words that a voice says."""

from flaming_horse_voice.text.languages import LANGUAGES
from flaming_horse_voice.text.line import speech_text
from flaming_horse_voice.text.spoken import (
    PAUSE,
    SpeechText,
    WordSpan,
    pause_token,
    phonemes_of,
    spoken_words,
    with_phonemes,
    without_phonemes,
)

__all__ = [
    "LANGUAGES",
    "PAUSE",
    "SpeechText",
    "WordSpan",
    "pause_token",
    "phonemes_of",
    "speech_text",
    "spoken_words",
    "with_phonemes",
    "without_phonemes",
]
