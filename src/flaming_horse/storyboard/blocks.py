"""The blocks of a storyboard as values: headings, paragraphs, visuals as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flaming_horse.errors import Place
from flaming_horse.storyboard.attributes import Attributes
from flaming_horse.storyboard.inline import InlineContent
from flaming_horse.storyboard.source import Passage
from flaming_horse_voice.runs import Run, flattened


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    level: int
    runs: tuple[Run, ...]
    attributes: Attributes
    place: Place

    @property
    def text(self) -> str:
        return flattened(self.runs)


@dataclass(frozen=True, slots=True)
class ParagraphBlock:
    """A paragraph; `lines` is its half-open range of lines in the source.

    They count from 0; text between tags has no lines of its own: (-1, -1). `sources` are the
    passages noted directly before it.
    """

    inline: InlineContent
    attributes: Attributes
    place: Place
    lines: tuple[int, int]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisualBlock:
    """A visual. `data` is set where Markdown itself gives it; else it is written in `body`.

    `named` tells a fence of the storyboard's own from Markdown's blocks.
    """

    kind: str
    attributes: Attributes
    place: Place
    data: dict[str, Any] | None = None
    body: Passage | None = None
    language: str = ""
    named: bool = False


Block: TypeAlias = HeadingBlock | ParagraphBlock | VisualBlock


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that is shown, and the place of its first sign."""

    latex: str
    place: Place


@dataclass(slots=True)
class Blocks:
    """What was read of a storyboard: its front matter, its blocks and all formulas in text."""

    front: Passage | None = None
    blocks: list[Block] = field(default_factory=list[Block])
    formulas: list[Formula] = field(default_factory=list[Formula])
