"""Manim's own mobjects as visuals, for scenes written by hand."""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import WeakValueDictionary

from manim import Mobject

from flaming_horse.stage.room import Room
from flaming_horse.stage.visual import DrawnVisual


class Drawing(DrawnVisual):
    """One of Manim's mobjects, laid out and cued like any visual."""

    kind: ClassVar[str] = "drawing"
    _known: ClassVar[WeakValueDictionary[int, Drawing]] = WeakValueDictionary()

    def __init__(self, visual_id: str, /, *, mobject: Mobject) -> None:
        super().__init__(visual_id)
        self.mobject = mobject

    @classmethod
    def of(cls, mobject: DrawnVisual | Mobject) -> DrawnVisual:
        """The visual itself, or the one that stands for this mobject."""
        if isinstance(mobject, DrawnVisual):
            return mobject
        if id(mobject) not in cls._known:
            drawing = cls(type(mobject).__name__.lower(), mobject=mobject)
            # The mobject keeps its visual alive, so that its id stays its own.
            setattr(mobject, "flaming_horse_drawing", drawing)  # noqa: B010
            cls._known[id(mobject)] = drawing
        return cls._known[id(mobject)]

    def draw(self, room: Room) -> None:
        mobject = self.mobject
        mobject.scale(min(1.0, room.width / mobject.width, room.height / mobject.height))
        mobject.center()
        content: Any = self
        content.submobjects = [mobject]  # images are Mobjects, which `add` refuses
        self.define("", mobject, ink=False)
