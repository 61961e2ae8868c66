"""The first program in a cell: takes its own rights away, then becomes the command.

    python -I -S launch.py '{"readable": […], …}' COMMAND …

It imports nothing heavy, and nothing of what it is to run.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    cell: dict[str, Any] = json.loads(sys.argv[1])
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from flaming_horse_voice.children import landlock, limits, seccomp

    os.closerange(3, 1024)
    walls = cell["walls"]
    if "landlock" in walls:
        readable = [*map(Path, cell["readable"])]
        # with bubblewrap it is another one, in which no other process is
        readable += [Path("/proc")] if "bubblewrap" in walls else _harmless_of_proc()
        devices = [*_DEVICES, *map(Path, cell["devices"])]
        landlock.restrict(readable, map(Path, cell["writable"]), devices)
    if walls and sys.platform == "linux":
        landlock.no_new_privileges()
        landlock.drop_capabilities()
    limits.apply(limits.Limits(**cell["limits"]))
    os.nice(_POLITE)
    if "seccomp" in walls:
        apart = "bubblewrap" in walls
        kept = apart or landlock.version() >= landlock.SIGNALS_SINCE
        seccomp.restrict(alone=not apart, own_signals_only=not kept)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - that is what it is for


_POLITE = 10
"""Code of others comes after all else, so that what watches it is never kept from acting."""
_DEVICES = tuple(
    Path("/dev") / name for name in ("null", "zero", "full", "random", "urandom", "shm", "tty")
)


def _harmless_of_proc() -> list[Path]:
    """What libraries ask the kernel for: this process, and the machine's processors and memory."""
    names = ("self", "cpuinfo", "meminfo", "stat", "filesystems", "sys/vm", "version", "loadavg")
    return [Path("/proc") / name for name in names]


if __name__ == "__main__":
    main()
