"""Chaos: builds killed at random moments, signals, full disks, damaged files, hostile inputs.

    .venv/bin/python benchmarks/chaos.py --kills 1000 --inputs 2000 --corruptions 300 --jobs 2

Each family is left out where its number is 0. A tiny film (two scenes, the tone voice, a draft) is
made once, left alone; then it is disturbed. A trial is survived when afterwards one build that
nobody disturbs ends with the same film (the same decoded frames and samples, captions and
chapters), no byte of what a person made is lost, nothing said was a traceback, no process is left
after three seconds, and nothing in TMPDIR. Kills: eight of one project before that build; a kill
counts when it hit a process that lived.

It prints what was tried and survived by family, and the first failures in full; `--json` prints one
object. The same `--seed` tries the same things, though not at the same moments. Interrupted, it
ends what it started and prints what it has. Linux only: processes are found in /proc. The family
`full` needs the right to mount a tmpfs, `failing calls` needs strace; each is left out with its
reason where that is missing.

On two free cores: 1,000 kills take about 35 minutes, 300 corruptions 15, 2,000 inputs 5. Each job
has folders of its own under `--folder` (default: a temporary one), which are removed; the folders
of the first failures are kept where `--keep FOLDER` says.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from chaos_suite import commands, damage, disturbed, failing_calls, inputs
from chaos_suite.bench import Bench, Failed, Stopped, Undisturbed, undisturbed

SHOWN = 5
"""Failures that are printed in full, of each family."""


@dataclass
class Family:
    """What was tried of one kind and what was not survived."""

    tried: int = 0
    failures: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    left_out: str = ""

    @property
    def survived(self) -> int:
        return self.tried - len(self.failures)


Trial = Callable[[Bench, random.Random, Undisturbed], str]
FAMILIES: dict[str, Trial] = {
    "signals": disturbed.signalled,
    "full": disturbed.full_disk,
    "limits": disturbed.limited,
    "corruptions": damage.corrupted,
    "failing calls": failing_calls.failing,
    "at once": disturbed.beside,
    "commands": commands.odd_command,
}
"""Families whose trials are independent of one another; kills and inputs go their own ways."""


class Suite:
    """All families, in as many threads as there are jobs; each has a bench of its own."""

    def __init__(self, folder: Path, jobs: int, seed: int, keep: Path | None) -> None:
        self.folder = folder
        self.jobs = jobs
        self.seed = seed
        self.keep = keep
        self.families: dict[str, Family] = {}
        self.stopped = threading.Event()
        self._turn = threading.Lock()
        self.benches = [Bench(folder / f"job-{job}", self.stopped.is_set) for job in range(jobs)]
        with ThreadPoolExecutor(jobs) as pool:
            self.expected = [*pool.map(undisturbed, self.benches)]
        if len({each.film for each in self.expected}) > 1:
            raise SystemExit("two undisturbed builds made different films")

    def run(
        self, name: str, count: int, trials: Callable[[int], Iterator[tuple[str, str]]]
    ) -> None:
        """Have every job go through its `trials` until `count` of the family were tried."""
        family = self.families.setdefault(name, Family())
        began = time.monotonic()

        def work(job: int) -> None:
            try:
                for kind, failure in trials(job):
                    with self._turn:
                        family.tried += 1
                        family.kinds[kind] = family.kinds.get(kind, 0) + 1
                        if failure:
                            family.failures.append(f"{kind}: {failure}")
                            print(f"{name}: FAILED {failure[:300]}", file=sys.stderr, flush=True)
                        if family.tried % 20 == 0:
                            self._tell(name, count, began)
                        done = family.tried >= count
                    if done or self.stopped.is_set():
                        return
            except Stopped:
                return

        with ThreadPoolExecutor(self.jobs) as pool:
            for each in [pool.submit(work, job) for job in range(self.jobs)]:
                each.result()
        family.seconds = time.monotonic() - began

    def kills(self, count: int) -> None:
        def trials(job: int) -> Iterator[tuple[str, str]]:
            rng, bench, expected = self._of("kills", job)
            while True:
                last = "main"
                try:
                    for last, failure in disturbed.killed(bench, rng, expected):
                        yield last, failure
                except Failed as failed:
                    self._keep_bench(bench)
                    yield f"after {last}", str(failed)

        self.run("kills", count, trials)

    def independent(self, name: str, count: int) -> None:
        def trials(job: int) -> Iterator[tuple[str, str]]:
            rng, bench, expected = self._of(name, job)
            while True:
                try:
                    yield FAMILIES[name](bench, rng, expected), ""
                except Failed as failed:
                    self._keep_bench(bench)
                    yield name, str(failed)
                    bench.settle()
                    expected.put_back(bench, fresh=False)

        self.run(name, count, trials)

    def inputs(self, count: int) -> None:
        waiting = [*inputs.families(count).items()]

        def trials(job: int) -> Iterator[tuple[str, str]]:
            while True:
                with self._turn:
                    if not waiting:
                        return
                    family, number = waiting.pop(0)
                kept = self.expected[job].kept
                for at, wrong in inputs.all_of(family, number, self.seed, kept, self.benches[job]):
                    yield family, f"number {at} of seed {self.seed}: {wrong}" if wrong else ""

        self.run("inputs", sum(number for _, number in waiting), trials)

    def close(self) -> None:
        for bench in self.benches:
            bench.end_all()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _of(self, name: str, job: int) -> tuple[random.Random, Bench, Undisturbed]:
        rng = random.Random(f"{self.seed} {name} {job}")
        return rng, self.benches[job], self.expected[job]

    def _keep_bench(self, bench: Bench) -> None:
        bench.end_all()
        if self.keep is not None:
            kept = self.keep / f"{bench.folder.name}-{int(time.time())}"
            shutil.copytree(bench.folder, kept, symlinks=True, ignore=_no_fifos)

    def _tell(self, name: str, count: int, began: float) -> None:
        family = self.families[name]
        rate = family.tried / max(1e-9, time.monotonic() - began)
        print(
            f"{name}: {family.tried}/{count}, {len(family.failures)} failed, {rate:.2f}/s",
            file=sys.stderr,
            flush=True,
        )


def _no_fifos(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not ((p := Path(folder, name)).is_file() or p.is_dir())]


def as_text(families: dict[str, Family]) -> str:
    """What was tried and survived, a row for each family, then the first failures in full."""
    rows = ["| family | tried | survived | minutes | kinds |", "|---|---|---|---|---|"]
    for name, family in families.items():
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(family.kinds.items()))
        told = family.left_out or kinds
        rows.append(
            f"| {name} | {family.tried} | {family.survived} | {family.seconds / 60:.1f} | {told} |"
        )
    for name, family in families.items():
        for failure in family.failures[:SHOWN]:
            rows += ["", f"{name}: {failure}"]
        if len(family.failures) > SHOWN:
            rows.append(f"{name}: and {len(family.failures) - SHOWN} more")
    return "\n".join(rows)


def as_json(families: dict[str, Family], seed: int, *, stopped: bool) -> str:
    told = {
        name: {
            "tried": family.tried,
            "survived": family.survived,
            "seconds": round(family.seconds, 1),
            "kinds": family.kinds,
            "left_out": family.left_out,
            "failures": family.failures,
        }
        for name, family in families.items()
    }
    return json.dumps({"seed": seed, "stopped": stopped, "families": told}, indent=1)


def main() -> None:
    """Try what was asked for; exit code 1 where something was not survived."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("kills", *FAMILIES, "inputs"):
        parser.add_argument(f"--{name.replace(' ', '-')}", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", action="store_true", dest="json_output")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=asked.folder))
    suite = Suite(folder, max(1, asked.jobs), asked.seed, asked.keep)

    def stop(_number: int, _frame: object) -> None:
        suite.stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        for name, count in _wanted(asked):
            if suite.stopped.is_set():
                break
            _one(suite, name, count)
    finally:
        suite.close()
    if asked.json_output:
        print(as_json(suite.families, asked.seed, stopped=suite.stopped.is_set()))
    else:
        print(as_text(suite.families))
    failed = any(family.failures for family in suite.families.values())
    sys.exit(130 if suite.stopped.is_set() else int(failed))


def _wanted(asked: argparse.Namespace) -> Iterator[tuple[str, int]]:
    for name in ("inputs", *FAMILIES, "kills"):
        count = getattr(asked, name.replace(" ", "_"))
        if count:
            yield name, count


def _one(suite: Suite, name: str, count: int) -> None:
    if name == "kills":
        suite.kills(count)
    elif name == "inputs":
        suite.inputs(count)
    elif why := _why_not(name, suite):
        suite.families[name] = Family(left_out=f"left out: {why}")
    else:
        suite.independent(name, count)


def _why_not(name: str, suite: Suite) -> str:
    """Why a family cannot be tried on this machine; "" where it can."""
    if name == "full":
        return disturbed.can_mount(suite.folder / "mount")
    return failing_calls.cannot() if name == "failing calls" else ""


if __name__ == "__main__":
    main()
