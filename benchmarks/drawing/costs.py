"""What a command takes: seconds on the wall and of the processor, and memory at its peak."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from long_film import below

from flaming_horse_voice.children.family import adopt_orphans

POLL_S = 0.25
"""Adding up one process takes the kernel some 2 ms: often enough to see a scene's peak, and less
than a hundredth of the processors."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu_s` is that of the command and of all that it started; so is `peak_mb`.

    Memory that processes share is counted once. None where the system does not tell.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float | None

    def __add__(self, other: Cost) -> Cost:
        """Of two commands one after the other."""
        peaks = [peak for peak in (self.peak_mb, other.peak_mb) if peak is not None]
        return Cost(
            self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, max(peaks) if peaks else None
        )


NOTHING = Cost(0.0, 0.0, None)


def run(
    command: Sequence[str], environment: Mapping[str, str], *, fine: Sequence[int] = (0,)
) -> tuple[Cost, str]:
    """The cost of a command and what it printed; SystemExit unless it ended with a `fine` code."""
    adopt_orphans()
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as said:
        before, began = _children_s(), time.perf_counter()
        process = subprocess.Popen(
            command, stdout=told, stderr=said, env=environment, stdin=subprocess.DEVNULL
        )
        with _Peak(process.pid) as peak:
            code = process.wait()
        wall = time.perf_counter() - began
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, 0)[0]:  # what outlived it is waited for, so that it counts
                pass
        cost = Cost(wall, _children_s() - before, peak.megabytes)
        told.seek(0)
        said.seek(0)
        answer, errors = told.read(), said.read()
    if code not in fine:
        raise SystemExit(f"{' '.join(command)} ended with {code}:\n{errors or answer}")
    return cost, answer


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class _Peak:
    """The largest sum over a process and all below it, looked at a few times a second."""

    def __init__(self, root: int) -> None:
        self.megabytes: float | None = None
        self._root = root
        self._over = Event()
        self._thread = Thread(target=self._poll, daemon=True)

    def __enter__(self) -> _Peak:
        if sys.platform == "linux":
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _poll(self) -> None:
        while not self._over.wait(POLL_S):
            self.megabytes = max(self.megabytes or 0.0, sum(_shares_mb(self._root)))


def _shares_mb(root: int) -> Iterator[float]:
    """The proportional set size of each process: what it shares is divided by who shares it."""
    for pid in below(root):
        with contextlib.suppress(OSError, StopIteration):
            rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            row = next(row for row in rows if row.startswith("Pss:"))
            yield int(row.split()[1]) / 1024
