"""The user's own voice: `[voice]` in their settings file, which speaks where a project has none.

It comes after the built-in voice and before all else, setting by setting: a project's `[voice]`,
the environment and the command line win. A voice of `[voices]` is whole by itself and takes
nothing from it but what belongs to the machine (`[voice.mlx]`, `[voice.qwen]`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.prepare.pin_file import write_value
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.reference_files import SOUND
from flaming_horse_voice.user_settings import SETTINGS_VARIABLE, user_settings, user_settings_file
from flaming_horse_voice.voice_settings import (
    BUILT_IN,
    CLONED_KEYS,
    FILE,
    OWN_PIN,
    USER_FILE,
    WHOLE,
    Values,
    engine_of,
)

FOLDER = "voice"
"""The folder of the recording, in the user's data folder as in a project."""
READY = Path(FOLDER) / "ready.json"
SAMPLE = Path(FOLDER) / "sample.wav"
_ORIGIN = f"{USER_FILE} [voice]"
_CHOICE = ("service", "backend")


def home() -> Path:
    """The user's data folder, in which the recording for all projects is kept."""
    from platformdirs import user_data_path

    return user_data_path("flaming-horse", appauthor=False)


def own_file() -> Path:
    """The user's settings file, which need not exist. Raises WrongInput where none is read."""
    file = user_settings_file()
    if file is None:
        raise WrongInput(
            f"{SETTINGS_VARIABLE} is set to nothing: no settings of your own are read or written",
            remedy="unset it, or set the voice up for one project: --project NAME",
        )
    return file


def own_voice(environ: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """`[voice]` of the user's settings, without its engines' tables; raises as they do."""
    table = user_settings(environ).get("voice", {})
    return {key: value for key, value in table.items() if key not in ENGINES}


def own_reference() -> Path | None:
    """The folder of the recording that the user's settings name; None where they name none."""
    named, file = own_voice().get("reference"), user_settings_file()
    if file is None or not isinstance(named, str) or not named:
        return None
    return file.parent.absolute() / Path(named).expanduser()


def name_own_reference() -> None:
    """Have the user's settings name the recording in their data folder: projects find it there."""
    write_value(own_file(), "voice", "reference", str((home() / FOLDER).absolute()))


def begun(own: Mapping[str, Any]) -> Values:
    """The values that a project's come over: the service that the user chose, else the built-in."""
    values: Values = {key: (own[key], _ORIGIN) for key in _CHOICE if key in own}
    values.setdefault("service", ("kokoro", BUILT_IN))
    return values


def complete(values: Values, own: Mapping[str, Any], service: str, folder: Path) -> None:
    """Add what the user's voice says and nobody else did, as far as it is meant for `service`.

    How a recording is cloned counts for either engine, all else for the chosen service alone. A
    recording in the `voice` of the project in `folder` comes before the user's.
    """
    if WHOLE in values or not own:
        return
    theirs = engine_of(begun(own))
    clones = service in ENGINES
    for key, value in own.items():
        if key in _CHOICE:
            continue
        if key == "pin":
            values[OWN_PIN] = (value, _ORIGIN)
        elif key == "reference" and (folder / FOLDER / SOUND).exists():
            continue
        elif (
            (clones and key in CLONED_KEYS)
            or theirs == service
            or (key == "seed" and clones and theirs in ENGINES)
        ):
            values.setdefault(key, (value, _ORIGIN))


def is_own(values: Values, folder: Path) -> bool:
    """Whether a voice is the user's own, of which the project in `folder` says nothing."""
    if folder == home():
        return True
    chosen = values["service"][1].startswith(USER_FILE)
    theirs = any(origin.startswith(FILE) for _, origin in values.values())
    return chosen and not theirs and not (folder / FOLDER / SOUND).exists()
