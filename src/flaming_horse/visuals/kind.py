"""What the program knows of a kind of visual, all of it in one place: no Manim, no NumPy.

A kind is a folder: `kind.py` holds a subclass of `Kind` and an instance of it, `KIND`;
`drawing.py`, which only the processes that draw load, the class that draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel

from flaming_horse.visuals.fields import VisualData

Data: TypeAlias = Mapping[str, Any]
Written: TypeAlias = Literal["markdown", "yaml", "latex", "steps", "edges", "program", "empty"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a visual that a cue can aim at.

    `sizes` are the largest numbers its arguments take (they count from 1); `labels` are texts
    that may stand in place of the number; a part with `parts` is aimed at through one of them.
    """

    name: str
    sizes: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        if not self.sizes:
            return self.name
        ranges = ",".join("1" if size == 1 else f"1…{size}" for size in self.sizes)
        return f"{self.name}({ranges})"


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """What the gallery shows: `steps` are `hide`, `show`, `highlight` or `mark` of a part."""

    data: Data
    steps: Sequence[tuple[str, str]] = ()
    look: str = "midnight"
    seconds: float = 0.0
    files: Mapping[str, str] = field(default_factory=dict[str, str])


class Kind:
    """A kind of visual. Subclasses say what differs."""

    name: str
    """As a storyboard writes it."""
    drawn_as: str
    """The class in the drawing's module that scene modules call."""
    summary: str
    written: Written
    example: str
    """A storyboard that shows the visual, for the reference page."""
    picture: GalleryPicture
    part_notes: tuple[tuple[str, str], ...] = ()
    """What a cue may aim at, in words."""
    model: type[VisualData] | None = None
    """The fields of what is written in YAML."""
    inner: tuple[tuple[str, type[BaseModel]], ...] = ()
    """Models of fields that have fields of their own, with what the reference page calls them."""
    notes: str = ""

    @property
    def package(self) -> str:
        """Where it and its drawing lie."""
        return type(self).__module__.rpartition(".")[0]

    def parts(self, data: Data) -> tuple[Part, ...]:
        """The parts of one visual, from its data."""
        del data
        return ()


def grid_parts(rows: Sequence[Sequence[Any]]) -> tuple[Part, ...]:
    """The parts of numbers in rows and columns."""
    height, width = len(rows), len(rows[0])
    return (Part("row", (height,)), Part("column", (width,)), Part("entry", (height, width)))
