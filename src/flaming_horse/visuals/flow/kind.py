"""What is known of things joined by arrows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from flaming_horse.visuals.blocks import Data, Fence, Pen, WrittenBlock
from flaming_horse.visuals.fields import WIDEST_CELL, CellText, Text, VisualData, on_one_line
from flaming_horse.visuals.kind import Fits, GalleryPicture, Kind, Part


def flow_nodes(edges: list[dict[str, Any]]) -> tuple[str, ...]:
    """The nodes of a flow in the order in which they are first named."""
    ends = (edge[end] for edge in edges for end in ("source", "target"))
    return tuple(dict.fromkeys(ends))


_NAME = r'(?:"(?P<{0}q>(?:[^"\\]|\\.)*)"|(?P<{0}>[^":]+?))'
_EDGE = re.compile(
    rf"\s*{_NAME.format('source')}\s*->\s*{_NAME.format('target')}\s*(?::\s*(?P<label>.*?))?\s*"
)
_ARROW = re.compile(r"^[^=\n]*[^=\n-]->(?!>)", re.MULTILINE)
"""An arrow: `a -> b`. Other programs name their fences so, too."""
MOST_EDGES = 200
MOST_EDGES_OF_MODELS = 8


class EdgeData(VisualData):
    source: Annotated[Text, Field(min_length=1, max_length=WIDEST_CELL)] = Field(
        description="a thing"
    )
    target: Annotated[Text, Field(min_length=1, max_length=WIDEST_CELL)] = Field(
        description="the thing that the arrow leads to"
    )
    label: CellText = Field("", description="what is written beside the arrow")


class FlowData(VisualData):
    """Things joined by arrows."""

    edges: list[EdgeData] = Field(
        description="the arrows, in the order of the story",
        min_length=1,
        max_length=MOST_EDGES_OF_MODELS,
    )


class FlowKind(Kind):
    name = "flow"
    drawn_as = "Flow"
    summary = "Things joined by arrows. Each line is one arrow: `a -> b: label`."
    part_notes = (
        ("node(n)", "the n-th thing in the order they are named, or `node('B x')`"),
        ("edge(n)", "the n-th arrow"),
    )
    example = (
        '```flow {#chain}\nx -> "B x": first B\n"B x" -> "A B x": then A\n```\n\n'
        'Go through [B first]{highlight="chain.edge(1)"}, then'
        ' [through A]{highlight="chain.edge(2)"}.'
    )
    notes = "A name with `:`, `->` or quotes in it is written in double quotes."
    for_models = FlowData
    fits = Fits(alone=72, shared=48, rows=5, stacked=3.0)
    picture = GalleryPicture(
        {
            "edges": [
                {"source": "x", "target": "B x", "label": "first B"},
                {"source": "B x", "target": "A B x", "label": "then A"},
            ]
        },
        (("highlight", "edge(1)"),),
        look="chalk",
    )

    def is_ours(self, content: str) -> bool:
        return "=>" not in content and bool(_ARROW.search(content))

    def parts(self, data: Data) -> tuple[Part, ...]:
        nodes = flow_nodes(data["edges"])
        return (
            Part("node", (len(nodes),), nodes, known_by_label=True),
            Part("edge", (len(data["edges"]),)),
        )

    def read(self, fence: Fence) -> dict[str, Any] | None:
        edges: list[dict[str, Any]] = []
        offset = 0
        good = True
        for line in fence.content.split("\n"):
            at = fence.place(offset + len(line) - len(line.lstrip()))
            offset += len(line) + 1
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            match = _EDGE.fullmatch(line)
            if match is None:
                remedy = (
                    "One arrow on each line: a -> b: label. Names with signs in them want quotes."
                )
                fence.wrong(at, f"`{line.strip()}` is no arrow", remedy)
                good = False
                continue
            source, target = (_name(match, end) for end in ("source", "target"))
            edges.append({"source": source, "target": target, "label": match["label"] or ""})
        if len(edges) > MOST_EDGES:
            what = f"this flow has {len(edges)} arrows, and {MOST_EDGES} is the most"
            fence.wrong(fence.start, what, "Show a part of it, and the rest in another flow.")
            return None
        if not edges and good:
            fence.wrong(fence.start, "this flow is empty", "One arrow on each line: a -> b: label.")
        if not edges or not good:
            return None
        fence.has_texts(edges)
        return {"edges": edges}

    def write(self, data: Data, pen: Pen) -> WrittenBlock:
        del pen
        return WrittenBlock("\n".join(map(_arrow, data["edges"])), self.name)

    def from_model(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"edges": [{"label": "", **edge} for edge in on_one_line(data["edges"])]}

    def ends(self, data: Data) -> Mapping[str, tuple[str, ...]]:
        edges = data["edges"]
        number = {name: n for n, name in enumerate(flow_nodes(edges), start=1)}
        return {
            f"edge({n})": (f"node({number[edge['source']]})", f"node({number[edge['target']]})")
            for n, edge in enumerate(edges, start=1)
        }

    def letters(self, data: Data) -> int:
        edges = data["edges"]
        return sum(map(len, flow_nodes(edges))) + sum(len(edge["label"]) for edge in edges)

    def rows(self, data: Data) -> int:
        """How many boxes follow one another."""
        ranks: dict[str, int] = {}
        for edge in data["edges"]:
            rank = ranks.setdefault(edge["source"], 0)
            ranks.setdefault(edge["target"], rank + 1)
        return max(ranks.values()) + 1

    def height(self, data: Data) -> float:
        return self.rows(data)

    def counts(self, data: Data) -> Mapping[str, tuple[int, ...]]:
        return {"node": (len(flow_nodes(data["edges"])),), "arrow": (len(data["edges"]),)}


def _name(match: re.Match[str], end: str) -> str:
    quoted = match[f"{end}q"]
    return match[end].strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted)


def _arrow(edge: Mapping[str, str]) -> str:
    label = f": {edge['label']}" if edge["label"] else ""
    return f"{_bare(edge['source'])} -> {_bare(edge['target'])}{label}"


def _bare(name: str) -> str:
    """A name, in quotes where it has other signs than letters."""
    if re.fullmatch(r"[^\W_][\w ]*(?<! )", name):
        return name
    backslashed = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{backslashed}"'


KIND = FlowKind()
