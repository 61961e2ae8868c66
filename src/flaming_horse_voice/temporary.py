"""Temporary folders of both packages: whatever a killed process leaves, the next run removes.

A folder is told as ours by its name, its owner and the lock in it, which the kernel lets go of when
its process ends, however that ends. Nothing else in the folder for temporary files is touched.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import stat
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from flaming_horse_voice.own_folders import remove_keeping_last

_PREFIX = "flaming-horse-"
_NAME = re.compile(rf"{_PREFIX}[0-9a-f]{{24}}")
_LOCK = "held-by-its-process"
_BEGINNING_S = 60.0
"""A folder without a lock may be one whose process is just making it."""


class TemporaryFolder:
    """A new folder that is gone after `close`, or after the next `sweep` where nobody calls it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.gettempdir()) / f"{_PREFIX}{secrets.token_hex(12)}"
        self.path.mkdir(mode=0o700)
        # It is locked before it has the name by which it is known: a sweep never sees it between.
        lock = self.path / f"{_LOCK}.new"
        self._lock = -1
        try:
            self._lock = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            lock.rename(self.path / _LOCK)
        except OSError:
            self._unmake(lock)
            raise

    def _unmake(self, lock: Path) -> None:
        with contextlib.suppress(OSError):
            lock.unlink(missing_ok=True)
            self.path.rmdir()
        if self._lock >= 0:
            os.close(self._lock)

    def close(self) -> None:
        """Remove it with all that is in it. Safe to call twice."""
        if self._lock >= 0:
            remove_keeping_last(self.path, _LOCK)
            os.close(self._lock)
            self._lock = -1


@contextlib.contextmanager
def temporary_folder() -> Generator[Path]:
    """A folder under TMPDIR that is gone afterwards."""
    folder = TemporaryFolder()
    try:
        yield folder.path
    finally:
        folder.close()


def sweep() -> int:
    """Remove the temporary folders of processes that are gone; how many there were."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        return sum(_swept(entry) for entry in list(entries) if _NAME.fullmatch(entry.name))
    return 0


_OF_0_1 = re.compile(rf"{_PREFIX}(?:(?:voice|try|prepare|selftest|mediator)-)?[a-z0-9_]{{8}}")
_OLD_S = 24 * 3600.0


def of_0_1() -> list[Path]:
    """Folders of this user that look like what killed runs of version 0.1.0 left; none is removed.

    They hold no lock, and a person may name a folder so: `flaming-horse-projects`.
    """
    folders: list[Path] = []
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in list(entries):
            if not _OF_0_1.fullmatch(entry.name) or not entry.is_dir(follow_symlinks=False):
                continue
            about = entry.stat(follow_symlinks=False)
            ours = about.st_uid == os.geteuid() and stat.S_IMODE(about.st_mode) == 0o700
            if ours and time.time() - about.st_mtime > _OLD_S:
                folders.append(Path(entry.path))
    return sorted(folders)


def _swept(entry: os.DirEntry[str]) -> bool:
    try:
        about = entry.stat(follow_symlinks=False)
        if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
            return False
        lock = os.open(Path(entry.path) / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return _swept_unlocked(Path(entry.path))
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        remove_keeping_last(Path(entry.path), _LOCK)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def _swept_unlocked(folder: Path) -> bool:
    """Remove what a process left that was killed before it had its lock: nothing is in it yet."""
    with contextlib.suppress(OSError):
        if time.time() - folder.stat().st_mtime > _BEGINNING_S:
            (folder / f"{_LOCK}.new").unlink(missing_ok=True)
            folder.rmdir()
            return True
    return False
