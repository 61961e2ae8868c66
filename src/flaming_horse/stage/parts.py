"""Parts of visuals: what they are made of, and how cues aim at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from manim import Animation, AnimationGroup, Mobject, VGroup

from flaming_horse.model.vocabulary import Verb

if TYPE_CHECKING:
    from flaming_horse.stage.visual import DrawnVisual

_BLANKS = re.compile(r"\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


@dataclass(slots=True)
class Body:
    """What a part is made of.

    `probe` is where a change of it is looked for (its own box, when None): something still, for
    what moves. `surface` puts the soft box behind it when it is highlighted, `ink` writes it in
    the highlight's ink. The box is `padding` larger than the part, or exactly `frame`.
    `highlight(on)` replaces both with the visual's own way.
    """

    mobjects: VGroup
    probe: Mobject | None = None
    surface: bool = True
    ink: bool = True
    padding: float | None = None
    frame: Mobject | None = None
    highlight: Callable[[bool], Sequence[Animation]] | None = None


@dataclass(frozen=True, slots=True)
class PartHandle:
    """A part of a visual, or all of it (""); looked up when it is first needed."""

    visual: DrawnVisual
    path: str

    def __str__(self) -> str:
        return f"{self.visual.id}.{self.path}" if self.path else self.visual.id

    @property
    def mobjects(self) -> VGroup:
        return self.visual.find(self.path).mobjects

    @property
    def probe(self) -> Mobject:
        """Where a change of the part can be seen: the box of this mobject."""
        body = self.visual.find(self.path)
        return body.probe if body.probe is not None else body.mobjects

    def starting(self, verb: Verb) -> list[Animation]:
        """The animations with which a cue on this part begins."""
        match verb:
            case "show":
                return self.visual.show_part(self.path)
            case "hide":
                return self.visual.hide_part(self.path)
            case "highlight":
                return self.visual.highlight_part(self.path)
            case "mark":
                return self.visual.highlight_part(self.path, mark=True)

    def releasing(self) -> list[Animation]:
        """The animations with which a highlight ends."""
        return self.visual.release_part(self.path) if self.visual.drawn else []

    def show(self) -> Animation | None:
        return _together(self.visual.show_part(self.path))

    def hide(self) -> Animation | None:
        return _together(self.visual.hide_part(self.path))

    def highlight(self) -> Animation | None:
        return _together(self.visual.highlight_part(self.path))

    def mark(self) -> Animation | None:
        return _together(self.visual.highlight_part(self.path, mark=True))

    def release(self) -> Animation | None:
        return _together(self.visual.release_part(self.path))


def _together(animations: list[Animation]) -> Animation | None:
    if len(animations) > 1:
        return AnimationGroup(*animations)
    return animations[0] if animations else None


def grouped(mobjects: Sequence[Mobject]) -> VGroup:
    """The mobjects as one group; pixels, which a VGroup refuses, may be among them."""
    group: Any = VGroup()
    # Not `add`: Manim's Mobject, not only its VMobject, may be a part (an image is one).
    group.submobjects = list(mobjects)
    return group


def spelling(path: str) -> str:
    """A path without blanks, its quotes kept: `row( 1 )` is `row(1)`."""
    return _BLANKS.sub("", path)
