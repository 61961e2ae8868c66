"""The phase `review`: every gate at which a person looks before the work goes on.

A script that a person brought, and a built-in lesson, wait at no gate. Code that came with a
project made elsewhere does: it runs only when somebody on this machine says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project, write_text


def trust(project: Project) -> None:
    """Remember that this project was made on this machine by a person."""
    folder = str(project.folder.resolve())
    known = _trusted()
    # Without a home to write to, code in the project asks for --allow-code; it never just runs.
    with suppress(OSError):
        if folder in known:
            return
        write_text(_register(), json.dumps(sorted({*known, folder}), indent=1) + "\n")


def refuse_foreign_code(project: Project, code: Sequence[Path], *, allowed: bool) -> None:
    """Stop before running code that nobody on this machine vouched for.

    `code` are the project's hand-written or edited scene modules.

    Raises:
        WrongInput: there is such code and the project was not made here.
    """
    if not code or allowed or str(project.folder.resolve()) in _trusted():
        return
    listed = ", ".join(str(file.relative_to(project.folder)) for file in code)
    raise WrongInput(
        f"this project was not made on this machine and brings code of its own: {listed}",
        place=Place(str(code[0])),
        remedy="Read it; if you want it to run here, build again with --allow-code.",
    )


def _register() -> Path:
    from platformdirs import user_data_path

    return user_data_path("flaming-horse", appauthor=False) / "projects-made-here.json"


def _trusted() -> frozenset[str]:
    try:
        return frozenset(map(str, json.loads(_register().read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError):
        return frozenset()
