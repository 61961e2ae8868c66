"""The process inside of a cell: one action, asked on its input, answered on its output.

Asked    {"function": …, "inputs": "path", "outputs": "path", "params": {…}}
Answers  {"progress": [done, total]}, and at last one of {"done": true}, {"error": …},
         {"bug": "traceback"}
Nothing that it says is believed beyond that: see `confined`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from flaming_horse.engine import failures, progress
from flaming_horse.engine.action import Json
from flaming_horse.engine.functions import function_of


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    answers = os.dup(1)
    os.dup2(2, 1)

    def say(message: Mapping[str, Json]) -> None:
        line = (json.dumps(message) + "\n").encode()
        while line:
            line = line[os.write(answers, line) :]

    progress.connect(lambda done, total: say({"progress": [done, total]}))
    try:
        inputs, outputs = Path(asked["inputs"]), Path(asked["outputs"])
        function_of(asked["function"])(inputs, outputs, asked["params"])
        answer: dict[str, Json] = {"done": True}
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent is to hear of it
        traceback.print_exc()
        plain = failures.as_plain(error)
        short = isinstance(error, MemoryError)
        answer = {"error": plain} if plain else {"memory": True} if short else {"bug": str(error)}
    sys.stdout.flush()
    sys.stderr.flush()
    say(answer)
    os._exit(0)  # whatever threads the code has left


if __name__ == "__main__":
    main()
