"""What a film's length costs: the peak memory of every process, and seconds a minute of film.

    .venv/bin/python benchmarks/long_film.py [--minutes 10] [--scenes N] [--lines 3] [--json]

Builds a draft with the voice `tone` (nothing is downloaded), builds it again with nothing to do,
asks `status` and `explain`, measures it with `check`, and builds it with one line edited. Memory
is what the kernel counts as resident, read from /proc 20 times a second, so on Linux alone; a
worker that draws and later puts the film together is told in both roles. Prints a table, or one
JSON object. `--folder` keeps the film.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

SCENE_S = 12
WORD_S = 0.47  # of the voice `tone`, with the gap after it
HOLD_S, PAUSE_S = 1.15, 0.35  # between scenes, and between lines
POLL_S = 0.05
NAME = "long"

WORDS = [
    "matrix",
    "column",
    "number",
    "answer",
    "letter",
    "window",
    "garden",
    "market",
    "silver",
    "simple",
    "little",
    "second",
    "winter",
    "summer",
    "travel",
    "planet",
    "orange",
    "yellow",
    "bridge",
    "castle",
    "forest",
    "island",
    "circle",
    "square",
    "vector",
    "method",
    "result",
    "system",
    "object",
    "figure",
    "corner",
    "middle",
    "change",
    "follow",
    "gather",
    "listen",
]


def storyboard(minutes: float, scenes: int, lines: int) -> str:
    """So many scenes that last so long, each with a list that its lines bring up."""
    seconds = (minutes * 60 / scenes - HOLD_S - PAUSE_S * (lines - 1)) / lines
    words = max(3, round((seconds - 0.4) / WORD_S))
    drawn = random.Random(1)
    parts = ["# A long film"]
    for number in range(1, scenes + 1):
        items = [drawn.choice(WORDS) for _ in range(lines)]
        parts += [f"## Scene {number}", "\n".join(f"- {item}" for item in items)]
        for item, shown in enumerate(items, 1):
            told = [drawn.choice(WORDS) for _ in range(words - 1)]
            told.insert(words // 2, f'[{shown}]{{show="list.item({item})"}}')
            text = " ".join(told) + "."
            parts.append(text[0].upper() + text[1:])
    return "\n\n".join(parts) + "\n"


class Watch:
    """Peak resident MB by role of all processes below one, while it runs."""

    def __init__(self, root: int) -> None:
        self.peaks: dict[str, float] = {}
        self._root = root
        self._over = Event()
        self._thread = Thread(target=self._poll, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _poll(self) -> None:
        while not self._over.wait(POLL_S):
            for pid in below(self._root):
                try:
                    name, megabytes = role(pid, self._root), resident_mb(pid)
                except (OSError, IndexError, ValueError):
                    continue  # it has ended meanwhile
                self.peaks[name] = max(self.peaks.get(name, 0.0), megabytes)


def below(root: int) -> Iterator[int]:
    """A process and all that it started."""
    yield root
    try:
        children = [
            child
            for task in Path(f"/proc/{root}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield from below(int(child))


def role(pid: int, root: int) -> str:
    """What the process does now; a worker's log is named after its action."""
    if pid == root:
        return "main"
    written = Path(f"/proc/{pid}/cmdline").read_bytes()
    if written == Path(f"/proc/{root}/cmdline").read_bytes():
        return "main"  # it was forked just now, and has not become its own program yet
    command = written.replace(b"\0", b" ").decode()
    if "flaming_horse_voice" in command:
        return "voice"
    if "engine.worker" not in command:
        return "other"
    if Path(f"/proc/{pid}/task/{pid}/children").read_text().strip():
        return "guardian"
    log = Path(f"/proc/{pid}/fd/1").readlink().name
    return "assemble" if log.startswith("assemble") else "scene worker"


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def run(*arguments: str, environment: dict[str, str]) -> dict[str, Any]:
    """A command's seconds, its processes' peaks, and what it answered."""
    command = [sys.executable, "-m", "flaming_horse", *arguments, "--json"]
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told, env=environment, stdin=subprocess.DEVNULL)
        with Watch(process.pid) as watch:
            process.wait()
        seconds = time.monotonic() - began
        told.seek(0)
        answer = json.loads(told.read())
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{answer}")
    return {"seconds": round(seconds, 1), "peak_mb": rounded(watch.peaks), "answer": answer}


def rounded(peaks: dict[str, float]) -> dict[str, int]:
    return {name: round(megabytes) for name, megabytes in sorted(peaks.items())}


def measured(folder: Path, minutes: float, scenes: int, lines: int) -> dict[str, Any]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE_")}
    environment = own | {"FLAMING_HORSE_PROJECTS_DIR": str(folder), "XDG_DATA_HOME": str(folder)}
    script = folder / "script.md"
    script.write_text(storyboard(minutes, scenes, lines))
    draft = ("--quality", "draft")
    making = ("--voice", "tone", *draft)
    steps: dict[str, dict[str, Any]] = {}

    def step(name: str, *arguments: str) -> dict[str, Any]:
        steps[name] = run(*arguments, environment=environment)
        print(f"{name}: {steps[name]['seconds']} s", file=sys.stderr, flush=True)
        return steps[name].pop("answer")

    built = step("build", "create", NAME, "--script", str(script), *making)
    step("nothing to do", "build", NAME, *making)
    step("status", "status", NAME)
    step("explain", "explain", NAME, *making)
    step("check", "check", NAME, *draft)
    edited = folder / NAME / "storyboard.md"
    edited.write_text(edited.read_text().replace(".\n", " again.\n", 1))
    changed = step("one line edited", "build", NAME, *making)

    film_s = built["report"]["film"]["duration_s"]
    assembly = [answer["phases"]["assemble"]["seconds"] for answer in (built, changed)]
    return {
        "film_s": film_s,
        "scenes": scenes,
        "lines": scenes * lines,
        "load": round(os.getloadavg()[0], 2),
        "steps": steps,
        "assembly_s": assembly,
        "assembly_s_a_minute": round(assembly[0] / (film_s / 60), 2),
        "peak_mb": rounded(
            {
                name: max(step["peak_mb"].get(name, 0) for step in steps.values())
                for name in {name for step in steps.values() for name in step["peak_mb"]}
            }
        ),
    }


def table(figures: dict[str, Any]) -> str:
    roles = sorted(figures["peak_mb"])
    rows = [["", "seconds", *(f"{name}, MB" for name in roles)]]
    for name, step in figures["steps"].items():
        peaks = [str(step["peak_mb"].get(role, "")) for role in roles]
        rows.append([name, f"{step['seconds']:.1f}", *peaks])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    told = (
        f"{figures['film_s'] / 60:.1f} minutes of film, {figures['scenes']} scenes, "
        f"{figures['lines']} lines; load {figures['load']}"
    )
    whole, changed = figures["assembly_s"]
    last = (
        f"assembly: {whole:.1f} s, {figures['assembly_s_a_minute']:.2f} s a minute of film; "
        f"after the edit {changed:.1f} s"
    )
    return "\n".join([told, *lines, last])


def main() -> None:
    parser = argparse.ArgumentParser(description="What a film's length costs.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--scenes", type=int, help=f"default: one for each {SCENE_S} s")
    parser.add_argument("--lines", type=int, default=3, help="lines of each scene")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the film is made and kept")
    asked = parser.parse_args()
    scenes = asked.scenes or max(1, round(asked.minutes * 60 / SCENE_S))
    with tempfile.TemporaryDirectory(prefix="long-film-") as scratch:
        folder = asked.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        figures = measured(folder, asked.minutes, scenes, asked.lines)
    print(json.dumps(figures, indent=2) if asked.json else table(figures))


if __name__ == "__main__":
    main()
