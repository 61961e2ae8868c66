"""All that the program keeps as JSON in a project, and how it is read back."""

from __future__ import annotations

from pathlib import Path

KEPT = ("*.json", "*.jsonl")


def records_of(project: Path) -> list[Path]:
    """The JSON files of a project, results of its store among them."""
    found = {file for pattern in KEPT for file in project.rglob(pattern) if file.is_file()}
    found |= {file for file in project.glob(".flaming-horse/store/results/*/*") if file.is_file()}
    return sorted(found)


def read_all(folder: Path) -> None:
    """Read every record as the program does. Raises what it raises."""
    from flaming_horse.build import look
    from flaming_horse.build.state import read_state
    from flaming_horse.commands import tables
    from flaming_horse.config import Options
    from flaming_horse.project import Project

    project = Project(folder)
    options = Options("draft", voice="tone")
    read_state(project)
    tables.status_as_text(look.status(project, options))
    tables.outlook_as_text(look.explain(project, options))
