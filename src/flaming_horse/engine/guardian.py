"""A process above each worker that ends it, with all it has started, when the parent is gone.

It does nothing else: it stays a bare interpreter without threads, so that no library in the
worker can keep it from acting. It forks the worker before anything heavy is imported. The parent
holds the other end of a pipe, the lifeline; the kernel closes it however the parent ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time

from flaming_horse_voice.children.family import adopt_orphans, descendants

# Both together stay under the two seconds within which nothing may be left.
TERM_GRACE_S = 0.5
KILL_GRACE_S = 1.0
POLL_S = 0.02

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def guard(lifeline: int) -> None:
    """Fork. Returns in the child, the worker; the parent stays behind as its guardian."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    adopt_orphans()
    guardian = os.getpid()
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    worker = os.fork()
    if worker == 0:
        for descriptor in (lifeline, wake_read, wake_write):
            os.close(descriptor)
        _die_with_parent()
        if os.getppid() != guardian:
            os._exit(1)
        os.setpgid(0, 0)
        return
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, _only_wake)
    signal.set_wakeup_fd(wake_write)
    _let_go_of_pipes()
    code = _watch(worker, lifeline, wake_read)
    os._exit(code)


def _only_wake(_number: int, _frame: object) -> None:
    """The wakeup descriptor needs a handler in Python to be written to."""


def _let_go_of_pipes() -> None:
    """The parent must see the end of the worker's output when the worker ends."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)


def _watch(worker: int, lifeline: int, wake: int) -> int:
    """Wait for the worker's end or the parent's; returns 128 + signal, or the worker's own code."""
    ended = _reap(worker)
    while ended is None:
        ready, _, _ = select.select([lifeline, wake], [], [])
        if wake in ready:
            os.read(wake, 4096)
        ended = _reap(worker)
        if lifeline in ready:
            break
    if ended is None:
        _signal_all(worker, signal.SIGTERM)
        ended = _wait_for_all(worker, None, TERM_GRACE_S)
    _signal_all(worker, signal.SIGKILL)
    ended = _wait_for_all(worker, ended, KILL_GRACE_S)
    code = os.waitstatus_to_exitcode(ended or 0)
    return 128 - code if code < 0 else code


def _reap(worker: int) -> int | None:
    """Collect ended children; the worker's status when it is among them."""
    ended = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == worker:
                ended = status
    return ended


def _wait_for_all(worker: int, ended: int | None, limit_s: float) -> int | None:
    until = time.monotonic() + limit_s
    while True:
        status = _reap(worker)
        ended = ended if status is None else status
        left = descendants()
        if (ended is not None and not left) or time.monotonic() >= until:
            return ended
        if ended is not None:
            _signal_all(worker, signal.SIGKILL)
        time.sleep(POLL_S)


def _signal_all(worker: int, number: signal.Signals) -> None:
    """Signal the worker and all it started; elsewhere than on Linux, only its process group."""
    if sys.platform == "linux":
        for pid in descendants():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker, number)


def _die_with_parent() -> None:
    """Be killed when the process above ends; without effect elsewhere than on Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
