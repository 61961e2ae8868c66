"""Whose voice a command is about: a project's, or the user's own, which every project can take."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse.config import SETTINGS_FILE, read_toml
from flaming_horse.engine.failures import translated
from flaming_horse.errors import WrongInput
from flaming_horse.project import (
    PLAN,
    STORYBOARD,
    Project,
    checked_folder,
    find_project,
    new_project,
    projects_folder,
)
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.followed_settings import REFERENCE_VARIABLE
from flaming_horse_voice.named_commands import project_option
from flaming_horse_voice.own_voice import FOLDER, home, own_file, own_reference
from flaming_horse_voice.own_voice import SAMPLE as OWN_SAMPLE
from flaming_horse_voice.reference_files import SOUND
from flaming_horse_voice.trust import Trust, trust_of

SAMPLE = Path("media") / "voice-sample.wav"
_OWN = (STORYBOARD, PLAN, SETTINGS_FILE, f"{FOLDER}/{SOUND}")
"""Any of these in a folder makes its voice one of its own: a project's, or that of Manim scenes."""


@dataclass(frozen=True, slots=True)
class Target:
    """For what a voice is set up: for a project, or, where that is None, for all of the user's."""

    project: Project | None
    new: bool = False

    @property
    def folder(self) -> Path:
        return self.project.folder if self.project else home()

    @property
    def settings_file(self) -> Path:
        return self.folder / SETTINGS_FILE if self.project else own_file()

    @property
    def sample(self) -> Path:
        return self.folder / (SAMPLE if self.project else OWN_SAMPLE)

    def settings(self) -> dict[str, Any]:
        """What the project says; the user's own settings are read by whoever chooses a voice."""
        return read_toml(self.settings_file) if self.project else {}

    def trust(self, *, allowed: bool) -> Trust:
        if self.project:
            return trust_of(self.folder, allowed=allowed)
        return Trust(self.folder, own=True, allowed=False)

    def __str__(self) -> str:
        if self.project is None:
            return f"all your projects ({self.settings_file}; --project NAME: for one)"
        new = ", which is new" if self.new else ""
        return f"the project {self.project.name} ({self.folder}{new})"

    def require_settings(self) -> None:
        """Raise WrongInput where nothing can be written for all of the user's projects."""
        if self.project is None:
            with translated(VoiceError):
                own_file()

    @property
    def next_step(self) -> str:
        """The command that makes a film with the voice."""
        if self.project and self.project.storyboard.is_file():
            option = project_option(self.folder).removeprefix(" --project")
            return f"flaming-horse build{option}"
        name = self.project.name if self.project else "NAME"
        return f"flaming-horse create {name} --script FILE, or --topic TEXT"


def target_of(project: str | None, projects_dir: Path | None) -> Target:
    """The project that is named, which need not be there yet; without a name all of them.

    Raises:
        WrongInput: the name cannot be a project's, or no settings of the user's are to be read.
    """
    if not project:
        Target(None).require_settings()
        return Target(None)
    projects = projects_folder(projects_dir)
    with contextlib.suppress(WrongInput):
        return Target(find_project(project, projects))
    named = Path(project)
    made = new_project(named.name, projects if named.name == project else named.parent)
    return Target(made, new=not made.folder.exists())


def target_here(project: str | None, projects_dir: Path | None) -> Target:
    """The project that is named, else the one in whose folder the user is, else all of them.

    Raises:
        WrongInput: there is no such project.
    """
    if project:
        return Target(find_project(project, projects_folder(projects_dir)))
    here = Path.cwd()
    if any((here / name).exists() for name in _OWN):
        return Target(Project(checked_folder(here)))
    return Target(None)


@dataclass(frozen=True, slots=True)
class Recording:
    """Where the recording of a voice is looked for.

    `whose` says whose voice it is, `named_by` which setting or variable names the folder, ""
    where it is the usual one; `is_own` that it is the user's, which all projects can take.
    """

    folder: Path
    whose: str
    named_by: str = ""
    is_own: bool = False


def recording_of(target: Target) -> Recording:
    """The recording that the voice of `target` is cloned from, whether it is there or not."""
    project = target.project
    if given := os.environ.get(REFERENCE_VARIABLE):
        return Recording(
            Path(given), f"the recording that {REFERENCE_VARIABLE} names", REFERENCE_VARIABLE
        )
    usual = target.folder / FOLDER
    table = target.settings().get("voice")
    named = table.get("reference") if isinstance(table, Mapping) else None
    if project and isinstance(named, str) and named:
        folder = target.folder / Path(named).expanduser()
        return Recording(folder, f"the recording that {SETTINGS_FILE} names", SETTINGS_FILE)
    with translated(VoiceError):
        own = own_reference()
    if project is None:
        return Recording(own or usual, "your recording for all projects", is_own=True)
    if own and not (usual / SOUND).exists():
        takes = f"your recording for all projects, which the project {project.name} takes"
        return Recording(own, takes, is_own=True)
    return Recording(usual, f"the recording of the project {project.name}")
