"""Voice worker of the test voice: `python tone_tts_service.py`, then messages on stdin."""

from __future__ import annotations

from flaming_horse_voice.backends.tone import ToneBackend
from flaming_horse_voice.workers.serving import serve

if __name__ == "__main__":
    serve("tone", ToneBackend)
