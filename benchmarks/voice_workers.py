"""One process a line against one worker for all, and batches of 4 against single lines.

    python benchmarks/voice_workers.py ENGINE PYTHON MODEL REFERENCE_FOLDER [LINES]

ENGINE is mlx or qwen, PYTHON its interpreter, MODEL a folder (tests/checkpoints makes tiny ones).
Each line is spoken in each way before the next one is: what else the machine does falls on all of
them. Processor seconds are told beside those of the wall, which others' work lengthens.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.cloned import find_reference
from flaming_horse_voice.prepare.models import find_model
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.workers import process

WORKERS = Path(process.__file__).parent
PATIENCE_S = 900.0
SENTENCES = (
    "Take the first row and the first column.",
    "Multiply them pair by pair, and add.",
    "That is the first entry of the product.",
    "Now the same for every row and every column.",
)


def lines(count: int) -> list[dict[str, Any]]:
    """`count` lines of a lesson, each with a seed of its own."""
    return [
        {"id": str(n), "speech": f"{SENTENCES[n % 4]} Step {n}.", "language": "en", "seed": n}
        for n in range(count)
    ]


@dataclass
class Cost:
    """What a way of speaking took: seconds on the wall and of the processor, seconds of sound."""

    wall: float = 0.0
    cpu: float = 0.0
    sound: float = 0.0
    ready: float = 0.0
    peak: int = 0

    def told(self) -> dict[str, float]:
        """The figures, rounded."""
        return {
            "wall, s": round(self.wall, 1),
            "processor, s": round(self.cpu, 1),
            "starting, loading and cloning (wall), s": round(self.ready, 1),
            "sound, s": round(self.sound, 1),
            "peak memory, MB": round(self.peak / 1e6),
        }


class Speaker:
    """A worker that is ready, and what it has cost so far."""

    def __init__(self, arguments: list[str], batch: int, cost: Cost) -> None:
        engine, python, asked_model, folder = arguments
        self.cost = cost
        reference = find_reference(Path(folder).absolute())
        assert reference is not None
        model = find_model(asked_model)
        settings = {"model": asked_model, "name": model.name, "revision": model.revision}
        script = str(WORKERS / ENGINES[engine].script)
        environment = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2", "PYTHONPATH": ""}
        began = time.monotonic()
        self.worker = process.VoiceWorker(process.WorkerSpec((python, script), environment))
        self.worker.greet()
        self._ask({"do": "load", "settings": {**settings, "batch": batch}})
        clone = {"reference": str(reference.sound), "transcript": reference.transcript}
        self._ask({"do": "clone", **clone})
        cost.ready += time.monotonic() - began
        cost.wall += time.monotonic() - began

    def speak(self, told: list[dict[str, Any]]) -> None:
        """Speak lines; a tiny model ends one in thirty before it began, which is no failure."""
        began = time.monotonic()
        self.worker.send({"do": "speak", "lines": told}, PATIENCE_S)
        for _ in told:
            answer = self.worker.receive(PATIENCE_S)
            if not answer.get("again"):
                good = _good(answer)
                self.cost.sound += good["samples"] / good["sample_rate"]
                self.cost.peak = max(self.cost.peak, good["peak_memory"])
        self.cost.wall += time.monotonic() - began

    def end(self) -> None:
        """End the worker and count its processor time."""
        before = _children_cpu()
        self.worker.end()
        self.cost.cpu += _children_cpu() - before

    def _ask(self, message: dict[str, Any]) -> None:
        self.worker.send(message, PATIENCE_S)
        _good(self.worker.receive(PATIENCE_S))


def _good(answer: dict[str, Any]) -> dict[str, Any]:
    if not answer.get("ok"):
        raise SystemExit(f"the worker answered {answer}")
    return answer


def _children_cpu() -> float:
    """Processor seconds of the children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, in turns, and print."""
    arguments, count = sys.argv[1:5], int(sys.argv[5]) if len(sys.argv) > 5 else 20
    each, single, batched = Cost(), Cost(), Cost()
    for_all, in_batches = Speaker(arguments, 1, single), Speaker(arguments, 4, batched)
    told = lines(count)
    for number, line in enumerate(told):
        alone = Speaker(arguments, 1, each)
        alone.speak([line])
        alone.end()
        for_all.speak([line])
        if number % 4 == 3:
            in_batches.speak(told[number - 3 : number + 1])
    for_all.end()
    in_batches.end()
    result = {
        "engine": arguments[0],
        "lines": count,
        "one process a line": each.told(),
        "one worker for all": single.told(),
        "one worker, batches of 4": batched.told(),
        "one worker is faster by (wall)": round(each.wall / single.wall, 2),
        "one worker is faster by (processor)": round(each.cpu / single.cpu, 2),
        "batches are faster a second of sound by (wall, without start)": round(
            _rate(single) / _rate(batched), 2
        ),
    }
    print(json.dumps(result, indent=1))


def _rate(cost: Cost) -> float:
    """Seconds of work for a second of sound, without the start."""
    return (cost.wall - cost.ready) / cost.sound


if __name__ == "__main__":
    main()
