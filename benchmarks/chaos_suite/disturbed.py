"""Builds that are killed, signalled, starved of room, or run beside one another."""

from __future__ import annotations

import os
import pty
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from chaos_suite.bench import (
    BUILD,
    KNOWN_CODES,
    NAME,
    Bench,
    Failed,
    Undisturbed,
    begin_anew,
    finish,
    state_of,
)

A_ROUND = 8
"""Kills of one project before a build is left alone and its film compared."""
TARGETS = {"main": 6, "worker": 3, "guardian": 2, "voice": 2, "assembling": 1}
"""What is killed, and how often among fourteen."""


def killed(bench: Bench, rng: random.Random, expected: Undisturbed) -> Iterator[tuple[str, str]]:
    """A round of kills; gives each as (target, "") and raises Failed where it was not survived."""
    expected.put_back(bench, fresh=True)
    for _ in range(A_ROUND):
        target = rng.choices([*TARGETS], [*TARGETS.values()])[0]
        hit = False
        for _ in range(4):
            hit = _kill_one(bench, rng, target, expected.seconds)
            bench.await_quiet()
            if hit:
                break
            begin_anew(bench)  # it came to its end: there is something to do again
        if hit:
            yield target, ""
    finish(bench, expected)


def _kill_one(bench: Bench, rng: random.Random, target: str, seconds: float) -> bool:
    """Start a build and kill a process of it at a random moment; whether one was alive."""
    build = bench.build()
    hit = False
    if target == "main":
        hit = _wait_alive(build, rng.uniform(0.0, seconds * 1.1))
        if hit:
            build.kill()
    else:
        pid = _seen(bench, build, target)
        if pid and _wait_alive(build, rng.uniform(0.0, {"voice": 0.5}.get(target, seconds / 3))):
            hit = _alive(pid)
            if hit:
                _signal(pid, signal.SIGKILL)
    ended = bench.wait(build).refuse_bugs()
    if ended.code not in KNOWN_CODES | {-signal.SIGKILL} or ended.code == 1:
        raise Failed(f"after a kill of {target}: exit code {ended.code}: {ended.said[-800:]}")
    return hit


def _seen(bench: Bench, build: subprocess.Popen[bytes], target: str) -> int:
    """Wait for a process of that kind; 0 when the build ends before there is one."""
    while build.poll() is None:
        pid = _of_kind(bench, target)
        if pid:
            return pid
        time.sleep(0.005)
    return 0


def _of_kind(bench: Bench, target: str) -> int:
    found = bench.processes()
    if target == "voice":
        return next((pid for pid, words in found.items() if "tts_service" in words), 0)
    workers = {pid: _parent(pid) for pid, words in found.items() if "engine.worker" in words}
    if target == "guardian":
        return next((parent for parent in workers.values() if parent in workers), 0)
    below = [pid for pid, parent in workers.items() if parent in workers]
    if target == "assembling" and not _assembles(bench):
        return 0
    return below[0] if below else 0


def _assembles(bench: Bench) -> bool:
    try:
        lines = (bench.project / ".flaming-horse" / "journal.jsonl").read_text("utf-8").splitlines()
    except OSError:
        return False
    return bool(lines) and '"start"' in lines[-1] and '"assemble"' in lines[-1]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def signalled(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """One build that is told to stop, in one way or another, and one that is left alone."""
    expected.put_back(bench, fresh=True)
    way = rng.choice([*SIGNALS])
    SIGNALS[way](bench, rng, expected)
    finish(bench, expected)
    return way


def _told(number: signal.Signals, *options: str) -> Callable[..., None]:
    def disturb(bench: Bench, rng: random.Random, expected: Undisturbed) -> None:
        build = bench.begin(*BUILD, *options)
        if not _wait_alive(build, rng.uniform(0.6, expected.seconds)):
            bench.wait(build)
            return
        _signal(build.pid, number)
        if rng.random() < 0.3:
            time.sleep(rng.uniform(0.0, 0.3))
            _signal(build.pid, number)
        ended = bench.wait(build, 15).refuse_bugs()
        if ended.code == 0:  # it was done already
            return
        if ended.code != 128 + number:
            raise Failed(f"{number.name}: exit code {ended.code}: {ended.said[-500:]}")
        if "interrupted" not in ended.said:
            raise Failed(f"{number.name}: nothing was said: {ended.said[-500:]}")
        state = state_of(bench)
        if state and not str(state.get("error", "interrupted")).startswith("interrupted"):
            raise Failed(f"{number.name}: the state says {state.get('error')!r}")

    return disturb


def _stopped_for_a_while(bench: Bench, rng: random.Random, expected: Undisturbed) -> None:
    build = bench.build()
    for _ in range(rng.randint(1, 4)):
        if not _wait_alive(build, rng.uniform(0.1, expected.seconds / 2)):
            break
        pids = list(bench.processes()) or [build.pid]
        chosen = rng.sample(pids, rng.randint(1, len(pids)))
        for pid in chosen:
            _signal(pid, signal.SIGSTOP)
        time.sleep(rng.uniform(0.05, 0.8))
        for pid in chosen:
            _signal(pid, signal.SIGCONT)
    ended = bench.wait(build).refuse_bugs()
    if ended.code:
        raise Failed(f"STOP and CONT: exit code {ended.code}: {ended.said[-500:]}")


def _terminal_closed(bench: Bench, rng: random.Random, expected: Undisturbed) -> None:
    ours, theirs = pty.openpty()
    build = bench.build(out=theirs)
    os.close(theirs)
    _wait_alive(build, rng.uniform(0.3, expected.seconds))
    os.close(ours)
    if rng.random() < 0.5:
        _signal(build.pid, signal.SIGHUP)
    ended = bench.wait(build).refuse_bugs()
    if ended.code not in (0, 129):
        raise Failed(f"closed terminal: exit code {ended.code}")


def _reader_gone(bench: Bench, rng: random.Random, expected: Undisturbed) -> None:
    read, write = os.pipe()
    build = bench.build(out=write)
    os.close(write)
    _wait_alive(build, rng.uniform(0.0, expected.seconds))
    os.close(read)
    ended = bench.wait(build)
    if ended.code:
        raise Failed(f"its reader went away: exit code {ended.code}")


SIGNALS: dict[str, Callable[[Bench, random.Random, Undisturbed], None]] = {
    "SIGTERM": _told(signal.SIGTERM),
    "SIGHUP": _told(signal.SIGHUP),
    "SIGINT": _told(signal.SIGINT),
    "SIGTERM, --json": _told(signal.SIGTERM, "--json"),
    "STOP and CONT": _stopped_for_a_while,
    "closed terminal": _terminal_closed,
    "reader gone": _reader_gone,
}


def full_disk(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """A build on a disk without room, then one with room. Needs the right to mount a tmpfs."""
    bench.end_all()
    expected.put_back(bench, fresh=True)
    where = rng.choice(["media", ".flaming-horse", "tmp"])
    place = bench.temporary if where == "tmp" else bench.project / where
    kept = {} if where == "tmp" else _contents(place)
    place.mkdir(exist_ok=True)
    size = int(rng.choice([4, 12, 40, 120, 300, 600]) * rng.uniform(0.7, 1.3)) * 1024
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        _put_back(place, kept)
        ended = bench.run(*BUILD).refuse_bugs()
        if ended.code not in (0, 8):
            raise Failed(f"{where} of {size} bytes: exit code {ended.code}: {ended.said[-600:]}")
        if ended.code and "full" not in ended.said:
            raise Failed(f"{where} of {size} bytes: no word of a full disk: {ended.said[-600:]}")
        subprocess.run(["mount", "-o", "remount,size=200M", str(place)], check=True)
        finish(bench, expected)
    finally:
        bench.end_all()
        subprocess.run(["umount", "-l", str(place)], check=False)
    return where


def can_mount(folder: Path) -> str:
    """Why no small disk can be made here; "" where it can."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=1M", "tmpfs", str(folder)]
    try:
        tried = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError as error:
        return str(error)
    if tried.returncode:
        return tried.stderr.strip()
    subprocess.run(["umount", str(folder)], check=False)
    return ""


def _contents(folder: Path) -> dict[Path, bytes]:
    if not folder.is_dir():
        return {}
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder): file.read_bytes() for file in files}


def _put_back(folder: Path, kept: dict[Path, bytes]) -> None:
    for name, content in kept.items():
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        except OSError:  # the disk is very small
            (folder / name).unlink(missing_ok=True)


LIMITS = {
    "open files": (resource.RLIMIT_NOFILE, lambda rng: rng.randint(16, 60)),
    "memory": (resource.RLIMIT_AS, lambda rng: rng.randint(100, 900) << 20),
    "file size": (resource.RLIMIT_FSIZE, lambda rng: rng.randint(2, 400) << 10),
}


def limited(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """A build within limits of the system that are too small, then one without them."""
    expected.put_back(bench, fresh=True)
    what = rng.choice([*LIMITS])
    number, choose = LIMITS[what]
    value = choose(rng)

    # Its words go to a pipe: a file would be limited as well.
    read, write = os.pipe()
    build = bench.build(out=write, limit=(number, value))
    os.close(write)
    said = _read_all(read)
    ended = bench.wait(build)
    ended.said = said
    ended.refuse_bugs()
    if ended.code not in (0, 8):
        raise Failed(f"{what} {value}: exit code {ended.code}: {said[-600:]}")
    finish(bench, expected)
    return what


def _read_all(descriptor: int) -> str:
    with os.fdopen(descriptor, "rb") as file:
        return file.read().decode(errors="replace")


BESIDE = (
    ("gc", NAME, "--keep", "0"),
    ("gc", NAME, "--keep", "100k"),
    ("reset", "precache_voiceovers", NAME),
    ("reset", "scene_qc", NAME),
    ("status", NAME),
    ("explain", NAME, "--voice", "tone"),
    ("takes", "--project", NAME, "--voice", "tone"),
    BUILD,
)


def beside(bench: Bench, rng: random.Random, expected: Undisturbed) -> str:
    """Builds at once, with other commands and deletions between them."""
    expected.put_back(bench, fresh=rng.random() < 0.7)
    began = [bench.begin(*BUILD)]
    for _ in range(rng.randint(1, 4)):
        time.sleep(rng.uniform(0.0, expected.seconds / 2))
        if rng.random() < 0.35:
            _delete_something(bench, rng)
        else:
            began.append(bench.begin(*rng.choice(BESIDE)))
    codes = [bench.wait(process).refuse_bugs().code for process in began]
    if any(code not in KNOWN_CODES or code == 1 for code in codes):
        raise Failed(f"exit codes {codes}")
    finish(bench, expected)
    return "at once"


def _delete_something(bench: Bench, rng: random.Random) -> None:
    """Delete a file that a build made, as somebody who tidies up might."""
    made = [
        bench.project / "media",
        bench.project / ".flaming-horse" / "store",
        bench.project / "log",
    ]
    files = [file for folder in made for file in folder.rglob("*") if file.is_file()]
    if files:
        rng.choice(files).unlink(missing_ok=True)


def _wait_alive(process: subprocess.Popen[bytes], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            return False
        time.sleep(0.005)
    return process.poll() is None


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
