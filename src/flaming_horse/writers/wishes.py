"""What a person wants of the film that is made from a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """`language` is the one it is in, whatever it says itself; None: as it says, or as found.

    `minutes` is the length that it is shortened to; None: all of it.
    """

    language: str | None = None
    minutes: float | None = None


NO_WISHES = Wishes()
