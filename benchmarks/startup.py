"""How long `flaming-horse --help` takes beside `python -c pass`: what importing it costs.

    .venv/bin/python benchmarks/startup.py [RUNS]

The two are run in turns, so that a busy machine slows both. Prints one JSON object: the least and
the median seconds of each, on the wall and of the processor, and the ratios of the two commands.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    "pass": [sys.executable, "-c", "pass"],
    "help": [str(Path(sys.executable).with_name("flaming-horse")), "--help"],
}


def seconds(command: list[str]) -> dict[str, float]:
    """The time that one run took: on the wall, and of the processor (user and system)."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return {"wall": wall, "processor": usage.ru_utime + usage.ru_stime}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for command in COMMANDS.values():
        seconds(command)  # compiled, and in the disk's cache
    taken = [{name: seconds(command) for name, command in COMMANDS.items()} for _ in range(runs)]
    figures: dict[str, object] = {"runs": runs, "load": round(os.getloadavg()[0], 2)}
    for clock in ("wall", "processor"):
        for name, of in (("least", min), ("median", statistics.median)):
            each = {command: of(run[command][clock] for run in taken) for command in COMMANDS}
            figures[f"{clock} {name}"] = {
                **{command: round(value, 3) for command, value in each.items()},
                "ratio": round(each["help"] / each["pass"], 1),
            }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
