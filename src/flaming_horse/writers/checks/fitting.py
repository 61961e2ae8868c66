"""Visuals too large for their room, told before anything is drawn.

The layout measures what is drawn, and is right in the end; this keeps a model from writing what it
would refuse. The limits were found by drawing visuals of growing size, alone and with a second
one beside them: each is the largest size that was drawn. Letters of the smallest type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.writers.checks.finding import Finding

WIDE = {"flow": 72, "list": 70, "table": 160, "code": 60, "equation": 120, "derivation": 120}
"""Letters side by side with all the room there is."""
NARROW = {"flow": 48, "list": 50, "table": 48, "code": 40, "equation": 70, "derivation": 90}
"""Letters side by side in half of the width."""
LOW = {"table": 4, "code": 8, "list": 5, "derivation": 4}
"""Rows where a second visual takes half of the room."""


def too_large(scene: Scene) -> Iterator[Finding]:
    """Visuals that will not fit, with what they have and may have."""
    for visual in scene.visuals:
        if not visual.data:
            continue
        shares = visual.at is not None
        across, rows = _letters(visual.kind, visual.data), _rows(visual.kind, visual.data)
        limit = (NARROW if shares else WIDE).get(visual.kind)
        if limit is not None and across > limit:
            yield _told(visual, f"{across} letters side by side, and {limit} fit", shares)
        most = LOW.get(visual.kind) if shares else None
        if most is not None and rows > most:
            yield _told(visual, f"{rows} rows, and {most} fit", shares)


def _told(visual: Visual, what: str, shares: bool) -> Finding:
    room = " beside another visual" if shares else ""
    return Finding(
        f"the {visual.kind} `{visual.id}` is too large{room}: {what}; show less",
        None,
        True,
        visual.place,
    )


def _letters(kind: str, data: Mapping[str, Any]) -> int:
    """How many letters stand side by side."""
    match kind:
        case "flow":
            edges = data["edges"]
            nodes = {edge[end] for edge in edges for end in ("source", "target")}
            return sum(map(len, nodes)) + sum(len(edge["label"]) for edge in edges)
        case "list":
            return max(_shown(item) for item in data["items"])
        case "table":
            rows = [data["header"], *data["rows"]]
            widths = [[_shown(cell) for cell in row] for row in rows]
            return sum(max(column) for column in zip(*widths, strict=False))
        case "code":
            return max(map(len, data["code"].split("\n")))
        case "equation" | "derivation":
            return max(map(len, data.get("steps") or [data["latex"]]))
        case _:
            return 0


def _rows(kind: str, data: Mapping[str, Any]) -> int:
    match kind:
        case "list":
            return len(data["items"])
        case "table":
            return len(data["rows"])
        case "code":
            return len(data["code"].split("\n"))
        case "derivation":
            return len(data["steps"])
        case _:
            return 0


def _shown(rich: Any) -> int:
    return len(rich) if isinstance(rich, str) else sum(len(run["text"]) for run in rich)
