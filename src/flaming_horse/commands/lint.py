"""The command `lint`: what can be said of a storyboard without building it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flaming_horse.commands.options import AllowCode, Json, ProjectsDir, Voice, print_answer
from flaming_horse.commands.terminal import seen
from flaming_horse.config import Options
from flaming_horse.errors import ExitCode, Place, WrongInput

if TYPE_CHECKING:
    from flaming_horse.build.linting import Diagnostic


def lint(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Storyboards, or projects by name or folder; default: here.",
            metavar="FILE|PROJECT",
        ),
    ] = None,
    layout: Annotated[
        bool,
        typer.Option(
            "--layout/--no-layout",
            help="Lay every scene out, undrawn: what does not fit is told. Most of the time goes "
            "there.",
        ),
    ] = True,
    projects_dir: ProjectsDir = None,
    voice: Voice = None,
    allow_code: AllowCode = False,
    json_output: Json = False,
) -> None:
    """Tell all that is wrong with a storyboard, or could be better; nothing is spoken or drawn."""
    from flaming_horse.build import linting
    from flaming_horse.build.trial import TRYING
    from flaming_horse.commands.terminal import choose_display
    from flaming_horse.project import projects_folder

    options = Options(voice=voice, allow_code=allow_code)
    found: list[Diagnostic] = []
    with choose_display(quiet=json_output) as display:
        show = partial(display.work, "fit", TRYING, detail="scenes")
        for name in names or [None]:
            try:
                file = linting.storyboard_file(name, projects_folder(projects_dir))
            except WrongInput as missing:
                found.append(linting.not_there(name or ".", missing))
                continue
            found += linting.linted(file, options, layout=layout, on_scene=show)
    answer = as_answer(found, files=len(names or [None]))
    print_answer(answer, json_output, as_text)
    if answer["errors"]:
        raise typer.Exit(ExitCode.WRONG_INPUT)


def as_answer(found: Sequence[Diagnostic], *, files: int) -> dict[str, Any]:
    """What `--json` prints."""
    errors = sum(each.severity == "error" for each in found)
    return {
        "files": files,
        "errors": errors,
        "remarks": len(found) - errors,
        "findings": [each.as_json() for each in found],
    }


def as_text(answer: dict[str, Any]) -> str:
    """The same for people; `file:line:column:` is what editors can jump to."""
    rows: list[str] = []
    for each in answer["findings"]:
        place = Place(each["file"], each["line"], each["column"])
        rows.append(f"{place}: {each['severity']}: {each['what']} [{each['check']}]")
        rows += [f"  {row.removeprefix('  ')}" for row in each["remedy"].splitlines()]
    counts = f"{_many(answer['errors'], 'error')}, {_many(answer['remarks'], 'remark')}"
    where = f" in {answer['files']} storyboards" if answer["files"] > 1 else ""
    return seen("\n".join([*rows, f"{counts}{where}"]))


def _many(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
