"""The commands that messages name, written as they can be typed from where the user stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

PROGRAM = "flaming-horse"
PROJECTS_VARIABLE = "FLAMING_HORSE_PROJECTS_DIR"
_OF_A_PROJECT = ("storyboard.md", "plan.md")
_COMMAND = re.compile(rf"(?<![\w./-]){PROGRAM}(?= (?:-|[a-z]))")
"""The program as messages write it, before a command or an option."""


def program() -> str:
    """How this very program is started from here: by its name only where PATH leads to it.

    After `scripts/create_video.sh` it lies in the checkout's `.venv`, which nobody activated.
    """
    own = Path(sys.executable).parent / PROGRAM
    on_path = shutil.which(PROGRAM)
    if not own.is_file():
        return PROGRAM if on_path else f"{shlex.quote(sys.executable)} -m flaming_horse"
    if on_path and Path(on_path).resolve() == own.resolve():
        return PROGRAM
    return shlex.quote(_from_here(own))


def as_typed(message: str) -> str:
    """A message in which every command of this program can be typed as it stands."""
    typed = program()
    return message if typed == PROGRAM else _COMMAND.sub(lambda _: typed, message)


def project_option(folder: Path) -> str:
    """` --project NAME` for a project's folder; "" for the folder in which the user is."""
    there = folder.resolve()
    if there == Path.cwd().resolve():
        return ""
    projects = Path(os.environ.get(PROJECTS_VARIABLE) or "projects").resolve()
    named = there.name if there.parent == projects else _from_here(there)
    return f" --project {shlex.quote(named)}"


def setup_command(engine: str, folder: Path | None) -> str:
    """The one command after which `engine` can speak the film in `folder`; None: all films.

    A folder that is no project, as one of Manim scenes, has no settings of its own either.
    """
    named = project_option(folder) if folder else ""
    if folder and not named and any((folder / name).is_file() for name in _OF_A_PROJECT):
        named = " --project ."
    return f"{PROGRAM} voice setup{named} --engine {engine}"


def _from_here(path: Path) -> str:
    """Below the current folder relative to it, `./x` where a bare name would mean another."""
    try:
        relative = str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path.absolute())
    return relative if "/" in relative else f"./{relative}"
