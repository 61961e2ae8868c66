"""Native code that may be slow, in a thread with limits of time and memory and without a network.

Only for code that releases Python's lock while it works: else this process does not see the clock.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from flaming_horse_voice.children import seccomp

T = TypeVar("T")
_POLL_S = 0.1


class GivenUpError(Exception):
    """The work took more than it may; the message says of what."""


class Limited(Generic[T]):
    """Runs pieces of work one at a time.

    A thread cannot be ended. What is given up works on, in a thread that no exit waits for, until
    its process ends; meanwhile nothing else is begun here, so that it cannot add up.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._given_up: threading.Thread | None = None

    def run(self, work: Callable[[], T], *, seconds: float, most_bytes: int) -> T:
        """What `work` returns or raises.

        `seconds` are those of the clock, `most_bytes` what the process may grow by. Raises
        GivenUpError beyond them, and while work that was given up goes on.
        """
        if self._given_up is not None and self._given_up.is_alive():
            raise GivenUpError("it was not tried: what was given up before it still goes on")
        made: list[T] = []
        failed: list[BaseException] = []

        def in_thread() -> None:
            with contextlib.suppress(OSError):  # a kernel that refuses leaves the other walls
                seccomp.refuse_sockets()
            try:
                made.append(work())
            except BaseException as error:  # noqa: BLE001 - it is raised again by who waits
                failed.append(error)

        thread = threading.Thread(target=in_thread, name=self._name, daemon=True)
        began, before = time.monotonic(), memory_held()
        self._given_up = thread  # also when Ctrl-C ends the waiting
        thread.start()
        while True:
            thread.join(_POLL_S)
            if not thread.is_alive():
                break
            if time.monotonic() - began > seconds:
                raise GivenUpError(f"it is not done after {seconds:g} seconds")
            if memory_held() - before > most_bytes:
                raise GivenUpError(f"it takes more than {most_bytes // 2**20} MB of memory")
        self._given_up = None
        if failed:
            raise failed[0]
        return made[0]


def memory_held() -> int:
    """Bytes of memory that this process holds now.

    Where there is no /proc (macOS) it is the most that it ever held: growth beyond that is seen,
    and what fits into memory given back before is not. On Linux that figure would begin with the
    memory of the process that started this one.
    """
    with contextlib.suppress(OSError, IndexError, ValueError):
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
