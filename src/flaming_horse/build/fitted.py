"""A conversion is finished only when every line can be spoken and every scene fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flaming_horse.build.trial import Trial
from flaming_horse.config import Settings
from flaming_horse.errors import SceneFailed
from flaming_horse.writers.repairs.changes import Change, counted
from flaming_horse.writers.repairs.repairing import repaired
from flaming_horse.writers.write_film import Converted, parsed

MOST_REPAIRS, MOST_ROUNDS = 24, 48
"""Rounds in which everything is tried, and in all; after those what does not fit is left out."""


_REMEDY = (
    "This is a fault of the conversion: please report it with the document. Until it is mended, "
    "leave out of the document what does not fit."
)


def fitted(
    converted: Converted,
    settings: Settings,
    on_scene: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - its names
) -> Converted:
    """The conversion with all that does not fit, or cannot be spoken, repaired and told.

    `on_scene` is told how many scenes of a round are tried, and of how many. Raises WrongInput
    where nothing is left of the document, SceneFailed where something cannot be made to fit, and
    MachineFailed.
    """
    with Trial(settings, on_scene) as trial:
        made, changes = repaired_by(trial, converted)
    return replace(made, notes=(*converted.notes, *counted(changes)))


def repaired_by(trial: Trial, converted: Converted) -> tuple[Converted, tuple[Change, ...]]:
    """The conversion repaired until the trial finds nothing more, and what was changed.

    Raises SceneFailed where no repair changes anything: the film would fail when it is built.
    """
    changes: list[Change] = []
    number = 0
    while True:
        storyboard = parsed(converted.text, converted.pictures)
        misfits = trial.findings(storyboard, converted.pictures).misfits
        if not misfits:
            return converted, tuple(changes)
        before = converted.text
        last = number >= MOST_REPAIRS
        converted, more = repaired(converted, storyboard, misfits, last=last)
        changes += more
        number += 1
        if converted.text == before or number > MOST_ROUNDS:
            raise SceneFailed(misfits[0].what, remedy=_REMEDY)
