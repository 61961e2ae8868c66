"""What killed runs left: unfinished files.

Version 0.1.0 gave them names that mkstemp chose. Those of states and takes are nobody's own, and
go. A name that a person's backup could have (`.storyboard.md.original`) is told, and the file
stays. Either kind was made for its owner alone, and is a day old at least.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from flaming_horse.project import Project
from flaming_horse_voice.files import is_unfinished

_STATE = re.compile(r"\.project_state\.json\.[a-z0-9_]{8}")
_TAKE = re.compile(r"\.(?:takes\.json|[0-9a-f]{64}\.(?:json|flac))\.[a-z0-9_]{8}")
_TOLD = {
    "": re.compile(
        r"\.(?:storyboard\.md|plan\.md|approvals\.json|flaming-horse\.toml)\.[a-z0-9_]{8}"
    ),
    "scenes": re.compile(r"\.scene_\w+\.py\.[a-z0-9_]{8}"),
    "llm": re.compile(r"\..+\.json\.[a-z0-9_]{8}"),
}
"""By folder of a project."""
_MODEL = re.compile(r"\.(?:kokoro|whisper)-.+\.[a-z0-9_]{8}")
"""The embedded voice, 90 MB, and the listener's folder, 150 MB."""
_OLD_S = 24 * 3600.0


def sweep(project: Project) -> None:
    """Remove the unfinished files of writers that were killed; who calls it holds the lock."""
    ours = (project.media, project.voiceovers, project.scenes, project.log, project.hidden)
    voice = project.folder / "voice"
    for folder in (*ours, project.hidden / "last", voice, voice / "takes"):
        _sweep_unfinished(folder, 0.0)
    for folder in (project.folder, project.folder / "llm"):  # written to without the lock, too
        _sweep_unfinished(folder, 60.0)
    for folder, name in ((project.folder, _STATE), (project.voiceovers, _TAKE)):
        for path in _left(folder, name):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _sweep_unfinished(folder: Path, older_s: float) -> None:
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if is_unfinished(entry.name) and entry.is_file(follow_symlinks=False):
                about = entry.stat(follow_symlinks=False)
                if time.time() - about.st_mtime >= older_s:
                    Path(entry.path).unlink(missing_ok=True)


def in_project(project: Path) -> list[Path]:
    """Files of a project that look like ones half written; none is removed."""
    return [path for name, known in _TOLD.items() for path in _left(project / name, known)]


def in_cache(cache: Path) -> list[Path]:
    """Files and folders of the cache that look like models half put there; none is removed."""
    return _left(cache, _MODEL, folders=True)


def _left(folder: Path, name: re.Pattern[str], *, folders: bool = False) -> list[Path]:
    return sorted(_all_left(folder, name, folders=folders))


def _all_left(folder: Path, name: re.Pattern[str], *, folders: bool) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if not name.fullmatch(entry.name):
                continue
            about = entry.stat(follow_symlinks=False)
            file = (stat.S_IFREG | 0o600, 1)
            private = (about.st_mode, about.st_nlink) == file or (
                folders and about.st_mode == stat.S_IFDIR | 0o700
            )
            ours = private and about.st_uid == os.geteuid()
            if ours and time.time() - about.st_mtime > _OLD_S:
                yield Path(entry.path)
