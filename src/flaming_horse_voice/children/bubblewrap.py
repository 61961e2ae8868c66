"""bubblewrap: a process in namespaces of its own, which sees what is laid out for it (Linux)."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from glob import glob
from pathlib import Path

from flaming_horse_voice.children.cell import GRAPHICS, Cell
from flaming_horse_voice.children.environment import environment_for

_TRIAL_S = 30.0  # 0.02 s on an idle machine
# A user's namespace where the kernel allows one; all others must come about, or it does not start.
_APART = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
_HIDDEN_OF_PROC = tuple(
    f"/proc/{name}"
    for name in (
        *("keys", "key-users", "kcore", "kmsg", "sysrq-trigger", "timer_list", "sched_debug"),
        "latency_stats",
    )
)
"""What tells of the whole machine, though the processes in there are their own."""


@lru_cache(maxsize=1)
def trouble() -> str:
    """Why it cannot be used here; "" when it can. It is tried: a file alone says nothing."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    try:
        with tempfile.TemporaryDirectory(prefix="flaming-horse-") as room:
            cell = Cell(Path(room))
            cell.temporary.mkdir()
            done = subprocess.run(  # noqa: S603 - the command of every cell, found on PATH
                [*command(cell), "/bin/sh", "-c", ":"],
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
    for name in filter(os.path.exists, _HIDDEN_OF_PROC):
        mounts += ["--ro-bind", "/dev/null", name]
    if cell.graphics:
        mounts += ["--ro-bind-try", "/sys", "/sys"]
        for device in sorted(path for name in GRAPHICS for path in glob(name)):  # noqa: PTH207
            mounts += ["--dev-bind-try", device, device]
    else:
        mounts += ["--remount-ro", "/dev"]
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
