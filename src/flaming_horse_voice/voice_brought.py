"""What of a voice comes from a project's own file: programs, models, recordings from elsewhere."""

from __future__ import annotations

from pathlib import Path

from flaming_horse_voice.prepare.models import is_folder
from flaming_horse_voice.reference_files import SOUND, TRANSCRIPT
from flaming_horse_voice.trust import Brought
from flaming_horse_voice.user_settings import line_of
from flaming_horse_voice.voice_settings import BUILT_IN, FILE, Values

_RUN = {
    "python": "voice program",
    "script": "voice program",
    "model": "voice model from a folder",
}


def brought_by_voice(values: Values, folder: Path, reference: Path) -> list[Brought]:
    """The settings in force, of the project in `folder`, that make something of its run.

    `reference` is the folder of the recording that is cloned: one that the project has outside of
    itself is somebody else's.
    """
    brought: list[Brought] = []
    for key, what in _RUN.items():
        value, origin = values.get(key, ("", ""))
        if value and origin.startswith(FILE) and (key != "model" or is_folder(str(value))):
            brought.append(Brought(what, str(value), _line(origin, key, folder)))
    value, origin = values.get("reference", ("", BUILT_IN))
    if origin == BUILT_IN or origin.startswith(FILE):
        outside = [f for f in (reference / SOUND, reference / TRANSCRIPT) if _outside(f, folder)]
        where = _line(origin, "reference", folder) if value else ""
        brought += [Brought("recording outside the project", str(f), where) for f in outside]
    return brought


def _outside(file: Path, folder: Path) -> bool:
    return not file.resolve().is_relative_to(folder.resolve())


def _line(origin: str, key: str, folder: Path) -> str:
    """The line of a setting whose origin is told as `flaming-horse.toml [voice.mlx]`."""
    return line_of(folder / FILE, origin.removeprefix(FILE).strip(" []"), key)
