"""Office files are opened here: the extra that reads them, and the limits they are read within."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from flaming_horse.errors import NotInstalled, Place, WrongInput

LARGEST_FILE = 200_000_000
"""Bytes: an office file holds its pictures."""
LARGEST_UNPACKED = 1_000_000_000
MOST_PARTS = 20_000
LARGEST_XML = 30_000_000
"""Bytes of one part in XML; the words of a long book are two million."""
_MODULES = {".pptx": "pptx", ".docx": "docx", ".rst": "docutils", ".rest": "docutils"}
_OLD = {".ppt": ".pptx", ".doc": ".docx", ".odp": ".pptx", ".odt": ".docx", ".key": ".pptx",
        ".pages": ".docx", ".rtf": ".docx"}  # fmt: skip
INSTALL = "pip install 'flaming-horse[office]'"


def is_installed() -> bool:
    """Whether the extra `office` is there."""
    return all(find_spec(name) is not None for name in set(_MODULES.values()))


def need_extra(file: Path) -> None:
    """Raise NotInstalled where what reads a file is not there."""
    module = _MODULES[file.suffix.lower()]
    if find_spec(module) is None:
        raise NotInstalled(
            f"{file.suffix.lower()} files are read by the extra `office`, which is not installed",
            remedy=f"Install it: {INSTALL}",
            place=Place(str(file)),
        )


def newer_format(file: Path) -> str:
    """The suffix that an office file of another kind is to be saved as; "" for other files."""
    return _OLD.get(file.suffix.lower(), "")


def read_package(file: Path) -> BytesIO:
    """The content of a .pptx or .docx file that can be read in good time.

    Raises:
        WrongInput: it is no such file, holds more than a film can show, or declares entities.
    """
    place = Place(str(file))
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise WrongInput(
                f"this file has more than {LARGEST_FILE // 1_000_000} MB",
                remedy="Compress its pictures, or split it.",
                place=place,
            )
        content = file.read_bytes()
    except OSError as error:
        raise WrongInput(f"this file cannot be read: {error.strerror}", place=place) from None
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _look_at_parts(package, place)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError,
            OSError, EOFError, ValueError):  # fmt: skip
        raise _broken(file) from None
    return BytesIO(content)


def _look_at_parts(package: zipfile.ZipFile, place: Place) -> None:
    parts = package.infolist()
    large = sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS
    texts = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    if large or any(part.file_size > LARGEST_XML for part in texts):
        raise WrongInput(
            "this file unpacks to more than a film can show",
            remedy="Save it anew, with less in it.",
            place=place,
        )
    for part in texts:
        with package.open(part) as opened:
            head = opened.read(LARGEST_XML + 1)
        if len(head) > LARGEST_XML or b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise WrongInput(
                f"the part {part.filename} of this file declares entities, as no office does",
                remedy="Save it anew.",
                place=place,
            )


def _broken(file: Path) -> WrongInput:
    return WrongInput(
        f"this is no {file.suffix.lower()} file, or it is locked by a password, or broken",
        remedy="Open it in its office program and save it anew, without a password.",
        place=Place(str(file)),
    )


def broken(file: Path, error: Exception) -> WrongInput:
    """The error for a file whose content its reader cannot make out."""
    return WrongInput(
        f"this {file.suffix.lower()} file cannot be read: {str(error) or type(error).__name__}"[
            :300
        ],
        remedy="Open it in its office program and save it anew.",
        place=Place(str(file)),
    )
