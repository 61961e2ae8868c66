"""Voice worker of the embedded voice: `python kokoro_tts_service.py`, then messages on stdin."""

from __future__ import annotations

from flaming_horse_voice.backends.kokoro import KokoroBackend
from flaming_horse_voice.workers.serving import serve

if __name__ == "__main__":
    serve("kokoro", KokoroBackend)
