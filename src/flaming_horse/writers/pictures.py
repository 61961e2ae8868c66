"""The pictures that a foreign document brings along."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.pictures import SUFFIXES, check_picture, read_picture
from flaming_horse.storyboard.files import leaves
from flaming_horse.storyboard.findings import Findings

_DATA = re.compile(r"data:image/(png|jpeg|webp|svg\+xml);base64,(.*)", re.DOTALL)
FOLDER = "pictures"
TAKEN = "taken\n"
"""Before the name of a picture that is in `Pictures.taken` already."""


def is_address(file: str) -> bool:
    """Whether a picture is named by an address, and not as a file."""
    return bool(re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]+:|//)", file))


@dataclass(slots=True)
class Pictures:
    """Pictures of one document: `taken` maps each name in the project to its content."""

    folder: Path
    findings: Findings
    attached: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    taken: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def find(self, file: str, place: Place, *, must_be: bool) -> str | None:
        """The name of a picture in the project, or None where it is not a file that can be shown.

        A file that must be there and is not is a finding.
        """
        if match := _DATA.fullmatch(file):
            suffix = {"jpeg": "jpg", "svg+xml": "svg"}.get(match[1], match[1])
            return self.decode(match[2], f"picture.{suffix}", place)
        if file.startswith(TAKEN):
            return file.removeprefix(TAKEN)
        name = unquote(file.removeprefix("attachment:"))
        if name != unquote(file):
            content = self.attached.get(name)
            return None if content is None else self._checked(name, content, place)
        if not file or is_address(file) or Path(name).suffix.lower() not in SUFFIXES:
            return None
        return self._read(name, place, must_be=must_be)

    def _read(self, name: str, place: Place, *, must_be: bool) -> str | None:
        path = self.folder / name
        if leaves(name, self.folder):
            remedy = "Copy it there: a film takes nothing from elsewhere."
            what = f"the picture `{name}` lies outside of the document's folder"
            self.findings.add(place, what, remedy)
            return None
        try:
            content = read_picture(path)
        except (OSError, ValueError):
            if must_be:
                self.findings.add(place, f"there is no picture `{name}`", f"Looked for {path}.")
            return None
        return self._checked(name, content, place)

    def _checked(self, name: str, content: bytes, place: Place) -> str | None:
        try:
            check_picture(content, name)
        except WrongInput as error:
            self.findings.add(place, error.what, error.remedy)
            return None
        return self.add(name, content)

    def decode(self, written: str, name: str, place: Place) -> str | None:
        """The name of a picture that is written in base64; a broken one is a finding."""
        try:
            content = base64.b64decode("".join(written.split()), validate=True)
        except (binascii.Error, ValueError):
            self.findings.add(place, "this picture is not in base64", "Save the document anew.")
            return None
        return self._checked(name, content, place) if content else None

    def add(self, name: str, content: bytes) -> str:
        """Take a picture under its own path where that lies below the document, else a free one."""
        path = PurePosixPath(name.replace("\\", "/"))
        parts = [part for part in path.parts if part != "."]
        apart = path.is_absolute() or ".." in parts or len(parts) < 2
        stem = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.") or "picture"
        suffix = path.suffix.lower()
        wanted = f"{FOLDER}/{stem}{suffix}" if apart else "/".join(parts)
        free, number = wanted, 2
        while self.taken.get(free, content) != content:
            free, number = f"{FOLDER}/{stem}-{number}{suffix}", number + 1
        self.taken[free] = content
        return free
