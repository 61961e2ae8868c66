"""A conversion is finished only when every line can be spoken and every scene fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flaming_horse.config import Settings
from flaming_horse.phases.trial import Trial
from flaming_horse.writers.repairs.changes import Change, counted
from flaming_horse.writers.repairs.repairing import repaired
from flaming_horse.writers.write_film import Converted, parsed

MOST_REPAIRS, MOST_ROUNDS = 12, 40
"""Rounds in which everything is tried, and in all; after those what does not fit is left out."""


def fitted(
    converted: Converted,
    settings: Settings,
    on_scene: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005 - its names
) -> Converted:
    """The conversion with all that does not fit, or cannot be spoken, repaired and told.

    `on_scene` is told how many scenes of a round are tried, and of how many. Raises WrongInput
    where nothing is left of the document, and MachineFailed.
    """
    with Trial(settings, on_scene) as trial:
        made, changes = repaired_by(trial, converted)
    return replace(made, notes=(*converted.notes, *counted(changes)))


def repaired_by(trial: Trial, converted: Converted) -> tuple[Converted, tuple[Change, ...]]:
    """The conversion repaired until the trial finds nothing more, and what was changed."""
    changes: list[Change] = []
    for number in range(MOST_ROUNDS):
        storyboard = parsed(converted.text, converted.pictures)
        misfits = trial.findings(storyboard, converted.pictures).misfits
        if not misfits:
            break
        last = number >= MOST_REPAIRS
        converted, more = repaired(converted, storyboard, misfits, last=last)
        if not more:
            break  # what is left cannot be repaired: the build tells it with its place
        changes += more
    return converted, tuple(changes)
