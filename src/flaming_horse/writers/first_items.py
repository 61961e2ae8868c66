"""The first item of a list that would stand empty for a while: it is seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flaming_horse.writers.script import Entry, Say, Show, stretches
from flaming_horse.writers.sentences import flat

_SOON = 4
"""Words, less than two seconds, for which a frame may show its heading alone."""


def with_first_items(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The same entries, in which no frame is empty while it waits for a list's first item.

    That item is seen from the beginning then, and lit when it is spoken of.
    """
    for group in stretches(entries):
        shown = [entry for entry in group if isinstance(entry, Show)]
        if len(shown) == 1 and shown[0].kind == "list":
            _see_first(shown[0], [entry for entry in group if isinstance(entry, Say)])
    return entries


def _see_first(show: Show, says: Sequence[Say]) -> None:
    before = 0
    for say in says:
        for at, mark in enumerate(say.marks if say.shown is show else ()):
            if (mark.action, mark.item) == ("show", 1):
                before += len(flat(say.words)[: mark.first].split())
                if before > _SOON:
                    say.marks[at] = replace(mark, action="highlight")
                return
        before += len(flat(say.words).split())
