"""bubblewrap: a process in namespaces of its own, which sees what is laid out for it (Linux)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from glob import glob
from pathlib import Path

from flaming_horse_voice.children.cell import GRAPHICS, Cell, system
from flaming_horse_voice.children.environment import environment_for

_TRIAL_S = 5.0
# A user's namespace where the kernel allows one; all others must come about, or it does not start.
_APART = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
_SIZE = "--size"
_SHARED_MEMORY = 64 * 1024 * 1024


@lru_cache(maxsize=1)
def trouble() -> str:
    """Why it cannot be used here; "" when it can. It is tried: a file alone says nothing."""
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap is not installed"
    command = [program, *_APART, *_laid_out(tuple(system())), "--proc", "/proc", "--dev", "/dev"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, found on PATH
            [*command, "--remount-ro", "/", "--", "/bin/sh", "-c", ":"],
            capture_output=True,
            timeout=_TRIAL_S,
            check=False,
            env=environment_for(own=False),
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        return f"bubblewrap does not start ({type(failed).__name__})"
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no word of why"]
        return f"bubblewrap cannot start here ({said[-1][:200]})"
    return ""


def command(cell: Cell) -> list[str]:
    """What stands before a command that is to run in the cell."""
    program = shutil.which("bwrap")
    assert program is not None
    mounts = [*_laid_out(cell.seen()), "--proc", "/proc", "--dev", "/dev"]
    if cell.graphics:
        mounts += ["--ro-bind-try", "/sys", "/sys"]
        for device in sorted(path for name in GRAPHICS for path in glob(name)):  # noqa: PTH207
            mounts += ["--dev-bind-try", device, device]
    else:
        mounts += ["--remount-ro", "/dev"]
    mounts += ["--bind", str(cell.temporary), "/tmp"]  # noqa: S108 - it is the cell's own
    for path in _within_temporary(cell):
        mounts += ["--ro-bind", str(path), str(path)]
    for folder in (cell.temporary, *cell.writable):
        mounts += ["--bind", str(folder), str(folder)]
    mounts += ["--remount-ro", "/", "--chdir", str(cell.temporary)]
    return [program, *_APART, *mounts, "--"]


def _laid_out(paths: tuple[Path, ...]) -> Iterator[str]:
    for path in paths:
        if path.parent == Path("/") and path.is_symlink():
            yield from ("--symlink", os.readlink(path), str(path))  # noqa: PTH115 - as it stands
        elif path.exists():
            yield from ("--ro-bind", str(path), str(path))


def _within_temporary(cell: Cell) -> list[Path]:
    """What was laid out below /tmp before the cell's own was laid over it."""
    return [path for path in cell.seen() if Path("/tmp") in path.parents]  # noqa: S108
