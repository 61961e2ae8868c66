"""All that can be said of a storyboard without speaking or drawing it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from flaming_horse.build.narration import put_into_words
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.build.trial import Trial
from flaming_horse.config import Options, Settings, settings_of
from flaming_horse.errors import FlamingHorseError, NotInstalled, Place, SceneFailed, WrongInput
from flaming_horse.lint import check_storyboard
from flaming_horse.model.misfit import MisfitKind
from flaming_horse.model.narration import SpokenLine
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import STORYBOARD, Project, find_project
from flaming_horse.storyboard import read_storyboard
from flaming_horse.storyboard.reader import read_text
from flaming_horse.writers.dialects.table import PLAIN, dialect_of
from flaming_horse.writing.film_language import language_of_film
from flaming_horse.writing.plan_writing import plan_if_good
from flaming_horse.writing.project_storyboard import (
    refuse_unusable_music,
    storyboard_of,
)

Severity: TypeAlias = Literal["error", "remark"]
"""An error keeps the film from being built. A remark is for its author to look at."""

_NOT_MARKDOWN = {".ipynb": "a notebook", ".docx": "a document of Word", ".rst": "reStructuredText",
                 ".rest": "reStructuredText", ".pptx": "a deck of slides"}  # fmt: skip
_REMEDIES: dict[MisfitKind, str] = {
    "layout": "Show less at once: split the scene, shorten the words, or give places with at=.",
    "cue": "Take the cue out, or aim it at what is not shown or lit yet.",
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a file. `line` and `column` count from 1, and 0 means the whole file.

    `check` names what found it: a part of the build for an error, a check of `lint` for a remark.
    """

    severity: Severity
    check: str
    what: str
    remedy: str
    file: str
    line: int
    column: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class _Linting:
    """One storyboard under way."""

    file: Path
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def tell(
        self, severity: Severity, check: str, what: str, remedy: str = "", at: Place | None = None
    ) -> None:
        at = at or Place(str(self.file))
        told = Diagnostic(severity, check, what, remedy, at.file, at.line, at.column)
        if told not in self.found:
            self.found.append(told)

    def has_error(self, check: str, at: Place | None) -> bool:
        """Whether an error of a check was told of a place."""
        errors = [each for each in self.found if (each.severity, each.check) == ("error", check)]
        return any(Place(each.file, each.line, each.column) == at for each in errors)

    @contextmanager
    def asking(self, check: str) -> Generator[None]:
        """What stops this part of a build is an error; a machine that lacks something is not."""
        try:
            yield
        except NotInstalled as missing:
            self.tell("remark", check, f"not looked at: {missing.what}", missing.remedy)
        except (WrongInput, SceneFailed) as wrong:
            self.add(check, wrong)

    def add(self, check: str, wrong: FlamingHorseError) -> None:
        for each in wrong.findings:
            self.tell("error", check, each.what, each.remedy, each.place)


def linted(
    file: Path,
    options: Options,
    *,
    layout: bool = True,
    on_scene: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - its names
) -> list[Diagnostic]:
    """All findings about the storyboard in a file, from its first row on. Nothing is written.

    A storyboard that cannot be read has no other findings than what is wrong with it. Without
    `layout` no scene is laid out, which takes most of the time, and what does not fit is not told.
    `on_scene` is told how many are laid out, and of how many.

    Raises MachineFailed where the machine gives up.
    """
    at_work = _Linting(file)
    read = None if _is_another_document(at_work) else _read(at_work, options)
    if read is not None:
        storyboard, settings = read
        project = Project(file.parent)
        with at_work.asking("music"):
            refuse_unusable_music(storyboard, project.folder)
        lines = _lines(at_work, storyboard, settings)
        with at_work.asking("language"):
            language = language_of_film(storyboard)
            with at_work.asking("voice"):
                recording = Recording(
                    project, storyboard, lines, settings, options, looks_only=True
                )
                recording.refuse_unspoken(language)
                for line in lines:
                    with at_work.asking("words"):
                        recording.refuse_unknown_phonemes(line)
        if layout:
            _lay_out(at_work, project, storyboard, settings, on_scene)
        _remarks(at_work, project, storyboard, settings)
    return sorted(at_work.found, key=lambda told: (told.file, told.line, told.column))


def _read(at_work: _Linting, options: Options) -> tuple[Storyboard, Settings] | None:
    """The storyboard, and the settings that lie beside it; None where either has errors."""
    file = at_work.file
    storyboard = settings = None
    with at_work.asking("storyboard"):
        is_project = file.name == STORYBOARD
        storyboard = storyboard_of(Project(file.parent)) if is_project else read_storyboard(file)
    with at_work.asking("settings"):
        settings = settings_of(file.parent, options)
    return (storyboard, settings) if storyboard and settings else None


def _is_another_document(at_work: _Linting) -> bool:
    """Tell of a document of another kind, which `create` makes a storyboard of."""
    file = at_work.file
    if file.name == STORYBOARD:
        return False
    kind = _NOT_MARKDOWN.get(file.suffix.lower())
    if kind is None:
        try:
            dialect = dialect_of(read_text(file), file)
        except WrongInput:
            return False  # the reader tells it
        kind = None if dialect is None or dialect is PLAIN else dialect.called
    if kind is None:
        return False
    option = "--slides" if file.suffix.lower() == ".pptx" else "--script"
    remedy = (
        f"A storyboard is made of it by: flaming-horse create NAME {option} {file} --dry-run"
        "\n  Then: flaming-horse lint NAME"
    )
    at_work.tell("error", "storyboard", f"this is {kind}, and no storyboard", remedy)
    return True


def _lines(at_work: _Linting, storyboard: Storyboard, settings: Settings) -> list[SpokenLine]:
    """The lines as they will be spoken; those that cannot be are told."""
    lines: list[SpokenLine] = []
    with at_work.asking("words"):
        lines, refused = put_into_words(storyboard, settings.voice)
        for _, error in refused:
            at_work.add("words", error)
    return lines


def _lay_out(
    at_work: _Linting,
    project: Project,
    storyboard: Storyboard,
    settings: Settings,
    on_scene: Callable[[int, int], None],
) -> None:
    with Trial(settings, on_scene) as trial:
        for misfit, place in trial.misfits(project, storyboard):
            if misfit.kind != "words":  # told already, with what to do about it
                remedy = _REMEDIES.get(misfit.kind, "")
                at_work.tell("error", misfit.kind, misfit.what, remedy, place)


def _remarks(
    at_work: _Linting, project: Project, storyboard: Storyboard, settings: Settings
) -> None:
    plan = plan_if_good(project) if at_work.file.name == STORYBOARD else None
    found = check_storyboard(
        storyboard,
        minutes=plan.outline.minutes if plan else None,
        arithmetic=settings.arithmetic.value,
    )
    for each in found:
        # Where scenes are laid out, the stage tells of such a cue too, and for certain.
        if each.check != "cue-in-vain" or not at_work.has_error("cue", each.at):
            at_work.tell("remark", each.check, each.what, "", each.at)


def storyboard_file(name: str | None, projects: Path) -> Path:
    """The storyboard that a person names: a file, or that of a project.

    Raises:
        WrongInput: there is neither.
    """
    if name and Path(name).is_file():
        return Path(name)
    if name and Path(name).suffix and not Path(name).exists():
        remedy = f"It was looked for at {Path(name).absolute()}."
        raise WrongInput("there is no such file", remedy=remedy, place=Place(name))
    return find_project(name, projects).storyboard


def not_there(name: str, missing: WrongInput) -> Diagnostic:
    """The finding about a storyboard that is not there."""
    file = missing.place.file if missing.place else name
    return Diagnostic("error", "storyboard", missing.what, missing.remedy, file, 0, 0)
