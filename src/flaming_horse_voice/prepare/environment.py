"""The engines' own Python environments: where they are, what is in them, how they are made."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flaming_horse_voice.children.environment import Purpose, environment_for
from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.files import NotOurs
from flaming_horse_voice.own_folders import is_own_folder, make_own_folder, remove_own_folder
from flaming_horse_voice.prepare.pins import ENGINES, EngineRow

PROBE_SECONDS = 20.0
_PURPOSE = "voice environment"
"""What the mark says in a folder that we made for an engine."""
_PROBE = """
import importlib.metadata as m, json, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = m.version(name)
    except m.PackageNotFoundError:
        pass
print(json.dumps({
    "python": f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}",
    "prefix": sys.prefix, "own": sys.prefix != sys.base_prefix, "packages": found,
}))
"""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that was looked at. `own` tells an environment from a whole system's Python."""

    path: Path
    python: str
    own: bool
    packages: Mapping[str, str]

    def lacking(self, row: EngineRow) -> list[str]:
        """The engine's packages that are not there."""
        return [name for name in row.packages if name not in self.packages]

    def outdated(self, row: EngineRow) -> list[str]:
        """The packages that are there and too old to speak with, in words."""
        return [
            f"{name} {self.packages[name]} (needed: {least} or newer)"
            for name, least in row.least.items()
            if name in self.packages and _release(self.packages[name]) < _release(least)
        ]

    def untested(self, row: EngineRow) -> list[str]:
        """The packages that are there in another version than was tested, in words."""
        return [
            f"{name} {version} (tested: {row.tested[name]})"
            for name, version in self.packages.items()
            if version.split("+")[0] != row.tested[name]
        ]


def _release(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with: (0, 3, 1) for "0.3.1rc2+cpu"."""
    begun = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in begun.group().split(".")) if begun else ()


def home(engine: str) -> Path:
    """The folder of the environment that we make, in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("flaming-horse") / "voices" / engine


def probe(python: Path, engine: str, way_out: str = "") -> Interpreter:
    """What is in an interpreter's environment. Raises NotInstalled when it cannot be started.

    `way_out` is what to type then.
    """
    row = ENGINES[engine]
    remedy = way_out or f"make it: flaming-horse voice setup --engine {engine}"
    try:
        done = subprocess.run(  # noqa: S603 - the interpreter that the user named
            [str(python), "-I", "-c", _PROBE, *row.packages],
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=False,
            env=environment_for(Purpose.SPEAKING),
        )
        report = json.loads(done.stdout) if done.returncode == 0 else None
    except FileNotFoundError as missing:
        raise NotInstalled(f"there is no interpreter {python}", remedy=remedy) from missing
    except (OSError, subprocess.TimeoutExpired, ValueError) as bad:
        raise NotInstalled(
            f"the interpreter {python} cannot be used: {bad}", remedy=remedy
        ) from bad
    if report is None:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise NotInstalled(f"the interpreter {python} cannot be used: {last}", remedy=remedy)
    return Interpreter(python, report["python"], bool(report["own"]), report["packages"])


def ensure(python: Path, engine: str, say: Say, way_out: str = "") -> Interpreter:
    """The interpreter with all of the engine's packages, made or completed where it must be.

    An environment that has all packages is left as it is, whatever their versions. Raises
    NotInstalled when it cannot be made: no space, no network, or not an environment of its own;
    `way_out` is what to type where it belongs to somebody else.
    """
    row = ENGINES[engine]
    if python.exists():
        interpreter = probe(python, engine, way_out)
        lacking, old = interpreter.lacking(row), interpreter.outdated(row)
        if old and python != home(engine) / "bin" / "python":  # somebody's: left as it is
            raise NotInstalled(
                f"{python} has {', '.join(old)}",
                remedy="bring a newer one into it yourself, or "
                + (way_out or f"unset {row.prefix}_PYTHON: then an environment is made"),
            )
        if not lacking and not old:
            return interpreter
        if not interpreter.own:
            raise NotInstalled(
                f"{python} lacks {', '.join(lacking)}, and is not an environment of its own",
                remedy="install them there yourself, or "
                + (way_out or f"unset {row.prefix}_PYTHON: then an environment is made"),
            )
        say(f"{python} {'lacks' if lacking else 'has'} {', '.join(lacking or old)}")
    else:
        _create(python, row, say)
    _install(python, engine, say)
    installed = probe(python, engine)
    if installed.lacking(row):
        raise NotInstalled(
            f"{python} still lacks {', '.join(installed.lacking(row))}",
            remedy="remove its folder and prepare again",
        )
    return installed


def _create(python: Path, row: EngineRow, say: Say) -> None:
    """A bare environment around the interpreter `python`, which is not there yet.

    Its folder is absent, empty, or one that was made here before: nothing else is cleared.
    """
    folder = python.parent.parent
    remedy = (
        f"unset {row.prefix}_PYTHON, or the setting python: an environment of our own is made then;"
        "\n  or name a folder that is empty or not there yet, as FOLDER/bin/python"
    )
    if python.parent.name != "bin":
        raise NotInstalled(f"there is no interpreter {python}", remedy=remedy)
    _check_space(folder, row)
    try:
        if is_own_folder(folder, _PURPOSE):  # its interpreter is gone: the system's was renewed
            remove_own_folder(folder, _PURPOSE)
        make_own_folder(folder, _PURPOSE)
    except NotOurs as theirs:
        raise NotInstalled(
            f"there is no interpreter {python}, and {theirs.what}", remedy=remedy
        ) from theirs
    say(f"making the environment {folder}")
    done = _run([sys.executable, "-m", "venv", str(folder)])
    if done.returncode and shutil.which("uv"):
        uv = ["uv", "venv", "--allow-existing", "--seed", "--python", sys.executable, str(folder)]
        done = _run(uv)
    if done.returncode:
        remove_own_folder(folder, _PURPOSE)
        raise NotInstalled(
            f"the environment {folder} cannot be made: {_last(done)}",
            remedy="on Debian and Ubuntu: sudo apt-get install python3-venv",
        )


def _install(python: Path, engine: str, say: Say) -> None:
    row = ENGINES[engine]
    _check_space(python.parent.parent, row)
    for step in row.steps:
        say("installing " + " ".join(part for part in step if not part.startswith("-")))
        done = _run(
            [str(python), "-m", "pip", "install", "--disable-pip-version-check", "-q", *step]
        )
        if done.returncode:
            raise NotInstalled(
                f"{row.what} cannot be installed: {_last(done)}",
                remedy="mend that and prepare again; what was fetched is kept",
            )


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = environment_for(Purpose.INSTALLING)
    return subprocess.run(  # noqa: S603 - our own commands
        command, capture_output=True, text=True, check=False, env=environment
    )


def _last(done: subprocess.CompletedProcess[str]) -> str:
    """The line that says what went wrong: the last error, else the last line."""
    lines = [line for line in (done.stderr + done.stdout).strip().splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR", "OSError"))]
    return (errors or lines or [f"status {done.returncode}"])[-1][:300]


def _check_space(folder: Path, row: EngineRow) -> None:
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(nearest).free
    if free < row.space:
        raise NotInstalled(
            f"{row.what} needs about {row.space / 1e9:.1f} GB in {nearest}, and"
            f" {free / 1e9:.1f} GB are free",
            remedy="make room, or name an interpreter on another disk with"
            f" {row.prefix}_PYTHON=/path/bin/python",
        )
