"""Visuals too large for their room, told before anything is drawn.

The layout measures what is drawn, and is right in the end; this keeps a model from writing what it
would refuse. The limits were found by drawing visuals of growing size, alone and with a second
one beside them: each is the largest size that was drawn. Letters of the smallest type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flaming_horse.lint.finding import Finding
from flaming_horse.lint.sizes import formula_letters, grid_letters, height, letters, rows
from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.score.score import score_of

WIDE = {
    "flow": 72,
    "list": 70,
    "table": 160,
    "code": 60,
    "equation": 76,
    "derivation": 76,
    "matrix-product": 85,
}
"""Letters side by side with all the room there is."""
NARROW = {
    "flow": 48,
    "list": 50,
    "table": 48,
    "code": 40,
    "equation": 36,
    "derivation": 36,
    "matrix": 45,
    "matrix-product": 44,
}
"""Letters side by side in half of the width."""
SIDE = {"text": 180, "items": 180, "equation": 28, "matrix": 20}
"""Letters in one side of a compare that has half of the width: all words, or those side by side."""
MOST_TOGETHER = 2
"""Visuals on screen at once: a third leaves none of them type that can be read."""
LOW = {"table": 4, "code": 8, "list": 5, "derivation": 4, "flow": 5}
"""Rows where a second visual takes half of the room."""
STACKED = {"derivation": 4.0, "flow": 3.0, "code": 8.0, "quote": 3.0}
"""Rows where other visuals stand above or below; a formula that is two rows high counts as two."""


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
    across, limit = letters(visual.kind, visual.data), (NARROW if shares else WIDE).get(visual.kind)
    if limit is not None and across > limit:
        yield _told(visual, f"{across} letters side by side, and {limit} fit", shares)
    if shares and visual.kind == "compare":
        yield from _sides_too_large(visual)
    high, limit = height(visual.kind, visual.data), STACKED.get(visual.kind)
    if limit is not None and high > limit and _stacked(visual, visuals):
        yield _told(visual, f"{high:g} rows with others above or below, and {limit:g} fit", shares)
        return
    there, most = rows(visual.kind, visual.data), LOW.get(visual.kind) if shares else None
    if most is not None and there > most:
        yield _told(visual, f"{there} rows, and {most} fit", shares)


def _sides_too_large(visual: Visual) -> Iterator[Finding]:
    for name in ("left", "right"):
        for kind, limit in SIDE.items():
            content = visual.data[name].get(kind)
            if content is None:
                continue
            match kind:
                case "matrix":
                    there = grid_letters(content)
                case "equation":
                    there = round(formula_letters(content))
                case _:
                    # Each item, and the title, ends a line that is not full.
                    texts = [content] if isinstance(content, str) else content
                    there = sum(map(len, texts)) + 10 * len(texts)
                    there += len(visual.data[name].get("title", ""))
            if there > limit:
                what = f"{there} letters in the {kind} on the {name}, and {limit} fit"
                yield _told(visual, what, shares=True)


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
