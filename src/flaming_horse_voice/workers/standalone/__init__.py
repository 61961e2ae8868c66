"""The worker's side of the protocol, for every voice: the one server around an engine.

`mlx_tts_service.py` and `qwen_tts_service.py` run in another Python (3.10 or newer) and load this
package from beside themselves. It imports nothing but the standard library and numpy, never
`flaming_horse_voice`; tests hold it in step with `protocol.py`.

By hand: `python mlx_tts_service.py '[{"id": "seg", "text": "…"}]' MODEL [--reference FOLDER]
[--out FOLDER]` speaks the segments into `FOLDER/seg.wav` and prints its result as the last line.
"""

from .engine import EngineSound, Refused, Text, TextPiece
from .errors import not_loaded
from .lines import spoken_lines, written
from .models import (
    SAMPLES_PER_FRAME,
    SAMPLING,
    check_speaker,
    lacks_package,
    model_folder,
    need_base,
    need_methods,
    need_whole,
    versions_of,
)
from .serving import PROTOCOL, run
from .sound import with_silence
from .texts import asked_pieces, batch_seed, frame_cap, language_name, pieces_of

__all__ = [
    "PROTOCOL",
    "SAMPLES_PER_FRAME",
    "SAMPLING",
    "EngineSound",
    "Refused",
    "Text",
    "TextPiece",
    "asked_pieces",
    "batch_seed",
    "check_speaker",
    "frame_cap",
    "lacks_package",
    "language_name",
    "model_folder",
    "need_base",
    "need_methods",
    "need_whole",
    "not_loaded",
    "pieces_of",
    "run",
    "spoken_lines",
    "versions_of",
    "with_silence",
    "written",
]
