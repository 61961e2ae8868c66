"""Where the notes of a slide name the items of its lists, or step through them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse.writers.list_telling import marked
from flaming_horse.writers.script import Entry, Mark, Say, Show
from flaming_horse.writers.sentences import flat


def with_cues(entries: list[Entry], title: str) -> list[Entry]:
    """Mark where the notes name the items of a list, when it is plain which item is meant.

    Words of the title are said of the whole.
    """
    for show in _lists(entries):
        lines = [say for say in _lines_with(show, entries) if say.shown is None]
        wordings = [_wording(item) for item in show.data["items"]]
        wordings = ["" if w.casefold() in title.casefold() else w for w in wordings]
        found = _named_in_order(wordings, lines)
        action = "show" if len(found) == len(show.data["items"]) else "highlight"
        for number, (line, first, end) in found.items():
            line.marks.append(Mark(first, end, action, number + 1))
            line.shown = show
    return entries


def with_clicks(entries: list[Entry], clicked: Sequence[Say]) -> list[Entry]:
    """Each item of the slide's list appears with one step, where there are as many of both."""
    lists = _lists(entries)
    if len(lists) != 1 or len(lists[0].data["items"]) != len(clicked):
        return entries
    lines = _lines_with(lists[0], entries)
    if not all(any(say is line for line in lines) for say in clicked):
        return entries
    for number, say in enumerate(clicked, 1):
        say.marks.append(Mark(*marked(say.words), "show", number))
        say.shown = lists[0]
    return entries


def _lists(entries: Sequence[Entry]) -> list[Show]:
    return [entry for entry in entries if isinstance(entry, Show) and entry.kind == "list"]


def _lines_with(show: Show, entries: Sequence[Entry]) -> list[Say]:
    """The lines that are said while a visual stands there."""
    at = next(n for n, entry in enumerate(entries) if entry is show)
    lines: list[Say] = []
    for entry in entries[at + 1 :]:
        if isinstance(entry, Say):
            lines.append(entry)
        elif isinstance(entry, Show) and lines and not _stays(show, entry):
            break
    return lines


def _stays(show: Show, later: Show) -> bool:
    """Whether a visual stays when a later one comes: they have places of their own."""
    return show.at is not None and later.at is not None and show.at != later.at


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
