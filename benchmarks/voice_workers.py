"""One process a line against one worker for all, and batches of 4 against single lines.

    python benchmarks/voice_workers.py ENGINE PYTHON MODEL REFERENCE_FOLDER [LINES] [ROUNDS]

ENGINE is mlx or qwen, PYTHON its interpreter, MODEL a folder (tests/checkpoints makes tiny ones).
The same lines and seeds are spoken in each way, the ways in turns; prints one JSON object.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
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


class Bench:
    """One engine, one model, one reference."""

    def __init__(self, engine: str, python: str, model: str, reference: str) -> None:
        script = str(WORKERS / ENGINES[engine].script)
        environment = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "2", "PYTHONPATH": ""}
        self.spec = process.WorkerSpec((python, script), environment)
        found, cloned = find_model(model), find_reference(Path(reference).absolute())
        assert cloned is not None
        self.clone = {
            "do": "clone",
            "reference": str(cloned.sound),
            "transcript": cloned.transcript,
        }
        self.model = {"model": model, "name": found.name, "revision": found.revision}

    def spoken(self, told: list[dict[str, Any]], batch: int) -> dict[str, float]:
        """Seconds on the wall for one worker to start, load, clone and speak these lines."""
        began = time.monotonic()
        with process.WorkerProcess(self.spec) as worker:
            worker.greet()
            self._ask(worker, {"do": "load", "settings": {**self.model, "batch": batch}})
            self._ask(worker, self.clone)
            ready = time.monotonic()
            worker.send({"do": "speak", "lines": told}, PATIENCE_S)
            heard = [worker.receive(PATIENCE_S) for _ in told]
            done = time.monotonic()
        # a tiny checkpoint of random weights ends one line in thirty before it began
        answers = [self._good(answer) for answer in heard if not answer.get("again")]
        sound = sum(answer["samples"] / answer["sample_rate"] for answer in answers)
        peak = max((answer["peak_memory"] for answer in answers), default=0)
        return {"ready": ready - began, "speaking": done - ready, "sound": sound, "peak": peak}

    def _ask(self, worker: process.WorkerProcess, message: dict[str, Any]) -> None:
        worker.send(message, PATIENCE_S)
        self._good(worker.receive(PATIENCE_S))

    @staticmethod
    def _good(answer: dict[str, Any]) -> dict[str, Any]:
        if not answer.get("ok"):
            raise SystemExit(f"the worker answered {answer}")
        return answer


def main() -> None:
    """Measure, in turns, and print."""
    engine, python, model, reference = sys.argv[1:5]
    count = int(sys.argv[5]) if len(sys.argv) > 5 else 20
    rounds = int(sys.argv[6]) if len(sys.argv) > 6 else 2
    bench, told = Bench(engine, python, model, reference), lines(count)
    each: list[float] = []
    single: list[dict[str, float]] = []
    batched: list[dict[str, float]] = []
    for line in told:  # in turns with the others: the machine's mood is shared
        run = bench.spoken([line], 1)
        each.append(run["ready"] + run["speaking"])
        if len(each) * rounds // count > len(single):
            single.append(bench.spoken(told, 1))
            batched.append(bench.spoken(told, 4))
    one = statistics.median(run["ready"] + run["speaking"] for run in single)
    rates = {
        name: statistics.median(run["speaking"] / run["sound"] for run in runs)
        for name, runs in (("single", single), ("batches of 4", batched))
    }
    result = {
        "engine": engine,
        "lines": count,
        "one process a line, s": round(sum(each), 1),
        "one worker for all, s": round(one, 1),
        "ratio": round(sum(each) / one, 1),
        "ready after, s": round(statistics.median(run["ready"] for run in single), 1),
        "seconds of work for a second of sound": {k: round(v, 2) for k, v in rates.items()},
        "seconds for all lines": {
            "single": round(statistics.median(run["speaking"] for run in single), 1),
            "batches of 4": round(statistics.median(run["speaking"] for run in batched), 1),
        },
        "batches are faster by": round(rates["single"] / rates["batches of 4"], 2),
        "peak memory, MB": {
            "single": round(max(run["peak"] for run in single) / 1e6),
            "batches of 4": round(max(run["peak"] for run in batched) / 1e6),
        },
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
