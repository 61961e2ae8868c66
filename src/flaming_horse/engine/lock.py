"""One writer for a project."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path

from flaming_horse.errors import WrongInput


class ProjectLock:
    """A context manager that holds the file `path`, or raises WrongInput naming who does.

    The kernel's own lock: it goes with the process, however that ends. Taken directly, because
    the filelock package costs 0.1 s at start for its asynchronous half, and empties the file
    that says who holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    def __enter__(self) -> ProjectLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(
            self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o644
        )
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode(errors="replace").strip()
            os.close(descriptor)
            raise WrongInput(
                f"Another flaming-horse is at work on this project ({holder or 'just started'}).",
                remedy="Wait until it is done, or end it; what it has finished is kept.",
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        self._descriptor = descriptor
        return self

    def __exit__(self, *_: object) -> None:
        # The file stays: removing it would let two processes hold two files of one name.
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
