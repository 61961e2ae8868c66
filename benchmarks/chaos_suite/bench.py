"""A place of its own to build a tiny film in, and what has to be true of it after each trial."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "flaming_horse")
NAME = "film"
SCRIPT = """\
# Disturbed and built again

## First

- one
- two

A first line is spoken here. [One]{show="list.item(1)"}, then [two]{show="list.item(2)"}.

This is the second line.

## Second

> A quote.

And here the third line is spoken, which is the last one.
"""
PERSONS = ("storyboard.md", "flaming-horse.toml", "approvals.json", "notes.txt", "voice", "scenes")
"""What a person made or may have edited; scenes only where they were edited."""
GONE_S = 3.0
LONGEST_S = 180.0
"""A build of this film takes four seconds alone on two cores."""
KNOWN_CODES = {0, 2, 3, 4, 5, 6, 7, 8, 129, 130, 141, 143}


class Failed(Exception):
    """A trial that was not survived; the message says why."""


class Stopped(Exception):
    """The suite itself is being stopped."""


@dataclass
class Ended:
    """How a command ended, and what it said."""

    code: int
    said: str
    command: str = ""

    def refuse_bugs(self) -> Ended:
        """Raise Failed for a traceback, and for what tells of a bug."""
        for sign in ("Traceback (most recent call last)", "A bug of ours", "panicked at"):
            if sign in self.said:
                raise Failed(
                    f"{self.command}: exit code {self.code}, {sign!r}: {self.said[-1500:]}"
                )
        return self


@dataclass
class Bench:
    """One folder with a project, temporary files, caches and a register of its own."""

    folder: Path
    stop: Callable[[], bool] = lambda: False
    environ: Mapping[str, str] = field(default_factory=dict)
    live: set[subprocess.Popen[bytes]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for each in ("projects", "tmp", "home", "data", "cache"):
            (self.folder / each).mkdir(parents=True, exist_ok=True)

    @property
    def project(self) -> Path:
        return self.folder / "projects" / NAME

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    def environment(self) -> dict[str, str]:
        kept = {n: os.environ[n] for n in ("PATH", "LANG", "PYTHONPATH") if n in os.environ}
        return {
            **kept,
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.temporary),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "FLAMING_HORSE_PROJECTS_DIR": str(self.folder / "projects"),
            "FLAMING_HORSE_PRONOUNCE": "",
            **self.environ,
        }

    def begin(
        self,
        *arguments: str,
        out: IO[bytes] | int | None = None,
        limit: tuple[int, int] | None = None,
        before: Sequence[str] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a command; what it says goes to `out`, by default to the file `said`.

        `before` is a program, with its arguments, that starts the command.
        """
        with (self.folder / "said").open("ab") as said:
            process = subprocess.Popen(
                [*before, *(_within(*limit) if limit else ()), *COMMAND, *arguments],
                env=self.environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said if out is None else out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.live.add(process)
        return process

    def build(self, **how: object) -> subprocess.Popen[bytes]:
        return self.begin(*BUILD, **how)  # type: ignore[arg-type]

    def said(self) -> str:
        """All that was said since the last call."""
        file = self.folder / "said"
        text = file.read_bytes().decode(errors="replace") if file.exists() else ""
        file.unlink(missing_ok=True)
        return text

    def wait(self, process: subprocess.Popen[bytes], seconds: float = LONGEST_S) -> Ended:
        """Its end. Raises Failed when it does not come."""
        until = time.monotonic() + seconds
        while process.poll() is None:
            if self.stop():
                self.end_all()
                raise Stopped
            if time.monotonic() > until:
                self.end_all()
                raise Failed(f"no end after {seconds:.0f} s: {self.said()[-800:]}")
            time.sleep(0.01)
        self.live.discard(process)
        arguments = process.args if isinstance(process.args, list) else [str(process.args)]
        return Ended(process.returncode, self.said(), " ".join(map(str, arguments[3:])))

    def run(self, *arguments: str, **how: object) -> Ended:
        return self.wait(self.begin(*arguments, **how))  # type: ignore[arg-type]

    def processes(self) -> dict[int, str]:
        """The processes that work here, with their command lines."""
        marker = f"TMPDIR={self.temporary}".encode()
        found: dict[int, str] = {}
        for name in (entry.name for entry in os.scandir("/proc")):
            if not name.isdigit() or int(name) == os.getpid():
                continue
            try:
                if Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                    continue
                if marker in Path(f"/proc/{name}/environ").read_bytes().split(b"\0"):
                    words = Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0")
                    found[int(name)] = b" ".join(words).decode(errors="replace")
            except OSError:
                continue
        return found

    def await_quiet(self) -> None:
        """Raise Failed when a process is left after three seconds."""
        until = time.monotonic() + GONE_S
        while left := self.processes():
            if time.monotonic() > until:
                self.end_all()
                raise Failed(f"left after {GONE_S:g} s: {left}")
            time.sleep(0.02)

    def end_all(self) -> None:
        """End whatever works here. Only processes with this folder's TMPDIR are ours."""
        for pid in self.processes():
            with _Gone():
                os.kill(pid, signal.SIGCONT)
                os.kill(pid, signal.SIGKILL)
        for process in self.live:
            process.wait()
        self.live.clear()

    def settle(self) -> None:
        """Have everything end that a failed trial may have left, and forget what was said."""
        self.end_all()
        self.said()

    def persons(self) -> dict[str, str]:
        """The digests of what a person made, by path."""
        found: dict[str, str] = {}
        for name in PERSONS:
            top = self.project / name
            for file in [top] if top.is_file() else sorted(top.rglob("*")) if top.is_dir() else []:
                if file.is_file() and (name != "scenes" or b"by hand" in file.read_bytes()):
                    digest = hashlib.sha256(file.read_bytes()).hexdigest()
                    found[file.relative_to(self.project).as_posix()] = digest
        return found

    def film(self) -> str:
        """A digest of all that the film shows and says."""
        media = self.project / "media"
        digest = hashlib.sha256(content_digest(media / f"{NAME}.draft.mp4").encode())
        for ending in ("srt", "vtt", "chapters"):
            digest.update((media / f"{NAME}.draft.{ending}").read_bytes())
        return digest.hexdigest()

    def leftovers(self) -> list[str]:
        """What should not be there any more after a build that was not disturbed."""
        temporary = [f"TMPDIR/{path.name}" for path in self.temporary.iterdir()]
        unfinished = self.project.rglob(".*.unfinished")
        return temporary + [str(path.relative_to(self.project)) for path in unfinished]


BUILD = ("build", NAME, "--voice", "tone", "--quality", "draft")


@dataclass(frozen=True)
class Undisturbed:
    """What a finished project holds, and a copy of it."""

    kept: Path
    film: str
    persons: Mapping[str, str]
    seconds: float

    def put_back(self, bench: Bench, *, fresh: bool) -> None:
        """Make the bench's project as it was; `fresh`: without anything that a build makes.

        The folder itself stays: what a person made is trusted by it, and a copy of it is not.
        """
        for folder in (bench.project, bench.temporary):
            for entry in list(os.scandir(folder)):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path)
                else:
                    Path(entry.path).unlink()
        shutil.copytree(self.kept, bench.project, symlinks=True, dirs_exist_ok=True)
        if fresh:
            begin_anew(bench)


def begin_anew(bench: Bench) -> None:
    """Take away all that a build makes."""
    shutil.rmtree(bench.project / "media", ignore_errors=True)
    shutil.rmtree(bench.project / ".flaming-horse" / "store", ignore_errors=True)


def undisturbed(bench: Bench) -> Undisturbed:
    """Make a project with everything that a person can have in it, and its film."""
    script = bench.folder / "script.md"
    script.write_text(SCRIPT, encoding="utf-8")
    made = bench.run("create", NAME, "--script", str(script), *BUILD[2:]).refuse_bugs()
    _need(made)
    _need(bench.run("takes", "first.1", "--project", NAME, "--choose", "1", "--voice", "tone"))
    _need(bench.run("approve", "script", "--project", NAME))
    (bench.project / "notes.txt").write_text("My own notes.\n", encoding="utf-8")
    for module in (bench.project / "scenes").glob("scene_02_*.py"):
        module.write_text(f"{module.read_text('utf-8')}\n# by hand\n", encoding="utf-8")
    begin_anew(bench)
    began = time.monotonic()
    _need(bench.run(*BUILD))
    seconds = time.monotonic() - began
    kept = bench.folder / "kept"
    shutil.copytree(bench.project, kept, symlinks=True)
    return Undisturbed(kept, bench.film(), bench.persons(), seconds)


def finish(bench: Bench, expected: Undisturbed) -> None:
    """One undisturbed build: the same film, nothing of a person's lost, nothing left behind."""
    bench.await_quiet()
    ended = bench.run(*BUILD).refuse_bugs()
    if ended.code:
        raise Failed(f"the undisturbed build ended with {ended.code}: {ended.said[-800:]}")
    bench.await_quiet()
    if bench.persons() != expected.persons:
        raise Failed(f"of a person's files, other ones are there: {_changes(bench, expected)}")
    if bench.film() != expected.film:
        raise Failed("the film is another")
    if left := bench.leftovers():
        raise Failed(f"left behind: {left}")


def _changes(bench: Bench, expected: Undisturbed) -> list[str]:
    now = bench.persons()
    names = now.keys() | expected.persons.keys()
    return sorted(name for name in names if now.get(name) != expected.persons.get(name))


def _within(resource: int, most: int) -> list[str]:
    """What starts a command within a limit of the system."""
    program = (
        "import os, resource, sys; limit = int(sys.argv[2]);"
        "resource.setrlimit(int(sys.argv[1]), (limit, limit)); os.execv(sys.argv[3], sys.argv[3:])"
    )
    return [sys.executable, "-c", program, str(resource), str(most)]


def content_digest(film: Path) -> str:
    """A digest of all decoded frames and samples."""
    import av

    digest = hashlib.sha256()
    for kind in ("video", "audio"):
        with av.open(str(film)) as container:
            for frame in container.decode(**{kind: 0}):
                digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def state_of(bench: Bench) -> dict[str, object]:
    try:
        return dict(json.loads((bench.project / "project_state.json").read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _need(ended: Ended) -> None:
    if ended.code:
        raise SystemExit(f"{ended.command} ended with {ended.code}:\n{ended.said}")


class _Gone:
    """Let processes be gone before they are signalled."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: object, error: object, _trace: object) -> bool:
        return isinstance(error, ProcessLookupError | PermissionError)
