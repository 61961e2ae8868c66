"""The numbers that a part of a visual shows."""

from __future__ import annotations

import re

from flaming_horse.lint.arithmetic.latex_numbers import value_of
from flaming_horse.lint.arithmetic.number_words import tokens_of
from flaming_horse.model.storyboard import Target, Visual
from flaming_horse.visuals.kinds import KINDS

_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SIDE = re.compile(r"=|\\approx|,(?!\d)|\$")


def numbers_in(text: str) -> set[float]:
    """The numbers that a text or formula shows, as written and as they come to."""
    plain = text.replace("{,}", ",")
    found = {float(match[0].replace(",", "")) for match in _NUMBER.finditer(plain)}
    found |= {token.value for token in tokens_of(plain) if token.value is not None}
    return found | {v for side in _SIDE.split(plain) if (v := value_of(side)) is not None}


def numbers_of(visual: Visual, target: Target) -> set[float] | None:
    """The numbers of the part that a cue aims at; None where they are not known."""
    shown = KINDS[visual.kind].shows(visual.data, target) if visual.data else None
    if shown is None:
        return None
    return {number for text in shown for number in numbers_in(text)}
