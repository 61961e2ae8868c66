"""Files that are whole or not there, whatever ends the process that writes them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import threading
import weakref
from collections.abc import Callable, Generator
from pathlib import Path

from flaming_horse_voice.own_folders import remove_keeping_last, remove_tree


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

    What a killed process leaves is removed when the next one begins, and nothing else: a bench is
    known by its name and by the lock in it. The lock is the kernel's: process numbers would be
    wrong between containers that share a store.
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
                gate = _open_lock(self.folder / _LOCK, os.O_CREAT)
                try:
                    fcntl.flock(gate, fcntl.LOCK_EX)
                    self._sweep()
                    self._bench = self._begin()
                finally:
                    os.close(gate)
            return self._bench

    @contextlib.contextmanager
    def scratch(self) -> Generator[Path]:
        """An empty folder that is gone afterwards."""
        folder = self.bench() / _new_name()
        folder.mkdir()
        try:
            yield folder
        finally:
            remove_tree(folder)

    def close(self) -> None:
        """Remove this process's folder; done at its end in any case."""
        with self._turn:
            self._leave()
            self._bench = None

    def _begin(self) -> Path:
        bench = self.folder / _new_name()
        bench.mkdir()
        lock = _open_lock(bench / _LOCK, os.O_CREAT | os.O_EXCL)
        fcntl.flock(lock, fcntl.LOCK_EX)
        self._owner = os.getpid()
        self._leave = weakref.finalize(self, _leave, bench, lock, self._owner)
        return bench

    def _sweep(self) -> None:
        """Remove the folders of processes that are gone."""
        for entry in list(os.scandir(self.folder)):
            if _BENCH.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                _sweep_bench(Path(entry.path))


_LOCK = "lock"
_BENCH = re.compile(r"[0-9a-f]{24}")


def _new_name() -> str:
    return os.urandom(12).hex()


def _open_lock(path: Path, flags: int) -> int:
    """A lock file, opened for writing; a link in its place is an OSError."""
    return os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | flags, 0o600)


def _leave(bench: Path, lock: int, owner: int) -> None:
    if owner == os.getpid():  # not in a fork of the process that holds it
        remove_keeping_last(bench, _LOCK)
        os.close(lock)


def _sweep_bench(bench: Path) -> None:
    """Remove a bench whose process is gone; nobody may be making one meanwhile."""
    try:
        lock = _open_lock(bench / _LOCK, 0)
    except FileNotFoundError:
        # Killed between making it and locking it; with anything in it, it is none of ours.
        with contextlib.suppress(OSError):
            bench.rmdir()
        return
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove_keeping_last(bench, _LOCK)
    except BlockingIOError:
        pass
    finally:
        os.close(lock)
