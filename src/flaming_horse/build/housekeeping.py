"""What is kept in a project's folder and its store: whose it is believed to be, and what goes.

`reset` forgets results from a phase on, `gc` down to a size; what a person made stays. What killed
runs left unfinished is swept away. Version 0.1.0 gave such files names that mkstemp chose. Those of
states and takes are nobody's own, and go. A name that a person's backup could have
(`.storyboard.md.original`) is told, and the file stays. Either kind was made for its owner alone,
and is a day old at least.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from flaming_horse.build import build_scenes, precache_voiceovers
from flaming_horse.build.phases import phases_from
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.engine.explain import LastRuns
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.engine.store import Store
from flaming_horse.errors import WrongInput
from flaming_horse.project import Project
from flaming_horse_voice import signatures
from flaming_horse_voice.files import is_unfinished

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def reset(project: Project, phase: str) -> dict[str, Any]:
    """Forget the results of `phase` and of all that come after it.

    Raises:
        WrongInput: there is no such phase.
    """
    later = phases_from(phase)
    settings = settings_of(project.folder, Options())
    forgotten: dict[str, int] = {}
    with ProjectLock(project.hidden / "lock"):
        last, store = LastRuns(project.hidden / "last"), open_store(settings)
        if "precache_voiceovers" in later:
            forgotten["takes"] = precache_voiceovers.forget_takes(project)
        if "build_scenes" in later:
            forgotten["scene modules"] = len(build_scenes.remove_stale(project, []))
        forgotten["results"] = len(last.keys(later))
        last.forget(later, store)
        project.state.unlink(missing_ok=True)
    return {"project": project.name, "from": phase, "forgotten": forgotten}


def collect(project: Project, keep: str) -> dict[str, Any]:
    """Bring the store down to the size `keep`, the oldest use first; the film's parts stay.

    Raises:
        WrongInput: `keep` is no size.
    """
    limit = parse_size(keep)
    settings = settings_of(project.folder, Options())
    with ProjectLock(project.hidden / "lock"):
        store = open_store(settings)
        # A store of the project's own is ours alone while we hold its lock.
        in_use_s = 3600.0 if is_shared(settings) else 0.0
        keep_keys = LastRuns(project.hidden / "last").keys()
        freed = store.gc(limit, keep=keep_keys, in_use_s=in_use_s)
        return {"project": project.name, "freed_bytes": freed, "left_bytes": store.size()}


def parse_size(text: str) -> int:
    """Bytes in a size such as `500MB` or `2 GB` (powers of ten).

    Raises:
        WrongInput: it is not one.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?b?)", text.strip().lower())
    if match is None:
        raise WrongInput(f"{text!r} is no size", remedy="Write it as 500MB, 2GB or 0.")
    unit = match.group(2).removesuffix("b")
    return int(Fraction(match.group(1)) * _UNITS[unit])


def as_text(answer: dict[str, Any]) -> str:
    """What was forgotten, for a person."""
    if "freed_bytes" in answer:
        freed, left = answer["freed_bytes"] / 1e6, answer["left_bytes"] / 1e6
        return f"{answer['project']}: {freed:.1f} MB freed, {left:.1f} MB left"
    counted = ", ".join(f"{count} {what}" for what, count in answer["forgotten"].items())
    return f"{answer['project']}: forgot {counted}, from {answer['from']} on"


def open_store(settings: Settings, *, looks_only: bool = False) -> Store:
    """The store of a project, or the shared one that the user named.

    Results in a project's own folder are believed only where this user's program signed them: the
    folder may have come from anywhere. A store that the user names by FLAMING_HORSE_STORE is
    theirs to vouch for, and may be shared by machines that have no key in common. `looks_only`
    changes nothing on the disk.
    """
    sign = None if is_shared(settings) else partial(signatures.sign, "result")
    return Store(settings.store.value, sign=sign, looks_only=looks_only)


def is_shared(settings: Settings) -> bool:
    """Whether other projects may use the store, too."""
    return settings.store.origin != "built in"


def notes_on(store: Store) -> list[str]:
    """What a person should know about the results that a store holds."""
    if not store.guarded:
        return []
    notes: list[str] = []
    if not signatures.is_lasting():
        notes.append(
            f"{signatures.key_file()} cannot be written: the next build will not believe this one's"
            " results, and draws everything again (FLAMING_HORSE_STORE names a store to believe)"
        )
    if store.brought_along():
        notes.append(
            "the results that lie in this project were not made here, or by an earlier version:"
            " they are not used, and everything is drawn again"
        )
    return notes


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


def sweep_leftovers(project: Project) -> None:
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


def leftovers_in(project: Path) -> list[Path]:
    """Files of a project that look like ones half written; none is removed."""
    return [path for name, known in _TOLD.items() for path in _left(project / name, known)]


def leftovers_in_cache(cache: Path) -> list[Path]:
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
