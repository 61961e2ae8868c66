"""Files that are whole or not there, whatever ends the process that writes them."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Generator
from pathlib import Path

# A folder younger than this may belong to a process that has not locked it yet.
NEWBORN_S = 60.0


def sync_folder(folder: Path) -> None:
    """Make renames into `folder` outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(target: Path, content: bytes, beside: Path | None = None) -> None:
    """Write beside, fsync, rename, fsync the folder; `beside` holds the unfinished file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = (beside or target.parent) / f".{target.name}.{uuid.uuid4().hex}"
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(target.parent)


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
        self._mine: Path | None = None
        self._lock = -1
        self._owner = 0

    def bench(self) -> Path:
        """This process's own folder, on the same file system as the store."""
        if self._mine is None or self._owner != os.getpid():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            mine = self.folder / uuid.uuid4().hex
            mine.mkdir()
            self._lock = os.open(mine / "lock", os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            os.write(self._lock, str(os.getpid()).encode())
            self._mine, self._owner = mine, os.getpid()
        return self._mine

    @contextlib.contextmanager
    def scratch(self) -> Generator[Path]:
        """An empty folder that is gone afterwards."""
        folder = self.bench() / uuid.uuid4().hex
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        if self._mine is not None and self._owner == os.getpid():
            shutil.rmtree(self._mine, ignore_errors=True)
            os.close(self._lock)
        self._mine = None

    def _sweep(self) -> None:
        """Remove the folders of processes that are gone."""
        for folder in self.folder.iterdir():
            try:
                if _is_abandoned(folder):
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError as error:  # another process swept it at the same moment
                if error.errno != errno.ENOENT:
                    raise


def _is_abandoned(folder: Path) -> bool:
    try:
        descriptor = os.open(folder / "lock", os.O_RDWR)
    except FileNotFoundError:
        return time.time() - folder.stat().st_mtime > NEWBORN_S
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        # A process writes into its lock once it holds it; an empty one may be about to be taken.
        return os.fstat(descriptor).st_size > 0 or time.time() - folder.stat().st_mtime > NEWBORN_S
    finally:
        os.close(descriptor)
