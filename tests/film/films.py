"""Building films in tests, and reading back what they hold."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import av

COMMAND = [sys.executable, "-m", "flaming_horse"]


def flaming_horse(
    *arguments: str, projects: Path, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does; nothing is raised for any exit code."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(projects) | (environ or {}),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=1200,
    )


def environment(projects: Path) -> dict[str, str]:
    """The test's environment without a user's settings; projects live in `projects`."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE_")}
    return own | {
        "FLAMING_HORSE_PROJECTS_DIR": str(projects),
        "XDG_DATA_HOME": str(projects / "user-data"),
    }


def report_of(film: Path) -> dict[str, Any]:
    return json.loads(film.with_suffix(".report.json").read_text())


def content_digest(film: Path) -> str:
    """A digest of all decoded frames and samples."""
    digest = hashlib.sha256()
    for kind in ("video", "audio"):
        with av.open(film) as container:
            for frame in container.decode(**{kind: 0}):
                digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()
