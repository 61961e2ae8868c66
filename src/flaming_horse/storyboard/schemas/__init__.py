"""The kinds of visuals: one schema each, in one visible table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flaming_horse.storyboard.schemas.base import Part, Schema
from flaming_horse.storyboard.schemas.diagrams import COMPARE, FLOW, SOUND_WAVE
from flaming_horse.storyboard.schemas.maths import DERIVATION, EQUATION, MATRIX, MATRIX_PRODUCT
from flaming_horse.storyboard.schemas.plots import PLOT
from flaming_horse.storyboard.schemas.words import CODE, IMAGE, LIST, QUOTE, TABLE, TITLE_CARD

__all__ = ["PLANNED", "SCHEMAS", "Part", "Schema"]

SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        schema.kind: schema
        for schema in (
            TITLE_CARD,
            LIST,
            QUOTE,
            TABLE,
            IMAGE,
            CODE,
            EQUATION,
            DERIVATION,
            MATRIX,
            MATRIX_PRODUCT,
            PLOT,
            COMPARE,
            FLOW,
            SOUND_WAVE,
        )
    }
)

PLANNED = (
    "number-line", "vectors", "geometry", "bar-chart", "timeline", "tree", "array", "diagram",
    "counter", "recap",
)  # fmt: skip
"""Kinds of the vocabulary that this version cannot draw: asked for, they are told so."""
