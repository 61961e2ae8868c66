"""What hostile scene code may try, as a table; and the action that tries it from inside.

A try gives evidence, a text, when it got what it should not, and None or an error when it did not.
Each runs in a fork of its own with a few seconds of time, so that one process tries them all.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

FAMILIES = ("files", "network", "secrets", "processes", "kernel", "formats", "code")
SECONDS = 6

TABLE: dict[str, Callable[[SimpleNamespace], str | None]] = {}


def escape(name: str):
    """Put a try into the table under its family's name and its own."""

    def put(function):
        family = function.__module__.removeprefix("escapes_")
        full = f"{family}: {name}"
        assert full not in TABLE, full
        TABLE[full] = function
        return function

    return put


def load() -> dict[str, Callable[[SimpleNamespace], str | None]]:
    for family in FAMILIES:
        importlib.import_module(f"escapes_{family}")
    return TABLE


def attempt(inputs: Path, outputs: Path, params) -> None:
    """Try all of the table, and leave `report.json`: what each gave."""
    table = load()
    report = {}
    for number, (name, function) in enumerate(table.items()):
        targets = {**params["targets"], "inputs": str(inputs), "outputs": str(outputs)}
        targets["witness"] = f"{targets['witnesses']}/{number:03d}.txt"
        targets["number"] = number
        report[name] = in_a_fork(function, SimpleNamespace(**targets))
    for entry in list(outputs.iterdir()):
        if entry.is_symlink() or not entry.is_dir():
            entry.unlink()
        else:
            shutil.rmtree(entry, ignore_errors=True)
    (outputs / "report.json").write_text(json.dumps(report))


def in_a_fork(function, targets: SimpleNamespace) -> list[str]:
    """`["got", evidence]`, or `["stopped", why]`."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            signal.alarm(SECONDS)
            found = function(targets)
            answer = ["stopped", "nothing came of it"] if found is None else ["got", str(found)]
        except BaseException as error:  # noqa: BLE001 - whatever it was stopped by
            answer = ["stopped", f"{type(error).__name__}: {error}"]
        finally:
            try:
                os.write(write, json.dumps(answer)[:60_000].encode())
            finally:
                os._exit(0)
    os.close(write)
    said = b""
    until = time.monotonic() + SECONDS + 1
    os.set_blocking(read, False)
    ended = False
    while time.monotonic() < until:
        try:
            chunk = os.read(read, 1 << 16)
            said += chunk
        except BlockingIOError:
            chunk = b""
        if not ended and os.waitpid(child, os.WNOHANG)[0]:
            ended = True
            continue  # once more for what it wrote last
        if ended:
            break
        time.sleep(0.002)
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    os.close(read)
    try:
        return json.loads(said)
    except ValueError:
        return ["stopped", "it was ended"]
