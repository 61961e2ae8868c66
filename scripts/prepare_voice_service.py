#!/usr/bin/env python3
"""The predecessor's name for `flaming-horse voice prepare`: --project-dir FOLDER [engine]."""

import os
import sys
from pathlib import Path

program = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "flaming-horse"
given = [
    word for word in sys.argv[1:] if word != "--force"
]  # what changed is prepared again anyway
if "--force" in sys.argv[1:]:
    sys.stderr.write("--force is not needed: what changed is prepared again anyway\n")
folder = Path.cwd()
if "--project-dir" in given:
    at = given.index("--project-dir")
    folder = Path(*given[at + 1 : at + 2])
    del given[at : at + 2]
if not program.exists():
    sys.exit(f"{program} is not there; run scripts/setup.sh first")
os.chdir(folder)
os.execv(program, [str(program), "voice", "prepare", *given])
