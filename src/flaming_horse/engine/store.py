"""Blobs named by their content, and results named by the key of the action that made them.

    blobs/ab/abcd…      a file, named by its SHA-256, read-only
    results/ab/abcd…    a `Result` with its checksum, named by its key
    unfinished/         see `durable.Workshop`

Everything is written beside and renamed into place after fsync, blobs before the result that
names them. What does not match its checksum is dropped and counts as missing. The time of last
change of a file in the store is the time of its last use.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from flaming_horse.engine.action import Json
from flaming_horse.engine.durable import Workshop, copy_content
from flaming_horse.engine.result import Result, Sign
from flaming_horse.errors import FlamingHorseError
from flaming_horse_voice.files import (
    NotOurs,
    Unreadable,
    digest_bytes,
    digest_file,
    link_below,
    read_bytes,
    replacing,
    sync_file,
    sync_folder,
    write_atomically,
)

_NAME = re.compile(r"[0-9a-f]{64}")
_LARGEST_RESULT = 1 << 20
"""Bytes. A result with its few outputs takes 2 kB."""

# Uses are told apart no finer; `gc` spares what was used within a longer time.
USE_RESOLUTION_S = 600.0


class MissingBlob(FlamingHorseError):
    """Content that was in the store is gone or was damaged; the next run makes it anew."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"The store no longer holds {digest[:12]}…, or it was damaged.",
            remedy="Run the command again: what is missing is made anew.",
        )
        self.digest = digest


class Store:
    """A store in a folder; any number of processes may use it at the same time.

    `sign` tells a result that may be believed. Where it is more than a checksum, the store is
    `guarded`: only the process that runs a build believes and keeps results there (`keep`), its
    workers do neither, so that a scene's code can put nothing in the place of a result. With
    `looks_only` nothing changes on the disk: what would be kept is only named by its digest.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sign: Sign | None = None,
        for_worker: bool = False,
        looks_only: bool = False,
    ) -> None:
        self.folder = folder.absolute()
        self.guarded = sign is not None or for_worker
        self._sign = sign or digest_bytes
        self._believes = not for_worker
        self._looks_only = looks_only
        self._workshop = Workshop(self.folder / "unfinished")
        self._seen_whole: dict[str, tuple[int, int, int]] = {}

    def put_bytes(self, content: bytes) -> str:
        """Keep `content`; returns its digest."""
        digest = digest_bytes(content)
        if not self._looks_only and not self._in_use(digest):
            with self._workshop.scratch() as scratch:
                (scratch / digest).write_bytes(content)
                self._adopt(scratch / digest, digest)
        return digest

    def put_file(self, path: Path, *, consume: bool = False) -> str:
        """Keep the content of a file; returns its digest.

        `consume` moves the file in where it can, without a copy: for files nobody else has open.
        """
        digest = digest_file(path)
        if self._looks_only or self._in_use(digest):
            return digest
        if consume and not path.is_symlink() and path.stat().st_nlink == 1:
            with contextlib.suppress(OSError):  # another file system: copied below
                self._adopt(path, digest)
                return digest
        with self._workshop.scratch() as scratch:
            # Hashed again after the copy: the file may be written to at this moment.
            copy_content(path, scratch / "blob")
            digest = digest_file(scratch / "blob")
            self._adopt(scratch / "blob", digest)
        return digest

    def has(self, digest: str) -> bool:
        """Whether the content is there and whole."""
        return self._whole_blob(digest) is not None

    def path_of(self, digest: str) -> Path:
        """Where the content lies, for reading only; MissingBlob when it is gone or damaged."""
        path = self._whole_blob(digest)
        if path is None:
            raise MissingBlob(digest)
        return path

    def open(self, digest: str) -> BinaryIO:
        return self.path_of(digest).open("rb")

    def materialise(
        self, digest: str, target: Path, *, read_only: bool = False, within: Path | None = None
    ) -> None:
        """Put the content at `target`, whole or not at all; a target that has it stays untouched.

        It is a copy, so that an edit cannot reach the store. `read_only` links instead where
        possible: for scratch folders whose reader leaves its inputs alone. No folder between
        `within` and the target may be a link (NotOurs).
        """
        blob = self.path_of(digest)
        if within is not None and (link := link_below(within, target.parent)) is not None:
            raise NotOurs(f"{link} is a link: nothing is written through it")
        target.parent.mkdir(parents=True, exist_ok=True)
        if read_only:
            with contextlib.suppress(OSError):  # another file system, or no links there
                target.hardlink_to(blob)
                return
        if _same_content(target, blob, digest):
            return
        with self.scratch() as scratch:
            if scratch.stat().st_dev == target.parent.stat().st_dev:
                copy_content(blob, scratch / "copy")
                _put_in_place(scratch / "copy", target)
                return
        with replacing(target, within=within) as unfinished:
            copy_content(blob, unfinished)

    def result(self, key: str) -> Result | None:
        """The result under `key` when it and all of its outputs are whole; counts as a use."""
        if not self._believes:
            return None
        result = self._read_result(self._result_path(key))
        if result is None or not all(self._in_use(digest) for digest in result.outputs.values()):
            return None
        self._use(self._result_path(key))
        return result

    def publish(
        self, key: str, outputs: Path, *, seconds: float, provenance: Mapping[str, Json]
    ) -> Result:
        """Keep all files under `outputs` as the result of `key`, taking them out of there.

        When another process was first, its result stands and is returned.
        """
        files = sorted(path for path in outputs.rglob("*") if path.is_file())
        digests = {
            path.relative_to(outputs).as_posix(): self.put_file(path, consume=True)
            for path in files
        }
        earlier = self.result(key)
        if earlier is not None:
            return earlier
        finished = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        result = Result(key, digests, seconds, {**provenance, "finished": finished})
        if self._believes:
            self._write(result)
        return result

    def keep(self, key: str, result: Result) -> None:
        """Keep the result of `key` that a worker told of, whose files it has put into the store.

        Where workers keep results themselves there is nothing to do. Raises ValueError for a
        result of another key, MissingBlob where a file is not there.
        """
        if result.key != key:
            raise ValueError(f"a worker that was asked for {key} told of {result.key}")
        if self.guarded:
            for digest in result.outputs.values():
                self.path_of(digest)
            self._write(result)

    def _write(self, result: Result) -> None:
        with self._workshop.scratch() as scratch:
            (scratch / result.key).write_bytes(result.to_bytes(self._sign))
            _put_in_place(scratch / result.key, self._result_path(result.key))

    def brought_along(self) -> bool:
        """Whether there are results that none of this user's programs signed; told once.

        They are not believed, and each is dropped when it is asked for.
        """
        mark = self.folder / "signed"
        sign = self._sign(b"signed").encode()
        if not self.guarded or (mark.is_file() and read_bytes(mark, 1000) == sign):
            return False
        entry = next(self._entries("results"), None)
        if not self._looks_only:
            write_atomically(mark, sign)
        return entry is not None and self._read_result(entry) is None

    def forget(self, key: str) -> None:
        """Drop the result of `key`; blobs stay until `gc`."""
        self._result_path(key).unlink(missing_ok=True)

    def scratch(self) -> contextlib.AbstractContextManager[Path]:
        """An empty folder on the store's file system, gone afterwards or when the process dies."""
        return self._workshop.scratch()

    def close(self) -> None:
        """Remove this process's unfinished work; the store can be used again afterwards."""
        self._workshop.close()

    def size(self) -> int:
        """Bytes of all blobs and results."""
        return sum(path.stat().st_size for path in self._entries("blobs", "results"))

    def gc(self, max_bytes: int, *, keep: Collection[str] = (), in_use_s: float = 3600.0) -> int:
        """Drop what was used longest ago until `max_bytes` are left; returns the bytes freed.

        Results in `keep` stay with their outputs, and so does everything used within `in_use_s`:
        a run that goes on elsewhere may count on it.
        """
        blobs = {path.name: path.stat() for path in self._entries("blobs")}
        results = {path: self._read_result(path) for path in self._entries("results")}
        references = Counter(
            digest
            for result in results.values()
            if result
            for digest in set(result.outputs.values())
        )
        drops: list[tuple[float, Path, Result | None]] = [
            (path.stat().st_mtime, path, result)
            for path, result in results.items()
            if path.name not in keep
        ]
        drops += [
            (blobs[digest].st_mtime, self._blob_path(digest), None)
            for digest in blobs
            if not references[digest]
        ]
        size = before = self.size()
        for last_use, path, result in sorted(drops, key=lambda drop: drop[:2]):
            if size <= max_bytes or time.time() - last_use < in_use_s:
                break
            size -= _remove(path)
            for digest in set(result.outputs.values()) if result else ():
                references[digest] -= 1
                if not references[digest]:
                    size -= _remove(self._blob_path(digest))
        return before - size

    def _blob_path(self, digest: str) -> Path:
        return self.folder / "blobs" / digest[:2] / digest

    def _result_path(self, key: str) -> Path:
        return self.folder / "results" / key[:2] / key

    def _entries(self, *kinds: str) -> Iterator[Path]:
        for kind in kinds:
            for path in sorted((self.folder / kind).glob("??/*")):
                if _NAME.fullmatch(path.name) and not path.is_symlink() and path.is_file():
                    yield path

    def _in_use(self, digest: str) -> bool:
        """Whether the blob is there and whole; if so it counts as used now."""
        self._use(self._blob_path(digest))
        return self.has(digest)

    def _use(self, path: Path) -> None:
        if self._looks_only:
            return
        with contextlib.suppress(OSError):  # not there; or a store mounted read-only still serves
            # Every change of the time makes other processes read the blob through again.
            if time.time() - path.stat().st_mtime > USE_RESOLUTION_S:
                os.utime(path)

    def _adopt(self, path: Path, digest: str) -> None:
        """Move a finished file into place as the blob `digest`."""
        path.chmod(0o444)
        blob = self._blob_path(digest)
        _put_in_place(path, blob)
        self._seen_whole[digest] = _signature(blob)

    def _whole_blob(self, digest: str) -> Path | None:
        """The blob's path when its content has its checksum; a damaged one is dropped.

        A file is read through once for each process and change.
        """
        blob = self._blob_path(digest)
        try:
            signature = _signature(blob)
            if self._seen_whole.get(digest) != signature:
                if digest_file(blob) != digest:
                    self._drop(blob)
                    return None
                self._seen_whole[digest] = signature
        except FileNotFoundError:
            return None
        return blob

    def _read_result(self, path: Path) -> Result | None:
        try:
            result = Result.from_bytes(read_bytes(path, _LARGEST_RESULT), self._sign)
        except FileNotFoundError:
            return None
        except Unreadable:
            result = None
        if result is None or result.key != path.name:
            self._drop(path)
            return None
        return result

    def _drop(self, path: Path) -> None:
        if not self._looks_only:
            path.unlink(missing_ok=True)


def _put_in_place(unfinished: Path, target: Path) -> None:
    """Rename a finished file into the store; what a killed process leaves is in its bench."""
    sync_file(unfinished)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished.replace(target)
    sync_folder(target.parent)


def _signature(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _same_content(target: Path, blob: Path, digest: str) -> bool:
    if target.is_symlink() or not target.is_file():
        return False
    return target.stat().st_size == blob.stat().st_size and digest_file(target) == digest


def _remove(path: Path) -> int:
    """Remove a file; returns its bytes, or 0 when another process was first."""
    try:
        size = path.stat().st_size
        path.unlink()
    except FileNotFoundError:
        return 0
    return size
