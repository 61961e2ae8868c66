"""Code that something else is to run: pickles, shadowed modules, start-up files."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

from escapes import escape


class Payload:
    def __init__(self, line):
        self.line = line

    def __reduce__(self):
        return os.system, (self.line,)


@escape("a pickle that runs a program")
def _(t):
    pickle.loads(pickle.dumps(Payload(f"echo changed > {t.witness} 2>/dev/null")))
    # whether it wrote is seen outside


@escape("an array of numpy that runs a program")
def _(t):
    import numpy as np

    file = Path(t.outputs, f"array-{t.number}.npy")
    np.save(file, np.array([Payload(f"cat {t.secret}")], dtype=object), allow_pickle=True)
    np.load(file, allow_pickle=True)


@escape("a start-up module for what is started next")
def _(t):
    folder = Path(t.outputs, f"site-{t.number}")
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(f"open({t.secret!r}).read()\nprint('ran')")
    done = subprocess.run([sys.executable, "-c", ""], capture_output=True, text=True, check=False,
                          env={"PYTHONPATH": str(folder)})  # fmt: skip
    return "read" if "ran" in done.stdout else None


@escape("a module of the standard library in its place")
def _(t):
    folder = Path(t.outputs, f"shadow-{t.number}")
    folder.mkdir()
    (folder / "json.py").write_text(f"text = open({t.secret!r}).read()")
    done = subprocess.run([sys.executable, "-c", "import json; print(json.text)"], cwd=folder,
                          capture_output=True, text=True, check=False)  # fmt: skip
    return done.stdout.strip() or None


@escape("a library loaded before all others")
def _(t):
    done = subprocess.run(["cat", t.secret], env={"LD_PRELOAD": "libm.so.6", "PATH": "/bin"},
                          capture_output=True, text=True, check=False)  # fmt: skip
    return done.stdout or None


@escape("settings of Manim in the home")
def _(t):
    folder = Path(t.home, ".config", "manim")
    folder.mkdir(parents=True)
    (folder / "manim.cfg").write_text("[CLI]\nmedia_dir = /")
    return "written"


@escape("bytecode beside our modules")
def _(t):
    from flaming_horse.engine import store

    cache = Path(store.__file__).parent / "__pycache__" / f"escape.{os.getpid()}.pyc"
    cache.write_bytes(b"x")
    cache.unlink()
    return "written"


@escape("hooks of git in the project")
def _(t):
    hooks = Path(t.project, ".git", "hooks")
    hooks.mkdir(parents=True, exist_ok=True)
    (hooks / "post-checkout").write_text("#!/bin/sh\ntouch pwned")
    return "written"


@escape("the tools of an editor beside the project")
def _(t):
    folder = Path(t.project, ".vscode")
    folder.mkdir()
    (folder / "tasks.json").write_text("{}")
    return "written"


@escape("a debugger's question in another process")
def _(t):
    if not hasattr(sys, "remote_exec"):
        return None
    script = Path(t.outputs, "remote.py")
    script.write_text("print('here')")
    sys.remote_exec(t.victim, str(script))
    return "asked"


@escape("functions of the parent through the collector of garbage")
def _(t):
    import gc

    names = ("Store", "ProjectLock", "Trust", "Action")
    found = [
        each
        for each in gc.get_objects()
        if type(each).__module__.startswith("flaming_horse") and type(each).__name__ in names
    ]
    return str(found) if found else None
