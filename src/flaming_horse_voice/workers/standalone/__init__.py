"""The worker's side of the protocol, for every voice: the one server around an engine.

`mlx_tts_service.py` and `qwen_tts_service.py` run in another Python (3.10 or newer) and load this
package from beside themselves. It imports nothing but the standard library and numpy, never
`flaming_horse_voice`; tests hold it in step with `protocol.py`.

By hand: `python mlx_tts_service.py '[{"id": "seg", "text": "…"}]' MODEL [--reference FOLDER]
[--out FOLDER]` speaks the segments into `FOLDER/seg.wav` and prints its result as the last line.
"""

from .engine import Engine, EngineSound, Refused, Text, TextPiece
from .errors import not_loaded
from .lines import spoken_lines, written
from .models import (
    SAMPLES_PER_FRAME,
    SAMPLING,
    check_speaker,
    lacks_package,
    missing_file,
    model_folder,
    need_base,
    need_methods,
    need_whole,
    versions_of,
)
from .serving import PROTOCOL, run
from .sound import (
    LEAD_S,
    TAIL_S,
    loud_frames,
    tight_times,
    trimmed,
    with_silence,
)
from .splitting import CLAUSE_PAUSE_S, LONGEST, SENTENCE_PAUSE_S, cut, pause_after
from .texts import asked_pieces, batch_seed, between_pauses, frame_cap, language_name, pieces_of

__all__ = [
    "CLAUSE_PAUSE_S",
    "LEAD_S",
    "LONGEST",
    "PROTOCOL",
    "SAMPLES_PER_FRAME",
    "SAMPLING",
    "SENTENCE_PAUSE_S",
    "TAIL_S",
    "Engine",
    "EngineSound",
    "Refused",
    "Text",
    "TextPiece",
    "asked_pieces",
    "batch_seed",
    "between_pauses",
    "check_speaker",
    "cut",
    "frame_cap",
    "lacks_package",
    "language_name",
    "loud_frames",
    "missing_file",
    "model_folder",
    "need_base",
    "need_methods",
    "need_whole",
    "not_loaded",
    "pause_after",
    "pieces_of",
    "run",
    "spoken_lines",
    "tight_times",
    "trimmed",
    "versions_of",
    "with_silence",
    "written",
]
