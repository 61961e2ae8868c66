"""How the signs of a dialect are written in its table entry."""

from __future__ import annotations

import re

from flaming_horse.writers.dialects.dialect import Sign
from flaming_horse.writers.dialects.outline import Outline


def line(what: str, pattern: str, weight: int = 2) -> Sign:
    """A line of prose that matches from its beginning."""
    return Sign(what, weight, lambda outline: outline.has(pattern))


def words(what: str, pattern: str, weight: int = 2) -> Sign:
    """Something in a line of prose."""
    return Sign(what, weight, lambda outline: outline.holds(pattern))


def fence(what: str, pattern: str, weight: int = 2) -> Sign:
    """The words of a fence."""
    return Sign(what, weight, lambda outline: outline.fenced(pattern))


def program(what: str, pattern: str, weight: int = 2) -> Sign:
    """A line inside of a fence."""

    def is_in(outline: Outline) -> bool:
        return any(re.match(pattern, line) for line in outline.programs)

    return Sign(what, weight, is_in)


def lines(what: str, first: str, then: str, weight: int = 2) -> Sign:
    """A line and the one below it."""
    return Sign(what, weight, lambda outline: outline.follows(first, then))


def settings(what: str, *names: str, weight: int = 1) -> Sign:
    """One of these in the front matter."""
    return Sign(what, weight, lambda outline: not outline.settings.keys().isdisjoint(names))


def first(what: str, pattern: str, weight: int = 2) -> Sign:
    """The first line of the file."""
    return Sign(what, weight, lambda outline: bool(re.match(pattern, outline.first)))
