"""Silence after what is said about a picture that takes longer to look at than to speak of."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from flaming_horse.writers.long_talk import spoken_s
from flaming_horse.writers.script import Entry, Say, Show, stretches

_MOST = 4
"""Seconds of silence that are added: more is taken for a fault."""
_LITTLE = 2.0
"""Seconds that nobody misses."""
_LONGEST = 8.0
"""Seconds beyond which nothing needs to be seen."""


def with_time(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The same entries; a program of ten lines over "Save this:" stays for some seconds more."""
    for group in stretches(entries):
        shows = [entry for entry in group if isinstance(entry, Show)]
        says = [entry for entry in group if isinstance(entry, Say)]
        needed = min(_LONGEST, max(map(_seconds_of, shows), default=0.0))
        missing = needed - sum(map(spoken_s, says))
        if says and missing > _LITTLE:
            says[-1].pause += min(_MOST, ceil(missing))
    return entries


def _seconds_of(show: Show) -> float:
    """How long somebody looks at a visual, at a guess: by its rows."""
    match show.kind:
        case "code":
            return 2 + 0.5 * (str(show.data["code"]).count("\n") + 1)
        case "table":
            return 2 + 0.6 * (len(show.data["rows"]) + 1)
        case "equation":
            return 2 + 1.2 * (str(show.data["latex"]).count(r"\\") + 1)
        case "image" | "flow":
            return 4.0
        case _:
            return 0.0
