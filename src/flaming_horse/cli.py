"""The command line: the only place that prints an error and exits."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from flaming_horse import __version__
from flaming_horse.config import Options
from flaming_horse.errors import ExitCode, FlamingHorseError, WrongInput

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
voice_app = typer.Typer(help="Who speaks: list the voices, try one.", no_args_is_help=True)
app.add_typer(voice_app, name="voice")

Name = Annotated[
    str | None, typer.Argument(metavar="PROJECT", help="A project's name or folder; default: here.")
]
ProjectsDir = Annotated[
    Path | None,
    typer.Option(help="Where projects live.", envvar="FLAMING_HORSE_PROJECTS_DIR"),
]
Json = Annotated[bool, typer.Option("--json", help="Print one machine-readable object.")]
Quality = Annotated[
    str | None,
    typer.Option(help="draft, 720p30, 1080p30, 1080p60, 1440p60 or 2160p60.", metavar="QUALITY"),
]
Voice = Annotated[str | None, typer.Option(help="The voice to speak with.", metavar="VOICE")]
Workers = Annotated[int | None, typer.Option(help="Scenes drawn at once.", metavar="N")]
AllowCode = Annotated[
    bool, typer.Option("--allow-code", help="Run Python code that came with the project.")
]
AcceptAnyTake = Annotated[
    bool,
    typer.Option(
        "--accept-any-take",
        help="Keep takes that fail their checks; the film says so.",
        envvar="FLAMING_HORSE_ACCEPT_ANY_TAKE",
    ),
]


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="The new project's name, and its folder's.")],
    topic: Annotated[str | None, typer.Option(help="What the film is about.")] = None,
    script: Annotated[
        Path | None, typer.Option(help="A storyboard, or any Markdown text.", metavar="FILE")
    ] = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    workers: Workers = None,
    accept_any_take: AcceptAnyTake = False,
    json_output: Json = False,
) -> None:
    """Make a project from a topic or a script, and its film; or go on with it."""
    from flaming_horse import pipeline
    from flaming_horse.project import new_project, projects_folder

    if (topic is None) == (script is None):
        raise WrongInput(
            "a film needs either a topic or a script",
            remedy='Add --topic "…" or --script FILE.md.',
        )
    project = new_project(name, projects_folder(projects_dir))
    options = Options(quality, workers, voice, accept_any_take=accept_any_take)
    note = pipeline.create(project, options, topic=topic, script=script)
    _build(project, options, json_output, note)


@app.command()
def build(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    workers: Workers = None,
    allow_code: AllowCode = False,
    accept_any_take: AcceptAnyTake = False,
    json_output: Json = False,
) -> None:
    """Do what is still to be done for a project's film."""
    project = _found(name, projects_dir)
    options = Options(quality, workers, voice, allow_code, accept_any_take)
    _build(project, options, json_output)


@app.command()
def status(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    json_output: Json = False,
) -> None:
    """Show what is done, what is left, and where settings come from."""
    from flaming_horse import overview

    project = _found(name, projects_dir)
    _answer(overview.status(project, Options(quality, voice=voice)), json_output, overview.as_text)


@app.command()
def explain(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    voice: Voice = None,
    json_output: Json = False,
) -> None:
    """Say what the next build will make again, and why."""
    from flaming_horse import overview

    project = _found(name, projects_dir)
    reasons = overview.explain(project, Options(quality, voice=voice))
    _answer(reasons, json_output, overview.reasons_as_text)


@app.command()
def check(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    quality: Quality = None,
    json_output: Json = False,
) -> None:
    """Measure the finished film again: sound, picture, captions, cues."""
    from flaming_horse import pipeline

    project = _found(name, projects_dir)
    report = pipeline.check(project, Options(quality))
    _answer(report, json_output, pipeline.checks_as_text)
    if not report["passed"]:
        raise typer.Exit(ExitCode.FILM_FAILED)


@app.command()
def doctor(json_output: Json = False) -> None:
    """Look at this machine: what is there, what to do about the rest."""
    from flaming_horse import doctor as examine

    probes = examine.probes()
    _answer({"probes": [p.as_json() for p in probes]}, json_output, lambda _: examine.text(probes))
    if not all(probe.ok for probe in probes if probe.needed):
        raise typer.Exit(ExitCode.NOT_INSTALLED)


@app.command()
def reset(
    phase: Annotated[str, typer.Argument(help="The phase from which results are forgotten.")],
    name: Name = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Forget what was made from a phase on. Nothing that a person made is touched."""
    from flaming_horse import housekeeping

    project = _found(name, projects_dir)
    _answer(housekeeping.reset(project, phase), json_output, housekeeping.as_text)


@app.command()
def gc(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    keep: Annotated[str, typer.Option(help="How much the store may hold.", metavar="SIZE")] = "2GB",
    json_output: Json = False,
) -> None:
    """Delete old intermediate results. Nothing that a person made is touched."""
    from flaming_horse import housekeeping

    project = _found(name, projects_dir)
    _answer(housekeeping.collect(project, keep), json_output, housekeeping.as_text)


@voice_app.command("list")
def voice_list(json_output: Json = False) -> None:
    """Name the voices, and say which of them can speak here and now."""
    from flaming_horse import voices

    _answer(voices.listed(), json_output, voices.as_text)


@voice_app.command("try")
def voice_try(
    text: Annotated[str, typer.Argument(help="What to say; $formulas$ are read as maths.")],
    out: Annotated[
        Path, typer.Option(help="The sound file: .wav, .flac or .mp3.", metavar="FILE")
    ] = Path("voice-try.wav"),
    voice: Voice = None,
    json_output: Json = False,
) -> None:
    """Speak a text into a file."""
    from flaming_horse import voices

    _answer(voices.tried(text, voice, out), json_output, voices.tried_as_text)


@voice_app.command("prepare")
def voice_prepare(
    engine: Annotated[
        str | None, typer.Argument(help="mlx or qwen; default: the project's voice.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A model's folder, or its name.", metavar="PATH|ID")
    ] = None,
    project: Annotated[
        str | None, typer.Option(help="A project's name or folder; default: here.")
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="A voice of [voices] to prepare.", metavar="NAME")
    ] = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Make your own voice ready: environment, model, one line spoken, versions pinned."""
    from flaming_horse import voices

    folder = _folder_of(project, projects_dir)
    answer = voices.prepared(folder, engine, model, voice, lambda text: typer.echo(text, err=True))
    _answer(answer, json_output, voices.prepared_as_text)


@voice_app.command("selftest")
def voice_selftest(
    name: Name = None,
    projects_dir: ProjectsDir = None,
    voice: Voice = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where the report goes; default: media/voiceovers/selftest.json.", metavar="FILE"
        ),
    ] = None,
    json_output: Json = False,
) -> None:
    """Try the voice on this machine: ten lines, how fast they come, and how they are heard."""
    from flaming_horse import voices

    folder = _folder_of(name, projects_dir)
    answer = voices.selftested(folder, voice, out, _aloud)
    _answer(answer, json_output, voices.selftested_as_text)
    if not answer["passed"]:
        raise typer.Exit(ExitCode.VOICE_FAILED)


_Whose = Annotated[
    str, typer.Option(help="Whose voice it is; they agree to be cloned.", metavar="NAME")
]
_Replace = Annotated[bool, typer.Option("--replace", help="Put it in the place of another.")]
_Said = Annotated[str, typer.Option(help="The words that are spoken.", metavar="TEXT")]
_Of = Annotated[str | None, typer.Option(help="A project's name or folder; default: here.")]


@voice_app.command("add")
def voice_add(
    file: Annotated[Path, typer.Argument(help="A recording of about ten seconds.")],
    whose: _Whose = "",
    text: _Said = "",
    replace: _Replace = False,
    project: _Of = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Bring a recording in as the voice to clone: trimmed, checked, written down for review."""
    from flaming_horse import references

    folder = _folder_of(project, projects_dir)
    answer = references.added(folder, file, _agreed(whose), text, replace=replace)
    _answer(answer, json_output, references.as_text)


@voice_app.command("record")
def voice_record(
    whose: _Whose = "",
    text: _Said = "",
    seconds: Annotated[float, typer.Option(help="How long to record.", min=3, max=30)] = 14,
    replace: _Replace = False,
    project: _Of = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Record a voice to clone from the microphone, with a text to read aloud."""
    from flaming_horse import references

    folder = _folder_of(project, projects_dir)
    answer = references.recorded(folder, _agreed(whose), text, seconds, _aloud, replace=replace)
    _answer(answer, json_output, references.as_text)


@voice_app.command("check")
def voice_check(
    project: _Of = None, projects_dir: ProjectsDir = None, json_output: Json = False
) -> None:
    """Say whether the reference recording can be cloned, and what to do where it cannot."""
    from flaming_horse import references

    answer = references.checked(_folder_of(project, projects_dir))
    _answer(answer, json_output, references.as_text)
    if not answer["good"]:
        raise typer.Exit(ExitCode.WRONG_INPUT)


def _folder_of(project: str | None, projects_dir: Path | None) -> Path:
    return _found(project, projects_dir).folder if project else Path.cwd()


def _aloud(text: str) -> None:
    typer.echo(text, err=True)


def _agreed(whose: str) -> str:
    """Whose voice it is: asked for where a person is there to answer."""
    if whose or not sys.stdin.isatty():
        return whose
    return str(typer.prompt("Whose voice is it? By giving a name you say that they agree"))


_REMEDIES = {
    errno.EACCES: "Give yourself the right to write there, or choose another --projects-dir.",
    errno.ENOENT: "Make the folder that it is to be in, or choose another --projects-dir.",
    errno.EROFS: "That file system is read-only; choose another --projects-dir.",
    errno.ENOSPC: "The disk is full: free some space, or run `flaming-horse gc`.",
}


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


def _found(name: str | None, projects_dir: Path | None) -> Project:
    from flaming_horse.project import find_project, projects_folder

    return find_project(name, projects_folder(projects_dir))


def _build(project: Project, options: Options, json_output: bool, note: str = "") -> None:
    from flaming_horse import pipeline
    from flaming_horse.display import choose_display

    with choose_display(quiet=json_output) as display:
        if note:
            display.say(note)
        outcome = pipeline.build(project, options, display)
    _answer(outcome, json_output, pipeline.outcome_as_text)
    if not outcome["passed"]:
        raise typer.Exit(ExitCode.FILM_FAILED)


def _answer(
    answer: dict[str, Any], json_output: bool, as_text: Callable[[dict[str, Any]], str]
) -> None:
    if json_output:
        typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        typer.echo(as_text(answer))


def _fail(error: FlamingHorseError, code: int | None = None) -> NoReturn:
    """Print the error, as one JSON object where the caller reads JSON, and exit with its code."""
    exit_code = int(error.exit_code if code is None else code)
    if "--json" in sys.argv[1:]:
        findings = [
            {"what": f.what, "remedy": f.remedy, "place": str(f.place) if f.place else None}
            for f in error.findings
        ]
        answer = {"error": findings, "exit_code": exit_code}
        typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
    else:
        # A message keeps the shape `file:line:column: what`, which editors can jump to.
        typer.echo(f"{error}", err=True)
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
    except OSError as error:
        if error.filename is None:
            _bug(error)
        # The operating system's refusals (no right, no space, no such folder) are no bugs of ours.
        _fail(
            WrongInput(
                f"{error.filename}: {error.strerror}", remedy=_REMEDIES.get(error.errno or 0, "")
            )
        )
    except Exception as error:  # noqa: BLE001 - the last resort: who reads JSON gets an object too
        # Typer keeps its own copy of Click: its refusals are told by their shape.
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            _misused(error)
        _bug(error)
    if code == ExitCode.INTERRUPTED:  # what Typer makes of Ctrl-C inside a command
        _interrupted()
    sys.exit(code if isinstance(code, int) else 0)


def _interrupted() -> NoReturn:
    remedy = "What is done is kept: the same command goes on where this one stopped."
    _fail(FlamingHorseError("interrupted", remedy=remedy), ExitCode.INTERRUPTED)


def _bug(error: Exception) -> NoReturn:
    import traceback

    traceback.print_exception(error)
    _fail(
        FlamingHorseError(
            f"A bug of ours: {type(error).__name__}: {error}",
            remedy="Please report it, with the lines above.",
        )
    )
