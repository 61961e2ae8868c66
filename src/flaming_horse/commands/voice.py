"""The commands of `flaming-horse voice`: who speaks, and a voice of one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flaming_horse.commands.options import (
    AllowCode,
    Json,
    Name,
    OfProject,
    ProjectsDir,
    Voice,
    folder_of,
    print_answer,
    tell,
)
from flaming_horse.errors import ExitCode

app = typer.Typer(help="Who speaks: list the voices, try one.", no_args_is_help=True)

_Whose = Annotated[
    str, typer.Option(help="Whose voice it is; they agree to be cloned.", metavar="NAME")
]
_Replace = Annotated[bool, typer.Option("--replace", help="Put it in the place of another.")]
_AnyReference = Annotated[
    bool,
    typer.Option("--accept-any-reference", help="Clone a recording although it fails its check."),
]
_Read = Annotated[
    str | None,
    typer.Option(
        help="The language to read it in, such as en or German; default: the project's film's.",
        metavar="LANGUAGE",
    ),
]
_Said = Annotated[str, typer.Option(help="The words that are spoken.", metavar="TEXT")]


@app.command("list")
def voice_list(json_output: Json = False) -> None:
    """Name the voices, and say which of them can speak here and now."""
    from flaming_horse.speaking import voices

    print_answer(voices.listed(), json_output, voices.as_text)


@app.command("read")
def voice_read(
    text: Annotated[str, typer.Argument(help="A text; $formulas$ are read as maths.")],
    language: _Read = None,
    maths: Annotated[
        str, typer.Option(help="How formulas are read: short, exact or auto.", metavar="STYLE")
    ] = "auto",
    voice: Voice = None,
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Print the words that would be spoken for a text, without speaking them."""
    from flaming_horse.speaking import voices
    from flaming_horse.writing.film_language import asked_language

    tag = asked_language(language)
    answer = voices.read(text, folder_of(project, projects_dir), tag, maths, voice)
    print_answer(answer, json_output, voices.read_as_text)


@app.command("try")
def voice_try(
    text: Annotated[str, typer.Argument(help="What to say; $formulas$ are read as maths.")],
    out: Annotated[
        Path, typer.Option(help="The sound file: .wav, .flac or .mp3.", metavar="FILE")
    ] = Path("voice-try.wav"),
    language: _Read = None,
    voice: Voice = None,
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    allow_code: AllowCode = False,
    json_output: Json = False,
) -> None:
    """Speak a text into a file."""
    from flaming_horse.speaking import voices
    from flaming_horse.writing.film_language import asked_language

    folder, tag = folder_of(project, projects_dir), asked_language(language)
    answer = voices.tried(text, folder, tag, voice, out, tell, allow_code=allow_code)
    print_answer(answer, json_output, voices.tried_as_text)


@app.command("setup")
def voice_setup(
    engine: Annotated[
        str | None,
        typer.Option(help="mlx or qwen; default: by this machine.", metavar="ENGINE"),
    ] = None,
    recording: Annotated[
        Path | None, typer.Option(help="About ten seconds of the voice.", metavar="FILE")
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Record it from the microphone now.")
    ] = False,
    text: _Said = "",
    text_as_heard: Annotated[
        bool, typer.Option("--text-as-heard", help="Take the words that the listener hears.")
    ] = False,
    whose: _Whose = "",
    model: Annotated[
        str | None,
        typer.Option(
            help="A model's folder, or its name; default: by this machine's memory.",
            metavar="PATH|ID",
        ),
    ] = None,
    replace: _Replace = False,
    accept_any_reference: _AnyReference = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Download and install without asking.")
    ] = False,
    allow_code: AllowCode = False,
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Set up your own voice in one go: asks what it needs, prepares, speaks a line."""
    from flaming_horse.speaking import setup
    from flaming_horse.speaking.setup_person import person_here
    from flaming_horse.speaking.setup_plan import Wishes
    from flaming_horse.speaking.target import target_of

    wishes = Wishes(
        engine, recording, record, text, text_as_heard, whose, model,
        replace, accept_any_reference, yes, allow_code,
    )  # fmt: skip
    target = target_of(project, projects_dir)
    answer = setup.set_up(target, wishes, person_here(), tell)
    print_answer(answer, json_output, setup.as_text)


@app.command("prepare")
def voice_prepare(
    engine: Annotated[
        str | None, typer.Argument(help="mlx or qwen; default: the project's voice.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="A model's folder, or its name.", metavar="PATH|ID")
    ] = None,
    project: OfProject = None,
    voice: Annotated[
        str | None, typer.Option(help="A voice of [voices] to prepare.", metavar="NAME")
    ] = None,
    accept_any_reference: _AnyReference = False,
    allow_code: AllowCode = False,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Make your own voice ready: environment, model, one line spoken, versions pinned."""
    from flaming_horse.speaking import voices
    from flaming_horse.speaking.target import target_here

    answer = voices.prepared(
        target_here(project, projects_dir),
        engine,
        model,
        voice,
        tell,
        accept_any_reference=accept_any_reference,
        allow_code=allow_code,
    )
    print_answer(answer, json_output, voices.prepared_as_text)


@app.command("selftest")
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
    allow_code: AllowCode = False,
    json_output: Json = False,
) -> None:
    """Try the voice on this machine: ten lines, how fast they come, and how they are heard."""
    from flaming_horse.speaking import voices

    folder = folder_of(name, projects_dir)
    answer = voices.selftested(folder, voice, out, tell, allow_code=allow_code)
    print_answer(answer, json_output, voices.selftested_as_text)
    if not answer["passed"]:
        raise typer.Exit(ExitCode.VOICE_FAILED)


@app.command("add")
def voice_add(
    file: Annotated[Path, typer.Argument(help="A recording of about ten seconds.")],
    whose: _Whose = "",
    text: _Said = "",
    replace: _Replace = False,
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Bring a recording in as the voice to clone: trimmed, checked, written down for review."""
    from flaming_horse.speaking import voice_recording
    from flaming_horse.speaking.target import target_here

    target = target_here(project, projects_dir)
    answer = voice_recording.added(target, file, _agreed(whose), text, replace=replace)
    print_answer(answer, json_output, voice_recording.as_text)


@app.command("record")
def voice_record(
    whose: _Whose = "",
    text: _Said = "",
    seconds: Annotated[float, typer.Option(help="How long to record.", min=3, max=30)] = 14,
    replace: _Replace = False,
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    json_output: Json = False,
) -> None:
    """Record a voice to clone from the microphone, with a text to read aloud."""
    from flaming_horse.speaking import voice_recording
    from flaming_horse.speaking.target import target_here

    target = target_here(project, projects_dir)
    answer = voice_recording.recorded(target, _agreed(whose), text, seconds, tell, replace=replace)
    print_answer(answer, json_output, voice_recording.as_text)


@app.command("check")
def voice_check(
    project: OfProject = None,
    projects_dir: ProjectsDir = None,
    allow_code: AllowCode = False,
    json_output: Json = False,
) -> None:
    """Say whether the reference recording can be cloned, and what to do where it cannot."""
    from flaming_horse.speaking import voice_recording
    from flaming_horse.speaking.target import target_here

    answer = voice_recording.checked(target_here(project, projects_dir), allow_code=allow_code)
    print_answer(answer, json_output, voice_recording.as_text)
    if not answer["good"]:
        raise typer.Exit(ExitCode.WRONG_INPUT)


def _agreed(whose: str) -> str:
    """Whose voice it is: asked for where a person is there to answer."""
    if whose or not sys.stdin.isatty():
        return whose
    return str(typer.prompt("Whose voice is it? By giving a name you say that they agree"))
