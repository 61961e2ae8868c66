"""Good takes of two voices with the words' times by their own models, made once into a folder."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from listening_lines import LINES

from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import speech_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VOICES = ("kokoro", "piper")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A good take: samples of shape (n,), and for each word its samples; None where unknown."""

    voice: str
    line: int
    speech: str
    sound: NDArray[np.float32]
    rate: int
    times: tuple[tuple[int, int] | None, ...]

    @property
    def for_limits(self) -> bool:
        """Whether it belongs to the half on which limits are set."""
        return self.line % 2 == 0


def speeches() -> list[str]:
    return [speech_text(written_runs(line), {}, "en").speech for line in LINES]


def good_takes(folder: Path, piper: Path | None) -> Iterator[Spoken]:
    """Kokoro's takes of all lines, then Piper's where its Python is given; made where missing."""
    said = speeches()
    store = TakeStore(folder / "kokoro")
    with Mediator(choose_voice(option="kokoro"), store) as voice:
        takes = voice.speak([SpokenRequest(str(n), text) for n, text in enumerate(said)])
    for number, take in enumerate(takes):
        sound = store.read_sound(take.key)
        yield Spoken("kokoro", number, take.speech, sound, take.sample_rate, take.times)
    if piper is not None:
        yield from _of_piper(folder / "piper", piper, said)


def _of_piper(folder: Path, python: Path, said: list[str]) -> Iterator[Spoken]:
    import numpy as np

    folder /= hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
    if len(list(folder.glob("*.npz"))) != len(said):
        script = Path(__file__).with_name("piper_takes.py")
        subprocess.run([python, script, folder], input=json.dumps(said), text=True, check=True)
    for number, speech in enumerate(said):
        kept = np.load(folder / f"{number:03d}.npz")
        times = tuple(None if a < 0 else (int(a), int(b)) for a, b in kept["times"])
        yield Spoken("piper", number, speech, kept["sound"], int(kept["rate"]), times)
