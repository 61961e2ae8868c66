"""Folders that are ours: they carry our mark, and nothing else is ever removed."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

from flaming_horse_voice.files import NotOurs, Unreadable, read_bytes, write_atomically

MARK = ".made-by-flaming-horse"
"""The file in a folder that says that we made it, and for what."""


def make_own_folder(folder: Path, purpose: str) -> None:
    """Make a folder that is ours, or take an empty one, and put our mark into it.

    Raises NotOurs where something lies there that does not carry the mark for this purpose.
    """
    if is_own_folder(folder, purpose):
        return
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotOurs(f"{folder} is no folder, or a link to one")
    if folder.is_dir() and any(folder.iterdir()):
        raise NotOurs(f"{folder} holds what was not made by flaming-horse")
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / MARK, f"{purpose}\n".encode())


def is_own_folder(folder: Path, purpose: str) -> bool:
    """Whether it is a folder, no link, and carries our mark for that purpose."""
    mark = folder / MARK
    if folder.is_symlink() or mark.is_symlink() or not folder.is_dir():
        return False
    try:
        return read_bytes(mark, 1000).decode(errors="replace").strip() == purpose
    except (OSError, Unreadable):
        return False


def remove_own_folder(folder: Path, purpose: str) -> None:
    """Remove a folder with all that is in it, if it is ours; links in it are removed, not followed.

    Raises NotOurs for any other; does nothing where there is none.
    """
    if not os.path.lexists(folder):
        return
    if not is_own_folder(folder, purpose):
        raise NotOurs(f"{folder} was not made by flaming-horse: it is not removed")
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != MARK:
            Path(entry.path).unlink(missing_ok=True)
    # The mark goes last: what a killed process leaves is still ours.
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def remove_keeping_last(folder: Path, last: str) -> None:
    """Remove a folder of ours, the file `last` at the end: it is what tells the folder as ours.

    So what a killed process leaves can still be told. What cannot be removed is left.
    """
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                remove_tree(Path(entry.path))
            elif entry.name != last:
                Path(entry.path).unlink(missing_ok=True)
        (folder / last).unlink(missing_ok=True)
        folder.rmdir()


def remove_tree(top: Path) -> None:
    """Remove a folder that no process uses any more, however deep it is and whatever its modes.

    `shutil.rmtree` ends in a RecursionError where code of others has made a thousand folders
    inside one another. What cannot be removed is left.
    """
    folders = [top]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
            for path in list(folder.iterdir()):
                if path.is_symlink() or not path.is_dir():
                    path.unlink()
                elif folder == top:
                    folders.append(path)
                else:
                    # brought to the top, so that no path grows too long for the system
                    folders.append(path.rename(top / secrets.token_hex(12)))
            if folder != top:
                folder.rmdir()
    with contextlib.suppress(OSError):
        top.rmdir()
