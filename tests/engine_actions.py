"""Functions that the engine's tests run as actions; found by workers through PYTHONPATH."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from flaming_horse.engine.progress import progress
from flaming_horse.errors import Place, SceneFailed, WrongInput, WrongInputs


def multiply(inputs, outputs, params):
    number = int((inputs / "numbers" / "n.txt").read_text())
    (outputs / "deep").mkdir()
    (outputs / "deep" / "product.txt").write_text(str(number * params["by"]))
    (outputs / "note.txt").write_text("made")


def count(inputs, outputs, params):
    """Leaves a trace of each run in a folder that is not part of its outputs."""
    Path(params["traces"], f"{os.getpid()}-{time.monotonic_ns()}").touch()
    time.sleep(params.get("seconds", 0))
    (outputs / "out.txt").write_text(json.dumps(params.get("value")))


def scribble(inputs, outputs, params):
    print("to standard output")  # noqa: T201 - that is what is tried
    subprocess.run([sys.executable, "-c", "print('from a grandchild')"], check=True)
    os.write(1, b"by descriptor\n")
    Path("left-behind.txt").write_text("in the current folder")
    (outputs / "out.txt").write_text(str(Path.cwd()))


def steps(inputs, outputs, params):
    for step in range(params["total"]):
        progress(step + 1, params["total"])


def who(inputs, outputs, params):
    (outputs / "pid.txt").write_text(str(os.getpid()))


def no_room(inputs, outputs, params):
    raise SceneFailed("no room for: x", remedy="say less", place=Place("storyboard.md", 3, 4))


def two_findings(inputs, outputs, params):
    findings = [WrongInput(f"wrong {n}", place=Place("storyboard.md", n)) for n in (2, 1)]
    raise WrongInputs(tuple(findings))


class UnknownAccent(Exception):
    """Shaped like the voice package's errors, without a common root."""

    exit_code = 5
    what = "no such accent: x"
    remedy = "use another"


def fail_with_a_thread(inputs, outputs, params):
    threading.Thread(target=time.sleep, args=(3600,), name="left", daemon=True).start()
    raise SceneFailed("this scene fails")


def threads(inputs, outputs, params):
    left = [each.name for each in threading.enumerate() if each.name == "left"]
    (outputs / "threads").write_text(" ".join(left))


def threads_of_numpy(inputs, outputs, params):
    """How many threads the process has once numpy has multiplied matrices."""
    import numpy as np

    assert (np.ones((600, 600)) @ np.ones((600, 600))).sum() == 600**3
    (outputs / "threads").write_text(str(len(os.listdir("/proc/self/task"))))


def voice_error(inputs, outputs, params):
    raise UnknownAccent


def bug(inputs, outputs, params):
    (outputs / "half.txt").write_text("half")
    return 1 / 0


def leave(inputs, outputs, params):
    raise SystemExit(0)


def full_disk(inputs, outputs, params):
    raise OSError(28, "No space left on device", "/media/film.mp4")


def die(inputs, outputs, params):
    """Is killed on the first `times` runs."""
    traces = Path(params["traces"])
    (traces / str(time.monotonic_ns())).touch()
    if len(list(traces.iterdir())) <= params["times"]:
        os.kill(os.getpid(), getattr(signal, params.get("signal", "SIGKILL")))
    (outputs / "out.txt").write_text("alive")


def quit_at_once(inputs, outputs, params):
    os._exit(3)


def family(inputs, outputs, params):
    """Starts a child, a child in a session of its own and an orphan, and waits for ever."""
    pids = Path(params["pids"])
    forever = "import time; time.sleep(600)"
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + forever
    child = subprocess.Popen([sys.executable, "-c", forever])
    apart = subprocess.Popen([sys.executable, "-c", stubborn], start_new_session=True)
    orphan = subprocess.run(["sh", "-c", "sleep 600 >/dev/null & echo $!"], stdout=-1, check=True)
    found = [os.getpid(), os.getppid(), child.pid, apart.pid, int(orphan.stdout)]
    (pids / "new").write_text(json.dumps(found))
    (pids / "new").rename(pids / "pids.json")
    if params.get("busy"):
        # One call in C that never lets another thread of this interpreter run.
        "a".join(["b" * 10**5] * 10**4).count("ab" * 40000 + "c")
        pow(3, 10**9)
    time.sleep(600)


def hoard(inputs, outputs, params):
    """Takes memory without end, in pieces or at once."""
    kept = []
    while True:
        kept.append(bytearray(params["piece"]))


def last_words(inputs, outputs, params):
    """Ends as a library does that gets no more memory."""
    os.write(2, params["words"].encode())
    os.abort()


def slow_steps(inputs, outputs, params):
    for step in range(params["total"]):
        time.sleep(params["seconds"])
        progress(step + 1, params["total"])
    (outputs / "out.txt").write_text("done")
