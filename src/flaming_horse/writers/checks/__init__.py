"""Checks of what a script says: what the language itself cannot know to be wrong or poor.

They read English, and look at a storyboard that has been parsed without findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flaming_horse.model.storyboard import Line, Scene, Storyboard
from flaming_horse.writers.checks.cues import unseen_cues
from flaming_horse.writers.checks.finding import Finding
from flaming_horse.writers.checks.fitting import too_large
from flaming_horse.writers.checks.numbers import wrong_numbers
from flaming_horse.writers.checks.pictures import unused_visuals, wrong_pictures
from flaming_horse.writers.checks.wording import (
    broken_promises,
    claims,
    length_of_film,
    length_of_scene,
    long_lines,
    repeated_phrases,
)

__all__ = ["Finding", "check_film", "check_scene", "claims"]


def check_scene(
    scene: Scene, *, words: int, before: Sequence[Line] = (), last: bool = False
) -> Iterator[Finding]:
    """What is wrong or poor in a scene; `words` is about how many it should have.

    `before` are the lines of the scenes before it; `last`: no scene follows that could keep a
    promise.
    """
    yield from unused_visuals(scene)
    yield from unseen_cues(scene)
    yield from too_large(scene)
    yield from wrong_numbers(scene)
    yield from wrong_pictures(scene)
    yield from long_lines(scene.lines)
    yield from length_of_scene(scene, words)
    yield from repeated_phrases(scene.lines, before)
    if last:
        yield from broken_promises(scene.lines)


def check_film(storyboard: Storyboard, *, minutes: float) -> Iterator[Finding]:
    """What only the whole film shows: its length, its promises, phrases said again."""
    yield from length_of_film(storyboard.lines, minutes)
    yield from broken_promises(storyboard.lines)
    yield from repeated_phrases(storyboard.lines, ())
