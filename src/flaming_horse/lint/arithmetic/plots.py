"""Plots that draw something else than the formula or their labels say, or just miss points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flaming_horse.lint.arithmetic.latex_numbers import formula_of
from flaming_horse.lint.finding import Finding
from flaming_horse.model.formula import FormulaError, constant, parse
from flaming_horse.model.storyboard import Scene, Visual

NEAR, FAR = 0.01, 0.1
"""A point this far from a curve, in heights of the plot, looks as if it were meant to lie on it:
nearer than the first nobody sees it, farther than the second it is another point."""

SAMPLES = 9
_FUNCTION = re.compile(r"^\s*(?:y|[a-zA-Z]\(x\))\s*=(?P<right>[^=]+)$")
_PLACE = re.compile(r"\((?P<x>-?\d+(?:\.\d+)?), ?(?P<y>-?\d+(?:\.\d+)?)\)")
_POWERS = {ord("²"): "^2", ord("³"): "^3", ord("·"): "*", ord("−"): "-"}  # noqa: RUF001 - typed by people


def wrong_plots(scene: Scene) -> Iterator[Finding]:
    """Plots that are not the one equation `y = …` shown or their labels, or just miss points."""
    plots = [visual for visual in scene.visuals if visual.kind == "plot" and visual.data]
    for plot in plots:
        yield from _labels(plot)
        yield from _beside(plot)
    curves = [(plot, text) for plot in plots for text in _still_curves(plot)]
    if len(curves) != 1 or len(plots) != 1:
        return
    plot, drawn = curves[0]
    said = [text for visual in scene.visuals if (text := _said(visual)) is not None]
    if len(said) == 1:
        yield from _differ(plot, drawn, said[0])


def _labels(plot: Visual) -> Iterator[Finding]:
    """Curves labelled `y = …` that are another, and points labelled with another place."""
    for curve in dict(plot.data["curves"]).values():
        said = _function_in(str(curve["label"]))
        if said is not None and "t" not in parse(curve["formula"]).variables:
            yield from _differ(plot, curve["formula"], said, f"the label `{curve['label']}`")
    for group in dict(plot.data["points"]).values():
        there = [tuple(constant(each) for each in point) for point in group["at"]]
        for match in _PLACE.finditer(str(group["label"])):
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


def _still_curves(plot: Visual) -> list[str]:
    formulas = [str(_field(curve, "formula")) for curve in dict(plot.data["curves"]).values()]
    return [text for text in formulas if "t" not in parse(text).variables]


def _field(value: Any, name: str) -> Any:
    return value[name] if isinstance(value, dict) else value


def _said(visual: Visual) -> str | None:
    """The right side of an equation `y = …` or `f(x) = …` in x, as a formula."""
    if visual.kind != "equation":
        return None
    match = _FUNCTION.match(str(visual.data["latex"]))
    text = formula_of(match["right"]) if match else None
    try:
        found = parse(text, ("x",)) if text else None
    except FormulaError:
        return None
    return text if found is not None and found.variables == frozenset({"x"}) else None


def _differ(plot: Visual, drawn: str, said: str, name: str = "the equation") -> Iterator[Finding]:
    left, right = (constant(end) for end in plot.data["x"])
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


def _beside(plot: Visual) -> Iterator[Finding]:
    """Points just beside the nearest curve of a plot that stands still."""
    curves = _still_curves(plot)
    if len(curves) < len(plot.data["curves"]):
        return
    low, high = (constant(end) for end in plot.data["y"])
    for group in dict(plot.data["points"]).values():
        missed: list[tuple[float, float, float]] = []
        for point in group["at"]:
            x, y = (constant(each) for each in point)
            heights = [there for text in curves if (there := _value(text, x)) is not None]
            nearest = min(heights, key=lambda there: abs(there - y), default=None)
            if nearest is not None and NEAR < abs(nearest - y) / (high - low) < FAR:
                missed.append((x, y, nearest))
        # Most points of three or more beside it: measurements, which lie on no curve.
        if len(group["at"]) > 2 and 2 * len(missed) > len(group["at"]):
            continue
        for x, y, there in missed:
            what = f"the point ({x:g}, {y:g}) of the plot `{plot.id}` lies beside the curve, which"
            yield Finding(f"{what} is {there:g} there", place=plot.place)


def _value(formula: str, x: float) -> float | None:
    import numpy as np

    value = float(parse(formula).evaluate(np, x=x, t=0.0))
    return value if np.isfinite(value) else None
