"""Single system calls that fail: strace gives an error in place of one call's answer."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chaos_suite.bench import KNOWN_CODES, Bench, Failed, Undisturbed, finish

ERRORS = {
    "write": ("ENOSPC", "EIO", "EDQUOT"),
    "pwrite64": ("ENOSPC", "EIO", "EDQUOT"),
    "fsync": ("EIO", "ENOSPC", "EDQUOT"),
    "ftruncate": ("EIO", "ENOSPC"),
    "rename": ("EIO", "ENOSPC", "EDQUOT", "EACCES"),
    "renameat": ("EIO", "ENOSPC", "EDQUOT", "EACCES"),
    "openat": ("EMFILE", "ENFILE", "EACCES", "EIO", "ENOSPC", "EDQUOT"),
    "mkdir": ("ENOSPC", "EDQUOT", "EACCES", "EIO"),
    "mkdirat": ("ENOSPC", "EDQUOT", "EACCES", "EIO"),
    "flock": ("ENOLCK", "EIO"),
    "clone": ("EAGAIN", "ENOMEM"),
    "clone3": ("EAGAIN", "ENOMEM"),
}
"""What each call of a build may answer when the machine has nothing to give."""
TRIES = 4
"""Processes and threads do not make the same calls each time."""
_UNRELATED = ("clone", "clone3")
"""Calls that name no file."""
_CALL = re.compile(r"(?P<pid>\d+) +(?P<name>\w+)\((?P<rest>.*)")


@dataclass(frozen=True)
class Fault:
    """The `ordinal`-th call of that name, of each process and thread, ends with `error`."""

    call: str
    ordinal: int
    error: str

    def __str__(self) -> str:
        return f"{self.call} number {self.ordinal}: {self.error}"

    def before(self, log: Path) -> list[str]:
        """What is written before a command to have the fault happen in it."""
        inject = f"inject={self.call}:error={self.error}:when={self.ordinal}"
        return [*_strace((self.call,), log), "-e", inject]


def cannot() -> str:
    """Why no call can be made to fail here; "" where one can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    fault = Fault("fsync", 1, "EIO")
    try:
        command = [*fault.before(Path("/dev/null")), "true"]
        tried = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return "" if tried.returncode == 0 else f"strace may trace nothing here: {tried.stderr.strip()}"


def failing(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """A build of which one call fails, then one that nothing disturbs."""
    faults = _possible(bench, expected)
    call = rng.choice([*faults])
    for _ in range(TRIES):
        fault = Fault(call, rng.choice(faults[call]), rng.choice(ERRORS[call]))
        expected.put_back(bench, fresh=True)
        if failed(bench, fault) is not None:
            break
    finish(bench, expected)
    return call


def failed(bench: Bench, fault: Fault) -> int | None:
    """The exit code of a build with that fault; None where it did not come to that call.

    Raises Failed where the code is no documented one.
    """
    log = bench.folder / "faults.txt"
    log.unlink(missing_ok=True)
    ended = bench.wait(bench.build(before=fault.before(log)))
    try:
        ended.refuse_bugs()
    except Failed as bug:
        raise Failed(f"{fault}: {bug} {_injected(log)}") from None
    # What may not be written is a matter of the user's, all else one of the machine.
    if ended.code not in KNOWN_CODES - ({1} if fault.error == "EACCES" else {1, 2}):
        raise Failed(f"{fault}: exit code {ended.code}: {ended.said[-800:]} {_injected(log)}")
    return ended.code if _injected(log) else None


def _injected(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "; ".join(line[:200] for line in lines if "(INJECTED)" in line)


_WATCHED: dict[Path, dict[str, list[int]]] = {}


def _possible(bench: Bench, expected: Undisturbed) -> dict[str, list[int]]:
    """Which calls of a build can be made to fail; see `calls_of`."""
    if bench.folder in _WATCHED:
        return _WATCHED[bench.folder]
    expected.put_back(bench, fresh=True)
    log = bench.folder / "calls.txt"
    ended = bench.wait(bench.build(before=_strace([*ERRORS], log)))
    if ended.code:
        raise Failed(f"the build that was watched ended with {ended.code}: {ended.said[-500:]}")
    _WATCHED[bench.folder] = calls_of(log.read_text(errors="replace"), str(bench.folder))
    return _WATCHED[bench.folder]


def calls_of(log: str, folder: str) -> dict[str, list[int]]:
    """The calls in strace's log that are about a file below the folder, each by its number.

    A number stands there as often as a process or thread had such a call of that number.
    """
    counts: dict[tuple[str, str], int] = {}
    found: dict[str, list[int]] = {}
    for match in map(_CALL.match, log.splitlines()):
        if match is None:
            continue
        name, key = match["name"], (match["pid"], match["name"])
        counts[key] = counts.get(key, 0) + 1
        if (
            name in _UNRELATED
            or f"{folder}/projects" in match["rest"]
            or (f"{folder}/tmp" in match["rest"])
        ):
            found.setdefault(name, []).append(counts[key])
    return dict(sorted(found.items()))


def _strace(calls: Sequence[str], log: Path) -> list[str]:
    # By the kernel's filter, calls that are not asked for are not slowed down.
    names = ",".join(f"?{call}" for call in calls)
    return ["strace", "-f", "-y", "--seccomp-bpf", "-qq", "-o", str(log), "-e", "signal=none",
            "-e", f"trace={names}"]  # fmt: skip
