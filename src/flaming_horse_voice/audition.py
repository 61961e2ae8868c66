"""`voice try`: a text spoken into a sound file, outside any project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.runs import Run
from flaming_horse_voice.service_factory import VoiceChoice
from flaming_horse_voice.sound_files import write_sound
from flaming_horse_voice.takes import Take, TakeStore
from flaming_horse_voice.temporary import temporary_folder
from flaming_horse_voice.text import speech_text

KINDS = (".wav", ".flac", ".mp3")


def speak_into(
    runs: Sequence[Run],
    choice: VoiceChoice,
    out_path: Path,
    language: str = "en",
    *,
    pronounce: Mapping[str, str] | None = None,
) -> Take:
    """Speak and write; nothing else is left behind."""
    if out_path.suffix.lower() not in KINDS:
        raise WrongInput(
            f"{out_path.name} is no sound file's name", remedy=f"end it with {' or '.join(KINDS)}"
        )
    line = speech_text(runs, pronounce, language)
    if not line.words:
        raise WrongInput(f"there is no word in {line.text!r}", remedy="give a sentence to speak")
    with temporary_folder() as folder:
        store = TakeStore(Path(folder))
        with Mediator(choice, store) as voice:
            asked = choice.asked_for(line, language)
            take = voice.speak([SpokenRequest("voice try", asked, language)])[0]
        write_sound(out_path, store.read_sound(take.key), take.sample_rate)
    return take
