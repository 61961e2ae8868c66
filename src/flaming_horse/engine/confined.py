"""An action whose code is nobody's here: run in a cell, and only its files are taken, checked.

The process that calls this has the store; the one in the cell has not. It sees copies of the
action's inputs, writes into one folder, and is gone with all that it started before that folder is
looked into. What it says is shown as its own words and decides nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flaming_horse.engine import failures
from flaming_horse.engine.action import Action, Json
from flaming_horse.engine.cell_files import (
    MOST_BYTES,
    Unfit,
    refuse_too_much,
    shown,
    take_files,
)
from flaming_horse.engine.functions import function_of
from flaming_horse.engine.progress import progress
from flaming_horse.errors import FlamingHorseError, Place
from flaming_horse_voice.children import family
from flaming_horse_voice.children.cell import Cell
from flaming_horse_voice.children.environment import Purpose, environment_for
from flaming_horse_voice.children.limits import GIGABYTE, Limits, default_memory
from flaming_horse_voice.children.sandbox import confined, walls
from flaming_horse_voice.files import Unreadable

MOST_PROCESSES = 64
"""At once; a film needs one, and LaTeX a few."""
_ENDS = {"done", "error", "memory", "bug"}
_OPEN_FILES = 1024
_TASKS = 512
_MOST_SAID = 8 << 20
_MOST_LOGGED = 1 << 20
_LOOK_S = 0.25
_END_S = 5.0


@dataclass(slots=True)
class _Heard:
    """What came from the cell so far; of its words only the last whole answer counts."""

    rest: bytes = b""
    said: int = 0
    logged: int = 0
    answer: dict[str, Json] = field(default_factory=dict[str, Json])


def run_confined(action: Action, inputs: Path, outputs: Path, room: Path) -> None:
    """Run the action's function in a cell; its files are in `outputs` afterwards.

    `inputs` holds copies that nobody else reads; `room` is an empty folder for the cell. Raises
    the error that the action's `fails_as` names: its code failed, took more than its limits, or
    left something that is no file.
    """
    cell_outputs = room / "made"
    cell = Cell(room, readable=(inputs,), writable=(cell_outputs,), limits=_limits(action))
    cell_outputs.mkdir()
    cell.temporary.mkdir()
    command = [sys.executable, "-P", "-s", "-m", "flaming_horse.engine.confined_worker"]
    # where this process finds modules, which its parent chose, the one in the cell does
    ours = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    environment = environment_for(Purpose.DRAWING, own=False, add=ours | cell.environment())
    family.adopt_orphans()
    process = subprocess.Popen(  # noqa: S603 - our own modules, in the sandbox's command
        confined(command, cell, walls()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=cell.temporary,
    )
    try:
        try:
            heard = _conversation(process, action, inputs, cell_outputs, room)
        finally:
            process.kill()
            process.wait()
            family.end_all()
        _settle(action, heard, process.returncode)
        take_files(cell_outputs, outputs, action.hints.get("outputs"))
        _refuse_unfit(action, outputs)
    except Unfit as problem:
        raise _failure(action, str(problem)) from None


def _refuse_unfit(action: Action, outputs: Path) -> None:
    """Have what was taken read by the function that `looked_at_by` names, before it is kept."""
    name = action.hints.get("looked_at_by")
    if not name:
        return
    try:
        function_of(name)(Path(), outputs, action.params)
    except (ValueError, Unreadable) as error:
        what = error.what if isinstance(error, Unreadable) else str(error)
        raise Unfit(f"left what cannot be used: {shown(what, 300)}") from None


def _limits(action: Action) -> Limits:
    return Limits(
        memory=int(action.hints.get("memory") or default_memory()),
        file_size=MOST_BYTES,
        open_files=_OPEN_FILES,
        processes=family.tasks_of_user() + _TASKS,
    )


def _conversation(
    process: subprocess.Popen[bytes], action: Action, inputs: Path, cell_outputs: Path, room: Path
) -> _Heard:
    """Ask, and listen until it ends; raises when it takes more than its limits."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    question = {
        "function": action.function,
        "inputs": str(inputs),
        "outputs": str(cell_outputs),
        "params": dict(action.params),
    }
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write((json.dumps(question) + "\n").encode())
        process.stdin.close()
    heard = _Heard()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, True)
        selector.register(process.stderr, selectors.EVENT_READ, False)
        next_look = time.monotonic() + _LOOK_S
        while selector.get_map() and not heard.answer:
            ended = process.poll() is not None
            ready = selector.select(_LOOK_S)
            for key, _ in ready:
                chunk = os.read(key.fd, 1 << 16)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.data:
                    _listen(heard, chunk)
                else:
                    _log(heard, chunk)
            if ended and not ready:
                break  # something that it left behind holds the pipes
            if time.monotonic() >= next_look:
                _refuse_excess(action)
                refuse_too_much(room)
                next_look = time.monotonic() + _LOOK_S
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_END_S)
    return heard


def _listen(heard: _Heard, chunk: bytes) -> None:
    heard.said += len(chunk)
    if heard.said > _MOST_SAID:
        raise Unfit("said far more than anybody asked it")
    *lines, heard.rest = (heard.rest + chunk).split(b"\n")
    for line in lines:
        message = _message(line)
        steps = message.pop("progress", None)
        if _ENDS & message.keys():
            heard.answer = message
        elif isinstance(steps, list) and len(steps) == 2:
            done, total = (step if isinstance(step, int) else 0 for step in steps)
            progress(min(max(done, 0), 10**7), min(max(total, 1), 10**7))


def _message(line: bytes) -> dict[str, Json]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _log(heard: _Heard, chunk: bytes) -> None:
    """What it prints goes to the log, as signs that do nothing to a terminal."""
    if heard.logged < _MOST_LOGGED:
        os.write(2, shown(chunk.decode("utf-8", "replace"), len(chunk)).encode())
    heard.logged += len(chunk)


def _refuse_excess(action: Action) -> None:
    below = family.descendants()
    if len(below) > MOST_PROCESSES:
        raise Unfit(f"started more than {MOST_PROCESSES} processes")
    memory = _limits_memory(action)
    if family.resident_memory(below) > memory:
        raise too_much_memory(action, memory)


def _limits_memory(action: Action) -> int:
    return int(action.hints.get("memory") or default_memory())


def _settle(action: Action, heard: _Heard, code: int) -> None:
    """Raise what the cell's code reports, in the one way in which such code can fail."""
    answer = heard.answer
    if answer.get("done") is True:
        return
    if answer.get("memory"):
        raise too_much_memory(action, _limits_memory(action))
    error = answer.get("error")
    if isinstance(error, Mapping):
        raise _failure(action, f"says: {shown(error.get('what'))}", _place(action, error))
    if "bug" in answer:
        raise _failure(action, f"says: {shown(answer['bug'])}")
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    raise _failure(action, f"ended without an answer ({how})")


def _place(action: Action, error: Mapping[str, Json]) -> Place | None:
    """Where it says that it failed, if that is one of its files."""
    place = error.get("place")
    if not isinstance(place, list) or len(place) != 3 or str(place[0]) not in dict(action.inputs):
        return None
    line, column = (max(0, n) if isinstance(n, int) else 0 for n in place[1:])
    return Place(str(place[0]), line, column)


def too_much_memory(action: Action, most: int) -> FlamingHorseError:
    """What is told when an action took more memory than it may have, in a cell or not."""
    return failures.error_class(str(action.hints.get("fails_as", "")))(
        f"{action.label or action.name!r} needed more than {most / GIGABYTE:.3g} GB of memory,"
        " and was ended",
        remedy="Show less at once; or allow more: [build] scene_memory_gb in flaming-horse.toml,"
        " or FLAMING_HORSE_SCENE_MEMORY_GB.",
    )


def _failure(action: Action, what: str, place: Place | None = None) -> FlamingHorseError:
    family_of_errors = failures.error_class(str(action.hints.get("fails_as", "")))
    return family_of_errors(f"the code of {action.label or action.name!r} {what}", place=place)
