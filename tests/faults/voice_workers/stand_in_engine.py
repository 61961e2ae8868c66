"""An engine of the cloned voice that hums, on the workers' own code, with one fault.

`STAND_IN_FAULT` names the fault; the word "bad" in a line sets it off. `STAND_IN_CALLS` names a
file that counts what was called.
"""

# ruff: noqa: T201 - printing is what libraries do

import importlib.util
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

WORKERS = Path(__file__).parents[3] / "src" / "flaming_horse_voice" / "workers"
SPEC = importlib.util.spec_from_file_location("standalone", WORKERS / "standalone" / "__init__.py")
standalone = importlib.util.module_from_spec(SPEC)
sys.modules["standalone"] = standalone
SPEC.loader.exec_module(standalone)

FAULT = os.environ.get("STAND_IN_FAULT", "")
RATE = 24000
NO_THREAD = b"""\
OpenBLAS blas_thread_init: pthread_create failed for thread 1 of 2: Resource temporarily unavailable
OpenBLAS blas_thread_init: or set a smaller OPENBLAS_NUM_THREADS to fit into what you have available
OpenBLAS blas_thread_init: RLIMIT_NPROC 100 current, 100 max
"""
"""What numpy's library says where it cannot start a thread; then it sends itself a SIGINT."""
MLX = os.environ.get("STAND_IN_MLX", "1")


def called(what):
    if "STAND_IN_CALLS" in os.environ:
        with open(os.environ["STAND_IN_CALLS"], "a") as file:
            file.write(what + "\n")


class StandIn:
    service = "mlx"
    batch = 4

    def load(self, settings):
        called("load")
        print("a library prints this to stdout")
        if FAULT == "no package":
            raise standalone.Refused("not_installed", "the environment lacks a package (mlx)", "")
        if FAULT == "other model":
            settings = {**settings, "revision": "another"}
        if FAULT == "killed while loading":
            os.kill(os.getpid(), signal.SIGKILL)
        if FAULT == "no thread":
            os.write(2, NO_THREAD)
            signal.raise_signal(signal.SIGINT)
            time.sleep(5)
        return {
            "model": settings.get("name") or settings["model"],
            "revision": settings.get("revision", ""),
            "sample_rate": RATE,
            "versions": {"python": "cpython 3.11", "mlx": MLX, "mlx-audio": "1"},
            "kind": "base",
        }

    def clone(self, reference, transcript):
        called(f"clone {Path(reference).name} {transcript}")
        if FAULT == "no clone":
            raise RuntimeError("the encoder gave nothing")

    def pieces(self, asked):
        return standalone.asked_pieces(asked)

    def peak_memory(self):
        return 0

    def speak(self, texts):
        called(f"speak {len(texts)}")
        for index, text in enumerate(texts):
            sound = self.hum(text)
            if "bad" in text.text:
                sound = self.faulty(sound, texts)
            if sound is not None:
                yield index, sound

    def hum(self, text):
        words = text.text.split()
        at = np.arange(round(0.4 * len(words) * RATE)) / RATE
        sound = 0.2 * np.sin(2 * np.pi * 200 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 2.5 * at))
        return standalone.EngineSound(sound.astype(np.float32), RATE, len(at) // 1920, False)

    def faulty(self, sound, texts):
        if FAULT == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if FAULT == "hangs":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        if FAULT == "nothing" or (FAULT == "nothing at first" and texts[0].seed == 0):
            return None
        if FAULT == "capped":
            sound.capped = True
        if FAULT == "nan":
            sound.samples[10] = np.nan
        if FAULT == "memory":
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        if FAULT == "in batches" and len(texts) > 1:
            raise RuntimeError("a mask of the wrong shape")
        return sound


standalone.run(StandIn, "none")
