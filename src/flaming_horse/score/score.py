"""A scene of the storyboard as a score: line by line what comes, leaves and changes.

Made from the storyboard alone: it knows words, and neither seconds nor pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from flaming_horse.model.storyboard import Cue, Heading, Line, Scene, SceneItem, Target, Visual
from flaming_horse.score.rules import Entrance, sceneries, waiting
from flaming_horse_voice.runs import flattened, ranges_of

Coming: TypeAlias = "Entrance[Visual] | Heading"


@dataclass(frozen=True, slots=True)
class Beat:
    """A line with what comes when it starts, in order; None: a time in which nothing is said.

    `there` are the visuals that are on screen while it is spoken.
    """

    line: Line | None
    coming: tuple[Coming, ...]
    there: tuple[Visual, ...]

    @property
    def entrances(self) -> tuple[Entrance[Visual], ...]:
        return tuple(each for each in self.coming if isinstance(each, Entrance))

    @property
    def shows_its_words(self) -> bool:
        """Whether its key phrase is set large: nothing else is there to be seen."""
        return self.line is not None and not self.there


@dataclass(frozen=True)
class Score:
    """What happens in a scene. `hidden` are each visual's parts that wait for a cue."""

    scene: Scene
    beats: tuple[Beat, ...]

    @cached_property
    def hidden(self) -> dict[str, tuple[Target, ...]]:
        return waiting(cue for line in self.scene.lines for cue in line.cues)

    @cached_property
    def company(self) -> dict[str, int]:
        """For each visual how many are on screen at most while it is there, itself counted."""
        most: dict[str, int] = {}
        for beat in self.beats:
            for visual in beat.there:
                most[visual.id] = max(most.get(visual.id, 0), len(beat.there))
        return most


def score_of(scene: Scene) -> Score:
    """The score of a scene."""
    groups = _by_line(scene.items)
    each = sceneries([[v for v in coming if isinstance(v, Visual)] for _, coming in groups])
    beats: list[Beat] = []
    for (line, coming), scenery in zip(groups, each, strict=True):
        entrances = iter(scenery.entrances)
        comes = tuple(item if isinstance(item, Heading) else next(entrances) for item in coming)
        beats.append(Beat(line, comes, scenery.there))
    return Score(scene, tuple(beats))


def _by_line(items: Sequence[SceneItem]) -> list[tuple[Line | None, list[Visual | Heading]]]:
    """Each line with what appears when it starts.

    What follows the last line appears with it; a scene without any line is a silent one.
    """
    grouped: list[tuple[Line | None, list[Visual | Heading]]] = []
    coming: list[Visual | Heading] = []
    for item in items:
        if isinstance(item, Line):
            grouped.append((item, coming))
            coming = []
        else:
            coming.append(item)
    if coming and grouped:
        grouped[-1][1].extend(coming)
    elif coming or not grouped:
        grouped.append((None, coming))
    return grouped


def phrase_of(line: Line, cue: Cue) -> tuple[str, int]:
    """The cue's words as they stand in `line.text`, and which occurrence of them is meant."""
    text, ranges = ranges_of(line.runs)
    phrase = flattened(line.runs[cue.first_run : cue.end_run])
    at = text.find(phrase, ranges[cue.first_run][0])
    occurrence, found = 1, text.find(phrase)
    while 0 <= found < at:
        occurrence, found = occurrence + 1, text.find(phrase, found + 1)
    return phrase, occurrence
