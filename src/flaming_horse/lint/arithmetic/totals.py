"""Tables whose totals are not the sums of what they show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Scene, Visual
from flaming_horse.visuals.kinds import KINDS

_TOTAL = re.compile(r"(?:the |in )?(?:totals?|sums?|all|altogether|together)", re.IGNORECASE)
_CELL = re.compile(
    r"[^\d\s.,+-]{0,3}\s*(?P<number>[-−]?\d+(?:,\d{3})*(?:\.(?P<decimals>\d+))?)"  # noqa: RUF001
    r"(?:\s*[^\W\d]{1,12}|\s*[%°€$£])?"
)
"""A number, with perhaps a unit before or behind it."""


def wrong_totals(scene: Scene) -> Iterator[Finding]:
    """Totals of tables, rows at the bottom and columns at the right, that do not add up."""
    for visual in scene.visuals:
        table = KINDS[visual.kind].columns(visual.data) if visual.data else None
        if table is None:
            continue
        header, rows = table
        if not _is_digits(header, rows):
            yield from _rows(visual, header, rows)
            yield from _columns(visual, header, rows)


def _rows(
    visual: Visual, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[Finding]:
    """The last row, where it is called a total and no row before it is."""
    totals = [n for n, row in enumerate(rows) if row and _TOTAL.fullmatch(row[0].strip())]
    if totals != [len(rows) - 1] or len(rows) < 3:
        return
    for at in range(1, len(header)):
        column = [_number(row[at]) if at < len(row) else None for row in rows]
        wrong = _difference(column[:-1], column[-1])
        if wrong is not None:
            name = f"`{header[at]}`" if header[at] else f"{at + 1}"
            told, total = rows[-1][at].strip(), rows[-1][0].strip()
            what = f"the table `{visual.id}` has {told} as the {total}"
            yield Finding(f"{what} of column {name}: that is {wrong}", place=visual.place)


def _columns(
    visual: Visual, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> Iterator[Finding]:
    """The last column, where it is called a total and is one in some row.

    One that is none in any row is something else: the sum so far, or of another table.
    """
    if len(header) < 4 or not _TOTAL.fullmatch(header[-1].strip()):
        return
    wrong: list[tuple[str, str, str]] = []
    right = 0
    for row in rows:
        if len(row) < len(header):
            return
        cells = [_number(cell) for cell in row]
        off = _difference(cells[1:-1], cells[-1])
        right += off is None and cells[-1] is not None
        if off is not None:
            wrong.append((row[0].strip(), row[-1].strip(), off))
    for name, told, off in wrong if right else []:
        what = f"the table `{visual.id}` has {told} as the {header[-1].strip()} of row `{name}`"
        yield Finding(f"{what}: that is {off}", place=visual.place)


def _difference(
    parts: Sequence[tuple[float, int] | None], total: tuple[float, int] | None
) -> str | None:
    """The sum of the parts, where all are numbers and the total is not it, rounding aside."""
    if total is None or len(parts) < 2:
        return None
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    summed = sum(value for value, _ in known)
    decimals = max(places for _, places in [*known, total])
    rounding = 0.5000001 * 10.0**-decimals * (len(known) + 1) if decimals else 1e-9
    # Shares in whole percent add up to 99 or 101, and are told as 100.
    shares = total[0] == 100 and abs(summed - 100) <= len(known) / 2
    return None if abs(summed - total[0]) <= rounding or shares else f"{summed:.10g}"


def _number(cell: str) -> tuple[float, int] | None:
    match = _CELL.fullmatch(cell.strip().strip("$").strip())
    if match is None:
        return None
    text = match["number"].replace(",", "").replace("−", "-")  # noqa: RUF001 - typed by people
    return float(text), len(match["decimals"] or "")


def _is_digits(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells are the digits of numbers, which are carried and not summed."""
    cells = [cell.strip() for row in rows for cell in row[1:] if cell.strip()]
    return len(header) > 2 and all(re.fullmatch(r"\d", cell) for cell in cells)
