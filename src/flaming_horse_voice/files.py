"""Files: written whole or not at all, never through a link, read within limits.

The one room for files of both packages, with `json_files` (our own JSON) and `own_folders` (what
is ours to remove). Below a folder that is named as `within` no link is ever followed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath

from flaming_horse_voice.errors import WrongInput

_UNFINISHED = re.compile(r"\..*\.[0-9a-f]{16}\.unfinished")
_HARMLESS = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""How file systems that cannot sync a folder say so."""


class NotOurs(WrongInput):
    """What is there was not made by us, or is a link: it is neither written to nor removed."""


class Unreadable(WrongInput, ValueError):
    """A file that is no regular file, too large, no UTF-8, or not of the shape that it should be.

    Absent files are FileNotFoundError, other troubles of the system their own OSError.
    """


def digest_bytes(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_text(text: str) -> str:
    """The SHA-256 of a text as UTF-8, in hexadecimal."""
    return digest_bytes(text.encode())


def digest_file(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal; of any size, in little memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make renames into `folder` outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _sync_open_folder(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make the content of a file outlive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: bytes, *, within: Path | None = None) -> None:
    """Write beside, fsync, rename into place, fsync the folder; folders on the way are made.

    A reader sees the old file or the whole new one. A link at `path` is replaced, not followed;
    where `within` is given, no folder between it and `path` may be one (NotOurs).
    """
    with _open_folder(path.parent, within) as folder:
        beside = unfinished_name(path.name)
        # The mode is what the user's umask leaves of it, as for any file that a program makes.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(beside, flags, 0o666, dir_fd=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside, dir_fd=folder)
            raise
        _sync_open_folder(folder)


def write_if_changed(path: Path, content: bytes) -> bool:
    """`write_atomically`; False, and nothing is touched, where the file says the same already."""
    plain = path.is_file() and not path.is_symlink()
    if plain and path.stat().st_size == len(content) and path.read_bytes() == content:
        return False
    write_atomically(path, content)
    return True


@contextlib.contextmanager
def replacing(path: Path, *, within: Path | None = None) -> Generator[Path]:
    """A new, empty file beside `path`, for libraries that write to a name.

    When the block ends it is synced and takes the place of `path`; when it fails it is removed.
    """
    with _open_folder(path.parent, within):
        beside = path.with_name(unfinished_name(path.name))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        os.close(os.open(beside, flags, 0o666))
        try:
            yield beside
            sync_file(beside)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def unfinished_name(name: str) -> str:
    """A random name for what is to become `name`, short enough for every file system."""
    return f".{name[:40]}.{secrets.token_hex(8)}.unfinished"


def is_unfinished(name: str) -> bool:
    """Whether a file of that name is what a killed writer of ours left behind."""
    return _UNFINISHED.fullmatch(name) is not None


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a regular file of at most `limit` bytes.

    Pipes and devices are refused without waiting for them. Raises FileNotFoundError, Unreadable.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    # Python would close no folder's descriptor, and name it by its number.
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        kind = "a folder" if stat.S_ISDIR(mode) else "no regular file"
        raise Unreadable(f"{path} is {kind}", remedy="Move it away.")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise Unreadable(f"{path} is larger than {said_bytes(limit)}, the most that is read of it")
    return content


def read_text(path: Path, limit: int) -> str:
    """`read_bytes` as UTF-8, without a byte order mark; with newlines as they are."""
    content = read_bytes(path, limit)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"{path}:{line}: not UTF-8 (byte {content[error.start]:#04x})",
            remedy="Save the file as UTF-8.",
        ) from None


def is_safe_relative(path: str) -> bool:
    """Whether a path from a file names something inside a folder, the same on every system."""
    parts = PurePosixPath(path)
    odd = "\\" in path or "\0" in path or path != parts.as_posix()
    return bool(parts.parts) and not odd and not parts.is_absolute() and ".." not in parts.parts


def link_below(root: Path, path: Path) -> Path | None:
    """The first link between `root` and `path`, itself included; None where there is none.

    `root` may be reached through links: where a user's own folder lies is the user's matter.
    """
    here = root
    for part in path.relative_to(root).parts:
        here = here / part
        if here.is_symlink():
            return here
    return None


def said_bytes(count: int) -> str:
    """A number of bytes as people say it: 20 kB, 16 MB."""
    for power, unit in ((30, "GB"), (20, "MB"), (10, "kB")):
        if count >= 1 << power:
            return f"{count / (1 << power):.3g} {unit}"
    return f"{count} bytes"


@contextlib.contextmanager
def _open_folder(folder: Path, within: Path | None) -> Generator[int]:
    """A descriptor of `folder`, made where it is absent; below `within` no link is followed."""
    if within is None:
        folder.mkdir(parents=True, exist_ok=True)
    root = folder if within is None else within
    root.mkdir(parents=True, exist_ok=True)
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for below, part in _steps(root, folder):
            there = _step_into(here, part, below)
            os.close(here)
            here = there
        yield here
    finally:
        os.close(here)


def _steps(root: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    here = root
    for part in folder.relative_to(root).parts:
        if part == "..":
            raise NotOurs(f"{folder} leaves {root}")
        here = here / part
        yield here, part


def _step_into(folder: int, part: str, path: Path) -> int:
    with contextlib.suppress(FileExistsError):
        os.mkdir(part, dir_fd=folder)
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(part, flags, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise NotOurs(
                f"{path} is a link, or no folder: nothing is written through it",
                remedy="Move it away; a folder is made in its place.",
            ) from None
        raise


def _sync_open_folder(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _HARMLESS:
            raise
