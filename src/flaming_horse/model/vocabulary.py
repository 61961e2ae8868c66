"""The closed vocabularies of a storyboard, each in one table that every room reads.

What the names stand for is elsewhere: a look's colours in `stage.looks`, how a verb is drawn in
`stage.parts`. Tests hold those in step with the tables here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

SHAPES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1)}
)
"""The proportions that a film may have: name → width to height."""
DEFAULT_SHAPE = "16:9"

LOOKS = ("plain", "chalk", "midnight")
DEFAULT_LOOK = "plain"

MATHS = ("auto", "short", "exact")
"""The styles in which formulas are read aloud."""
DEFAULT_MATHS = "auto"

COLOURS = (
    "blue", "red", "yellow", "green", "orange", "purple", "pink", "teal", "white", "black", "gray",
    "grey",
)  # fmt: skip
"""Names, not values: each look has an ink for each that is readable on its background."""

ScreenSide: TypeAlias = Literal["left", "right", "top", "bottom"]
ScreenPlace: TypeAlias = Literal[ScreenSide, "centre"]
PLACES: tuple[ScreenPlace, ...] = get_args(ScreenPlace)
"""Where on screen a visual may stand; one that says nothing has all the room there is."""

Verb: TypeAlias = Literal["show", "hide", "highlight", "mark"]
VERBS: tuple[Verb, ...] = get_args(Verb)
"""What a cue can do. Of the cues on the same words, the first of these is written first."""
LATER_VERBS = ("point", "transform", "move", "zoom", "set")
"""Names kept for later versions: they are read, and told to be none that can be drawn."""
SPEECH_ATTRIBUTES = ("say", "pause")
"""What marked words take beside cues: how they are spoken."""
SPAN_ATTRIBUTES = (*VERBS, *LATER_VERBS, *SPEECH_ATTRIBUTES)
"""All that marked words take."""


def frame_size(shape: str, shorter: int) -> tuple[int, int]:
    """Width and height of a frame in pixels, both even; its shorter side is `shorter`."""
    across, down = SHAPES[shape]
    longer = 2 * round(Fraction(shorter * max(across, down), 2 * min(across, down)))
    return (longer, shorter) if across >= down else (shorter, longer)
