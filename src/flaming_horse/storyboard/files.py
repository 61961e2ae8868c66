"""Files that a storyboard names: they lie beside it or in a folder below it."""

from __future__ import annotations

import re
from pathlib import Path

from flaming_horse.errors import Place
from flaming_horse.storyboard.findings import Findings

_ADDRESS = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]+:|//)")


def leaves(file: str, folder: Path) -> bool:
    """Whether a name leads out of the folder: by `..`, from the root, or through a link."""
    if Path(file).is_absolute() or ".." in Path(file).parts:
        return True
    try:
        return not (folder / file).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        # A zero byte, a name that is too long, or links in a circle: no file is there.
        return False


def is_beside(
    file: str, what: str, folder: Path, place: Place, findings: Findings, *, written: str = ""
) -> bool:
    """Whether `file` is a file in `folder` or below; a finding about `what` it is where not.

    `written` is how it stands in the storyboard, where that differs.
    """
    if _ADDRESS.match(written or file):
        remedy = f"A film is made offline: save the {what} beside the storyboard and name the file."
        findings.add(place, f"the {what} `{(written or file)[:80]}` is not a file", remedy)
        return False
    path = folder / file
    if file and leaves(file, folder):
        problem = f"the {what} `{file}` lies outside of the storyboard's folder"
        remedy = "Copy it beside the storyboard, so that the film has all it needs."
        findings.add(place, problem, remedy)
        return False
    try:
        there = bool(file) and path.is_file()
    except (OSError, ValueError):
        # ValueError: a zero byte in the name.
        there = False
    if not there:
        looked = f"Looked for {path}." if file else f"Name the {what}'s file."
        findings.add(place, f"there is no {what} `{file}`", looked)
        return False
    return True
