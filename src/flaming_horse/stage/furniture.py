"""What every scene has besides its visuals: heading, subheading, key phrase, voice mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from manim import Circle, ManimColor, Rectangle, VGroup

from flaming_horse.stage.fitting import SHRINKS, DoesNotFit
from flaming_horse.stage.layout import Area, Frame
from flaming_horse.stage.looks import Look
from flaming_horse.stage.room import Room, Written, plain_runs, runs_of
from flaming_horse.stage.typeset import Align, Typeset
from flaming_horse_voice.runs import flattened

_MOST_LINES = {"heading": 2, "subheading": 2, "key_phrase": 4}


@dataclass(frozen=True, slots=True)
class Furniture:
    """Sets a scene's own texts, each in its corner of the frame."""

    frame: Frame
    look: Look

    def heading(self, text: Written) -> VGroup:
        """The scene's heading: top left, over a short rule in the accent."""
        words = self._fitting(text, "heading", weight=600)
        rule = self.rule(words.size)
        safe = self.frame.safe
        words.move_to((safe.left + words.width / 2, safe.top - words.height / 2, 0))
        rule.move_to((safe.left + rule.width / 2, words.get_bottom()[1] - 0.16 * words.size, 0))
        return VGroup(words, rule)

    def subheading(self, text: Written, below: float) -> VGroup:
        """A heading inside the scene, muted, under the heading's lower edge `below`."""
        words = self._fitting(text, "subheading", colour=self.look.muted)
        x = self.frame.safe.left + words.width / 2
        words.move_to((x, below - 0.25 * words.size - words.height / 2, 0))
        return VGroup(words)

    def key_phrase(self, text: Written, area: Area) -> VGroup:
        """Words set large in the middle of the area, over the accent's rule."""
        width = min(area.width, 0.86 * self.frame.width)
        words = self._fitting(
            text, "key_phrase", weight=600, width=width, height=area.height, align="center"
        )
        words.move_to((area.x, area.y, 0))
        return VGroup(words)

    def voice_mark(self, text: str) -> VGroup:
        """The visible mark of a film that no real voice speaks, or none that passed."""
        words = self._room().text(text, size="note", colour=self.look.muted)
        safe = self.frame.safe
        words.move_to((safe.right - words.width / 2, safe.bottom + words.height / 2, 0))
        return VGroup(words)

    def backdrop(self) -> VGroup:
        """Quiet rings that reach into a title's frame from its lower right corner."""
        unit = self.frame.unit
        corner = (0.5 * self.frame.width - 0.04 * unit, -0.5 * self.frame.height - 0.02 * unit, 0)
        rings = VGroup()
        for i in range(5):
            ring = Circle(
                radius=(0.16 + 0.11 * i) * unit,
                stroke_color=ManimColor(self.look.rule),
                stroke_width=(10 - 1.6 * i) * unit / 8,
                stroke_opacity=0.75 - 0.13 * i,
                fill_opacity=0,
            )
            rings.add(ring.move_to(corner))
        return rings

    def rule(self, size: float) -> Rectangle:
        """A short bar in the accent."""
        return Rectangle(
            width=1.4 * size,
            height=0.07 * size,
            stroke_width=0,
            fill_color=self.look.accent,
            fill_opacity=1,
        )

    def _room(self, shrink: float = 1.0) -> Room:
        safe = self.frame.safe
        return Room(safe.width, safe.height, self.look, unit=self.frame.unit, shrink=shrink)

    def _fitting(
        self,
        text: Written,
        size: str,
        *,
        width: float | None = None,
        height: float | None = None,
        align: Align = "left",
        **settings: Any,
    ) -> Typeset:
        wide = width or self.frame.safe.width
        for shrink in SHRINKS:
            words = self._room(shrink).text(
                runs_of(text), size=size, width=wide, align=align, balanced=True, **settings
            )
            low = height is None or words.height <= height
            if words.lines <= _MOST_LINES[size] and words.width <= wide * 1.01 and low:
                return words
        part = size.replace("_", " ")
        raise DoesNotFit(
            f"the {part} is too long for the frame: {flattened(plain_runs(text))!r}",
            remedy="Say it in fewer words.",
            part=part,
        )
