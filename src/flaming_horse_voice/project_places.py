"""The places in a project that the program itself writes to: none of them may be a link.

A link there would have us read, overwrite or delete what lies elsewhere: a folder that came from
somebody else may hold any. So such a project is refused at once, before anything in it is read.
What a person edits is among them: a storyboard that is a link would speak a private text, and
`revise` writes to it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from flaming_horse_voice.errors import WrongInput

HIDDEN = ".flaming-horse"
VOICEOVERS = "media/voiceovers"
"""Where takes lie, with their index and what a service was found to load."""
_FOLDERS = (HIDDEN, "log", "scenes", "llm", "media", VOICEOVERS, "voice", "voice/takes")
"""Made by us where they are absent; a link, or a file, in their place is refused."""
_FILES = (
    *("storyboard.md", "plan.md", "flaming-horse.toml", "project_state.json", "approvals.json"),
    *("voice/ref.wav", "voice/ref.txt", "voice/pins.json"),
)
_DEEP = (HIDDEN, "log", "llm")
"""Here all that lies in them is ours, at any depth …"""
_FLAT = ("media", VOICEOVERS, "voice/takes")
"""… here what lies directly in them; Manim's own folders below are its own matter."""
_BENCHES = f"{HIDDEN}/store/unfinished"
"""Below each folder in it some process is at work, with whatever it needs."""


def refuse_links(folder: Path) -> None:
    """Stop where one of the places that we write to is a link, or not what it should be.

    The project's folder itself may be reached through links.

    Raises:
        WrongInput: the first such place, with what it is and what to do.
    """
    for wrong in _wrong_places(folder):
        raise wrong


def _wrong_places(folder: Path) -> Iterator[WrongInput]:
    for name in _FOLDERS:
        yield from _checked(folder / name, name, folder_wanted=True)
    for name in _FILES:
        yield from _checked(folder / name, name, folder_wanted=False)
    for name in _FLAT:
        for entry in _entries(folder / name):
            yield from _odd(entry, f"{name}/{entry.name}")
    for entry in _entries(folder / "scenes"):
        if entry.name.startswith("scene_"):
            yield from _odd(entry, f"scenes/{entry.name}")
    for name in _DEEP:
        yield from _below(folder / name, name)


def _below(folder: Path, name: str) -> Iterator[WrongInput]:
    for entry in _entries(folder):
        inner = f"{name}/{entry.name}"
        yield from _odd(entry, inner)
        if name != _BENCHES and entry.is_dir(follow_symlinks=False):
            yield from _below(folder / entry.name, inner)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _odd(entry: os.DirEntry[str], name: str) -> Iterator[WrongInput]:
    """Wrong unless it is a plain file or a folder."""
    if entry.is_symlink():
        yield _is_link(Path(entry.path), name)
        return
    plain = entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)
    if not plain and os.path.lexists(entry.path):  # else another process has just removed it
        yield WrongInput(f"{entry.path} is no file and no folder", remedy=_REMEDY)


def _checked(path: Path, name: str, *, folder_wanted: bool) -> Iterator[WrongInput]:
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(mode):
        yield _is_link(path, name)
    elif folder_wanted and not stat.S_ISDIR(mode):
        yield WrongInput(f"{path} should be a folder, and is none", remedy=_REMEDY)
    elif not folder_wanted and not stat.S_ISREG(mode):
        yield WrongInput(f"{path} should be a file, and is none", remedy=_REMEDY)


_REMEDY = "Move it away: what is needed is made in its place."
_WAYS = {
    "voice": "\n  To share a voice, set FLAMING_HORSE_VOICE_REF_DIR to the folder it is in.",
    "storyboard.md": "\n  To bring a text from elsewhere: flaming-horse create NAME --script FILE",
    HIDDEN: "\n  To keep results elsewhere, set FLAMING_HORSE_STORE to a folder.",
}
"""What a link may have been wanted for, and how that is had."""


def _is_link(path: Path, name: str) -> WrongInput:
    try:
        target = os.fspath(path.readlink())
    except OSError:
        target = "?"
    return WrongInput(
        f"{path} is a link (to {target[:200]}): the program writes there, and follows no link"
        " out of a project",
        remedy="If the project is not yours, beware of it; else move the link away."
        f"{_WAYS.get(name.split('/', maxsplit=1)[0], '')}",
    )
