"""The commands `doctor`, `reset` and `gc`: this machine, and what results it keeps."""

from __future__ import annotations

from typing import Annotated

import typer

from flaming_horse.commands.options import Json, Name, ProjectsDir, print_answer, project_of
from flaming_horse.errors import ExitCode


def doctor(json_output: Json = False) -> None:
    """Look at this machine: what is there, what to do about the rest."""
    from flaming_horse import doctor as examine

    probes = examine.probes()
    print_answer(
        {"probes": [p.as_json() for p in probes]}, json_output, lambda _: examine.text(probes)
    )
    if not all(probe.ok for probe in probes if probe.needed):
        raise typer.Exit(ExitCode.NOT_INSTALLED)


def reset(
    phase: Annotated[str, typer.Argument(help="The phase from which results are forgotten.")],
    name: Name = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Forget what was made from a phase on. Nothing that a person made is touched."""
    from flaming_horse.build import housekeeping

    project = project_of(name, projects_dir)
    print_answer(housekeeping.reset(project, phase), json_output, housekeeping.as_text)


def gc(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    keep: Annotated[str, typer.Option(help="How much the store may hold.", metavar="SIZE")] = "2GB",
    json_output: Json = False,
) -> None:
    """Delete old intermediate results. Nothing that a person made is touched."""
    from flaming_horse.build import housekeeping

    project = project_of(name, projects_dir)
    print_answer(housekeeping.collect(project, keep), json_output, housekeeping.as_text)
