"""Matrices named as the product or sum of others that are shown, and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from flaming_horse.lint.finding import Finding
from flaming_horse.model.matrices import product
from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.visuals.kinds import KINDS

Rows = list[list[Any]]
_NAME = re.compile(r"[A-Z]")
_JOINED = re.compile(r"([A-Z])(\+|-)?([A-Z])|([A-Z])\^\{?2\}?")


def wrong_matrices(scenes: Sequence[Scene]) -> Iterator[Finding]:
    """Matrices called `AB`, `A + B`, `A - B` or `A^2` that are not; A and B have one value each."""
    named: dict[str, Rows] = {}
    twice: set[str] = set()
    every = [(visual, *each) for scene in scenes for visual in scene.visuals
             for each in _matrices(visual)]  # fmt: skip
    for _, name, rows in every:
        if _NAME.fullmatch(name):
            twice |= {name} if named.get(name, rows) != rows else set()
            named[name] = rows
    for name in twice:
        del named[name]
    for visual, name, rows in every:
        right = _computed(name, named)
        if right is not None and right != rows:
            what = f"the matrix {name} of the {visual.kind} `{visual.id}` is {_written(rows)}"
            yield Finding(f"{what}; {name} is {_written(right)}", None, True, visual.place)


def _matrices(visual: Visual) -> Iterator[tuple[str, Rows]]:
    """The matrices of a visual that have a name: without dollars, blanks and dots."""
    if visual.data:
        for name, rows in KINDS[visual.kind].matrices(visual.data):
            yield _bare(name), rows


def _bare(name: str) -> str:
    return re.sub(r"\\cdot|\\times|[\s$·×]", "", name)  # noqa: RUF001 - typed by people


def _computed(name: str, named: dict[str, Rows]) -> Rows | None:
    match = _JOINED.fullmatch(name)
    if match is None:
        return None
    first, second = match[1] or match[4], match[3] or match[4]
    if first not in named or second not in named:
        return None
    a, b = named[first], named[second]
    if not all(isinstance(value, int) for row in [*a, *b] for value in row):
        return None
    if match[2] is None:
        return product(a, b) if len(a[0]) == len(b) else None
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        return None
    sign = 1 if match[2] == "+" else -1
    return [[x + sign * y for x, y in zip(*rows, strict=True)] for rows in zip(a, b, strict=True)]


def _written(rows: Rows) -> str:
    return "[" + ", ".join("[" + ", ".join(map(str, row)) + "]" for row in rows) + "]"
