"""The first item of a list that would stand empty for a while: it is seen at once."""

from __future__ import annotations

from collections.abc import Sequence

from flaming_horse.writers.script import Entry, Say, Show, stretches
from flaming_horse.writers.sentences import flat

_SOON = 4
"""Words, less than two seconds, for which a frame may show its heading alone."""


def with_first_items(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, in which no frame is empty while it waits for a list's first item.

    Lines before the one that names it come before the list, with their key phrases; in a line of
    its own the item is seen from the beginning.
    """
    found: list[Entry] = []
    for group in stretches(entries):
        shown = [entry for entry in group if isinstance(entry, Show)]
        alone = len(shown) == 1 and shown[0].kind == "list"
        found += _when_named(shown[0], group) if alone else group
    return found


def _when_named(show: Show, group: list[Entry]) -> list[Entry]:
    says = [entry for entry in group if isinstance(entry, Say)]
    namer = next((say for say in says if _first(show, say) is not None), None)
    if namer is None:
        return group
    at = _first(show, namer)
    assert at is not None
    if len(flat(namer.words)[: namer.marks[at].first].split()) > _SOON:
        del namer.marks[at]
    before = says[: next(n for n, say in enumerate(says) if say is namer)]
    if sum(len(flat(say.words).split()) for say in before) <= _SOON or any(
        say.shown is show for say in before
    ):
        return group
    others = [entry for entry in group if entry is not show]
    place = next(n for n, entry in enumerate(others) if entry is namer)
    return [*others[:place], show, *others[place:]]


def _first(show: Show, say: Say) -> int | None:
    """Which of a line's marks shows the first item."""
    if say.shown is not show:
        return None
    marks = enumerate(say.marks)
    return next((at for at, m in marks if (m.action, m.item) == ("show", 1)), None)
