"""The order of a graph's nodes on paper: layers along the arrows, few crossings within them.

The layers are longest paths from the sources; within a layer nodes stand at the mean position of
their neighbours in the layer before (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def layers(edges: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """The nodes of `edges`, layer by layer; an arrow that closes a cycle does not count."""
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    forward = _without_cycles(nodes, edges)
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:  # a longest path has fewer arrows than there are nodes
        for source, target in forward:
            depth[target] = max(depth[target], depth[source] + 1)
    ranked = [
        [n for n in nodes if depth[n] == d] for d in range(max(depth.values(), default=-1) + 1)
    ]
    for above, below in pairwise(ranked):
        below.sort(key=lambda node: _barycentre(node, above, forward))
    return tuple(tuple(layer) for layer in ranked)


def _barycentre(node: str, above: Sequence[str], edges: Sequence[tuple[str, str]]) -> float:
    parents = [above.index(s) for s, t in edges if t == node and s in above]
    return sum(parents) / len(parents) if parents else 0.0


def _without_cycles(
    nodes: Sequence[str], edges: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """The arrows but those that lead back to a node from which they can be reached."""
    kept: list[tuple[str, str]] = []
    for source, target in edges:
        if source != target and not _leads(target, source, kept, len(nodes)):
            kept.append((source, target))
    return tuple(kept)


def _leads(start: str, end: str, edges: Sequence[tuple[str, str]], most: int) -> bool:
    reached = {start}
    for _ in range(most):
        grown = reached | {t for s, t in edges if s in reached}
        if grown == reached:
            break
        reached = grown
    return end in reached
