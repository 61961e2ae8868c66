"""The pictures that a foreign document brings along."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from flaming_horse.errors import WrongInput
from flaming_horse.model.pictures import as_shown, read_picture
from flaming_horse.storyboard.files import leaves
from flaming_horse.writers.picture_places import (
    IN_THE_VAULT,
    file_in_vault,
    file_of_address,
    file_of_name,
)

_DATA = re.compile(r"data:image/(png|jpeg|webp|gif|svg\+xml);base64,(.*)", re.DOTALL)
FOLDER = "pictures"
TAKEN = "taken\n"
"""Before the name of a picture that is in `Pictures.taken` already."""


def is_address(file: str) -> bool:
    """Whether a picture is named by an address, and not as a file."""
    return bool(re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]+:|//)", file))


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a picture is not shown, in words after "a picture": "that is not there"."""

    why: str
    name: str = ""


ON_THE_NETWORK = "on the network"
FOUND_HERE = "a picture by its address or another path, taken from where it lies here"
MOTION = "the motion of a picture, of which the first frame is shown"


@dataclass(slots=True)
class Pictures:
    """Pictures of one document: `taken` maps each name in the project to its content.

    `still` has the names of those that move in the document, `found_here` of those that it names
    by an address or another path, and that lie in its repository.
    """

    folder: Path
    attached: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    taken: dict[str, bytes] = field(default_factory=dict[str, bytes])
    still: set[str] = field(default_factory=set[str])
    found_here: set[str] = field(default_factory=set[str])

    def find(self, file: str) -> str | Absent:
        """The name of a picture in the project, or why it cannot be shown. Nothing is fetched."""
        if match := _DATA.fullmatch(file):
            suffix = {"jpeg": "jpg", "svg+xml": "svg"}.get(match[1], match[1])
            return self.decode(match[2], f"picture.{suffix}")
        if file.startswith(TAKEN):
            return file.removeprefix(TAKEN)
        name = unquote(file.removeprefix("attachment:"))
        if name != unquote(file):
            content = self.attached.get(name)
            return Absent("that is not there", name) if content is None else self._as(name, content)
        if is_address(file) and not file.startswith(IN_THE_VAULT):
            here = file_of_address(file, self.folder)
            if here is None:
                return Absent(ON_THE_NETWORK)
            return self._elsewhere(here, Path(urlsplit(file).path).name)
        return self._read(name) if name else Absent("without a name")

    def _elsewhere(self, file: Path, name: str) -> str | Absent:
        """A picture that is not where the document names it, but lies in its repository."""
        try:
            taken = self._as(name, read_picture(file))
        except (OSError, ValueError):
            return Absent("that cannot be read", name)
        if isinstance(taken, str):
            self.found_here.add(taken)
        return taken

    def _read(self, name: str) -> str | Absent:
        anywhere = name.startswith(IN_THE_VAULT)
        name = name.removeprefix(IN_THE_VAULT)
        outside = leaves(name, self.folder)
        if outside or not (self.folder / name).is_file():
            here = file_of_name(name, self.folder)
            if here is None and anywhere:
                here = file_in_vault(name, self.folder)
            if here is not None:
                return self._elsewhere(here, name)
        if outside:
            return Absent("that lies outside of the document's folder", name)
        try:
            content = read_picture(self.folder / name)
        except (OSError, ValueError):
            return Absent("that is not there", name)
        return self._as(name, content)

    def _as(self, name: str, content: bytes) -> str | Absent:
        """Take a picture as it can be shown."""
        try:
            shown = as_shown(content, name)
        except WrongInput as error:
            return Absent(f"that cannot be shown ({error.what})", "")
        own = PurePosixPath(name)
        named = own if own.suffix.lower() == shown.suffix else own.with_suffix(shown.suffix)
        taken = self.add(str(named), shown.content)
        if shown.moved:
            self.still.add(taken)
        return taken

    def decode(self, written: str, name: str) -> str | Absent:
        """The name of a picture that is written in base64."""
        try:
            content = base64.b64decode("".join(written.split()), validate=True)
        except (binascii.Error, ValueError):
            return Absent("that is not written in base64")
        return self._as(name, content)

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
