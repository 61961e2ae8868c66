"""The commands `takes` and `record`: what was recorded of a line, and what else it can be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flaming_horse.commands.options import (
    AcceptAnyTake,
    AllowCode,
    Json,
    OfProject,
    ProjectsDir,
    Voice,
    print_answer,
    project_of,
    tell,
)
from flaming_horse.config import Options
from flaming_horse.errors import WrongInput

_Line = Annotated[str, typer.Argument(help="A line's id, as messages and the report name it.")]


def takes(
    line: Annotated[
        str | None, typer.Argument(help="A line's id; without one, all lines are listed.")
    ] = None,
    project: OfProject = None,
    choose: Annotated[
        str | None, typer.Option(help="Have the film use this take.", metavar="NUMBER")
    ] = None,
    release: Annotated[bool, typer.Option("--release", help="Give the choice up.")] = False,
    play: Annotated[str | None, typer.Option(help="Play a take.", metavar="NUMBER")] = None,
    projects_dir: ProjectsDir = None,
    voice: Voice = None,
    allow_code: AllowCode = False,
    json_output: Json = False,
) -> None:
    """List a line's takes with what was measured; play one, or choose one."""
    from flaming_horse.speaking import line_takes, take_listing

    if choose is not None and release:
        raise WrongInput("--choose and --release contradict each other", remedy="Give one of them.")
    found = project_of(project, projects_dir)
    options = Options(voice=voice, allow_code=allow_code)
    if line is None:
        if choose or release or play:
            raise WrongInput("no line is named", remedy="Give its id: flaming-horse takes LINE …")
        print_answer(
            line_takes.overview(found, options), json_output, take_listing.overview_as_text
        )
        return
    answer = line_takes.listed(found, line, options, choose=choose, release=release, play=play)
    print_answer(answer, json_output, take_listing.as_text)


def record(
    line: _Line,
    project: OfProject = None,
    file: Annotated[
        Path | None, typer.Option(help="Your own recording of the line.", metavar="FILE")
    ] = None,
    microphone: Annotated[
        bool, typer.Option("--microphone", help="Read it aloud into the microphone.")
    ] = False,
    projects_dir: ProjectsDir = None,
    voice: Voice = None,
    allow_code: AllowCode = False,
    accept_any_take: AcceptAnyTake = False,
    json_output: Json = False,
) -> None:
    """Record a line again: by the film's voice, from a file, or from the microphone."""
    from flaming_horse.speaking import line_takes, take_listing

    if file is not None and microphone:
        raise WrongInput(
            "--file and --microphone contradict each other", remedy="Give one of them."
        )
    found = project_of(project, projects_dir)
    options = Options(voice=voice, allow_code=allow_code)
    if file is None and not microphone:
        answer = line_takes.spoken_again(found, line, options, tell)
    else:
        answer = line_takes.recorded(found, line, options, file, tell, accept_any=accept_any_take)
    print_answer(answer, json_output, take_listing.as_text)
