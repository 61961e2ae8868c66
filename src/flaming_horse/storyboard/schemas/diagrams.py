"""Visuals that set things side by side or in order: compare, flow, the wave of the voice."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from flaming_horse.storyboard.schemas.base import (
    Data,
    Part,
    Rows,
    Schema,
    Text,
    VisualData,
    no_parts,
    wrong,
)

_CONTENTS = ("matrix", "text", "items", "equation")


class SideData(VisualData):
    title: Text = Field("", description="set above it; formulas between dollars")
    matrix: Rows | None = Field(None, description="rows of numbers")
    text: Text | None = Field(None, description="a few words")
    items: Annotated[list[Text], Field(min_length=1)] | None = Field(
        None, description="a list of short texts"
    )
    equation: Text | None = Field(None, description="LaTeX, in single quotes")

    @model_validator(mode="after")
    def _has_one_content(self) -> SideData:
        contents = [name for name in _CONTENTS if getattr(self, name) is not None]
        if len(contents) != 1:
            has = f"it has {' and '.join(contents)}" if contents else "it has none of them"
            raise wrong(f"a side shows one of matrix, text, items or equation; {has}")
        return self


class CompareData(VisualData):
    left: SideData = Field(description="what stands on the left (below)")
    right: SideData = Field(description="what stands on the right")


def _compare_parts(_data: Data) -> tuple[Part, ...]:
    return (Part("left"), Part("right"))


def flow_nodes(edges: list[dict[str, Any]]) -> tuple[str, ...]:
    """The nodes of a flow in the order in which they are first named."""
    ends = (edge[end] for edge in edges for end in ("source", "target"))
    return tuple(dict.fromkeys(ends))


def _flow_parts(data: Data) -> tuple[Part, ...]:
    nodes = flow_nodes(data["edges"])
    return (Part("node", (len(nodes),), nodes), Part("edge", (len(data["edges"]),)))


COMPARE = Schema(
    kind="compare",
    summary="Two things side by side.",
    written="yaml",
    parts=_compare_parts,
    notes="Each side has exactly one of matrix, text, items and equation.",
    part_notes=(("left, right", "one side"),),
    example=(
        "```compare {#order}\n"
        'left: {title: "$AB$", matrix: [[19, 22], [43, 50]]}\n'
        'right: {title: "$BA$", matrix: [[23, 34], [31, 46]]}\n```\n\n'
        '[One way]{highlight="order.left"} and [the other]{highlight="order.right"} differ.'
    ),
    model=CompareData,
)
FLOW = Schema(
    kind="flow",
    summary="Things joined by arrows. Each line is one arrow: `a -> b: label`.",
    written="edges",
    parts=_flow_parts,
    part_notes=(
        ("node(n)", "the n-th thing in the order they are named, or `node('B x')`"),
        ("edge(n)", "the n-th arrow"),
    ),
    example=(
        '```flow {#chain}\nx -> "B x": first B\n"B x" -> "A B x": then A\n```\n\n'
        'Go through [B first]{highlight="chain.edge(1)"}, then'
        ' [through A]{highlight="chain.edge(2)"}.'
    ),
    notes="A name with `:`, `->` or quotes in it is written in double quotes.",
)
SOUND_WAVE = Schema(
    kind="sound-wave",
    summary="The wave of the voice while it speaks. The fence is empty.",
    written="empty",
    parts=no_parts,
    part_notes=(),
    example="```sound-wave\n```\n\nThis is the shape of my voice while I speak.",
)
