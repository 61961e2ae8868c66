"""The table of the kinds of visuals: the built-in ones, and those that other packages bring.

Another package brings a kind by an entry point of the group `flaming_horse.visuals`, whose name is
the kind's and whose value names its instance of `Kind`: `gauge = "gauge_visual.kind:KIND"`. The
drawing is looked for beside it. Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from flaming_horse.errors import NotInstalled
from flaming_horse.visuals.blocks import Construct
from flaming_horse.visuals.kind import Kind

GROUP = "flaming_horse.visuals"
BUILT_IN = (
    "title-card",
    "list",
    "quote",
    "table",
    "image",
    "code",
    "equation",
    "derivation",
    "matrix",
    "matrix-product",
    "plot",
    "number-line",
    "chart",
    "compare",
    "flow",
    "sound-wave",
)
"""In the order of the reference page; each is a folder here, with `_` for `-`."""
PLANNED = (
    "vectors", "geometry", "timeline", "tree", "array", "diagram",
    "counter", "recap",
)  # fmt: skip
"""Kinds of the vocabulary that this version cannot draw: asked for, they are told so."""


class _Table(Mapping[str, Kind]):
    """The kinds by their names; a kind that is built in wins over another of its name."""

    def __init__(self) -> None:
        self._loaded: dict[str, Kind] = {}

    @cached_property
    def _brought(self) -> Mapping[str, EntryPoint]:
        found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
        return {entry.name: entry for entry in found if entry.name not in BUILT_IN}

    def __getitem__(self, name: str) -> Kind:
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in BUILT_IN or name in self._brought

    def __iter__(self) -> Iterator[str]:
        yield from BUILT_IN
        yield from self._brought

    def __len__(self) -> int:
        return len(BUILT_IN) + len(self._brought)

    def _load(self, name: str) -> Kind:
        if name in BUILT_IN:
            return import_module(f"{__package__}.{name.replace('-', '_')}.kind").KIND
        entry = self._brought[name]
        try:
            kind = entry.load()
        except Exception as error:
            whose = entry.dist.name if entry.dist else entry.value
            raise NotInstalled(
                f"the visual `{name}` of the package {whose} cannot be loaded: {error}",
                remedy=f"Repair that package, or take it out: pip uninstall {whose}",
            ) from error
        if not isinstance(kind, Kind) or kind.name != name:
            raise NotInstalled(
                f"the visual `{name}`: {entry.value} is no kind of that name",
                remedy="The entry point names an instance of flaming_horse.visuals.kind.Kind.",
            )
        return kind


KINDS: Mapping[str, Kind] = _Table()


@cache
def written_as(construct: Construct) -> str:
    """The kind that Markdown itself writes so."""
    return next(name for name in BUILT_IN if KINDS[name].construct == construct)


def drawing(kind: Kind) -> Any:
    """The class that draws a kind. Loads Manim: for the processes that draw."""
    return getattr(import_module(f"{kind.package}.drawing"), kind.drawn_as)
