"""Checks of what a script says: what the language itself cannot know to be wrong or poor.

They look at a storyboard that has been parsed without findings. What reads words reads English,
and stays silent about other languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flaming_horse.lint.arithmetic.matrices import wrong_matrices
from flaming_horse.lint.arithmetic.numbers import unequal_steps, wrong_numbers
from flaming_horse.lint.arithmetic.plots import wrong_plots
from flaming_horse.lint.arithmetic.said_counts import other_counts
from flaming_horse.lint.arithmetic.said_numbers import other_numbers
from flaming_horse.lint.arithmetic.said_sums import wrong_sums
from flaming_horse.lint.arithmetic.totals import wrong_totals
from flaming_horse.lint.cues import unseen_cues, unused_visuals
from flaming_horse.lint.finding import Finding
from flaming_horse.lint.fitting import too_large
from flaming_horse.lint.ideas import (
    chained_clauses,
    crowds_of_pictures,
    long_lines,
    still_lines,
)
from flaming_horse.lint.length import length_of_film, length_of_scene
from flaming_horse.lint.reading_level import hard_scenes
from flaming_horse.lint.wording import broken_promises, claims, repeated_phrases
from flaming_horse.model.storyboard import Line, Scene, Storyboard

__all__ = ["Finding", "check_film", "check_scene", "check_storyboard", "claims"]


def check_scene(
    scene: Scene, *, words: int, before: Sequence[Line] = (), last: bool = False
) -> Iterator[Finding]:
    """What is wrong or poor in an English scene; `words` is about how many it should have.

    `before` are the lines of the scenes before it; `last`: no scene follows that could keep a
    promise.
    """
    yield from unused_visuals(scene)
    yield from unseen_cues(scene)
    yield from too_large(scene)
    yield from _drawn(scene)
    yield from long_lines(scene.lines)
    yield from length_of_scene(scene, words)
    yield from _said(scene)
    yield from repeated_phrases(scene.lines, before)
    if last:
        yield from broken_promises(scene.lines)


def check_film(storyboard: Storyboard, *, minutes: float) -> Iterator[Finding]:
    """What only the whole English film shows: its length, promises, phrases said again."""
    yield from length_of_film(storyboard, minutes)
    yield from _of_all_scenes(storyboard)


def check_storyboard(
    storyboard: Storyboard, *, minutes: float | None = None, words: int | None = None
) -> Iterator[Finding]:
    """What a person who wrote or edited a storyboard should look at, scene by scene.

    `minutes` is the length the film should have, `words` that of a scene; None: any. What will be
    drawn is measured when it is drawn, and is not guessed at here. Of a film in another language
    than English only its formulas, plots and visuals are looked at.
    """
    english = storyboard.settings.language.casefold().split("-")[0] == "en"
    for scene in storyboard.scenes:
        # Where nothing is aimed at, the pictures of plain Markdown are seen beside its words.
        if any(line.cues for line in scene.lines):
            yield from unused_visuals(scene)
        yield from _drawn(scene)
        if english:
            yield from still_lines(scene.lines)
            yield from _said(scene)
            if words is not None:
                yield from length_of_scene(scene, words)
    if not english:
        yield from wrong_matrices(storyboard.scenes)
        return
    if minutes is not None:
        yield from length_of_film(storyboard, minutes)
    yield from _of_all_scenes(storyboard)


def _drawn(scene: Scene) -> Iterator[Finding]:
    """In any language."""
    yield from wrong_numbers(scene)
    yield from unequal_steps(scene)
    yield from wrong_plots(scene)
    yield from crowds_of_pictures(scene)


def _said(scene: Scene) -> Iterator[Finding]:
    """In English."""
    yield from wrong_sums(scene)
    yield from other_numbers(scene)
    yield from other_counts(scene)
    yield from wrong_totals(scene)
    yield from hard_scenes(scene)
    yield from chained_clauses(scene.lines)


def _of_all_scenes(storyboard: Storyboard) -> Iterator[Finding]:
    yield from wrong_matrices(storyboard.scenes)
    yield from broken_promises(storyboard.lines)
    yield from repeated_phrases(storyboard.lines, ())
