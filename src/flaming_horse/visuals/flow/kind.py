"""What is known of things joined by arrows."""

from __future__ import annotations

from typing import Any

from flaming_horse.visuals.kind import Data, GalleryPicture, Kind, Part


def flow_nodes(edges: list[dict[str, Any]]) -> tuple[str, ...]:
    """The nodes of a flow in the order in which they are first named."""
    ends = (edge[end] for edge in edges for end in ("source", "target"))
    return tuple(dict.fromkeys(ends))


class FlowKind(Kind):
    name = "flow"
    drawn_as = "Flow"
    summary = "Things joined by arrows. Each line is one arrow: `a -> b: label`."
    written = "edges"
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

    def parts(self, data: Data) -> tuple[Part, ...]:
        nodes = flow_nodes(data["edges"])
        return (Part("node", (len(nodes),), nodes), Part("edge", (len(data["edges"]),)))


KIND = FlowKind()
