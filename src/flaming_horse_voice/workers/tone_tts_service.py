"""Voice worker of the test voice: `python tone_tts_service.py`, then messages on stdin."""

from __future__ import annotations

from flaming_horse_voice.backends.tone import MODEL, ToneEngine
from flaming_horse_voice.workers.protocol import refusal_of
from flaming_horse_voice.workers.standalone import run

if __name__ == "__main__":
    run(ToneEngine, MODEL, refusal_of)
