"""The walls around code that is not the user's own: which there are here, and how to run in them.

On Linux bubblewrap where it is installed and starts, and Landlock and a filter of system calls
where the kernel has them; all that there are, one inside the other. On macOS `sandbox-exec`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from glob import glob
from pathlib import Path
from typing import Literal

from flaming_horse_voice.children import bubblewrap, landlock, seatbelt, seccomp
from flaming_horse_voice.children.cell import GRAPHICS, Cell
from flaming_horse_voice.errors import WrongInput

Wall = Literal["bubblewrap", "landlock", "seccomp", "sandbox-exec"]
SANDBOX_VARIABLE = "FLAMING_HORSE_SANDBOX"
"""`auto` (the default), `kernel` (without bubblewrap) or `none`."""
_CHOICES = ("auto", "kernel", "none")
INSTALL = "sudo apt-get install bubblewrap"


@dataclass(frozen=True, slots=True)
class Walls:
    """What keeps code in here. `open` says in plain words what is not kept."""

    there: tuple[Wall, ...]
    why_not_more: str = ""

    @property
    def whole(self) -> bool:
        """Whether files, network, other processes and secrets are all out of reach."""
        return "bubblewrap" in self.there or "sandbox-exec" in self.there

    @property
    def open(self) -> tuple[str, ...]:
        """What code can still do that it should not."""
        if self.whole:
            return ()
        if not self.there:
            return ("anything that you can: read and change your files, use the network",)
        gaps: list[str] = []
        if "landlock" not in self.there:
            gaps.append("read and change your files")
        elif landlock.version() < 3:  # truncating
            gaps.append("empty files of yours whose names it knows")
        if "seccomp" not in self.there:
            gaps.append("use the network, and change modes and times of your files")
        gaps.append("see which processes and files there are, by name")
        return tuple(gaps)

    def __str__(self) -> str:
        if not self.there:
            return f"none ({self.why_not_more})"
        return ", ".join(self.there)

    def told(self) -> str:
        """For whoever allows code: what is in force, what it does not stop, and what to do."""
        if self.whole:
            return (
                f"code that is not yours runs in a sandbox: no network, no home, no keys ({self})"
            )
        still = "; ".join(self.open)
        what = f"code that is not yours runs in a sandbox ({self}); it can still {still}"
        if not self.there:
            what = "no sandbox on this machine: --allow-code runs this code with your rights"
        return f"{what}. {_how_to_get(self.why_not_more)}"


def walls(environ: Mapping[str, str] | None = None) -> Walls:
    """What there is on this machine, by trying it; the user may choose less."""
    chosen = (os.environ if environ is None else environ).get(SANDBOX_VARIABLE) or "auto"
    if chosen not in _CHOICES:
        raise WrongInput(
            f"{SANDBOX_VARIABLE}={chosen!r} is not known",
            remedy=f"give one of: {', '.join(_CHOICES)}",
        )
    if chosen == "none":
        return Walls((), f"{SANDBOX_VARIABLE}=none")
    return _found(with_bubblewrap=chosen == "auto")


@lru_cache(maxsize=2)
def _found(*, with_bubblewrap: bool) -> Walls:
    if sys.platform == "darwin":
        there: tuple[Wall, ...] = ("sandbox-exec",) if seatbelt.is_there() else ()
        return Walls(there, "" if there else "sandbox-exec is not there")
    kernel: list[Wall] = []
    if landlock.version():
        kernel.append("landlock")
    if seccomp.is_there():
        kernel.append("seccomp")
    why_not = bubblewrap.trouble() if with_bubblewrap else f"{SANDBOX_VARIABLE}=kernel"
    if not why_not:
        return Walls(("bubblewrap", *kernel))
    return Walls(tuple(kernel), why_not)


def confined(command: Sequence[str], cell: Cell, walls: Walls) -> list[str]:
    """The command that runs `command` in the cell. Its program is named by an absolute path."""
    before: list[str] = []
    if "bubblewrap" in walls.there:
        before = bubblewrap.command(cell)
    elif "sandbox-exec" in walls.there:
        before = seatbelt.command(cell)
    devices = sorted(path for name in GRAPHICS for path in glob(name))  # noqa: PTH207 - strings
    restrictions = {
        "walls": walls.there,
        "readable": [str(path) for path in cell.seen()] + (["/sys"] if cell.graphics else []),
        "writable": [str(path) for path in (cell.temporary, *cell.writable)],
        "devices": devices if cell.graphics else [],
        "limits": cell.limits.as_json(),
    }
    launcher = str(Path(__file__).with_name("launch.py").resolve())
    return [*before, sys.executable, "-I", "-S", launcher, json.dumps(restrictions), *command]


def _how_to_get(why_not: str) -> str:
    if why_not.startswith(SANDBOX_VARIABLE):
        return f"It was chosen so: {why_not}."
    if "not installed" in why_not:
        return (
            f"Install bubblewrap: {INSTALL if shutil.which('apt-get') else 'see docs/sandbox.md'}"
        )
    return f"{why_not[:1].upper()}{why_not[1:]}: docs/sandbox.md says what it needs."
