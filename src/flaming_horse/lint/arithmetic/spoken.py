"""A line as one text that is read for numbers, with where its cues stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flaming_horse.lint.arithmetic.latex_numbers import value_of
from flaming_horse.model.storyboard import Cue, Line
from flaming_horse_voice.runs import Run

FORMULA = "\u00a4"
"""Stands for a formula or code that is no plain number."""
_PLAIN = re.compile(r"\s*\d+(?:\{?[.,]\}?\d+)*\s*")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """`text` of a line; `starts[n]` is where its n-th run begins, and the last where it ends."""

    text: str
    starts: tuple[int, ...]
    values: dict[int, float]
    """Of formulas that can be computed, by their place in `text`."""

    def words_of(self, cue: Cue) -> tuple[int, int]:
        """From where to where the marked words of a cue stand."""
        return self.starts[cue.first_run], self.starts[cue.end_run]

    def sentence_at(self, at: int) -> tuple[int, int]:
        """From where to where the sentence around a place goes."""
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        start = max((end for end in ends if end <= at), default=0)
        return start, min((end for end in ends if end > at), default=len(self.text))


def spoken(line: Line) -> Spoken:
    """What is said in a line: plain numbers in formulas stand as digits."""
    text, starts, values = "", [], dict[int, float]()
    for run in line.runs:
        starts.append(len(text))
        value = value_of(run.text) if run.kind == "math" and run.say is None else None
        if value is not None and not _PLAIN.fullmatch(run.text):
            values[len(text)] = value
        text += _said(run)
    return Spoken(text, (*starts, len(text)), values)


def _said(run: Run) -> str:
    if run.say is not None:
        return run.say
    if run.kind == "math":
        return run.text.replace("{,}", ",").strip() if _PLAIN.fullmatch(run.text) else FORMULA
    return FORMULA if run.kind == "code" else run.text
