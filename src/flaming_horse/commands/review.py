"""The commands `approve` and `revise`: a person's word on what a language model wrote."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flaming_horse.commands.options import (
    AllowCode,
    Json,
    OfProject,
    ProjectsDir,
    Quality,
    Replay,
    print_answer,
    project_of,
)
from flaming_horse.commands.terminal import seen
from flaming_horse.config import Options
from flaming_horse.errors import ExitCode


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
    from flaming_horse.build import approving

    found = project_of(project, projects_dir)
    answer = approving.approve(found, what, Options(quality))
    print_answer(answer, json_output, approving.approved_as_text)


def revise(
    wish: Annotated[str, typer.Argument(help='What to change: "make scene 2 slower".')],
    project: OfProject = None,
    of_plan: Annotated[
        bool, typer.Option("--plan", help="Change the plan, though there is a script.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take the change without asking.")] = False,
    replay: Replay = False,
    allow_code: AllowCode = False,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Have the language model change the script, or the plan; the difference is shown first."""
    from flaming_horse.commands.terminal import choose_display
    from flaming_horse.writing import revising

    found = project_of(project, projects_dir)
    with choose_display(quiet=json_output) as display:
        options = Options(allow_code=allow_code)
        revision = revising.propose(
            found, wish, display, of_plan=of_plan, replay=replay, options=options
        )
    wanted = yes
    if not json_output:
        typer.echo(seen(revising.shown(revision)))
        if revision.diff and not yes and sys.stdin.isatty():
            wanted = typer.confirm("Take this change?", err=True)
    kept = revising.take(revision) if revision.diff and wanted else None
    print_answer(revising.as_json(revision, kept), json_output, revising.outcome_as_text)
    if revision.diff and not wanted:
        raise typer.Exit(ExitCode.WAITING_FOR_REVIEW)
