"""Voice worker of the embedded voice: `python kokoro_tts_service.py`, then messages on stdin."""

from __future__ import annotations

from flaming_horse_voice.backends.kokoro import KokoroEngine
from flaming_horse_voice.backends.kokoro_model import MODEL
from flaming_horse_voice.workers.protocol import refusal_of
from flaming_horse_voice.workers.standalone import run

if __name__ == "__main__":
    run(KokoroEngine, MODEL, refusal_of)
