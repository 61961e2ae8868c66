"""What a storyboard says, as frozen values: nothing here has been spoken or drawn yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flaming_horse.errors import Place
from flaming_horse.model.vocabulary import (
    DEFAULT_LOOK,
    DEFAULT_MATHS,
    DEFAULT_SHAPE,
    ScreenPlace,
    Verb,
)
from flaming_horse_voice.runs import Run, flattened

UNDER = "\u2013 "
"""How an item of a list begins that stands under the one before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a target's path: `row(1)`, `entry(1,2)`, `event("1825")`, `sum`."""

    name: str
    arguments: tuple[int | str, ...] = ()

    def __str__(self) -> str:
        if not self.arguments:
            return self.name
        listed = ",".join(f'"{a}"' if isinstance(a, str) else str(a) for a in self.arguments)
        return f"{self.name}({listed})"


@dataclass(frozen=True, slots=True)
class Target:
    """A visual, or a part of one. `latex` picks the piece of a formula that is written so."""

    visual: str
    path: tuple[Step, ...] = ()
    latex: str | None = None

    def __str__(self) -> str:
        return ".".join([self.visual, *map(str, self.path)])


@dataclass(frozen=True, slots=True)
class Cue:
    """Marked words of a line and what happens when the first of them is spoken.

    The marked words are `line.runs[first_run:end_run]`.
    """

    action: Verb
    targets: tuple[Target, ...]
    first_run: int
    end_run: int
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of narration: the unit that is spoken, cached and re-recorded.

    `sources` are the passages it rests on, as its author notes them: neither spoken nor drawn.
    """

    id: str
    runs: tuple[Run, ...]
    cues: tuple[Cue, ...]
    place: Place
    sources: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is written, in reading order, with formulas as their LaTeX between dollars."""
        return flattened(self.runs)


@dataclass(frozen=True, slots=True)
class Visual:
    """A thing on screen. `data` is plain JSON data that the schema of `kind` has accepted.

    `at` is the place it was given (None: the middle), `keep` keeps it when the next visual of
    its place comes, `continues` names the visual of an earlier scene that goes on here.
    """

    id: str
    kind: str
    data: Mapping[str, Any]
    place: Place
    at: ScreenPlace | None = None
    keep: bool = False
    continues: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a scene (`###`)."""

    runs: tuple[Run, ...]
    place: Place

    @property
    def text(self) -> str:
        """What is written in it, with formulas as their LaTeX between dollars."""
        return flattened(self.runs)


SceneItem: TypeAlias = Line | Visual | Heading


@dataclass(frozen=True, slots=True)
class Scene:
    """A `##` heading and what is under it: one chapter. `code` names hand-written Manim."""

    id: str
    number: int
    heading: tuple[Run, ...]
    items: tuple[SceneItem, ...]
    place: Place
    code: str | None = None

    @property
    def title(self) -> str:
        """What is written in its heading, with formulas as their LaTeX between dollars."""
        return flattened(self.heading)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(item for item in self.items if isinstance(item, Line))

    @property
    def visuals(self) -> tuple[Visual, ...]:
        return tuple(item for item in self.items if isinstance(item, Visual))


@dataclass(frozen=True, slots=True)
class Music:
    """A file that is played under the film; its path is relative to the storyboard's folder."""

    file: str
    place: Place = field(compare=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The front matter. `pronounce` maps written words to how they are said.

    `room_tone` is the level of the noise under the film, in dB of full scale; None: no noise.
    `maths` is the style in which formulas are read: `auto`, `short` or `exact`. `language_told`
    says whether the language stands there, or is the default. `heading` is the title as its
    heading writes it, where the title alone would be read otherwise.
    """

    title: str
    language: str = "en"
    look: str = DEFAULT_LOOK
    voice: str | None = None
    shape: str = DEFAULT_SHAPE
    pronounce: tuple[tuple[str, str], ...] = ()
    maths: str = DEFAULT_MATHS
    summary: str = ""
    music: Music | None = None
    room_tone: float | None = None
    version: int = 1
    language_told: bool = field(default=False, compare=False)
    heading: tuple[Run, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Storyboard:
    """A whole storyboard. `file` is the path it was read from, as the user wrote it."""

    file: str
    settings: Settings
    scenes: tuple[Scene, ...] = field(default=())

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for scene in self.scenes for line in scene.lines)
