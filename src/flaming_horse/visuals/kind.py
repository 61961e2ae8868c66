"""What the program knows of a kind of visual, all of it in one place: no Manim, no NumPy.

A kind is a folder: `kind.py` holds a subclass of `Kind` and an instance of it, `KIND`;
`drawing.py`, which only the processes that draw load, the class that draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Construct, Data, Fence, Pen, WrittenBlock, as_yaml
from flaming_horse.visuals.fields import VisualData, on_one_line


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a visual that a cue can aim at.

    `sizes` are the largest numbers its arguments take (they count from 1); `labels` are texts
    that may stand in place of the number, and stay there where it is `known_by_label`; a part with
    `parts` is aimed at through one of them; one that is a `stretch_of` others reaches from the
    first to the last of its two numbers.
    """

    name: str
    sizes: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    known_by_label: bool = False
    stretch_of: str = ""

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


@dataclass(frozen=True, slots=True)
class Fits:
    """How much of a kind fits: the largest sizes that were drawn. None: nothing is said of it.

    `alone` and `shared` are letters of the smallest type side by side, with all the room there is
    and in half of the width; `rows` those where a second visual takes half of the room; `stacked`
    the rows where others stand above or below.
    """

    alone: int | None = None
    shared: int | None = None
    rows: int | None = None
    stacked: float | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Functions of x and points, as a visual draws them.

    `curves` are formulas with their labels; `points` groups of them, with a label each.
    """

    x: tuple[Any, Any]
    y: tuple[Any, Any]
    curves: tuple[tuple[str, str], ...]
    points: tuple[tuple[tuple[tuple[Any, Any], ...], str], ...]


class Kind:
    """A kind of visual. Subclasses say what differs; `data` is always that of one visual."""

    name: str
    """As a storyboard writes it."""
    drawn_as: str
    """The class in the drawing's module that scene modules call."""
    summary: str
    example: str
    """A storyboard that shows the visual, for the reference page."""
    picture: GalleryPicture
    part_notes: tuple[tuple[str, str], ...] = ()
    """What a cue may aim at, in words."""
    notes: str = ""
    model: type[VisualData] | None = None
    """The fields of what is written in YAML."""
    inner: tuple[tuple[str, type[BaseModel]], ...] = ()
    """Models of fields that have fields of their own, with what the reference page calls them."""
    construct: Construct | None = None
    """What of Markdown is this kind without a fence."""
    for_models: type[VisualData] | None = None
    """The data as a language model writes them, where that is not the YAML's model."""
    always_offered = False
    """Whether a language model may use it in every scene, planned or not."""
    fits = Fits()
    never_aimed_at = False
    """Whether it is seen as a whole, and says itself what it is."""
    is_idea = True
    """Whether it is something new to understand."""
    hears = False
    """Whether it is drawn from the sound of the takes."""
    is_formula = False
    """Whether it is one formula, so that a formula in a line is found in it."""
    counted_late: tuple[str, ...] = ()
    """Parts of which the first may be called something else, and the second the first."""

    @property
    def package(self) -> str:
        """Where it and its drawing lie."""
        return type(self).__module__.rpartition(".")[0]

    # -- the language ----------------------------------------------------------------------

    def is_ours(self, content: str) -> bool:
        """Whether a fence of this name and with this content is a storyboard's, whoever wrote it.

        Where another program knows the name, its content must betray it.
        """
        del content
        return self.construct in {None, "formula"}

    def read(self, fence: Fence) -> dict[str, Any] | None:
        """The data in a fence; None after telling what is wrong, or where there is nothing."""
        if self.model is None:
            what = f"a {self.name} is written in Markdown, not in a fence"
            fence.wrong(fence.start, what, f"Such as:\n{self.example.split(chr(10) * 2)[0]}")
            return None
        data = fence.yaml(self.name, self.model)
        if data is not None:
            fence.has_texts(data)
        return data

    def accept(self, data: dict[str, Any], fence: Fence) -> dict[str, Any] | None:
        """The data that Markdown itself gave, or None after telling what is wrong."""
        del fence
        return data

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        """The block that is read as these data."""
        del pen
        rows = (f"{name}: {as_yaml(value)}" for name, value in data.items())
        return WrittenBlock("\n".join(rows), self.name)

    def parts(self, data: Data) -> tuple[Part, ...]:
        """The parts of one visual, from its data."""
        del data
        return ()

    def formulas(self, data: Data) -> tuple[str, ...]:
        """The formulas whose pieces a cue can aim at, by a name or as they are written."""
        del data
        return ()

    def files(self, data: Data) -> tuple[str, ...]:
        """The files that it shows, as the storyboard names them."""
        del data
        return ()

    def from_model(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data of a language model as the storyboard's parser would give them."""
        return on_one_line(data)

    # -- what cues change ------------------------------------------------------------------

    def ends(self, data: Data) -> Mapping[str, tuple[str, ...]]:
        """Parts that are seen only where all of these others are."""
        del data
        return {}

    def within(self, data: Data) -> Mapping[str, frozenset[str]]:
        """The parts that lie in a part, and are shown and hidden with it."""
        del data
        return {}

    # -- how much of it there is -----------------------------------------------------------

    def letters(self, data: Data) -> int:
        """How many letters stand side by side."""
        del data
        return 0

    def rows(self, data: Data) -> int:
        """How many rows it has."""
        del data
        return 0

    def height(self, data: Data) -> float:
        """How many rows it takes where it is narrow."""
        del data
        return 0.0

    def too_large_shared(self, data: Data) -> Iterator[str]:
        """What else does not fit in half of the width, in words."""
        del data
        return iter(())

    # -- what it shows ---------------------------------------------------------------------

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        """The texts and formulas of the part that a cue aims at; None where they are not known."""
        del data, target
        return None

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        """How many parts of each name; several numbers where people count differently."""
        del data
        return {}

    def things(self, data: Data, group: str) -> tuple[int, frozenset[str]] | None:
        """How many things all of it, or a group in it, shows, and what these may be called."""
        del data, group
        return None

    def matrices(self, data: Data) -> Iterator[tuple[str, list[list[Any]]]]:
        """The matrices that it shows, with their names."""
        del data
        return iter(())

    def columns(self, data: Data) -> tuple[list[str], list[list[str]]] | None:
        """The header and the rows of a table, as texts."""
        del data
        return None

    def graph(self, data: Data) -> Graph | None:
        """What it draws of functions of x."""
        del data
        return None


def grid_parts(rows: Sequence[Sequence[Any]]) -> tuple[Part, ...]:
    """The parts of numbers in rows and columns."""
    height, width = len(rows), len(rows[0])
    return (Part("row", (height,)), Part("column", (width,)), Part("entry", (height, width)))


def shown_in_grid(
    rows: Iterable[Iterable[Any]], names: Sequence[str], at: Sequence[int]
) -> list[str] | None:
    """The texts of a row, a column or an entry of a grid; None for anything else."""
    grid = [[str(cell) for cell in row] for row in rows]
    if not names or not grid or not all(len(row) == len(grid[0]) for row in grid):
        return None
    match names[-1], tuple(at):
        case "row", (row,):
            return grid[row - 1]
        case "column", (column,):
            return [each[column - 1] for each in grid]
        case "cell" | "entry", (row, column):
            return [grid[row - 1][column - 1]]
        case _:
            return None


def names_of(target: Target) -> list[str]:
    """The names of the parts on the way to what a cue aims at."""
    return [step.name for step in target.path]


def numbers_at(target: Target) -> tuple[int, ...]:
    """The numbers of the parts on the way to what a cue aims at."""
    return tuple(a for step in target.path for a in step.arguments if isinstance(a, int))
