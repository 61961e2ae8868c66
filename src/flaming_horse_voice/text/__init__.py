"""What is spoken: from written runs to the words that a voice says."""

from flaming_horse_voice.text.line import LANGUAGES, speech_text
from flaming_horse_voice.text.spoken import (
    PAUSE,
    SpeechText,
    WordSpan,
    WrittenRun,
    pause_token,
    spoken_words,
    written_runs,
)

__all__ = [
    "LANGUAGES",
    "PAUSE",
    "SpeechText",
    "WordSpan",
    "WrittenRun",
    "pause_token",
    "speech_text",
    "spoken_words",
    "written_runs",
]
