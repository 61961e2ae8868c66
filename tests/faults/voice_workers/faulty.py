"""A tone voice with one fault, given as argument: the word "bad" in a line sets it off.

`python faulty.py FAULT [ONCE]`: with the path ONCE, the fault happens one time only.
"""

# ruff: noqa: C901, PLR0912, T201 - one branch a fault; printing is what libraries do

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np

from flaming_horse_voice.backends.tone import MODEL, ToneEngine
from flaming_horse_voice.workers.protocol import refusal_of
from flaming_horse_voice.workers.standalone import run

FAULT, ONCE = sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None
del sys.argv[1:]  # arguments are segments to a worker
ANSWERS = os.dup(1)


class FaultyEngine(ToneEngine):
    def speak(self, texts):
        for index, spoken in super().speak(texts):
            yield index, self.spoilt(texts[index].text, texts[index].seed, spoken)

    def spoilt(self, speech, seed, spoken):
        if "bad" not in speech:
            return spoken
        if ONCE is not None:
            if ONCE.exists():
                return spoken
            ONCE.touch()
        print("some library prints this")
        match FAULT:
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "ends":
                print("the last words", file=sys.stderr, flush=True)
                os._exit(7)
            case "hangs":
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(600)
            case "rubbish":
                os.write(ANSWERS, b"Loading checkpoint shards: 100%\n")
                time.sleep(600)
            case "endless":
                for _ in range(100):
                    os.write(ANSWERS, (b"[progress] " + b"=" * 100 + b"\n") * 1000)
            case "one line":
                os.write(ANSWERS, b"=" * 10_000_000)
            case "noise":
                for line in (b"Fetching 12: 100%", b"", b"[1, 2]", b'{"level":"info"}', b"\xff"):
                    os.write(ANSWERS, line + b"\n")
            case "half":
                os.write(ANSWERS, b'{"re":"speak","id":"b","ok":tr')
                os._exit(0)
            case "incomplete":
                os.write(ANSWERS, b'{"re":"speak","ok":true}\n')
            case "empty":
                spoken.samples = np.zeros(0, np.float32)
            case "nan":
                spoken.samples[100] = np.nan
            case "silent":
                spoken.samples[:] = 0
            case "worse and worse":
                spoken.samples[:] = np.sign(spoken.samples) if seed == 0 else 0
            case "good with seed 4":
                spoken.samples[:] *= seed >= 4
            case "gibberish":
                spoken.samples = np.tile(spoken.samples, 20)
            case "wordless":
                spoken.times = spoken.times[:-1]
            case "raises":
                raise RuntimeError("no stream in current thread")
        return spoken


run(FaultyEngine, MODEL, refusal_of)
