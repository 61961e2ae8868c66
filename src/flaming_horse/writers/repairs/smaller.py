"""A visual that does not fit the frame by itself, made smaller by one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from flaming_horse.writers.repairs.formulas import in_halves, in_rows, with_fewer_rows
from flaming_horse.writers.script import Show

_CUT = " …"
Rich: TypeAlias = "Sequence[Mapping[str, Any]]"


@dataclass(frozen=True, slots=True)
class Smaller:
    """What is shown instead, one after the other, and what was done, after "a program"."""

    shows: tuple[Show, ...]
    done: str


def smaller(show: Show) -> Smaller | None:
    """The visual with less in it, or in parts; None where nothing more can be done.

    Each step takes something away, so that after some steps there is nothing more to do.
    """
    for step in _STEPS.get(show.kind, ()):
        if made := step(show):
            return made
    return None


def _with(show: Show, done: str, **data: Any) -> Smaller:
    # The very same entry, for lines aim at it.
    show.data = {**show.data, **data}
    return Smaller((show,), done)


def _fewer_lines(show: Show) -> Smaller | None:
    lines = str(show.data["code"]).removesuffix("\n…").split("\n")
    if len(lines) < 4:
        return None
    kept = lines[: max(3, len(lines) * 2 // 3)]
    while len(kept) > 1 and not kept[-1].strip():
        kept.pop()
    return _with(show, "of which the last lines are left out", code="\n".join([*kept, "…"]))


def _narrower(show: Show) -> Smaller | None:
    lines = str(show.data["code"]).split("\n")
    widest = max(map(len, lines))
    if widest < 24:
        return None
    most = widest * 2 // 3
    cut = [line if len(line) <= most else line[: most - 2].rstrip() + _CUT for line in lines]
    return _with(show, "of which the ends of long lines are left out", code="\n".join(cut))


def _fewer_rows(show: Show) -> Smaller | None:
    rows = list(show.data["rows"])
    if len(rows) < 3:
        return None
    return _with(show, "of which the last rows are left out", rows=rows[: len(rows) * 2 // 3])


def _shorter_cells(show: Show) -> Smaller | None:
    header, rows = show.data["header"], show.data["rows"]
    longest = max((_words(cell) for row in [header, *rows] for cell in row), default=0)
    if longest < 4:
        return None
    most = max(3, longest * 2 // 3)
    return _with(
        show,
        "with its long cells shortened",
        header=[first(cell, most) for cell in header],
        rows=[[first(cell, most) for cell in row] for row in rows],
    )


def _fewer_columns(show: Show) -> Smaller | None:
    header, rows = list(show.data["header"]), list(show.data["rows"])
    columns = max(map(len, [header, *rows]))
    if columns < 2:
        return None
    return _with(
        show,
        "of which the last column is left out",
        header=header[: columns - 1],
        rows=[row[: columns - 1] for row in rows],
    )


def _shorter_items(show: Show) -> Smaller | None:
    items = list(show.data["items"])
    longest = max(map(_words, items), default=0)
    if longest < 4:
        return None
    most = max(3, longest * 2 // 3)
    return _with(show, "with its items shortened", items=[first(item, most) for item in items])


def _items_without_formulas(show: Show) -> Smaller | None:
    items = [[run for run in item if run.get("kind") != "math"] for item in _rich(show, "items")]
    if items == [list(item) for item in _rich(show, "items")]:
        return None
    named = [item or [{"text": "…", "kind": "text"}] for item in items]
    return _with(show, "of which the formulas are left out", items=named)


def _in_halves(show: Show) -> Smaller | None:
    halves = in_halves(str(show.data["latex"]))
    if not halves:
        return None
    first, second = (replace(show, data={**show.data, "latex": half}) for half in halves)
    shows = (first, replace(second, goes_on=True))
    return Smaller(shows, "shown in parts, cut between its rows")


def _matrix_rows(show: Show) -> Smaller | None:
    shorter = with_fewer_rows(str(show.data["latex"]))
    return _with(show, "of which rows are left out", latex=shorter) if shorter else None


def _in_rows(show: Show) -> Smaller | None:
    rows = in_rows(str(show.data["latex"]))
    return _with(show, "set in two rows", latex=rows) if rows else None


def _shorter_quote(show: Show) -> Smaller | None:
    paragraphs = list(_rich(show, "paragraphs"))
    words = _words(paragraphs[0])
    if len(paragraphs) > 1:
        return _with(show, "shown with its first paragraph alone", paragraphs=paragraphs[:1])
    if words < 8:
        return None
    return _with(show, "shown shorter", paragraphs=[first(paragraphs[0], words * 2 // 3)])


def _shorter_title(show: Show) -> Smaller | None:
    words = str(show.data["title"]).split()
    if show.data.get("subtitle"):
        return _with(show, "without what stands below it", subtitle="")
    if len(words) < 4:
        return None
    return _with(show, "shown shorter", title=" ".join(words[: len(words) * 2 // 3]) + _CUT)


_STEPS: Mapping[str, Sequence[Callable[[Show], Smaller | None]]] = {
    "code": (_fewer_lines, _narrower),
    "table": (_fewer_rows, _shorter_cells, _fewer_columns),
    "list": (_shorter_items, _items_without_formulas),
    "equation": (_in_halves, _in_rows, _matrix_rows),
    "quote": (_shorter_quote,),
    "title-card": (_shorter_title,),
}
"""What can be done about a visual of each kind, in the order in which it is tried."""


def _rich(show: Show, name: str) -> Sequence[Rich]:
    found: list[Any] = list(show.data[name])
    return [[{"text": text}] if isinstance(text, str) else text for text in found]


def _words(rich: Rich | str) -> int:
    return sum(map(_length, _runs(rich)))


def _length(run: Mapping[str, Any]) -> int:
    return 1 if run.get("kind") == "math" else len(str(run["text"]).split())


def _runs(rich: Rich | str) -> list[dict[str, Any]]:
    """A rich text as runs, without the ellipsis of one that was shortened before."""
    runs = [{"text": rich}] if isinstance(rich, str) else [dict(run) for run in rich]
    return runs[:-1] if len(runs) > 1 and runs[-1]["text"] == _CUT else runs


def first(rich: Rich | str, most: int) -> list[dict[str, Any]]:
    """The first words of a rich text, with an ellipsis where there are more."""
    kept: list[dict[str, Any]] = []
    for run in _runs(rich):
        words = _length(run)
        if words > most:
            if most > 0:
                kept.append({**run, "text": " ".join(str(run["text"]).split()[:most])})
            return [*kept, {"text": _CUT, "kind": "text", "emphasis": False, "strong": False}]
        kept.append(run)
        most -= words
    return kept
