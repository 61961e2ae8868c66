"""A Jupyter notebook as cells: what is shown of each, and what its author hides."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flaming_horse.errors import Place, WrongInput

_SKIP = {"skip", "remove-cell", "remove_cell", "hide-cell", "hide_cell", "hide"}
_NO_INPUT = {"hide-input", "hide_input", "remove-input", "remove_input"}
_NO_OUTPUT = {"hide-output", "hide_output", "remove-output", "remove_output"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its number, from 1. `outputs` are as the notebook holds them."""

    number: int
    kind: str
    source: str
    outputs: tuple[Mapping[str, Any], ...]
    attachments: Mapping[str, Mapping[str, Any]]
    shows_input: bool
    shows_output: bool
    raw_format: str = ""
    """What a raw cell is written in, as its metadata names it; "" where they do not."""


@dataclass(frozen=True, slots=True)
class Notebook:
    cells: tuple[Cell, ...]
    language: str
    title: str


def read_notebook(text: str, file: str) -> Notebook:
    """The cells of a notebook that its author lets be seen, in order.

    Raises WrongInput: it is no notebook of version 4, or has no cell.
    """
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        what = f"this is not a notebook: {error.msg}"
        raise WrongInput(what, remedy="A notebook is JSON; save it anew.", place=place) from None
    except RecursionError:
        raise WrongInput("this is nested too deeply", place=Place(file)) from None
    content = _mapping(data)
    version = content.get("nbformat")
    if "nbformat" not in content or not isinstance(version, int):
        remedy = "A notebook has `nbformat` and `cells`; for other texts, save Markdown (.md)."
        raise WrongInput("this JSON is no notebook", remedy=remedy, place=Place(file))
    if version < 4:
        what = f"this is a notebook of version {version}; version 4 is read here"
        remedy = (
            "Open and save it in Jupyter, or: jupyter nbconvert --to notebook --nbformat 4 FILE"
        )
        raise WrongInput(what, remedy=remedy, place=Place(file))
    cells = _sequence(content.get("cells"))
    if not cells:
        remedy = "Write Markdown cells: their text is what is spoken."
        raise WrongInput("this notebook has no cells", remedy=remedy, place=Place(file))
    metadata = _mapping(content.get("metadata"))
    read = (_cell(number, _mapping(cell)) for number, cell in enumerate(cells, 1))
    shown = tuple(cell for cell in read if cell is not None)
    return Notebook(shown, _language(metadata), text_of(metadata.get("title")))


def _language(metadata: Mapping[str, Any]) -> str:
    named = _mapping(metadata.get("language_info")).get("name")
    kernel = _mapping(metadata.get("kernelspec")).get("language")
    return text_of(named) or text_of(kernel) or "python"


def _cell(number: int, cell: Mapping[str, Any]) -> Cell | None:
    metadata = _mapping(cell.get("metadata"))
    tags = {str(tag) for tag in _sequence(metadata.get("tags"))}
    hidden = _mapping(metadata.get("jupyter"))
    slide = _mapping(metadata.get("slideshow")).get("slide_type")
    if tags & _SKIP or slide == "skip":
        return None
    attachments = {
        name: _mapping(kinds) for name, kinds in _mapping(cell.get("attachments")).items()
    }
    return Cell(
        number,
        text_of(cell.get("cell_type")),
        text_of(cell.get("source")),
        tuple(_mapping(output) for output in _sequence(cell.get("outputs"))),
        attachments,
        shows_input=not (tags & _NO_INPUT or hidden.get("source_hidden")),
        shows_output=not (tags & _NO_OUTPUT or hidden.get("outputs_hidden")),
        raw_format=text_of(metadata.get("raw_mimetype") or metadata.get("format")).lower(),
    )


def text_of(value: Any) -> str:
    """A text as notebooks hold it: one string, or a list of lines with their ends."""
    if isinstance(value, str):
        return value
    return "".join(line for line in _sequence(value) if isinstance(line, str))


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _sequence(value: Any) -> Sequence[Any]:
    return cast("Sequence[Any]", value) if isinstance(value, list) else ()
