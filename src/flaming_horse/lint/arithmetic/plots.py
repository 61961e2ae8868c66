"""Plots that draw something else than the formula or their labels say, or just miss points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flaming_horse.lint.arithmetic.latex_numbers import formula_of
from flaming_horse.lint.finding import Finding
from flaming_horse.model.formula import FormulaError, constant, parse
from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.visuals.kind import Graph
from flaming_horse.visuals.kinds import KINDS

NEAR, FAR = 0.01, 0.1
"""A point this far from a curve, in heights of the plot, looks as if it were meant to lie on it:
nearer than the first nobody sees it, farther than the second it is another point."""

SAMPLES = 9
_FUNCTION = re.compile(r"^\s*(?:y|[a-zA-Z]\(x\))\s*=(?P<right>[^=]+)$")
_PLACE = re.compile(r"\((?P<x>-?\d+(?:\.\d+)?), ?(?P<y>-?\d+(?:\.\d+)?)\)")
_POWERS = {ord("²"): "^2", ord("³"): "^3", ord("·"): "*", ord("−"): "-"}  # noqa: RUF001 - typed by people


def wrong_plots(scene: Scene) -> Iterator[Finding]:
    """Plots that are not the one equation `y = …` shown or their labels, or just miss points."""
    plots = [
        (visual, graph) for visual in scene.visuals
        if visual.data and (graph := KINDS[visual.kind].graph(visual.data)) is not None
    ]  # fmt: skip
    for plot, graph in plots:
        yield from _labels(plot, graph)
        yield from _beside(plot, graph)
    if len(plots) != 1:
        return
    ((plot, graph),) = plots
    drawn = _still_curves(graph)
    said = [text for visual in scene.visuals if (text := _said(visual)) is not None]
    if len(drawn) == len(said) == 1:
        yield from _differ(plot, graph, drawn[0], said[0])


def _labels(plot: Visual, graph: Graph) -> Iterator[Finding]:
    """Curves labelled `y = …` that are another, and points labelled with another place."""
    for formula, label in graph.curves:
        said = _function_in(label)
        if said is not None and "t" not in parse(formula).variables:
            yield from _differ(plot, graph, formula, said, f"the label `{label}`")
    for points, label in graph.points:
        there = [tuple(constant(each) for each in point) for point in points]
        for match in _PLACE.finditer(label):
            told = float(match["x"]), float(match["y"])
            if told not in there:
                at = ", ".join(f"({x:g}, {y:g})" for x, y in there)
                what = f"the point labelled `{match[0]}` of the plot `{plot.id}` is drawn at {at}"
                yield Finding(what, place=plot.place)


def _function_in(label: str) -> str | None:
    """The right side of a label `y = 2x + 1`, as a formula in x."""
    match = _FUNCTION.match(label.strip().strip("$"))
    if match is None:
        return None
    plain = match["right"].translate(_POWERS)
    text = formula_of(plain) if "\\" in plain else plain
    try:
        found = parse(text, ("x",)) if text else None
    except FormulaError:
        return None
    return text if found is not None and found.variables == frozenset({"x"}) else None


def _still_curves(graph: Graph) -> list[str]:
    return [formula for formula, _ in graph.curves if "t" not in parse(formula).variables]


def _said(visual: Visual) -> str | None:
    """The right side of an equation `y = …` or `f(x) = …` in x, as a formula."""
    kind = KINDS[visual.kind]
    if not kind.is_formula or not visual.data:
        return None
    match = _FUNCTION.match(kind.formulas(visual.data)[0])
    text = formula_of(match["right"]) if match else None
    try:
        found = parse(text, ("x",)) if text else None
    except FormulaError:
        return None
    return text if found is not None and found.variables == frozenset({"x"}) else None


def _differ(
    plot: Visual, graph: Graph, drawn: str, said: str, name: str = "the equation"
) -> Iterator[Finding]:
    left, right = (constant(end) for end in graph.x)
    xs = [left + (right - left) * k / (SAMPLES - 1) for k in range(SAMPLES)]
    pairs = [(x, _value(drawn, x), _value(said, x)) for x in xs]
    for x, one, other in pairs:
        if one is None or other is None:
            continue
        if abs(one - other) > 1e-6 * max(1.0, abs(one), abs(other)):
            what = (f"{name} and the plot `{plot.id}` disagree: at x = {x:g} {name} gives "
                    f"{other:g}, and the curve `{drawn}` gives {one:g}")  # fmt: skip
            yield Finding(what, None, True, plot.place)
            return


def _beside(plot: Visual, graph: Graph) -> Iterator[Finding]:
    """Points just beside the nearest curve of a plot that stands still."""
    curves = _still_curves(graph)
    if len(curves) < len(graph.curves):
        return
    low, high = (constant(end) for end in graph.y)
    for points, _ in graph.points:
        missed: list[tuple[float, float, float]] = []
        for point in points:
            x, y = (constant(each) for each in point)
            heights = [there for text in curves if (there := _value(text, x)) is not None]
            nearest = min(heights, key=lambda there: abs(there - y), default=None)
            if nearest is not None and NEAR < abs(nearest - y) / (high - low) < FAR:
                missed.append((x, y, nearest))
        # Most points of three or more beside it: measurements, which lie on no curve.
        if len(points) > 2 and 2 * len(missed) > len(points):
            continue
        for x, y, there in missed:
            what = f"the point ({x:g}, {y:g}) of the plot `{plot.id}` lies beside the curve, which"
            yield Finding(f"{what} is {there:g} there", place=plot.place)


def _value(formula: str, x: float) -> float | None:
    import numpy as np

    value = float(parse(formula).evaluate(np, x=x, t=0.0))
    return value if np.isfinite(value) else None
