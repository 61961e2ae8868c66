"""`voice add`, `voice record` and `voice check`: the recording that a voice is cloned from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flaming_horse.config import SETTINGS_FILE, read_toml
from flaming_horse.engine.failures import translated
from flaming_horse_voice.cloned import REFERENCE_VARIABLE
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.reference import Examined, check_reference
from flaming_horse_voice.reference_add import (
    FOLDER,
    READ_ALOUD,
    Added,
    add_reference,
    record_reference,
)
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.trust import trust_of


def added(folder: Path, file: Path, whose: str, text: str, *, replace: bool) -> dict[str, Any]:
    """Import a recording; what became of it. Raises FlamingHorseError."""
    with translated(VoiceError):
        return _told(add_reference(folder, file, whose=whose, text=text, replace=replace))


def recorded(
    folder: Path,
    whose: str,
    text: str,
    seconds: float,
    say: Callable[[str], None],
    *,
    replace: bool,
) -> dict[str, Any]:
    """Record from the microphone; what became of it. Raises FlamingHorseError."""
    with translated(VoiceError):
        return _told(
            record_reference(
                folder,
                whose=whose,
                text=" ".join(text.split()) or READ_ALOUD,
                seconds=seconds,
                replace=replace,
                say=say,
            )
        )


def checked(folder: Path, *, allow_code: bool = False) -> dict[str, Any]:
    """What is to be said about the reference recording of a project. Raises FlamingHorseError."""
    given = os.environ.get(REFERENCE_VARIABLE)
    where = Path(given) if given else folder / FOLDER
    with translated(VoiceError):
        settings = read_toml(folder / SETTINGS_FILE)
        trust = trust_of(folder, allowed=allow_code)
        choice = choose_voice(settings, os.environ, folder=folder, whole=False, trust=trust)
        cloned = choice.cloned
        if cloned is not None:
            where = cloned.reference_folder
        return {"folder": str(where), **_examined(check_reference(where))}


def as_text(answer: dict[str, Any]) -> str:
    """The recording and its findings, for a person."""
    rows = [f"{answer['folder']}: {'can be cloned' if answer['good'] else 'cannot be cloned yet'}"]
    rows += [f"  {note}" for note in answer.get("notes", ())]
    for finding in answer["findings"]:
        rows += [f"  {finding['what']}", f"    {finding['remedy']}"]
    if answer.get("transcribed"):
        rows += [
            f"  heard: {answer['text']}",
            f"    compare it with the recording, and mend {answer['transcript']}",
        ]
    return "\n".join(rows)


def _told(done: Added) -> dict[str, Any]:
    return {
        "folder": str(done.sound.parent),
        "recording": str(done.sound),
        "transcript": str(done.transcript),
        "text": done.text,
        "transcribed": done.transcribed,
        "notes": list(done.notes),
        **_examined(done.examined),
    }


def _examined(examined: Examined) -> dict[str, Any]:
    return {
        "good": examined.good,
        "measured": dict(examined.measured),
        "findings": [
            {"what": f.what, "remedy": f.remedy, "serious": f.serious} for f in examined.findings
        ],
        "words_heard_error": examined.heard.error_rate if examined.heard else None,
    }
