"""What code in a cell has written: measured while it runs, taken when it is gone, then removed."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from flaming_horse.engine.action import Json

# What code of a film needs is far below; what is above is an attack, or a mistake.
MOST_FILES = 1000
MOST_BYTES = 4_000_000_000
_MOST_TEMPORARY = 20_000
"""Files while it runs: LaTeX and fonts keep caches."""
_DEEPEST = 16
_LONGEST_TEXT = 2000


class Unfit(Exception):
    """What was written, or done, cannot be part of making a film; the message says what."""


def refuse_too_much(room: Path) -> None:
    """Raise Unfit when the folder holds more than a film can need."""
    size = 0
    for count, entry in enumerate(_walk(room)):
        if len(Path(entry.path).relative_to(room).parts) > _DEEPEST:
            raise Unfit("made folders too deep inside one another")
        with contextlib.suppress(OSError):
            size += entry.stat(follow_symlinks=False).st_blocks * 512
        if count > _MOST_TEMPORARY or size > MOST_BYTES:
            raise Unfit(f"wrote more than {MOST_BYTES / 1e9:.0f} GB, or too many files")


def take_files(cell_outputs: Path, outputs: Path, expected: Collection[str] | None = None) -> None:
    """Copy what was made: plain files alone, of a number and a size that can be right.

    Nothing that could change them lives any more. Raises Unfit for anything else, and for a file
    that is not `expected` where that says which may be there.
    """
    count = size = 0
    for entry in _walk(cell_outputs):
        name = Path(entry.path).relative_to(cell_outputs)
        if not str(name).isprintable() or len(name.parts) > _DEEPEST:
            raise Unfit(f"left a file of an impossible name: {shown(str(name))!r}")
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISDIR(status.st_mode):
            (outputs / name).mkdir()
            continue
        count, size = count + 1, size + status.st_size
        if expected is not None and name.as_posix() not in expected:
            raise Unfit(f"left {shown(str(name))!r}, which is no part of a clip")
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise Unfit(f"left {shown(str(name))!r}, which is not a plain file")
        if count > MOST_FILES or size > MOST_BYTES:
            raise Unfit("left more files, or larger ones, than a film can need")
        _copy(Path(entry.path), outputs / name)


def _copy(source: Path, target: Path) -> None:
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as closed:
        raise Unfit(f"left {shown(source.name)!r}, which cannot be read") from closed
    with os.fdopen(descriptor, "rb") as src, target.open("xb") as dst:
        while chunk := src.read(1 << 20):
            dst.write(chunk)


def shown(text: Json, most: int = _LONGEST_TEXT) -> str:
    """A text of somebody else's for a terminal: signs that can be seen, and not too many."""
    kept = "".join(
        sign if sign == "\n" or sign.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for sign in str(text)[:most]
    )
    return kept + ("…" if len(str(text)) > most else "")


def _walk(folder: Path, depth: int = 0) -> Iterator[os.DirEntry[str]]:
    """All entries below, folders before what is in them; no link is followed."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if depth <= _DEEPEST and entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), depth + 1)
