"""Equations between numbers that do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from flaming_horse.errors import Place
from flaming_horse.lint.arithmetic.latex_matrices import unequal_matrices
from flaming_horse.lint.arithmetic.latex_numbers import value_of
from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Line, Scene
from flaming_horse.visuals.kinds import KINDS

ABOUT = 0.02
"""How far apart the sides of an `\\approx` may be: two in a hundred, as in `\\pi \\approx 3.1`."""

_PARTS = re.compile(r"\\\\|\\q?quad|,(?!\d)(?!\})|;|\\text\s*\{[^{}]*\}|\\[Rr]ightarrow|\\implies")
_SIDES = re.compile(r"(=|\\approx(?![a-z])|≈)")
_OPERATION = re.compile(r"[-+*/^]|\\(?:cdot|times|div|frac|dfrac|tfrac|sqrt)(?![a-z])")
_RELATION = re.compile(r"[<>≤≥≠]|\\(?:n?e|neq|l[et]q?|g[et]q?|equiv|sim|to|in|mid)(?![a-z])")


def wrong_numbers(scene: Scene) -> Iterator[Finding]:
    """Equations of the scene's formulas whose sides are different numbers."""
    for latex, line, place in _formulas(scene):
        for left, right in _unequal(latex):
            what = f"`{latex.strip()}` does not hold: {left:g} is not {right:g}"
            yield Finding(what, line, True, place)
        for told, computed in unequal_matrices(latex):
            rows = ", ".join(f"[{', '.join(f'{value:g}' for value in row)}]" for row in computed)
            what = f"`{latex.strip()}` does not hold: the left side of `= {told}` is [{rows}]"
            yield Finding(what, line, True, place)


def _formulas(scene: Scene) -> Iterator[tuple[str, Line | None, Place]]:
    for visual in scene.visuals:
        steps = KINDS[visual.kind].formulas(visual.data) if visual.data else ()
        # A step that begins with `=` goes on with the side before it.
        for number, step in enumerate(steps):
            opened = step.lstrip().startswith("=") and number > 0
            whole = _last_side(steps[number - 1]) + step if opened else step
            yield whole, None, visual.place
    for line in scene.lines:
        for run in line.runs:
            if run.kind == "math":
                yield run.text, line, line.place


def unequal_steps(scene: Scene) -> Iterator[Finding]:
    """Steps of a derivation that are numbers, and not the number of the step before."""
    for visual in scene.visuals:
        steps = KINDS[visual.kind].formulas(visual.data) if visual.data else ()
        for above, below in pairwise(steps):
            one, other = value_of(above), value_of(below)
            # Two plain numbers may be a list; where something is computed, it goes on below.
            computed = _OPERATION.search(above + below)
            if one is None or other is None or not computed:
                continue
            allowed = max(_rounding(above), _rounding(below), 1e-9 * max(abs(one), abs(other)))
            if abs(one - other) > allowed:
                what = (
                    f"the step `{below.strip()}` of `{visual.id}` is {other:g}, and the one before"
                )
                yield Finding(f"{what} it, `{above.strip()}`, is {one:g}", place=visual.place)


def _last_side(step: str) -> str:
    return _SIDES.split(step)[-1]


def _unequal(latex: str) -> Iterator[tuple[float, float]]:
    for part in _PARTS.split(latex):
        if _RELATION.search(part):
            continue
        sides = _SIDES.split(part)
        for at in range(1, len(sides) - 1, 2):
            left, right = sides[at - 1], sides[at + 1]
            one, other = value_of(left), value_of(right)
            if one is None or other is None:
                continue
            allowed = max(_rounding(left), _rounding(right), 1e-9 * max(abs(one), abs(other)))
            if sides[at] != "=":
                allowed = max(2 * allowed, ABOUT * max(abs(one), abs(other)))
            if abs(one - other) > allowed:
                yield one, other


def _rounding(side: str) -> float:
    """Half of the last decimal place of a number written with decimals; 0 for anything else."""
    match = re.fullmatch(r"\s*-?\d+\.(\d+)\s*", side)
    return 0.5000001 * 10.0 ** -len(match[1]) if match else 0.0
