"""The options that commands share, and what is done with their values."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from flaming_horse.commands.terminal import seen

if TYPE_CHECKING:
    from flaming_horse.project import Project

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
Language = Annotated[
    str | None,
    typer.Option(
        help="The film's language, such as de or German; default: as the text says, or as found.",
        metavar="CODE",
    ),
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Write the storyboard, tell what film it will be, and end there, unspoken.",
    ),
]
Minutes = Annotated[
    float | None,
    typer.Option(
        help="Shorten a document to about this length: what it is for comes first.",
        metavar="N",
        show_default=False,
    ),
]
Rewrite = Annotated[
    bool,
    typer.Option("--rewrite", help="Have the language model tell the document anew, for a viewer."),
]
Workers = Annotated[int | None, typer.Option(help="Scenes drawn at once.", metavar="N")]
AllowCode = Annotated[
    bool,
    typer.Option(
        "--allow-code",
        help="Run code, and reach servers, of a project that was not made here; they are named.",
    ),
]
AcceptAnyTake = Annotated[
    bool,
    typer.Option(
        "--accept-any-take",
        help="Keep takes that fail their checks; the film says so.",
        envvar="FLAMING_HORSE_ACCEPT_ANY_TAKE",
    ),
]
Listen = Annotated[
    str | None,
    typer.Option(
        help="Whose takes are listened to: cloned (voices), all or none.", metavar="WHOSE"
    ),
]
Replay = Annotated[
    bool, typer.Option("--replay", help="Write from recorded answers: no key, no network.")
]
Review = Annotated[
    bool | None,
    typer.Option(
        "--review/--no-review",
        help="Stop for a person to look, after the plan and after the script; default: with a "
        "terminal, where a model writes.",
        show_default=False,
    ),
]
OfProject = Annotated[
    str | None,
    typer.Option("--project", help="A project's name or folder; default: here.", metavar="PROJECT"),
]


def tell(text: str) -> None:
    """Tell a person how it goes; standard output is for the answer alone."""
    from flaming_horse_voice.named_commands import as_typed

    typer.echo(seen(as_typed(text)), err=True)


def project_of(name: str | None, projects_dir: Path | None) -> Project:
    """The project that a command is about. Raises WrongInput where there is none."""
    from flaming_horse.project import find_project, projects_folder

    return find_project(name, projects_folder(projects_dir))


def folder_of(project: str | None, projects_dir: Path | None) -> Path:
    """The project's folder; where none is named the current one, which need not be a project."""
    from flaming_horse.project import checked_folder

    return project_of(project, projects_dir).folder if project else checked_folder(Path.cwd())


class _Written(Protocol):
    def as_json(self) -> dict[str, Any]: ...


Answer = TypeVar("Answer", bound="_Written | dict[str, Any]")


def print_answer(answer: Answer, json_output: bool, as_text: Callable[[Answer], str]) -> None:
    """Print what a command found out: as JSON for a program, as text for a person."""
    if json_output:
        data = answer if isinstance(answer, dict) else answer.as_json()
        typer.echo(seen(json.dumps(data, indent=1, ensure_ascii=False)))
    else:
        from flaming_horse_voice.named_commands import as_typed

        typer.echo(as_typed(as_text(answer)))
