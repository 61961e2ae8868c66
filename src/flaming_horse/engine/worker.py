"""A worker process: one JSON object a line in, one a line out, an action at a time.

Asked    {"action": …, "log": "path"}
Answers  {"ready": pid}, {"progress": [done, total]}, and once for each action one of
         {"result": …}, {"error": …}, {"bug": "traceback"}
It ends when its input does. What functions and libraries print goes to the action's log.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

from flaming_horse import __version__
from flaming_horse.engine import failures, guardian, progress
from flaming_horse.engine.action import Action, Json
from flaming_horse.engine.confined import run_confined, too_much_memory
from flaming_horse.engine.functions import function_of
from flaming_horse.engine.process import open_log
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse_voice.children import limits
from flaming_horse_voice.machine import allows_memory


def perform(action: Action, store: Store) -> Result:
    """Run an action in this process unless the store holds its result; publishes what it made."""
    known = store.result(action.key)
    if known is not None:
        return known
    with store.scratch() as scratch:
        inputs, outputs, here = scratch / "inputs", scratch / "outputs", scratch / "cwd"
        for folder in (inputs, outputs, here):
            folder.mkdir()
        confined = bool(action.hints.get("confined"))
        for path, digest in action.inputs:
            # a copy for code that is nobody's here: a link would be the store's own file
            store.materialise(digest, inputs / path, read_only=not confined)
        before = Path.cwd()
        # Whatever a library writes into the current folder goes with the scratch.
        os.chdir(here)
        began = time.monotonic()
        try:
            if confined:
                (scratch / "room").mkdir()
                run_confined(action, inputs, outputs, scratch / "room")
            else:
                function_of(action.function)(inputs, outputs, action.params)
        finally:
            os.chdir(before)
        return store.publish(
            action.key,
            outputs,
            seconds=round(time.monotonic() - began, 3),
            provenance={"function": action.function, "version": __version__},
        )


def _answer(action: Action, store: Store) -> dict[str, Json]:
    most = action.hints.get("memory")
    limits.set_memory(most)
    try:
        return {"result": perform(action, store).as_json()}
    except BaseException as raised:  # noqa: BLE001 - whatever it is, the parent is to hear of it
        error = raised
        if most and isinstance(raised, MemoryError) and allows_memory(most):
            error = too_much_memory(action, most)
        plain = failures.plain(error, str(store.folder))
        traceback.print_exc()
        return {"error": plain} if plain else {"bug": "".join(traceback.format_exception(error))}
    finally:
        limits.set_memory(None)


def _divert(log: str) -> None:
    """Send this process's standard output and error to the end of `log`."""
    sys.stdout.flush()
    sys.stderr.flush()
    with open_log(Path(log)) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--guarded", action="store_true")
    parser.add_argument("--lifeline", type=int, required=True)
    arguments = parser.parse_args()
    guardian.guard(arguments.lifeline)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    turn = threading.Lock()

    def say(message: Mapping[str, Json]) -> None:
        line = (json.dumps(message) + "\n").encode()
        with turn:
            while line:
                line = line[os.write(answers, line) :]

    progress.connect(lambda done, total: say({"progress": [done, total]}))
    running: list[Action] = []

    def exceeded() -> None:
        for action in running:
            plain = failures.as_plain(too_much_memory(action, action.hints["memory"]))
            say({"error": plain})
        os._exit(1)

    limits.apply(limits.Limits())
    limits.watch_memory(lambda: running[-1].hints.get("memory") if running else None, exceeded)
    store = Store(arguments.store, for_worker=arguments.guarded)
    say({"ready": os.getpid()})
    for question in questions:
        asked = json.loads(question)
        _divert(asked["log"])
        running[:] = [Action.from_json(asked["action"])]
        answer = _answer(running[0], store)
        running.clear()
        sys.stdout.flush()  # the log is whole when the parent hears that the action is done
        sys.stderr.flush()
        say(answer)
    store.close()


if __name__ == "__main__":
    main()
