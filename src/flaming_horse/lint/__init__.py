"""Checks of what a script says: what the language itself cannot know to be wrong or poor.

They look at a storyboard that has been parsed without findings, and make nothing of it. A new one
is a function and a row in `CHECKS`. What computes is a part of its own, `lint.arithmetic`, which
can be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flaming_horse.lint.arithmetic import ARITHMETIC
from flaming_horse.lint.check import Author, Check, Passage, all_lines, each_scene
from flaming_horse.lint.cues import unseen_cues, unused_visuals
from flaming_horse.lint.finding import Finding
from flaming_horse.lint.fitting import too_large
from flaming_horse.lint.ideas import (
    chained_clauses,
    crowds_of_pictures,
    long_lines,
    still_lines,
)
from flaming_horse.lint.length import length_of_film, length_of_scenes
from flaming_horse.lint.reading_level import hard_scenes
from flaming_horse.lint.wording import broken_promises, claims, repeated_phrases
from flaming_horse.model.storyboard import Line, Scene, Storyboard

__all__ = ["CHECKS", "Finding", "check_film", "check_scene", "check_storyboard"]


def _unused_beside_cues(scene: Scene) -> Iterator[Finding]:
    """Where nothing is aimed at, the pictures of plain Markdown are seen beside its words."""
    return unused_visuals(scene) if any(line.cues for line in scene.lines) else iter(())


def _promises_at_the_end(passage: Passage) -> Iterator[Finding]:
    """In the last scene: those of others may be kept by a scene that is still to be written."""
    return broken_promises(passage.lines) if passage.ends else iter(())


CHECKS: tuple[Check, ...] = (
    Check("unused-visual", each_scene(unused_visuals), "model"),
    Check("unused-visual", each_scene(_unused_beside_cues), "person"),
    Check("cue-in-vain", each_scene(unseen_cues)),
    Check("too-large", each_scene(too_large), "model"),
    Check("crowded-line", each_scene(crowds_of_pictures)),
    Check("long-line", all_lines(long_lines), "model"),
    Check("long-line", all_lines(still_lines), "person", english=True),
    Check("scene-length", length_of_scenes, "model", english=True),
    Check("reading-level", each_scene(hard_scenes), english=True),
    Check("chained-clauses", all_lines(chained_clauses), english=True),
    Check("repetition", lambda p: repeated_phrases(p.lines, p.before), english=True),
    Check("promise", _promises_at_the_end, "model", english=True),
    Check("promise", all_lines(broken_promises), english=True, film=True),
    Check("film-length", length_of_film, english=True, film=True),
    Check("source", all_lines(claims), english=True, film=True),
)
"""All of them but those of `lint.arithmetic`, which has a table of the same kind."""


def check_scene(
    scene: Scene,
    *,
    words: int,
    before: Sequence[Line] = (),
    last: bool = False,
    arithmetic: bool = True,
) -> Iterator[Finding]:
    """What is wrong or poor in a scene that a model wrote.

    `words` is about how many it should have, `before` are the lines of the scenes before it, and
    `last` says that no scene follows that could keep a promise.
    """
    passage = Passage((scene,), before, ends=last, words=words)
    for check in _checks("model", arithmetic):
        if not check.film:
            yield from check.findings(passage)


def check_film(
    storyboard: Storyboard, *, minutes: float, arithmetic: bool = True
) -> Iterator[Finding]:
    """What only the whole film shows, where a model wrote it: its length, promises, sources."""
    passage = Passage.whole(storyboard, minutes)
    for check in _checks("model", arithmetic):
        if check.film:
            yield from check.findings(passage)


def check_storyboard(
    storyboard: Storyboard, *, minutes: float | None = None, arithmetic: bool = True
) -> list[Finding]:
    """What a person who wrote or edited a storyboard should look at, from its first row on.

    `minutes` is the length the film should have; None: any. How large things are is measured when
    they are laid out, and not guessed at here.
    """
    passage = Passage.whole(storyboard, minutes)
    found = [each for check in _checks("person", arithmetic) for each in check.findings(passage)]
    return sorted(found, key=_row)


def _checks(author: Author, arithmetic: bool) -> Iterator[Check]:
    for check in (*CHECKS, *(ARITHMETIC if arithmetic else ())):
        if check.author in (None, author):
            yield check


def _row(finding: Finding) -> tuple[bool, int]:
    """What is about the whole film comes last."""
    return (finding.at is None, finding.at.line if finding.at else 0)
