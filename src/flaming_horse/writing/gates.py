"""The phase `review`: every gate at which a person looks before the work goes on.

A plan and a script that a language model wrote wait for an approval where a person wants to see
them; an approval holds for the content it was given for. A script that a person brought, and a
built-in lesson, wait at no gate unless they are told to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from flaming_horse.errors import Place, WaitingForReview
from flaming_horse.project import Project
from flaming_horse.writing.approvals import FILE, Standing, note_approval, read_approvals
from flaming_horse.writing.origins import remembered
from flaming_horse_voice.files import digest_bytes, digest_text

What = Literal["plan", "script", "film"]


def digest_of(files: Iterable[Path]) -> str:
    """The SHA-256 of what is approved together: a script goes with its pictures and its music.

    Raises OSError where one of them cannot be read.
    """
    return digest_text("\n".join(digest_bytes(file.read_bytes()) for file in files))


def in_force(project: Project, wanted: bool | None) -> bool:
    """Whether plan and script wait for an approval: what was asked for, else what was decided."""
    if wanted is not None:
        return wanted
    known = decided(project)
    # A plan is a model's: somebody decided whether its script waits, and that is lost.
    return project.plan.is_file() if known is None else known


def decided(project: Project) -> bool | None:
    """Whether it was decided, when the project was begun, that plan and script wait; or None.

    It stands in two places, so that deleting one of them opens no gate.
    """
    told = read_approvals(project).review
    if told is not None:
        return told
    known = remembered(project).get("review")
    return known if isinstance(known, bool) else None


def standing(project: Project, files: Sequence[Path]) -> Standing:
    """How the files' present content stands; what is approved goes by the name of the first."""
    name = files[0].relative_to(project.folder).as_posix()
    return read_approvals(project).standing(name, digest_of(files))


def wait_for(
    project: Project,
    what: What,
    files: Sequence[Path],
    *,
    look_at: Callable[[], Sequence[str]] = tuple,
) -> None:
    """Let the work go on only when the files' present content was approved; the first is read.

    `look_at` gives what a reader should look at most; it is called when the work waits.

    Raises:
        WaitingForReview: it was not.
    """
    file, stands = files[0], standing(project, files)
    if stands == "approved":
        return
    name = file.relative_to(project.folder).as_posix()
    before = read_approvals(project).approved.get(name)
    since = f" (on {before.at})" if before else ""
    if not (project.folder / FILE).exists():
        since = f" ({FILE}, where approvals stand, is not there)"
    raise WaitingForReview(
        with_look_at(f"the {what} waits for a person: {stands}{since}", look_at()),
        place=Place(str(file)),
        remedy="Open that file, and edit it as you like, or have it changed: "
        f'flaming-horse revise "…" --project {project.name}\n'
        f"  When it is good: flaming-horse approve {what} --project {project.name}\n"
        f"  and go on with: flaming-horse build {project.name}",
    )


def with_look_at(text: str, look_at: Sequence[str]) -> str:
    """The text, and below it what a person should look at."""
    return "\n".join([text, *(f"  to look at: {each}" for each in look_at)])


def approve(project: Project, files: Sequence[Path]) -> bool:
    """Note that a person approves the files' present content; False when that stood already."""
    if standing(project, files) == "approved":
        return False
    note_approval(project, files[0], digest_of(files))
    return True
