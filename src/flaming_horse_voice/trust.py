"""Whose code a project may run: only that of a folder which this program made on this machine.

A project is a person's own when this program made its folder, while that was absent or empty. A
random mark lies in the project, and the user's data folder has a note under the mark's digest that
says which folder it was laid into. Both have to agree:

- Renaming or moving the folder keeps trust: the folder stays the same one.
- Another folder at the same path has none: it has no mark, or another one.
- A copy of the folder has none, not even on the same machine. It cannot be told from a project
  that was sent away, changed by somebody, and came back with its mark.
- The mark on another machine, or for another user, finds no note.

What somebody puts into a folder of their own is theirs, as code pasted into a scene is: only they
know where it comes from.

Anything else runs and sends nothing, unless the person at the command line allows it (`allowed`);
then it runs in the sandbox (`confined`).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import stat
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import Unreadable, digest_text, write_atomically
from flaming_horse_voice.json_files import as_object, read_json
from flaming_horse_voice.project_places import HIDDEN
from flaming_horse_voice.user_settings import user_settings_file

MARK = "made-here"
"""The mark's name in a project's hidden folder."""
ALLOW_VARIABLE = "FLAMING_HORSE_ALLOW_CODE"
"""Set to 1, it is `--allow-code` where there is no command line: for a plain `manim render`."""
_OWN_PLACE = "Programs and servers of your own belong into your own settings, for all projects"
_MARK_SIGNS = 64
_FORMAT = 1
_NOTHING = {".DS_Store"}
"""What the Finder leaves in a folder that was only looked at."""
_GETVERSION = 0x80087601
"""Linux's FS_IOC_GETVERSION: the generation of an inode, another one each time it is used again."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Something of a project that would run, or be spoken to over the network.

    `what` says what it is for ("scene", "voice program"), `value` names it, `where` is the line of
    the setting, or "".
    """

    what: str
    value: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.value}" + (f"  ({self.where})" if self.where else "")


class NotVouchedFor(WrongInput):
    """A project brings what would run or be sent, and nobody on this machine vouched for it."""

    def __init__(self, why: str, brought: Sequence[Brought]) -> None:
        super().__init__(
            f"this project {why} and brings what would run or be sent:\n"
            + "\n".join(f"    {each}" for each in brought),
            remedy="Look at each of them. If you want them: the same command with --allow-code."
            f"\n  {_OWN_PLACE}: {user_settings_file() or 'docs/whose-code-runs.md'}",
        )
        self.brought = tuple(brought)


@dataclass(frozen=True, slots=True)
class Trust:
    """What a project may do. `own`: made here by a person; `allowed`: by `--allow-code`.

    `why` says why it is not own, for people.
    """

    folder: Path
    own: bool
    allowed: bool
    why: str = ""

    @property
    def may_run(self) -> bool:
        """Whether its code runs at all."""
        return self.own or self.allowed

    @property
    def confined(self) -> bool:
        """Whether its code runs in the sandbox only: it was allowed, and is nobody's here."""
        return self.allowed and not self.own

    def require(self, brought: Iterable[Brought]) -> None:
        """Stop before anything runs, or is sent, that nobody on this machine vouched for.

        Raises:
            NotVouchedFor: there is such a thing, and the project is neither own nor allowed; the
                message names each of them.
        """
        listed = list(dict.fromkeys(brought))
        if not listed or self.may_run:
            return
        raise NotVouchedFor(self.why, listed)


def trust_of(folder: Path, *, allowed: bool = False) -> Trust:
    """Whose the project in `folder` is. Nothing is written."""
    try:
        with _opened(folder) as at:
            own, why = _judged(folder, at)
    except OSError:
        own, why = False, "is not there"
    return Trust(folder, own, allowed, why)


def tell_allowed(brought: Sequence[Brought], say: Callable[[str], None]) -> None:
    """Tell what runs because it was allowed, each with its place, and in what room it runs."""
    from flaming_horse_voice.children.sandbox import walls

    if brought:
        say("\n".join(["allowed by --allow-code:", *(f"    {each}" for each in brought)]))
        say(walls().told())


@contextmanager
def made_here(folder: Path) -> Generator[None]:
    """Make a project's folder inside: it is the person's own if it was absent or empty before.

    What lay in the folder before is given no trust. When the work inside fails and leaves nothing,
    nothing is left.
    """
    fresh = not _holds_something(folder)
    there = folder.is_dir()
    try:
        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
            _lay_mark(folder)
        yield
    finally:
        if fresh:
            _leave_nothing(folder, keep_folder=there)


def take_over_old_register() -> None:
    """Trust of the versions that went by a path alone, for the folders that are there now; once.

    A folder that carries no trace of this program, is a link or belongs to somebody else is left
    out. Afterwards a path gives no trust any more.
    """
    old = _old_register()
    if not old.is_file():
        return
    for path in _by_path():
        with contextlib.suppress(OSError), _opened(path) as at:
            if _was_ours(path, at):
                _lay_mark(path)
    with contextlib.suppress(OSError):
        old.rename(old.with_suffix(".taken-over.json"))


def _judged(folder: Path, at: int) -> tuple[bool, str]:
    """Whether it is own, and else why not; `at` is the open folder."""
    mark = _read_mark(at)
    if mark is None:
        if folder.resolve() in _by_path() and _was_ours(folder, at):
            return True, ""
        return False, "was not made on this machine"
    note = _note_of(mark)
    if note is None:
        return False, "was made on another machine, or by another user,"
    if note.get("folder") != _identity(at):
        return False, f"is a copy of one that was made here ({note.get('path', 'elsewhere')})"
    return True, ""


def _identity(at: int) -> list[int]:
    """What a folder is known by wherever it is moved to: its number, and which use of the number.

    Not the device: its number changes when disks are connected in another order. File systems that
    do not tell a number's generation (those of macOS) do not use numbers again, or soon.
    """
    generation = 0
    with contextlib.suppress(OSError):
        answer = fcntl.ioctl(at, _GETVERSION, bytes(8))
        generation = int.from_bytes(answer[:4], "little")
    return [os.fstat(at).st_ino, generation]


@contextmanager
def _opened(folder: Path) -> Generator[int]:
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield at
    finally:
        os.close(at)


@contextmanager
def _hidden(at: int) -> Generator[int]:
    """The project's hidden folder; a link in its place is not followed."""
    inner = os.open(HIDDEN, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
    try:
        yield inner
    finally:
        os.close(inner)


def _read_mark(at: int) -> str | None:
    with contextlib.suppress(OSError), _hidden(at) as hidden:
        handle = os.open(MARK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=hidden)
        with os.fdopen(handle, "rb") as file:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                mark = file.read(_MARK_SIGNS + 2).decode("ascii", "replace").strip()
                return mark if re.fullmatch(f"[0-9a-f]{{{_MARK_SIGNS}}}", mark) else None
    return None


def _lay_mark(folder: Path) -> None:
    """Mark the folder, and note it for this user. Without a data folder it stays without trust."""
    mark = secrets.token_hex(_MARK_SIGNS // 2)
    with contextlib.suppress(OSError), _opened(folder) as at:
        note = {"format": _FORMAT, "folder": _identity(at), "path": str(folder.resolve())}
        write_atomically(_note(mark), (json.dumps(note, indent=1) + "\n").encode())
        with contextlib.suppress(FileExistsError):
            os.mkdir(HIDDEN, dir_fd=at)
        with _hidden(at) as hidden:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(MARK, dir_fd=hidden)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(MARK, flags, 0o600, dir_fd=hidden), "wb") as file:
                file.write(f"{mark}\n".encode())


def _holds_something(folder: Path) -> bool:
    """Whether anything lies there. A link counts as something: its folder lies elsewhere."""
    if folder.is_symlink():
        return True
    try:
        return any(entry.name not in _NOTHING for entry in os.scandir(folder))
    except FileNotFoundError:
        return False


def _leave_nothing(folder: Path, *, keep_folder: bool) -> None:
    """Take the mark away again where it is all there is; the note with it."""
    hidden = folder / HIDDEN
    try:
        alone = {e.name for e in os.scandir(folder)} <= {HIDDEN}
        alone = alone and {e.name for e in os.scandir(hidden)} <= {MARK}
    except OSError:
        return
    if not alone:
        return
    with contextlib.suppress(OSError):
        with _opened(folder) as at:
            mark = _read_mark(at)
        if mark is not None:
            (hidden / MARK).unlink()
            _note(mark).unlink(missing_ok=True)
        hidden.rmdir()
        if not keep_folder:
            folder.rmdir()


def _data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("flaming-horse", appauthor=False)


def _note(mark: str) -> Path:
    return _data() / "made-here" / f"{digest_text(mark)}.json"


def _note_of(mark: str) -> dict[str, Any] | None:
    try:
        return read_json(_note(mark), as_object)
    except (OSError, Unreadable):
        return None


def _old_register() -> Path:
    return _data() / "projects-made-here.json"


def _by_path() -> Sequence[Path]:
    """The folders that an earlier version trusted by their path, until they are taken over."""
    try:
        folders = json.loads(_old_register().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    return (
        [Path(each) for each in folders if isinstance(each, str)]
        if isinstance(folders, list)
        else ()
    )


def _was_ours(folder: Path, at: int) -> bool:
    """Whether that version wrote into the folder, and it belongs to this user."""
    if folder.is_symlink() or os.fstat(at).st_uid != os.getuid() or _read_mark(at) is not None:
        return False
    try:
        with _hidden(at) as hidden:
            return stat.S_ISREG(
                os.stat("source.json", dir_fd=hidden, follow_symlinks=False).st_mode
            )
    except OSError:
        return False
