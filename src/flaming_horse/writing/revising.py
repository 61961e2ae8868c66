"""`revise`: a language model changes a plan or a script, and a person sees the difference first."""

from __future__ import annotations

import difflib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse.config import Options, settings_of
from flaming_horse.display import Display
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.errors import Place, WrongInput
from flaming_horse.project import Project, write_text
from flaming_horse.writing import model_writer, plan_writing
from flaming_horse.writing.model_writer import ModelWriter
from flaming_horse.writing.origins import remembered_source
from flaming_horse.writing.project_storyboard import storyboard_of

_DEFAULTS = Options()
_NO_END = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Revision:
    """A change that was asked for: the file's text before and after, and what is poor about it."""

    project: Project
    file: Path
    wish: str
    before: str
    after: str
    notes: tuple[str, ...] = ()

    @property
    def diff(self) -> str:
        """The difference as `patch` reads it; empty where nothing changes."""
        name = self.file.name
        rows = difflib.unified_diff(_rows(self.before), _rows(self.after), f"a/{name}", f"b/{name}")
        return "".join(row if row.endswith("\n") else f"{row}\n{_NO_END}\n" for row in rows)


def _rows(text: str) -> list[str]:
    """The lines as `patch` counts them: a form feed ends none."""
    return list(io.StringIO(text, newline="\n"))


def propose(
    project: Project,
    wish: str,
    display: Display,
    *,
    of_plan: bool,
    replay: bool,
    options: Options = _DEFAULTS,
) -> Revision:
    """Ask for a change of the script, or of the plan where there is no script yet.

    Nothing is changed. The answers are kept: asked again, the same change costs nothing.

    Raises:
        WrongInput: no language model is configured, or the file has errors.
        WriterFailed, ServerFailed: the language model fails.
    """
    if not wish.strip():
        raise WrongInput("the wish is empty", remedy='Say what to change: "make scene 2 slower".')
    with ProjectLock(project.hidden / "lock"):
        writer = _writer(project, options, display, replay=replay)
        if of_plan or not project.storyboard.exists():
            file, told = project.plan, plan_writing.revised_plan(project, writer, wish)
        else:
            file, told = project.storyboard, plan_writing.revised_script(project, writer, wish)
    return Revision(project, file, wish, *told)


def take(revision: Revision) -> Path:
    """Write the change; the difference is kept in the project, and `patch -R` takes it back.

    Raises:
        WrongInput: the file was edited since; nothing is written then.
    """
    project = revision.project
    with ProjectLock(project.hidden / "lock"):
        if revision.file.read_bytes() != revision.before.encode():
            raise WrongInput(
                "this file was edited in the meantime; it stays as it is",
                place=Place(str(revision.file)),
                remedy="Give the same command again for a change of what stands there now.",
            )
        number = len(list((project.folder / model_writer.FOLDER).glob("revision-*.diff"))) + 1
        kept = project.folder / model_writer.FOLDER / f"revision-{number:03d}.diff"
        write_text(kept, f"{' '.join(revision.wish.split())}\n\n{revision.diff}")
        write_text(revision.file, revision.after)
    return kept


def as_json(revision: Revision, kept: Path | None) -> dict[str, Any]:
    """What was changed, or would be; `kept` is where the difference lies once it was taken."""
    return {
        "project": revision.project.name,
        "file": str(revision.file),
        "wish": revision.wish,
        "diff": revision.diff,
        "to_look_at": list(revision.notes),
        "taken": kept is not None,
        "kept_as": str(kept) if kept else None,
    }


def shown(revision: Revision) -> str:
    """The difference, for a person who is to decide about it."""
    if not revision.diff:
        return f"nothing changes in {revision.file}"
    notes = "".join(f"\nto look at: {note}" for note in revision.notes)
    return f"{revision.diff.rstrip()}{notes}"


def outcome_as_text(answer: dict[str, Any]) -> str:
    """What became of the change."""
    if not answer["diff"]:
        return "an approval stays as it is"
    if not answer["taken"]:
        return (
            f"nothing was changed in {answer['file']}\n"
            "  to take the change: the same command with --yes; nobody is asked again"
        )
    return (
        f"{answer['file']} is changed; an approval of it is void\n"
        f"  the difference is kept, and `patch -R` takes it back: {answer['kept_as']}\n"
        f"  to go on: flaming-horse build {answer['project']}"
    )


def _writer(project: Project, options: Options, display: Display, *, replay: bool) -> ModelWriter:
    settings = settings_of(project.folder, options)
    text = model_writer.read_source(remembered_source(project, settings.trust))
    if project.storyboard.exists():
        planned = plan_writing.plan_if_good(project)
        topic = planned.topic if planned else storyboard_of(project).settings.title
    else:
        topic = plan_writing.planned_topic(project)
    writer = ModelWriter.configured(project, topic, settings, display, text, replay=replay)
    if writer is None:
        raise WrongInput(
            "a change needs a language model, and none is configured",
            remedy="docs/from-a-topic.md says how; or edit the file by hand: "
            f"{project.storyboard if project.storyboard.exists() else project.plan}",
        )
    return writer
