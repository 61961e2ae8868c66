"""Files that are whole or not there, whatever ends the process that writes them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import threading
import weakref
from collections.abc import Callable, Generator
from pathlib import Path


def copy_content(source: Path, target: Path) -> None:
    """Copy the bytes of a file; a file system that shares blocks shares them."""
    with source.open("rb") as src, target.open("wb") as dst:
        try:
            while os.copy_file_range(src.fileno(), dst.fileno(), 1 << 30):
                pass
        except (AttributeError, OSError):  # macOS has no such call, some file systems refuse it
            src.seek(0)
            dst.seek(0)
            dst.truncate()
            shutil.copyfileobj(src, dst, 1 << 20)


class Workshop:
    """Folders for unfinished work, one for each process, held by a lock that dies with it.

    What a killed process leaves is removed when the next one begins. The lock is the kernel's:
    process numbers would be wrong between containers that share a store.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bench: Path | None = None
        self._owner = 0
        self._leave: Callable[[], object] = lambda: None
        self._turn = threading.Lock()

    def bench(self) -> Path:
        """This process's own folder, on the same file system as the store."""
        with self._turn:
            if self._bench is None or self._owner != os.getpid():
                self.folder.mkdir(parents=True, exist_ok=True)
                # One process at a time: a folder is never seen between its making and its lock.
                with (self.folder / "lock").open("a") as gate:
                    fcntl.flock(gate, fcntl.LOCK_EX)
                    self._sweep()
                    self._bench = self._begin()
            return self._bench

    @contextlib.contextmanager
    def scratch(self) -> Generator[Path]:
        """An empty folder that is gone afterwards."""
        folder = self.bench() / os.urandom(12).hex()
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove this process's folder; done at its end in any case."""
        with self._turn:
            self._leave()
            self._bench = None

    def _begin(self) -> Path:
        bench = self.folder / os.urandom(12).hex()
        bench.mkdir()
        lock = os.open(bench / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        self._owner = os.getpid()
        self._leave = weakref.finalize(self, _leave, bench, lock, self._owner)
        return bench

    def _sweep(self) -> None:
        """Remove the folders of processes that are gone."""
        for folder in self.folder.iterdir():
            if folder.is_dir() and _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _leave(bench: Path, lock: int, owner: int) -> None:
    if owner == os.getpid():  # not in a fork of the process that holds it
        shutil.rmtree(bench, ignore_errors=True)
        os.close(lock)


def _is_abandoned(folder: Path) -> bool:
    """Whether no process holds the folder; nobody may be making one meanwhile."""
    try:
        descriptor = os.open(folder / "lock", os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
