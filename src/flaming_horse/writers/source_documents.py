"""The documents that a film is to explain: a file, or all that can be read in a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse.errors import Place, WrongInput
from flaming_horse.writers.notebook_file import Notebook, read_notebook, text_of
from flaming_horse.writers.web_page import page_text

LONGEST_SOURCE = 60_000
"""Characters, about 15,000 tokens: the question for the outline holds them all."""
LARGEST_FILE = 100_000_000
"""Bytes. Notebooks, saved pages and PDF files hold their pictures."""
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A document, or one page of it; `page` is 0 where a document has no pages."""

    document: str
    text: str
    page: int = 0

    @property
    def name(self) -> str:
        """How a reference names it."""
        return f"{self.document}, page {self.page}" if self.page else self.document


@dataclass(frozen=True, slots=True)
class Sources:
    """What a film explains, in the order in which it was read; no parts where it explains none.

    `left_out` says in words what lay in the folder and was not read.
    """

    parts: tuple[Part, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it; where there are several parts, each under its name."""
        return "\n\n".join(map(self.headed, self.parts))

    def headed(self, part: Part) -> str:
        """The part's text, under its name where there are others."""
        return f"[{part.name}]\n\n{part.text}" if len(self.parts) > 1 else part.text


NO_SOURCES = Sources()


def read_sources(path: Path) -> Sources:
    """The documents of a file, or of a folder and the folders in it, sorted by their paths.

    What is hidden in a folder is not looked at.

    Raises:
        WrongInput: one cannot be read, there is nothing to read, or it is too long.
    """
    if not path.is_dir():
        return Sources(tuple(_short_enough(_one(path), path)))
    parts: list[Part] = []
    left_out: list[str] = []
    for file in _files(path):
        name = _named(file.relative_to(path).as_posix())
        known = file.suffix.lower() in _READERS and file.is_file()
        read = _read(file, name) if known else []
        parts += read
        if not read:
            left_out.append(f"{name} (empty)" if known else name)
        # Told at once: a folder that was named by mistake may hold very much.
        _short_enough(parts, path)
    if not parts:
        remedy = f"Files of these kinds are read: {', '.join(_READERS)}."
        raise WrongInput("nothing in this folder can be read", remedy=remedy, place=_at(path))
    return Sources(tuple(parts), tuple(left_out))


def _short_enough(parts: list[Part], path: Path) -> list[Part]:
    length = sum(len(part.text) for part in parts)
    if length > LONGEST_SOURCE:
        up_to = f" up to {parts[-1].document}" if path.is_dir() else ""
        raise WrongInput(
            f"this source has {length} characters{up_to}; {LONGEST_SOURCE} can be taken",
            place=_at(path),
            remedy="Give the part that the film is about.",
        )
    return parts


def _one(file: Path) -> list[Part]:
    kind = file.suffix.lower()
    if kind not in _READERS and file.is_file():
        raise WrongInput(
            f"a source of the kind {file.suffix or 'without ending'!r} cannot be read",
            place=_at(file),
            remedy=f"Save its text as a file: {', '.join(_READERS)}.",
        )
    parts = _read(file, _named(file.name))
    if not parts:
        raise WrongInput("this source is empty", place=_at(file))
    return parts


def _files(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise WrongInput(f"it cannot be read: {error.strerror}", place=_at(folder)) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        # A link to a folder may lead back to where it stands.
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        else:
            yield entry


def _named(name: str) -> str:
    """A document's name as it can stand in a storyboard: on one line, in letters."""
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(shown.split())


def _read(file: Path, name: str) -> list[Part]:
    """The parts of a document that have words in them."""
    reader = _READERS.get(file.suffix.lower(), _plain_text)
    parts = [Part(name, *each) for each in reader(file)]
    return [part for part in parts if part.text]


_Read = list[tuple[str, int]]
"""Texts, each with its page; 0 for a document without pages."""


def _plain_text(file: Path) -> _Read:
    return [(_decoded(file, _bytes(file)).strip(), 0)]


def _web_page(file: Path) -> _Read:
    content = _bytes(file)
    told = _CHARSET.search(content[:2048])
    encoding = told[1].decode("ascii", "replace").lower() if told else "utf-8"
    # What calls itself Latin-1 is read by browsers as Windows' extension of it.
    encoding = "cp1252" if encoding in {"iso-8859-1", "latin1", "us-ascii"} else encoding
    return [(page_text(_decoded(file, content, encoding)), 0)]


def _notebook(file: Path) -> _Read:
    notebook = read_notebook(_decoded(file, _bytes(file)), str(file))
    return [("\n\n".join(_cells(notebook)), 0)]


def _pdf(file: Path) -> _Read:
    from flaming_horse.writers.pdf_file import pdf_pages

    return pdf_pages(_bytes(file), str(file))


_READERS: Mapping[str, Callable[[Path], _Read]] = {
    ".md": _plain_text,
    ".markdown": _plain_text,
    ".txt": _plain_text,
    ".rst": _plain_text,
    ".ipynb": _notebook,
    ".html": _web_page,
    ".htm": _web_page,
    ".pdf": _pdf,
}


def _cells(notebook: Notebook) -> Iterator[str]:
    """Each cell's text, programs with what they printed between fences."""
    for cell in notebook.cells:
        words = cell.source.strip()
        if cell.kind != "code":
            yield from filter(None, [words])
            continue
        if words and cell.shows_input:
            yield f"```{notebook.language}\n{words}\n```"
        for output in cell.outputs if cell.shows_output else ():
            shown: Any = output.get("data")
            result = shown.get("text/plain") if isinstance(shown, dict) else None
            said = text_of(output.get("text") or result).strip()
            if said:
                yield f"```\n{said}\n```"


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise WrongInput("this file is too large for a source", place=_at(file))
        return file.read_bytes()
    except FileNotFoundError:
        remedy = f"It was looked for at {file.absolute()}."
        raise WrongInput("there is no such file", remedy=remedy, place=_at(file)) from None
    except OSError as error:
        raise WrongInput(f"it cannot be read: {error.strerror}", place=_at(file)) from None


def _decoded(file: Path, content: bytes, encoding: str = "utf-8") -> str:
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError):
        what = f"this is not text in {encoding.upper()}"
        raise WrongInput(what, remedy="Save it as text in UTF-8.", place=_at(file)) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _at(path: Path) -> Place:
    return Place(str(path))
