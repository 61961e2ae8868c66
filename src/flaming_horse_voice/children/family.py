"""What a process has started, all of it: found, measured and ended. Linux only; elsewhere nothing.

Orphans are found where the process is their subreaper (`adopt_orphans`).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path

_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_POLL_S = 0.02
_END_S = 2.0


def adopt_orphans() -> None:
    """What loses its parent below this process becomes its child, instead of escaping it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants() -> list[int]:
    """The numbers of all living processes below this one; orphans, where it adopts them, too."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(entry.name))
    processes: list[int] = []
    below = [os.getpid()]
    while below:
        below = [child for parent in below for child in children.get(parent, [])]
        processes += below
    return processes


def resident_memory(processes: list[int]) -> int:
    """Bytes of memory that the processes hold together; what they share counts for each."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for number in processes:
        with contextlib.suppress(OSError, IndexError, ValueError):
            total += int(Path(f"/proc/{number}/statm").read_text().split()[1]) * page
    return total


def end_all() -> None:
    """Kill everything below this process, and what is started meanwhile; returns within seconds."""
    until = time.monotonic() + _END_S
    while (left := descendants()) and time.monotonic() < until:
        for number in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(_POLL_S)


def tasks_of_user() -> int:
    """Processes and threads that this user has now; what a limit of their number starts from."""
    user, total = os.getuid(), 0
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == user:
                total += sum(1 for _ in (entry / "task").iterdir())
    return total
