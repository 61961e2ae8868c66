"""What code that is not the user's own may see, write and use."""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flaming_horse_voice.children.limits import Limits

TEMPORARY = "tmp"
"""The folder inside of a cell's own that is its home and holds its temporary files."""

_PROGRAMS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_PACKAGE_MANAGERS = ("/nix/store", "/gnu/store", "/run/current-system/sw")
# fonts, shared libraries, time zone and TeX; nothing that names a user or a secret
_SETTINGS = (
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
    *("/etc/alternatives", "/etc/localtime", "/etc/texmf", "/etc/papersize"),
    *("/var/cache/fontconfig", "/var/lib/texmf"),
)
_FONTS = (".fonts", ".local/share/fonts", "Library/Fonts")
_MAC = ("/System", "/Library", "/opt/homebrew", "/opt/local", "/private/etc/localtime", "/dev")
GRAPHICS = ("/dev/dri", "/dev/kfd", "/dev/nvidia*", "/dev/nvidia-caps", "/dev/shm")  # noqa: S108 - shared memory
"""Devices that computing on a graphics card needs."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place to run in: these files are seen, these folders written, nothing else.

    The program's own needs (libraries, Python with its packages, fonts, TeX) come on top of
    `readable`. Paths are the same inside. `room` is an absolute folder, for the cell alone: what is
    in it may be written, and its `tmp` is the temporary folder and the home. `graphics` lets it use
    graphics cards.
    """

    room: Path
    readable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()
    limits: Limits = field(default_factory=Limits)
    graphics: bool = False

    @property
    def temporary(self) -> Path:
        return self.room / TEMPORARY

    def seen(self) -> tuple[Path, ...]:
        """All that may be read, in the order in which it is laid out; only what is there."""
        own = [Path.home() / name for name in _FONTS]
        paths = dict.fromkeys((*system(), *python(), *libraries(os.environ), *own, *self.readable))
        return tuple(path for path in paths if path.exists())

    def environment(self) -> dict[str, str]:
        """Where home and temporary files are, inside."""
        home = str(self.temporary)
        return {"HOME": home, "TMPDIR": home, "XDG_CACHE_HOME": f"{home}/.cache"}


def system() -> Iterator[Path]:
    """Programs, libraries and the settings that they read."""
    names = [*_PROGRAMS, *_PACKAGE_MANAGERS, *_SETTINGS]
    yield from map(Path, [*names, *_MAC] if sys.platform == "darwin" else names)


def python() -> Iterator[Path]:
    """This interpreter, its packages and ours. What holds a home is not among them."""
    names = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix]
    names += [*site.getsitepackages(), *([site.getusersitepackages()] if _user_site() else [])]
    names += [*_places_of_modules(), str(Path(sys.executable).resolve().parent.parent)]
    names.append(str(Path(__file__).resolve().parents[2]))
    for path in dict.fromkeys(Path(name).absolute() for name in names if name):
        if not _holds_home(path):
            yield path


def libraries(environ: Mapping[str, str]) -> Iterator[Path]:
    """Folders of shared libraries that the user's environment names, and Homebrew's and conda's."""
    named = environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    named += [environ.get("CONDA_PREFIX", ""), environ.get("HOMEBREW_PREFIX", "")]
    for name in named:
        if name and Path(name).is_absolute() and not _holds_home(Path(name)):
            yield Path(name)


def _places_of_modules() -> list[str]:
    """Where this process looks for modules, without what the caller added to it."""
    if sys.flags.safe_path:
        return sys.path
    # the first is where the program is, or where the user happens to be
    added = {os.path.realpath(name) for name in os.environ.get("PYTHONPATH", "").split(os.pathsep)}
    return [name for name in sys.path[1:] if os.path.realpath(name) not in added]


def _user_site() -> bool:
    return bool(site.ENABLE_USER_SITE)


def _holds_home(path: Path) -> bool:
    """Whether the path is the root, the home, or a folder above it: then it shows far too much."""
    home = Path.home().resolve()
    resolved = path.resolve()
    return resolved == Path("/") or resolved == home or resolved in home.parents
