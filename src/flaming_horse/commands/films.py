"""The commands of films: from a topic or a script to a film, how it stands, and its checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flaming_horse.commands.options import (
    AcceptAnyTake,
    AllowCode,
    DryRun,
    Json,
    Language,
    Listen,
    Minutes,
    Name,
    ProjectsDir,
    Quality,
    Replay,
    Review,
    Rewrite,
    Voice,
    Workers,
    print_answer,
    project_of,
)
from flaming_horse.commands.terminal import choose_display
from flaming_horse.config import Options
from flaming_horse.errors import ExitCode

if TYPE_CHECKING:
    from flaming_horse.project import Project


def create(
    name: Annotated[str, typer.Argument(help="The new project's name, and its folder's.")],
    topic: Annotated[str | None, typer.Option(help="What the film is about.")] = None,
    script: Annotated[
        Path | None,
        typer.Option(
            help="A storyboard, any Markdown text, a notebook, or an older project's folder.",
            metavar="FILE|FOLDER",
        ),
    ] = None,
    slides: Annotated[
        Path | None, typer.Option(help="A deck in Markdown with its notes.", metavar="FILE")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            help="What the film on the topic explains: a text, a PDF, a notebook, a saved page, or "
            "a folder of them.",
            metavar="FILE|FOLDER",
        ),
    ] = None,
    language: Language = None,
    minutes: Minutes = None,
    rewrite: Rewrite = False,
    dry_run: DryRun = False,
    replay: Replay = False,
    review: Review = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    workers: Workers = None,
    allow_code: AllowCode = False,
    accept_any_take: AcceptAnyTake = False,
    listen: Listen = None,
    json_output: Json = False,
) -> None:
    """Make a project from a topic, a script or slides, and its film; or go on with it."""
    from flaming_horse.build import creation
    from flaming_horse.project import new_project, projects_folder
    from flaming_horse.writers.wishes import Wishes
    from flaming_horse.writing.brief import Brief
    from flaming_horse.writing.film_language import asked_language

    wishes = Wishes(asked_language(language), minutes)
    brief = Brief(topic, script, slides, source, replay, wishes, rewrite)
    project = new_project(name, projects_folder(projects_dir))
    options = Options(quality, workers, voice, allow_code, accept_any_take, listen, review)
    if brief.is_empty and creation.has_begun(project):
        if not dry_run:
            _go_on(str(project.folder), projects_dir, options, json_output)
            return
        note = ""
    else:
        brief.check()
        with choose_display(quiet=json_output) as display:
            note = creation.create(project, options, brief, display)
    if dry_run:
        print_answer(
            creation.dry_run(project, options, note), json_output, creation.dry_run_as_text
        )
    else:
        _build(project, options, json_output, note)


def lessons(json_output: Json = False) -> None:
    """List the built-in lessons: a topic that matches one becomes its film."""
    from flaming_horse.writers import lessons as built_in

    print_answer(built_in.listed(), json_output, built_in.as_text)


def build(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    workers: Workers = None,
    allow_code: AllowCode = False,
    accept_any_take: AcceptAnyTake = False,
    listen: Listen = None,
    review: Review = None,
    json_output: Json = False,
) -> None:
    """Do what is still to be done for a project's film."""
    options = Options(quality, workers, voice, allow_code, accept_any_take, listen, review)
    _go_on(name, projects_dir, options, json_output)


def status(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    allow_code: AllowCode = False,
    accept_any_take: AcceptAnyTake = False,
    listen: Listen = None,
    json_output: Json = False,
) -> None:
    """Show what is done, what is left, and where settings come from."""
    from flaming_horse.build import look
    from flaming_horse.commands.tables import status_as_text

    project = project_of(name, projects_dir)
    options = Options(quality, None, voice, allow_code, accept_any_take, listen)
    print_answer(look.status(project, options), json_output, status_as_text)


def explain(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    allow_code: AllowCode = False,
    accept_any_take: AcceptAnyTake = False,
    listen: Listen = None,
    json_output: Json = False,
) -> None:
    """Say what the next build will make again, and why."""
    from flaming_horse.build import look
    from flaming_horse.commands.tables import outlook_as_text

    project = project_of(name, projects_dir)
    options = Options(quality, None, voice, allow_code, accept_any_take, listen)
    print_answer(look.explain(project, options), json_output, outlook_as_text)


def check(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    json_output: Json = False,
) -> None:
    """Measure the finished film again: sound, picture, captions, cues."""
    from flaming_horse.build import finished_film
    from flaming_horse.commands.tables import report_as_text

    project = project_of(name, projects_dir)
    report = finished_film.check(project, Options(quality))
    print_answer(report, json_output, report_as_text)
    if not report.passed:
        raise typer.Exit(ExitCode.FILM_FAILED)


def _go_on(
    name: str | None, projects_dir: Path | None, options: Options, json_output: bool
) -> None:
    """Build the project of that name; an old one's folder is brought over first."""
    from flaming_horse.build.creation import bring_over, go_on
    from flaming_horse.project import OldProjectFolder

    try:
        project, note = project_of(name, projects_dir), ""
    except OldProjectFolder as old:
        project, note = bring_over(old.folder, options)
    with choose_display(quiet=json_output) as display:
        note = note or go_on(project, options, display)
    _build(project, options, json_output, note)


def _build(project: Project, options: Options, json_output: bool, note: str = "") -> None:
    from flaming_horse.build import pipeline
    from flaming_horse.commands.tables import outcome_as_text

    with choose_display(quiet=json_output) as display:
        if note:
            display.say(note)
        outcome = pipeline.build(project, options, display)
    print_answer(outcome, json_output, outcome_as_text)
    if not outcome.report.passed:
        raise typer.Exit(ExitCode.FILM_FAILED)
