"""Films from Python; `docs/python-api.md` shows how. `flaming_horse` exports what is here.

What these functions do is what the commands of the same names do, with values in place of text.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from flaming_horse.build import creation, finished_film, look, pipeline
from flaming_horse.build.graph import Node
from flaming_horse.build.look import Status
from flaming_horse.config import Options
from flaming_horse.display import Display
from flaming_horse.engine.failures import translated
from flaming_horse.errors import (
    ExitCode,
    FilmFailed,
    FlamingHorseError,
    MachineFailed,
    NotInstalled,
    Place,
    SceneFailed,
    VoiceFailed,
    WaitingForReview,
    WrongInput,
    WrongInputs,
)
from flaming_horse.model.report import Check, CueReport, LineReport, PhaseReport, Report
from flaming_horse.model.storyboard import Cue, Line, Scene, Storyboard, Visual
from flaming_horse.project import Project, find_project, projects_folder
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.errors import VoiceError

__all__ = [
    "Advanced",
    "Check",
    "Cue",
    "CueReport",
    "Event",
    "ExitCode",
    "FilmFailed",
    "FlamingHorseError",
    "Line",
    "LineReport",
    "MachineFailed",
    "Node",
    "NotInstalled",
    "Notice",
    "OpenProject",
    "PhaseReport",
    "Place",
    "Report",
    "Scene",
    "SceneFailed",
    "Status",
    "Storyboard",
    "Visual",
    "VoiceFailed",
    "WaitingForReview",
    "Working",
    "WrongInput",
    "WrongInputs",
    "open",
    "parse",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth reading, such as a recording that no line uses any more."""

    text: str


@dataclass(frozen=True, slots=True)
class Advanced:
    """`done` of `total` pieces of work of a phase are there; the last one is called `label`.

    `reused` says that it was there before.
    """

    phase: str
    done: int
    total: int
    label: str
    reused: bool


@dataclass(frozen=True, slots=True)
class Working:
    """How far one worker is with the work called `name`; `done == total` ends it.

    `unit` says what is counted, such as frames.
    """

    name: str
    label: str
    done: int
    total: int
    unit: str


Event: TypeAlias = Notice | Advanced | Working
OnEvent: TypeAlias = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project's folder, which holds one film and everything it is made from.

    Nothing is kept in memory: each call reads what the folder holds then.
    """

    folder: Path

    @property
    def name(self) -> str:
        return Project(self.folder).name

    def storyboard(self) -> Storyboard:
        """What the project's storyboard says.

        Raises:
            WrongInput: it cannot be used; `findings` are all that is wrong, each with its place.
        """
        with translated(VoiceError):
            return storyboard_of(Project(self.folder))

    def plan(
        self,
        *,
        quality: str | None = None,
        voice: str | None = None,
        allow_code: bool = False,
        accept_any_take: bool = False,
        listen: str | None = None,
    ) -> tuple[Node, ...]:
        """Every piece of work of the film, and whether the next build makes it. Nothing is run.

        The keywords are the options of `flaming-horse explain`. Raises as `storyboard` does, and
        WrongInput where a setting or an option cannot be used.
        """
        options = Options(quality, None, voice, allow_code, accept_any_take, listen)
        with translated(VoiceError):
            return look.explain(Project(self.folder), options).nodes

    def build(
        self,
        *,
        quality: str | None = None,
        voice: str | None = None,
        workers: int | None = None,
        allow_code: bool = False,
        accept_any_take: bool = False,
        listen: str | None = None,
        review: bool | None = None,
        on_event: OnEvent | None = None,
    ) -> Report:
        """Do what is still to be done for the film, and measure it.

        The keywords are the options of `flaming-horse build`. `on_event` is called with each event
        as it happens, with one at a time, though not always in the calling thread; what it raises
        ends the build. A film that fails a check is no error: look at `passed`.

        Raises:
            WrongInput: the storyboard, a setting or an option cannot be used.
            WaitingForReview: a person is to approve the plan or the script first.
            FlamingHorseError: what else stopped it (NotInstalled, VoiceFailed, SceneFailed,
                FilmFailed, MachineFailed). What was made until then is kept.
        """
        project = Project(self.folder)
        options = Options(quality, workers, voice, allow_code, accept_any_take, listen, review)
        display = Display() if on_event is None else _Events(on_event)
        with translated(VoiceError):
            if note := creation.go_on(project, options, display):
                display.say(note)
            return pipeline.build(project, options, display).report

    def status(
        self,
        *,
        quality: str | None = None,
        voice: str | None = None,
        allow_code: bool = False,
        accept_any_take: bool = False,
        listen: str | None = None,
    ) -> Status:
        """How far the film is, and the settings in force with their origins. Raises as `plan`."""
        options = Options(quality, None, voice, allow_code, accept_any_take, listen)
        with translated(VoiceError):
            return look.status(Project(self.folder), options)

    def check(self, *, quality: str | None = None) -> Report:
        """Measure the finished film again.

        Raises:
            WrongInput: there is no film of this quality.
            FilmFailed: it cannot be read.
        """
        with translated(VoiceError):
            return finished_film.check(Project(self.folder), Options(quality))


def open(  # noqa: A001 - as `flaming_horse.open` it says what it does, like gzip.open
    project: str | os.PathLike[str], *, projects_dir: str | os.PathLike[str] | None = None
) -> OpenProject:
    """The project of that name, or in that folder.

    Names are looked for in `projects_dir`: by default FLAMING_HORSE_PROJECTS_DIR, else `projects`.

    Raises:
        WrongInput: there is none; the remedy names those that are there.
    """
    projects = projects_folder(None if projects_dir is None else Path(projects_dir))
    return OpenProject(find_project(os.fspath(project), projects).folder.absolute())


def parse(text: str, *, file: str = "storyboard.md") -> Storyboard:
    """The storyboard in a text; `file` names it in messages, and its folder holds its pictures.

    Raises:
        WrongInput: it cannot be used; `findings` are all that is wrong, each with its place.
    """
    return parse_storyboard(text, file)


class _Events(Display):
    """Hands on what happens as values, one at a time."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._one_at_a_time = Lock()

    def say(self, text: str) -> None:
        self._tell(Notice(text))

    def advance(
        self, phase: str, done: int, total: int, detail: str = "", *, reused: bool = False
    ) -> None:
        self._tell(Advanced(phase, done, total, detail, reused))

    def work(self, name: str, label: str, done: int, total: int, detail: str = "frames") -> None:
        self._tell(Working(name, label, done, total, detail))

    def _tell(self, event: Event) -> None:
        with self._one_at_a_time:
            self._on_event(event)
