"""What is known of a number line, with points and intervals on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from flaming_horse.model.formula import constant
from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data
from flaming_horse.visuals.fields import CellText, Colour, Position, VisualData, wrong
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part, numbers_at

MOST_POINTS, MOST_INTERVALS = 12, 6
_NARROW = 22
"""Letters side by side on a line in half of the width."""


def _ends(ends: list[Any]) -> list[Any]:
    if len(ends) != 2:
        raise wrong("two ends are expected here: [-3, 5]")
    if constant(ends[0]) >= constant(ends[1]):
        raise wrong("it goes from the smaller number to the larger one")
    return ends


Ends = Annotated[list[Position], AfterValidator(_ends)]


class MarkedPointData(VisualData):
    at: Position = Field(description='where: 2, -0.5 or `"sqrt(2)"`')
    label: CellText = Field("", description="what is written above it; formulas between dollars")
    colour: Colour = Field(None, description="one of the look's colours; chosen if not given")


class IntervalData(VisualData):
    ends: Ends = Field(description="from where to where: `[-1, 3]`")
    label: CellText = Field("", description="what is written below it")
    open: Literal["", "left", "right", "both"] = Field(
        "", description="the ends that do not belong to it: left, right or both"
    )
    colour: Colour = Field(None, description="one of the look's colours; chosen if not given")


class NumberLineData(VisualData):
    range: Ends = Field(description="from where to where: `[-3, 5]`")
    points: list[MarkedPointData] = Field(
        default_factory=list[MarkedPointData],
        description="points on it (below)",
        max_length=MOST_POINTS,
    )
    intervals: list[IntervalData] = Field(
        default_factory=list[IntervalData],
        description="stretches of it (below)",
        max_length=MOST_INTERVALS,
    )

    @model_validator(mode="after")
    def _lies_on_it(self) -> NumberLineData:
        low, high = (constant(end) for end in self.range)
        for field, places in (
            ("points", [each.at for each in self.points]),
            ("intervals", [end for each in self.intervals for end in each.ends]),
        ):
            for place in places:
                if not low <= constant(place) <= high:
                    raise wrong(f"{place} does not lie on this number line", field=field)
        return self


class NumberLineKind(Kind):
    name = "number-line"
    drawn_as = "NumberLine"
    summary = "A number line with points and intervals on it."
    part_notes = (
        ("point(n)", "the n-th point, or the point of that label: `point('$a$')`"),
        ("interval(n)", "the n-th interval, or the interval of that label"),
    )
    example = (
        "```number-line {#line}\nrange: [-3, 5]\npoints:\n"
        '  - {at: "sqrt(2)", label: $r$}\n'
        "intervals:\n  - {ends: [-1, 3], open: right}\n```\n\n"
        '[The root of two]{highlight="line.point(1)"} lies in'
        ' [this interval]{show="line.interval(1)"}.'
    )
    model = NumberLineData
    fits = Fits(rows=8)
    inner = (("Each of `points`", MarkedPointData), ("Each of `intervals`", IntervalData))
    picture = GalleryPicture(
        {
            "range": [-3, 5],
            "points": [
                {"at": "sqrt(2)", "label": "$\\sqrt{2}$", "colour": "yellow"},
                {"at": "pi", "label": "$\\pi$", "colour": "orange"},
            ],
            "intervals": [{"ends": [-1, 2], "label": "$-1 \\leq x < 2$", "open": "right"}],
        }
    )

    def parts(self, data: Data) -> tuple[Part, ...]:
        return tuple(
            Part(name, (len(there),), tuple(each["label"] for each in there))
            for name, there in (("point", data["points"]), ("interval", data["intervals"]))
            if there
        )

    def rows(self, data: Data) -> int:
        """Rows of labels and intervals one above the other, where it has half of the width."""
        low, high = (constant(end) for end in data["range"])
        letters = _NARROW / (high - low)
        points = sorted((constant(each["at"]) * letters, each["label"]) for each in data["points"])
        labels = [(x - len(text) / 2 - 1, x + len(text) / 2) for x, text in points if text]
        ends = [[constant(end) for end in each["ends"]] for each in data["intervals"]]
        lanes = _rows([(a * letters - 1, b * letters + 1) for a, b in ends])
        return 2 + _rows(labels) + 2 * lanes

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        at = numbers_at(target)
        if len(at) != 1:
            return None
        part = data[f"{target.path[-1].name}s"][at[0] - 1]
        places = part["ends"] if "ends" in part else [part["at"]]
        numbers = [f"{sign * constant(place):.9g}" for place in places for sign in (1, -1)]
        return [*numbers, part["label"]]

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        return {"point": (len(data["points"]),), "interval": (len(data["intervals"]),)}


def _rows(stretches: Sequence[tuple[float, float]]) -> int:
    """In how many rows stretches lie that do not overlap in one."""
    ends: list[float] = []
    for start, end in stretches:
        free = next((n for n, last in enumerate(ends) if last < start), None)
        if free is None:
            ends.append(end)
        else:
            ends[free] = end
    return len(ends)


KIND = NumberLineKind()
