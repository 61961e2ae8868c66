"""What is known of a plot: curves of x, moving with t, and points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from flaming_horse.model.formula import FormulaError, constant, parse
from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data
from flaming_horse.visuals.fields import Colour, Position, Text, VisualData, wrong
from flaming_horse.visuals.kind import GalleryPicture, Graph, Kind, Part

_NAME = re.compile(r"[^\W\d][\w-]*")


def _formula(text: Any) -> Any:
    if isinstance(text, int | float) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str):
        raise wrong('a formula is expected here, such as "sin(x - t)"')
    try:
        parse(text)
    except FormulaError as error:
        raise wrong(error.what, remedy=error.remedy, column=error.column) from None
    return text


def _range(ends: list[Any]) -> list[Any]:
    if len(ends) != 2:
        raise wrong("a range has two ends: [0, 4*pi]")
    if constant(ends[0]) >= constant(ends[1]):
        raise wrong("a range goes from the smaller number to the larger one")
    return ends


def _pair(point: list[Any]) -> list[Any]:
    if len(point) != 2:
        raise wrong("a point is written [x, y]")
    return point


def _names(named: dict[str, Any]) -> dict[str, Any]:
    for name in named:
        if not _NAME.fullmatch(name):
            raise wrong(
                f"`{name}` cannot be a name: it is made of letters, digits, `-` and `_`, and"
                " begins with a letter",
                key=name,
            )
    return named


def _curve(value: Any) -> Any:
    return value if isinstance(value, dict) else {"formula": value}


MAX_POINTS = 500
MAX_NAMED = 50
"""Curves, and groups of points: more cannot be told apart by colours or names."""
FASTEST = 1_000.0

Formula = Annotated[str, BeforeValidator(_formula)]
Range = Annotated[list[Position], AfterValidator(_range)]
Point = Annotated[list[Position], AfterValidator(_pair)]


class CurveData(VisualData):
    formula: Formula = Field(description='a formula in x, and t if the plot moves: `"sin(x - t)"`')
    colour: Colour = Field(None, description="one of the look's colours; chosen if not given")
    faint: bool = Field(False, description="drawn lightly, behind the others")
    label: Text = Field("", description="what is written beside it")


class PointsData(VisualData):
    at: list[Point] = Field(
        description="the points: `[[0, 0], [pi, 0]]`", min_length=1, max_length=MAX_POINTS
    )
    colour: Colour = Field(None, description="one of the look's colours; chosen if not given")
    label: Text = Field("", description="what is written beside them")


class MotionData(VisualData):
    rate: float = Field(
        1.0,
        description="how much t grows in a second",
        strict=False,
        allow_inf_nan=False,
        ge=-FASTEST,
        le=FASTEST,
    )


Curve = Annotated[CurveData, BeforeValidator(_curve)]
Curves = Annotated[dict[str, Curve], AfterValidator(_names)]


class PlotData(VisualData):
    x: Range = Field(description="from where to where: `[0, 4*pi]`")
    y: Range = Field(description="from where to where: `[-2, 2]`")
    curves: Curves = Field(
        default_factory=dict[str, CurveData],
        description="curves by their names; a curve is a formula or a mapping (below)",
    )
    points: Annotated[dict[str, PointsData], AfterValidator(_names)] = Field(
        default_factory=dict[str, PointsData], description="groups of points by their names"
    )
    t: MotionData | None = Field(None, description="makes the plot move: `{rate: 1.0}`")

    @model_validator(mode="after")
    def _is_whole(self) -> PlotData:
        if not self.curves and not self.points:
            raise wrong("a plot has `curves` or `points`; this one has neither")
        for field in ("curves", "points"):
            if len(getattr(self, field)) > MAX_NAMED:
                raise wrong(f"a plot has {MAX_NAMED} {field} at most", field=field)
        for name in self.points:
            if name in self.curves:
                raise wrong(f"`{name}` is the name of a curve and of points", field="points")
        for name, curve in self.curves.items():
            if self.t is None and "t" in parse(curve.formula).variables:
                raise wrong(
                    f"the curve `{name}` uses t, and nothing says how fast t grows",
                    remedy="Add `t: {rate: 1.0}` to the plot.",
                    field="curves",
                )
        return self


class PlotKind(Kind):
    name = "plot"
    drawn_as = "Plot"
    summary = "Curves over x, standing or moving in time, and points."
    part_notes = (("name", "the curve, or the points, of that name: `waves.right`"),)
    example = (
        "```plot {#waves}\nx: [0, 4*pi]\ny: [-2, 2]\ncurves:\n"
        '  right: {formula: "sin(x - t)", colour: blue}\n'
        '  left: {formula: "sin(x + t)", colour: red}\n'
        "points:\n  start: {at: [[0, 0]]}\nt: {rate: 1.0}\n```\n\n"
        '[One wave]{highlight="waves.right"} runs to the right,'
        ' [another]{highlight="waves.left"} to the left.'
    )
    model = PlotData
    notes = (
        "Formulas know `+ - * / ^`, brackets, `pi e tau` and the functions sin cos tan asin acos"
        " atan sinh cosh tanh exp ln log (base 10) sqrt abs floor ceil min max; `2x` and `2 pi` are"
        " products. Angles are radians."
    )
    picture = GalleryPicture(
        {
            "x": [0, "4*pi"],
            "y": [-2.2, 2.2],
            "curves": {
                "right": {"formula": "sin(x - t)", "colour": "blue", "faint": True},
                "left": {"formula": "sin(x + t)", "colour": "red", "faint": True},
                "total": {"formula": "sin(x - t) + sin(x + t)", "colour": "yellow"},
            },
            "points": {
                "node": {
                    "at": [[0, 0], ["pi", 0], ["2*pi", 0], ["3*pi", 0], ["4*pi", 0]],
                    "colour": "white",
                }
            },
            "t": {"rate": 1.0},
        },
        (("highlight", "total"),),
        seconds=0.6,
    )
    inner = (
        ("Each of `curves`", CurveData),
        ("Each of `points`", PointsData),
        ("`t`", MotionData),
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        return tuple(Part(name) for name in [*data["curves"], *data["points"]])

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        group = data["points"].get(target.path[0].name) if target.path else None
        if group is None:
            return None
        # A number is shown as its size: what is said of (-3, 9) is "three", or "minus three".
        numbers = [f"{abs(constant(value)):.9g}" for point in group["at"] for value in point]
        return [*numbers, str(len(group["at"])), str(group["label"])]

    def things(self, data: Data, group: str) -> tuple[int, frozenset[str]] | None:
        points = data["points"].get(group)
        return None if points is None else (len(points["at"]), frozenset({"points"}))

    def graph(self, data: Data) -> Graph | None:
        curves = tuple(
            (str(each["formula"]), str(each["label"])) for each in data["curves"].values()
        )
        points = tuple(
            (tuple((x, y) for x, y in each["at"]), str(each["label"]))
            for each in data["points"].values()
        )
        x, y = data["x"], data["y"]
        return Graph((x[0], x[1]), (y[0], y[1]), curves, points)


KIND = PlotKind()
