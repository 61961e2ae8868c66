"""What is known of a chart: values as bars."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field, model_validator

from flaming_horse.model.storyboard import Target
from flaming_horse.visuals.blocks import Data
from flaming_horse.visuals.fields import CellText, Colour, Text, VisualData, wrong
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part, numbers_at

MOST_BARS = 12

Value = Annotated[float, Field(strict=False, allow_inf_nan=False, ge=0, lt=1e15)]


class ChartData(VisualData):
    labels: list[CellText] = Field(
        description="what each bar is", min_length=1, max_length=MOST_BARS
    )
    values: list[Value] = Field(
        description="how large each is, from 0 up; as many as labels",
        min_length=1,
        max_length=MOST_BARS,
    )
    unit: CellText = Field("", description="written behind each value: `%`, `km`")
    title: Text = Field("", description="set above it")
    source: Text = Field("", description="where the values come from, set small below it")
    highlights: list[Text] = Field(
        default_factory=list[str], description="labels of the bars that stand out"
    )
    colour: Colour = Field(None, description="one of the look's colours; chosen if not given")

    @model_validator(mode="after")
    def _is_whole(self) -> ChartData:
        if len(self.labels) != len(self.values):
            there = f"{len(self.labels)} labels and {len(self.values)} values"
            raise wrong(f"a chart has a value for each label; this one has {there}", field="values")
        if not any(self.values):
            raise wrong("a chart of nothing but zeros has no bars", field="values")
        for label in self.highlights:
            if label not in self.labels:
                raise wrong(f"`{label}` is no label of this chart", field="highlights")
        return self


def written_value(value: float, unit: str) -> str:
    """A value as it stands at its bar: `1,250 km`, `38 %`."""
    number = f"{value:,.6g}" if value < 1e6 else f"{value:,.0f}"
    # Signs stand close, words apart, and neither is broken off.
    blank = "\u202f" if len(unit) == 1 else "\u00a0"
    return f"{number}{blank}{unit}" if unit else number


class ChartKind(Kind):
    name = "chart"
    drawn_as = "Chart"
    summary = "Values as bars, which begin at zero; each has its label and its value written at it."
    part_notes = (("bar(n)", "the n-th bar, or the bar of that label: `bar('Mars')`"),)
    example = (
        "```chart {#moons}\ntitle: Moons of the planets\nlabels: [Earth, Mars, Neptune]\n"
        "values: [1, 2, 16]\n```\n\n"
        '[Mars]{highlight="moons.bar(2)"} has two moons,'
        " [Neptune]{show=\"moons.bar('Neptune')\"} sixteen."
    )
    model = ChartData
    fits = Fits(alone=150, shared=60)
    picture = GalleryPicture(
        {
            "title": "How long a year is",
            "labels": ["Mercury", "Venus", "Earth", "Mars"],
            "values": [88, 225, 365, 687],
            "unit": "days",
            "source": "NASA Planetary Fact Sheet",
            "highlights": ["Mars"],
        }
    )

    def is_ours(self, content: str) -> bool:
        """Obsidian's plug-in has `labels`, and calls its numbers `series`."""
        return all(re.search(rf"^{name}:", content, re.MULTILINE) for name in ("labels", "values"))

    def parts(self, data: Data) -> tuple[Part, ...]:
        labels = tuple(data["labels"])
        return (Part("bar", (len(labels),), labels),)

    def letters(self, data: Data) -> int:
        return sum(len(label) + 2 for label in data["labels"])

    def shows(self, data: Data, target: Target) -> Sequence[str] | None:
        at = numbers_at(target)
        if len(at) != 1:
            return None
        return [data["labels"][at[0] - 1], f"{data['values'][at[0] - 1]:.12g}"]

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        return {"bar": (len(data["labels"]),)}


KIND = ChartKind()
