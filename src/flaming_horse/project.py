"""A project: one folder, one film, and everything it is made from."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from flaming_horse.errors import WrongInput

STORYBOARD = "storyboard.md"
PLAN = "plan.md"


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
        return self.media / "voiceovers"

    @property
    def takes_index(self) -> Path:
        return self.voiceovers / "takes.json"

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
        """`NAME`, with `.draft` for drafts, and shape and language where they are not usual."""
        parts = [self.name]
        if shape != "16:9":
            parts.append(shape.replace(":", "x"))
        if not language.startswith("en"):
            parts.append(language)
        if quality == "draft":
            parts.append("draft")
        return ".".join(parts)

    def films(self) -> list[str]:
        """The names of the films that are there."""
        own = (file.name for file in self.media.glob("*.mp4"))
        return sorted(name for name in own if name.startswith(f"{self.name}."))


def projects_folder(option: Path | None) -> Path:
    """Where projects live: the option, FLAMING_HORSE_PROJECTS_DIR, or `projects` here."""
    return option or Path(os.environ.get("FLAMING_HORSE_PROJECTS_DIR") or "projects")


def new_project(name: str, projects: Path) -> Project:
    """The project called `name`, which need not be there yet.

    Raises:
        WrongInput: the name cannot be a folder's name everywhere.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", name) or name.endswith("."):
        raise WrongInput(
            f"{name!r} cannot be a project's name",
            remedy="Use up to 80 letters, digits, '-', '_' and '.', beginning with a letter "
            "or digit, for example: matrix-multiplication",
        )
    return Project(projects / name)


def find_project(name: str | None, projects: Path) -> Project:
    """The project that is there: by name under `projects`, by folder, or this folder.

    Raises:
        WrongInput: there is none, with the nearest names.
    """
    candidates = [Path.cwd()]
    if name:
        # A bare name is a project's; a folder of that name is meant only where there is none.
        candidates = [projects / name, Path(name)] if Path(name).name == name else [Path(name)]
    for folder in candidates:
        if _is_project(folder):
            return Project(folder)
    known = sorted(each.name for each in projects.glob("*") if _is_project(each))
    listed = f"Projects in {projects}: {', '.join(known)}." if known else f"{projects} has none."
    asked = f"no project {name!r}" if name else f"this folder has no {STORYBOARD}"
    raise WrongInput(
        f"{asked} was found" if name else asked,
        remedy=f"{listed} Make one with: flaming-horse create NAME --script FILE",
    )


def _is_project(folder: Path) -> bool:
    """A plan alone is one too: its script is still to be written."""
    return (folder / STORYBOARD).is_file() or (folder / PLAN).is_file()


def digest_text(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return digest_bytes(text.encode())


def digest_bytes(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_text(path: Path, text: str) -> bool:
    """`write_bytes` for a text, as UTF-8."""
    return write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file beside and rename it into place; False when it already says the same."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files for their owner alone; these are to be read like any other.
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
