"""`voice list` and `voice try`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flaming_horse.config import SETTINGS_FILE, read_toml
from flaming_horse.engine.failures import as_plain, rebuilt
from flaming_horse_voice.audition import speak_into
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.service_factory import choose_voice, list_services


def listed() -> dict[str, Any]:
    """Every voice service, and whether it can speak here."""
    return {
        "voices": [
            {
                "name": info.name,
                "what": info.what,
                "available": info.available,
                "model": info.model,
                "speakers": [name for name in info.speakers if name],
                "languages": list(info.languages),
            }
            for info in list_services()
        ]
    }


def as_text(answer: dict[str, Any]) -> str:
    """The voices for a person."""
    rows: list[str] = []
    for voice in answer["voices"]:
        rows.append(f"{voice['name']:<8} {voice['what']}")
        if not voice["available"]:
            rows.append("         not part of this version")
        elif voice["speakers"]:
            rows.append(f"         {voice['model']}, speakers: {', '.join(voice['speakers'])}")
    return "\n".join(rows)


def tried(text: str, option: str | None, out: Path) -> dict[str, Any]:
    """Speak `text` into the file `out`.

    Raises:
        FlamingHorseError: the voice cannot be had, or the text cannot be spoken.
    """
    try:
        choice = choose_voice(read_toml(Path(SETTINGS_FILE)), os.environ, option)
        take = speak_into(text, choice, out)
    except VoiceError as error:
        plain = as_plain(error)
        if plain is None:
            raise
        raise rebuilt(plain) from error
    return {
        "file": str(out),
        "spoken": take.speech,
        "seconds": round(float(take.duration), 2),
        "service": take.service,
        "model": take.model,
    }


def tried_as_text(answer: dict[str, Any]) -> str:
    """What was spoken, for a person."""
    return (
        f"{answer['file']}: {answer['seconds']} s by {answer['service']}\n"
        f"  spoken: {answer['spoken']}"
    )
