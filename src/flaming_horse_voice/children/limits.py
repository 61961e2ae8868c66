"""What a process may use of the machine. It is set in the process itself, before anything runs.

Memory is the size of its data (`RLIMIT_DATA`), not its address space: graphics and numerical
libraries reserve many times of what they use. macOS does not enforce it; see `watch_memory`.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

GIGABYTE = 1_000_000_000
_LEAST_MEMORY = 2 * GIGABYTE
_MOST_MEMORY = 8 * GIGABYTE
_WATCH_S = 0.25


@dataclass(frozen=True, slots=True)
class Limits:
    """None leaves a limit as it is. `memory` and `file_size` are bytes.

    `processes` counts those of the user with their threads, as the kernel does.
    """

    memory: int | None = None
    file_size: int | None = None
    open_files: int | None = None
    processes: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def default_memory() -> int:
    """Bytes for a scene's process: three quarters of this machine's, between 2 and 8 GB.

    Scenes of the examples hold 0.25 GB at 1080p and 0.46 GB at 4K (measured), and 0.4 and 0.7 GB of
    data.
    """
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(_LEAST_MEMORY, min(_MOST_MEMORY, size * 3 // 4))


def apply(limits: Limits) -> None:
    """Set the limits for this process and what it starts, for good; core dumps are off."""
    _lower(resource.RLIMIT_CORE, 0)
    for kind, most in (
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, limits.processes),
    ):
        if most is not None:
            _lower(kind, most)


def set_memory(most: int | None) -> None:
    """Let this process have so many bytes of data from now on; None, as many as it may."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = hard if most is None else _least(most, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and may refuse it
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def watch_memory(most: Callable[[], int | None], exceeded: Callable[[], None]) -> None:
    """Where the kernel does not limit it: call `exceeded` when this process held more at a time."""
    if sys.platform == "linux":
        return

    def watch() -> None:
        while True:
            limit = most()
            # on macOS ru_maxrss is in bytes
            if limit and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > limit:
                exceeded()
                return
            time.sleep(_WATCH_S)

    threading.Thread(target=watch, name="memory", daemon=True).start()


def _lower(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    least = _least(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (least, least))


def _least(most: int, hard: int) -> int:
    return most if hard == resource.RLIM_INFINITY else min(most, hard)
