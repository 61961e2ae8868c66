"""The commands `approve` and `revise`: a person's word on what a language model wrote."""

from __future__ import annotations

from typing import Annotated

import typer

from flaming_horse.command_options import (
    Json,
    OfProject,
    ProjectsDir,
    Quality,
    print_answer,
    project_of,
)
from flaming_horse.config import Options


def approve(
    what: Annotated[
        str | None,
        typer.Argument(help="plan, script or film; default: what waits.", metavar="WHAT"),
    ] = None,
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    json_output: Json = False,
) -> None:
    """Say that the plan, the script or the film is good as it stands; a change voids it."""
    from flaming_horse import reviewing

    found = project_of(project, projects_dir)
    answer = reviewing.approve(found, what, Options(quality))
    print_answer(answer, json_output, reviewing.approved_as_text)
