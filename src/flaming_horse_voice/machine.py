"""What the machine cannot give: room, memory, files, a disk that works. One message for each.

The same trouble comes with many faces: an error with a number, an error with only a text, the last
words of a process that a library ended. All of them are told here, in every process.
"""

from __future__ import annotations

import errno
import os
import resource
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from flaming_horse_voice.errors import MachineFailed, WrongInput

_AGAIN = "run the same command again: what is done is kept."
_FULL = f"Make room there, or run `flaming-horse gc`, and {_AGAIN}"
_MEMORY = f"Close other programs, or use fewer --workers, and {_AGAIN}"
NO_MEMORY = "Memory ran out"

_TROUBLES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("The disk is full", _FULL),
    errno.EDQUOT: ("Your share of the disk is used up", _FULL),
    errno.EFBIG: (
        "A file became larger than this system allows",
        f"Raise the limit (ulimit -f), or choose another disk, and {_AGAIN}",
    ),
    errno.EIO: (
        "The disk or the connection to it failed (input/output error)",
        f"See that it works, or choose another place, and {_AGAIN}",
    ),
    errno.EROFS: (
        "That file system is read-only",
        "Make it writable, or choose another --projects-dir.",
    ),
    errno.EMFILE: (
        "Too many files are open at once",
        f"Allow more of them (ulimit -n 1024), and {_AGAIN}",
    ),
    errno.ENFILE: (
        "Too many files are open on this machine",
        f"Close other programs, and {_AGAIN}",
    ),
    errno.ENOLCK: (
        "This file system gives no locks",
        "Put the project on a disk of this machine: --projects-dir, or FLAMING_HORSE_STORE.",
    ),
    errno.ENOMEM: (NO_MEMORY, _MEMORY),
    errno.EAGAIN: (
        "No more processes or threads can be started",
        f"Close other programs, or raise the limits (ulimit -u, ulimit -v), and {_AGAIN}",
    ),
}
_TEXTS: dict[str, int] = {
    "no space left on device": errno.ENOSPC,
    "disk quota exceeded": errno.EDQUOT,
    "input/output error": errno.EIO,
    "too many open files": errno.EMFILE,
    "cannot allocate memory": errno.ENOMEM,
    "failed to map segment": errno.ENOMEM,
    "failed to allocate": errno.ENOMEM,
    "memory allocation": errno.ENOMEM,
    "bad_alloc": errno.ENOMEM,
    "memoryerror": errno.ENOMEM,
    "out of memory": errno.ENOMEM,
    "insufficient memory": errno.ENOMEM,
    "can't start new thread": errno.EAGAIN,
    "resource temporarily unavailable": errno.EAGAIN,
}
"""How libraries, and the last lines of processes, tell of the same."""

_REFUSALS: dict[int, str] = {
    errno.ENOENT: "Make the folder that it is to be in, or choose another --projects-dir.",
    errno.EISDIR: "A file is to be there: move the folder away.",
    errno.ENOTDIR: "A folder is to be there: move the file away.",
    errno.EEXIST: "Something else is to be there: move it away.",
    errno.ENOTEMPTY: "Something else is to be there: move it away.",
    errno.ELOOP: "Links lead in a circle there: mend them.",
    errno.ENAMETOOLONG: "Choose a shorter name, or another --projects-dir.",
    errno.ETXTBSY: "A program there is running: end it.",
}


def trouble(error: BaseException, place: str | Path = "") -> MachineFailed | None:
    """What the machine could not give, if that is behind an error; `place` where none is named.

    An error that a user can mend is none, whatever its words are.
    """
    for each in _behind(error):
        number = _number(each)
        if number is None:
            continue
        what, remedy = _TROUBLES[number]
        named = _file_of(each) or str(place or full_folder(_usual_places()) or "")
        if number in (errno.ENOMEM, errno.EAGAIN, errno.EMFILE, errno.ENFILE):
            named = ""
        return MachineFailed(
            f"{what}: {named}" if named else f"{what}.", remedy=_with_hint(named, remedy)
        )
    return None


def trouble_in(last_words: str, *places: Path) -> MachineFailed | None:
    """As `trouble`, by the last words of a process; one that has none may have had no room."""
    lowered = last_words.lower()
    code = next((number for text, number in _TEXTS.items() if text in lowered), None)
    places = tuple(places)
    full = full_folder(places)
    if full is None and code == errno.ENOSPC and places:
        full = places[0]  # there is room again since the process ended
    if code is None and full is None:
        return None
    what, remedy = _TROUBLES[code or errno.ENOSPC]
    named = str(full) if full and code in (None, errno.ENOSPC, errno.EDQUOT) else ""
    return MachineFailed(
        f"{what}: {named}" if named else f"{what}.", remedy=_with_hint(named, remedy)
    )


def allows_memory(most: int) -> bool:
    """Whether this process may have so many bytes; a shell's `ulimit -v` may allow less."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    return hard == resource.RLIM_INFINITY or hard >= most


def refusal(error: OSError) -> WrongInput | None:
    """What the operating system refuses about a file that a user can see; None without a file."""
    file = _file_of(error)
    if not file:
        return None
    number = error.errno or 0
    remedy = _REFUSALS.get(number, "")
    if number in (errno.EACCES, errno.EPERM):
        there = os.path.exists(file)  # noqa: PTH110 - a descriptor or bytes would do as well
        right = "read" if there and not os.access(file, os.R_OK) else "write"
        remedy = f"Give yourself the right to {right} it, or choose another --projects-dir."
    return WrongInput(f"{file}: {error.strerror or error}", remedy=remedy)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, until there is one that a user can mend."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _number(error: BaseException) -> int | None:
    """The errno that an error stands for, if it is one of the machine's troubles."""
    if isinstance(error, MemoryError):
        return errno.ENOMEM
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number in _TROUBLES:
        return number
    if isinstance(error, FileNotFoundError) and "No usable temporary directory" in str(error):
        return errno.ENOSPC
    is_known = isinstance(error, RuntimeError | ImportError | OSError | SystemError)
    if not is_known or hasattr(error, "exit_code"):
        return None
    lowered = str(error).lower()
    return next((number for text, number in _TEXTS.items() if text in lowered), None)


def _file_of(error: BaseException) -> str:
    """The file that an error is about: what was to become, where something was to be renamed."""
    named = getattr(error, "filename2", None) or getattr(error, "filename", None)
    return os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""


def _usual_places() -> tuple[Path, ...]:
    places = [os.environ.get(name) for name in ("TMPDIR", "FLAMING_HORSE_STORE")]
    return (*(Path(place) for place in places if place), Path("/tmp"), Path())  # noqa: S108


def full_folder(places: Iterable[Path]) -> Path | None:
    """The first of these folders on whose disk there is no room, or for no more files."""
    for place in places:
        try:
            disk = os.statvfs(place)
        except OSError:
            continue
        if disk.f_blocks and (not disk.f_bavail or (disk.f_files and not disk.f_favail)):
            return place
    return None


def _with_hint(named: str, remedy: str) -> str:
    """The remedy, which says how to choose another folder where a temporary one is concerned."""
    temporary = os.environ.get("TMPDIR") or tempfile.tempdir or ""
    if named and temporary and Path(named).is_relative_to(temporary):
        return f"{remedy} It is the folder for temporary files; TMPDIR names another."
    return remedy
