"""A project: one folder, one film, and everything it is made from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from flaming_horse.engine.failures import translated
from flaming_horse.errors import WrongInput
from flaming_horse.model.vocabulary import DEFAULT_SHAPE
from flaming_horse_voice.compat.old_project import is_old_project
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.files import read_bytes, write_if_changed
from flaming_horse_voice.project_places import VOICEOVERS, refuse_links

STORYBOARD = "storyboard.md"
PLAN = "plan.md"
FILM_FILES = ("mp4", "srt", "vtt", "chapters", "transcript.html", "upload.txt", "poster.png",
              "timeline.json", "report.json")  # fmt: skip
"""What a film consists of: the endings of its files."""
_USUAL_NAME_BYTES = 255
"""The longest name of a file, where the system does not tell it."""


@dataclass(frozen=True, slots=True)
class Project:
    """The paths of a project's folder. Nothing is read or made by naming them."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    @property
    def storyboard(self) -> Path:
        return self.folder / STORYBOARD

    @property
    def plan(self) -> Path:
        return self.folder / PLAN

    @property
    def scenes(self) -> Path:
        return self.folder / "scenes"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def voiceovers(self) -> Path:
        return self.folder / VOICEOVERS

    @property
    def takes_index(self) -> Path:
        return self.voiceovers / "takes.json"

    def master(self, name: str) -> Path:
        """The sound file of a take: in the project, else where it would be copied from."""
        shared = os.environ.get("FLAMING_HORSE_STORE")
        others = [self.folder / "voice" / "takes", *([Path(shared, "takes")] if shared else [])]
        there = (folder / name for folder in others if (folder / name).is_file())
        own = self.voiceovers / name
        return own if own.is_file() else next(there, own)

    @property
    def state(self) -> Path:
        return self.folder / "project_state.json"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def hidden(self) -> Path:
        return self.folder / ".flaming-horse"

    def film_name(self, quality: str, shape: str, language: str) -> str:
        """`NAME`, with `.draft` for drafts, and shape and language where they are not usual.

        Raises:
            WrongInput: no file can have that name, or it is too long for the film's files.
        """
        parts = [self.name]
        if shape != DEFAULT_SHAPE:
            parts.append(shape.replace(":", "x"))
        if not language.startswith("en"):
            parts.append(language)
        if quality == "draft":
            parts.append("draft")
        name = ".".join(parts)
        if Path(name).name != name or "\0" in name:
            raise WrongInput(f"{name!r} cannot be a film's name", remedy="Check `language`.")
        longest = max((f"{name}.{ending}" for ending in FILM_FILES), key=len)
        most = _name_bytes(self.folder)
        if (over := len(os.fsencode(longest)) - most) > 0:
            raise WrongInput(
                f"{self.folder}: the folder's name is too long for the files of its film: they are"
                f" named by it, as in {longest!r}, and a name has at most {most} bytes here",
                remedy=f"Rename the folder: {over} bytes less. What was made in it stays.",
            )
        return name

    def films(self) -> list[str]:
        """The names of the films that are there."""
        own = (file.name for file in self.media.glob("*.mp4"))
        return sorted(name for name in own if name.startswith(f"{self.name}."))


def _name_bytes(folder: Path) -> int:
    """How long a file's name may be in a folder, in bytes."""
    try:
        told = os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return _USUAL_NAME_BYTES
    return told if told > 0 else _USUAL_NAME_BYTES


def projects_folder(option: Path | None) -> Path:
    """Where projects live: the option, FLAMING_HORSE_PROJECTS_DIR, or `projects` here."""
    return option or Path(os.environ.get("FLAMING_HORSE_PROJECTS_DIR") or "projects")


def new_project(name: str, projects: Path) -> Project:
    """The project called `name`, which need not be there yet.

    Raises:
        WrongInput: the name cannot be a folder's name everywhere, or a folder of that name holds
            links where we write.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name) or name.endswith("."):
        raise WrongInput(
            f"{name!r} cannot be a project's name",
            remedy="Use up to 80 letters, digits, '-', '_' and '.', beginning with a letter "
            "or digit, for example: matrix-multiplication",
        )
    return Project(checked_folder(projects / name))


class OldProjectFolder(WrongInput):
    """A command was given a folder of the predecessor; `folder` is it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is a project of the older Flaming Horse, which this version reads and never"
            " changes",
            remedy=f"Bring it over: flaming-horse create NAME --script {folder}\n"
            f"  or, under the name {folder.resolve().name}-film beside it: flaming-horse build"
            f" {folder}",
        )
        self.folder = folder


def find_project(name: str | None, projects: Path) -> Project:
    """The project that is there: by name under `projects`, by folder, or this folder.

    Raises:
        WrongInput: there is none, with the nearest names; or it holds links where we write.
        OldProjectFolder: it is one of the predecessor.
    """
    candidates = [Path.cwd()]
    if name:
        # A bare name is a project's; a folder of that name is meant only where there is none.
        candidates = [projects / name, Path(name)] if Path(name).name == name else [Path(name)]
    for folder in candidates:
        if _is_project(folder):
            return Project(checked_folder(folder))
    for folder in candidates:
        if is_old_project(folder):
            raise OldProjectFolder(folder)
    known = sorted(each.name for each in projects.glob("*") if _is_project(each))
    listed = f"Projects in {projects}: {', '.join(known)}." if known else f"{projects} has none."
    if near := get_close_matches(name or "", known, n=1):
        listed += f" Did you mean {near[0]!r}?"
    asked = f"no project {name!r}" if name else f"this folder has no {STORYBOARD}"
    raise WrongInput(
        f"{asked} was found" if name else asked,
        remedy=f"{listed} Make one with: flaming-horse create NAME --script FILE",
    )


def checked_folder(folder: Path) -> Path:
    """The folder, if it may be worked in.

    Raises:
        WrongInput: it holds links where we write.
    """
    with translated(VoiceError):
        refuse_links(folder)
    return folder


def _is_project(folder: Path) -> bool:
    """A plan alone is one too: its script is still to be written."""
    return (folder / STORYBOARD).is_file() or (folder / PLAN).is_file()


def read_file(path: Path, largest: int) -> bytes:
    """The content of a regular file of a project, of at most `largest` bytes.

    Raises:
        WrongInput: it is larger, or no regular file.
        OSError: it is not there, or cannot be read.
    """
    with translated(VoiceError):
        return read_bytes(path, largest)


def write_text(path: Path, text: str) -> bool:
    """`write_bytes` for a text, as UTF-8."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file of a project, whole or not at all; False when it already says the same."""
    return write_if_changed(path, data)
