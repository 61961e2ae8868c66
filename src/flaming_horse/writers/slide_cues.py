"""Where the notes of a slide name the items of its list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse.writers.script import Entry, Mark, Say, Show
from flaming_horse.writers.sentences import flat


def with_cues(entries: list[Entry], said: Sequence[Say], title: str) -> list[Entry]:
    """Mark where the notes name the items of a list, when it is plain which item is meant.

    Words of the title are said of the whole.
    """
    lists = [entry for entry in entries if isinstance(entry, Show) and entry.kind == "list"]
    if len(lists) != 1:
        return entries
    show = lists[0]
    after = entries[entries.index(show) :]
    lines = [say for say in said if any(say is entry for entry in after)]
    gone = next((i for i, e in enumerate(after) if isinstance(e, Show) and e is not show
                 and i > 0 and isinstance(after[i - 1], Say)), None)  # fmt: skip
    if gone is not None:
        lines = [say for say in lines if any(say is entry for entry in after[:gone])]
    wordings = [_wording(item) for item in show.data["items"]]
    wordings = ["" if w.casefold() in title.casefold() else w for w in wordings]
    found = _named_in_order(wordings, lines)
    action = "show" if len(found) == len(show.data["items"]) else "highlight"
    for number, (line, first, end) in found.items():
        line.marks.append(Mark(first, end, action, number + 1))
        line.shown = show
    return entries


def _wording(item: Sequence[dict[str, str]]) -> str:
    return " ".join("".join(run["text"] for run in item).split()).strip("– ")  # noqa: RUF001


def _named_in_order(items: Sequence[str], lines: Sequence[Say]) -> dict[int, tuple[Say, int, int]]:
    """The items whose first words stand once in the lines, in the order of the list."""
    found: dict[int, tuple[Say, int, int]] = {}
    last = (-1, -1)
    for number, item in enumerate(items):
        places = _places_of(item, lines)
        if len(places) != 1:
            continue
        line, first, end = places[0]
        if (line, first) > last:
            last = (line, end)
            found[number] = (lines[line], first, end)
    return found


def _places_of(item: str, lines: Sequence[Say]) -> list[tuple[int, int, int]]:
    """Where the item's words stand: all of them, or its first three or two."""
    text = item.rstrip(".,;:!?")
    bare = re.findall(r"\S+", text)
    wordings = [text, *(" ".join(bare[:count]) for count in (3, 2) if count < len(bare))]
    for wording in wordings:
        wording = wording.strip(".,;:!?()\"'")  # noqa: PLW2901
        if len(wording) < 4:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(wording)}(?!\w)", re.IGNORECASE)
        places = [
            (n, match.start(), match.end())
            for n, line in enumerate(lines)
            for match in pattern.finditer(flat(line.words))
        ]
        if places:
            return places
    return []
