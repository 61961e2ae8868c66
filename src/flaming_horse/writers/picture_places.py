"""Where a picture that a document names lies: beside it, or elsewhere in its repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flaming_horse.storyboard.files import leaves

_FORGES = re.compile(
    r"(?:raw\.|www\.)?(?:github(?:usercontent)?|gitlab|codeberg|bitbucket|gitee)\.(?:com|org)"
    r"|cdn\.jsdelivr\.net|[\w-]+\.(?:github|gitlab)\.io"
)
_STEPS = ("", "static", "public", "docs", "assets", "images", "img", "media", "attachments")
"""Where sites and notes keep their pictures, below the document or below its repository."""
IN_THE_VAULT = "vault:"
"""Before a name that may lie in any folder of the notes, as Obsidian finds files."""
_MOST_FOLDERS = 5000
"""Folders that are looked through for one name."""
_LONGEST, _HIGHEST = 12, 12
"""Parts of an address, and folders above a document, that are looked at."""


def repository_of(folder: Path) -> Path:
    """The repository that a folder lies in; the folder itself where it lies in none.

    A document takes pictures from its own repository, and from nowhere else.
    """
    folder = folder.absolute()
    for above in (folder, *list(folder.parents)[:_HIGHEST]):
        if (above / ".git").exists():
            return above
    return folder


def file_of_address(address: str, folder: Path) -> Path | None:
    """The file here that the end of an address names, or None. Nothing is fetched.

    On a forge the part behind the owner, the name and the branch is the file's path, and one
    name is enough; elsewhere the last folder must be the same as well.
    """
    try:
        split = urlsplit(address)
    except ValueError:
        return None
    parts = [unquote(part) for part in split.path.split("/") if part not in {"", "."}]
    forge = bool(split.hostname and _FORGES.fullmatch(split.hostname))
    if not parts or ".." in parts or len(parts) > _LONGEST:
        return None
    fewest = 1 if forge and len(parts) > 2 else 2
    return _first(("/".join(parts[at:]) for at in range(len(parts) - fewest + 1)), folder)


def file_of_name(name: str, folder: Path) -> Path | None:
    """The file here that a site or a folder of notes means by a name that is not beside it."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", "."}]
    if ".." in parts:
        return _inside(folder / name, repository_of(folder))
    return _first(["/".join(parts)], folder) if parts else None


def file_in_vault(name: str, folder: Path) -> Path | None:
    """The file of a name that lies nearest below the document's folder, else in its vault.

    A vault is a folder with `.obsidian`, else the repository. Hidden folders are not looked into.
    """
    folder = folder.absolute()
    root = repository_of(folder)
    vault = next((a for a in _up_to(folder, root) if (a / ".obsidian").is_dir()), root)
    for begin in (folder, vault):
        found = sorted(_called(name, begin), key=lambda file: (len(file.parts), str(file)))
        if inside := next((there for file in found if (there := _inside(file, root))), None):
            return inside
    return None


def _called(name: str, folder: Path) -> Iterator[Path]:
    """Files of this name below a folder."""
    left = _MOST_FOLDERS
    for above, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "node_modules")))
        if name in files:
            yield Path(above) / name
        left -= 1
        if not left:
            return


def _up_to(folder: Path, root: Path) -> Iterator[Path]:
    """The folder, and those above it up to and with a root."""
    yield folder
    while folder not in {root, folder.parent}:
        folder = folder.parent
        yield folder


def _first(names: Iterator[str] | list[str], folder: Path) -> Path | None:
    root = repository_of(folder)
    for name in names:
        for base in _bases(folder, root):
            if file := _inside(base / name, root):
                return file
    return None


def _bases(folder: Path, root: Path) -> Iterator[Path]:
    for above in _up_to(folder.absolute(), root):
        for step in _STEPS:
            yield above / step


def _inside(file: Path, root: Path) -> Path | None:
    try:
        there = file.resolve()
        if there.is_file() and not leaves(str(there.relative_to(root.resolve())), root):
            return there
    except (OSError, ValueError, RuntimeError):
        return None  # not below, too long a name, a zero byte, or links in a circle
    return None
