"""How cues aim at parts of visuals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from manim import Animation, AnimationGroup, Mobject, VGroup

from flaming_horse.model.vocabulary import Verb
from flaming_horse.stage.body import Body


class HasParts(Protocol):
    """What a part asks of its visual."""

    id: str

    @property
    def drawn(self) -> bool: ...
    def find(self, path: str) -> Body: ...
    def show_part(self, path: str) -> list[Animation]: ...
    def hide_part(self, path: str) -> list[Animation]: ...
    def highlight_part(self, path: str, *, mark: bool = False) -> list[Animation]: ...
    def release_part(self, path: str) -> list[Animation]: ...


@dataclass(frozen=True, slots=True)
class PartHandle:
    """A part of a visual, or all of it (""); looked up when it is first needed."""

    visual: HasParts
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
