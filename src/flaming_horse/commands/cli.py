"""The command line: all commands together, and the only place that prints an error and exits."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, NoReturn

import typer

from flaming_horse import __version__
from flaming_horse.commands import films, interruption, lint, review, takes, upkeep, voice
from flaming_horse.commands.terminal import seen
from flaming_horse.engine import failures
from flaming_horse.errors import ExitCode, FlamingHorseError, WrongInput
from flaming_horse_voice import machine
from flaming_horse_voice.errors import VoiceError

app = typer.Typer(
    name="flaming-horse",
    help="Turn a script, or a topic, into a narrated explainer film.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # with it, importing Rich takes half of the time of --help
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(voice.app, name="voice")


for command in (
    films.create,
    films.lessons,
    films.build,
    films.status,
    films.explain,
    films.check,
    lint.lint,
    upkeep.doctor,
    upkeep.reset,
    upkeep.gc,
    takes.takes,
    takes.record,
    review.approve,
    review.revise,
):
    app.command()(command)


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
