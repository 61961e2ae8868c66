"""The command line: the commands of films, and the only place that prints an error and exits."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from flaming_horse import (
    __version__,
    interruption,
    review_commands,
    take_commands,
    upkeep_commands,
    voice_commands,
)
from flaming_horse.command_options import (
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
from flaming_horse.config import Options
from flaming_horse.engine import failures
from flaming_horse.errors import ExitCode, FlamingHorseError, WrongInput
from flaming_horse.terminal import seen
from flaming_horse_voice import machine
from flaming_horse_voice.errors import VoiceError

if TYPE_CHECKING:
    from flaming_horse.project import Project

app = typer.Typer(
    name="flaming-horse",
    help="Turn a script, or a topic, into a narrated explainer film.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # with it, importing Rich takes half of the time of --help
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(voice_commands.app, name="voice")


@app.command()
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
    from flaming_horse import dry_runs
    from flaming_horse.creation import Brief, has_begun
    from flaming_horse.creation import create as created
    from flaming_horse.display import choose_display
    from flaming_horse.phases.film_language import asked_language
    from flaming_horse.project import new_project, projects_folder
    from flaming_horse.writers.wishes import Wishes

    wishes = Wishes(asked_language(language), minutes)
    brief = Brief(topic, script, slides, source, replay, wishes, rewrite)
    project = new_project(name, projects_folder(projects_dir))
    options = Options(quality, workers, voice, allow_code, accept_any_take, listen, review)
    if brief.is_empty and has_begun(project):
        if not dry_run:
            _go_on(str(project.folder), projects_dir, options, json_output)
            return
        note = ""
    else:
        brief.check()
        with choose_display(quiet=json_output) as display:
            note = created(project, options, brief, display)
    if dry_run:
        print_answer(dry_runs.dry_run(project, options, note), json_output, dry_runs.as_text)
    else:
        _build(project, options, json_output, note)


@app.command()
def lessons(json_output: Json = False) -> None:
    """List the built-in lessons: a topic that matches one becomes its film."""
    from flaming_horse.writers import lessons as built_in

    print_answer(built_in.listed(), json_output, built_in.as_text)


@app.command()
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


@app.command()
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
    from flaming_horse import overview

    project = project_of(name, projects_dir)
    options = Options(quality, None, voice, allow_code, accept_any_take, listen)
    print_answer(overview.status(project, options), json_output, overview.as_text)


@app.command()
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
    from flaming_horse import overview

    project = project_of(name, projects_dir)
    options = Options(quality, None, voice, allow_code, accept_any_take, listen)
    print_answer(overview.explain(project, options), json_output, overview.reasons_as_text)


@app.command()
def check(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    json_output: Json = False,
) -> None:
    """Measure the finished film again: sound, picture, captions, cues."""
    from flaming_horse import pipeline

    project = project_of(name, projects_dir)
    report = pipeline.check(project, Options(quality))
    print_answer(report, json_output, pipeline.checks_as_text)
    if not report["passed"]:
        raise typer.Exit(ExitCode.FILM_FAILED)


app.command()(upkeep_commands.doctor)
app.command()(upkeep_commands.reset)
app.command()(upkeep_commands.gc)
app.command()(take_commands.takes)
app.command()(take_commands.record)
app.command()(review_commands.approve)
app.command()(review_commands.revise)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Turn a script, or a topic, into a narrated explainer film."""


def _go_on(
    name: str | None, projects_dir: Path | None, options: Options, json_output: bool
) -> None:
    """Build the project of that name; an old one's folder is brought over first."""
    from flaming_horse.creation import bring_over, go_on
    from flaming_horse.display import choose_display
    from flaming_horse.project import OldProjectFolder

    try:
        project, note = project_of(name, projects_dir), ""
    except OldProjectFolder as old:
        project, note = bring_over(old.folder, options)
    with choose_display(quiet=json_output) as display:
        note = note or go_on(project, options, display)
    _build(project, options, json_output, note)


def _build(project: Project, options: Options, json_output: bool, note: str = "") -> None:
    from flaming_horse import pipeline
    from flaming_horse.display import choose_display

    with choose_display(quiet=json_output) as display:
        if note:
            display.say(note)
        outcome = pipeline.build(project, options, display)
    print_answer(outcome, json_output, pipeline.outcome_as_text)
    if not outcome["passed"]:
        raise typer.Exit(ExitCode.FILM_FAILED)


def _fail(error: FlamingHorseError, code: int | None = None) -> NoReturn:
    """Print the error, as one JSON object where the caller reads JSON, and exit with its code."""
    from flaming_horse_voice.named_commands import as_typed

    exit_code = int(error.exit_code if code is None else code)
    if "--json" in sys.argv[1:]:
        findings = [
            {
                "what": f.what,
                "remedy": as_typed(f.remedy),
                "place": str(f.place) if f.place else None,
            }
            for f in error.findings
        ]
        answer = {"error": findings, "exit_code": exit_code}
        typer.echo(seen(json.dumps(answer, indent=1, ensure_ascii=False)))
    else:
        # A message keeps the shape `file:line:column: what`, which editors can jump to.
        typer.echo(seen(as_typed(f"{error}")), err=True)
    sys.exit(exit_code)


def _misused(error: Exception) -> NoReturn:
    """A command line that Typer refuses, told as it tells it, or as our one JSON object."""
    refused: Any = error
    code = int(refused.exit_code)
    if "--json" in sys.argv[1:]:
        _fail(WrongInput(refused.format_message(), remedy="See --help."), code)
    refused.show()
    sys.exit(code)


def main() -> None:
    """Run the command line. Exit codes are those of `errors.ExitCode`."""
    try:
        code = app(standalone_mode=False)
    except FlamingHorseError as error:
        _fail(error)
    except (KeyboardInterrupt, typer.Abort):
        _interrupted()
    except Exception as error:  # noqa: BLE001 - the last resort: who reads JSON gets an object too
        # Typer keeps its own copy of Click: its refusals are told by their shape.
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            _misused(error)
        _broken(error)
    if code == ExitCode.INTERRUPTED:  # what Typer makes of Ctrl-C inside a command
        _interrupted()
    sys.exit(code if isinstance(code, int) else 0)


def _interrupted() -> NoReturn:
    interruption.settle()
    remedy = "What is done is kept: the same command goes on where this one stopped."
    _fail(FlamingHorseError(interruption.told(), remedy=remedy), interruption.exit_code())


def _broken(error: Exception) -> NoReturn:
    """What the machine does not give, and what the operating system refuses, is no bug of ours."""
    if interruption.caused(error):
        _interrupted()
    found: VoiceError | None = machine.trouble(error)
    if found is None and isinstance(error, OSError):
        found = machine.refusal(error)
    if found is None and isinstance(error, VoiceError):
        found = error
    plain = failures.as_plain(found) if found is not None else None
    if plain is None:
        _bug(error)
    _fail(failures.rebuilt(plain))


def _bug(error: Exception) -> NoReturn:
    import traceback

    traceback.print_exception(error)
    _fail(
        FlamingHorseError(
            f"A bug of ours: {type(error).__name__}: {error}",
            remedy="Please report it, with the lines above.",
        )
    )
