"""Visuals too large for their room, told before anything is drawn.

The layout measures what is drawn, and is right in the end; this keeps a model from writing what it
would refuse. The limits were found by drawing visuals of growing size, alone and with a second
one beside them: each is the largest size that was drawn. Letters of the smallest type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.score.score import score_of
from flaming_horse.visuals.kinds import KINDS

MOST_TOGETHER = 2
"""Visuals on screen at once: a third leaves none of them type that can be read."""


def too_large(scene: Scene) -> Iterator[Finding]:
    """Visuals that will not fit, with what they have and may have."""
    company = score_of(scene).company
    for visual in scene.visuals:
        if company[visual.id] > MOST_TOGETHER:
            what = f"{company[visual.id]} visuals stand on the screen with `{visual.id}`"
            remedy = f"at most {MOST_TOGETHER} have room: leave one out, or let one go (no keep)"
            yield Finding(f"{what}; {remedy}", None, True, visual.place)
        if visual.data:
            shares = visual.at is not None or company[visual.id] > 1
            yield from _of_one(visual, scene.visuals, shares=shares)


def _of_one(visual: Visual, visuals: Sequence[Visual], *, shares: bool) -> Iterator[Finding]:
    kind, data = KINDS[visual.kind], visual.data
    across, limit = kind.letters(data), kind.fits.shared if shares else kind.fits.alone
    if limit is not None and across > limit:
        yield _told(visual, f"{across} letters side by side, and {limit} fit", shares)
    for what in kind.too_large_shared(data) if shares else ():
        yield _told(visual, what, shares=True)
    high, most = kind.height(data), kind.fits.stacked
    if most is not None and high > most and _stacked(visual, visuals):
        yield _told(visual, f"{high:g} rows with others above or below, and {most:g} fit", shares)
        return
    there, limit = kind.rows(data), kind.fits.rows if shares else None
    if limit is not None and there > limit:
        yield _told(visual, f"{there} rows, and {limit} fit", shares)


def _stacked(visual: Visual, visuals: Sequence[Visual]) -> bool:
    """Whether it may stand above or below another one."""
    others = [other for other in visuals if other is not visual]
    apart = [other.at in {"top", "bottom"} for other in others]
    if visual.at in {"left", "right"}:
        return any(apart) or any(other.keep and other.at is None for other in others)
    kept = visual.keep or any(other.keep for other in others)
    return bool(others) and (kept or visual.at in {"top", "bottom"})


def _told(visual: Visual, what: str, shares: bool) -> Finding:
    room = " beside another visual" if shares else ""
    instead = ", or show it alone" if shares else ""
    return Finding(
        f"the {visual.kind} `{visual.id}` is too large{room}: {what}; show less{instead}",
        None,
        True,
        visual.place,
    )
