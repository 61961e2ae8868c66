"""What was measured, as rows: their medians, the table, and the short form as one object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

STOCK, OURS = "stock", "ours"
COLD, NOTHING = "cold", "nothing changed"


@dataclass(frozen=True, slots=True)
class Row:
    """One way to one film in one case: a single run, or the medians of several.

    Seconds, and megabytes of 10⁶ bytes but for memory, whose are 2²⁰. `spread` is the largest
    distance of a run from the median on the wall, as a share of it.
    """

    film: str
    kind: str
    quality: str
    case: str
    who: str
    workers: int
    wall_s: float
    cpu_s: float
    peak_mb: float | None
    file_mb: float
    video_mb: float
    rounds: int = 1
    spread: float = 0.0

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        return (self.film, self.quality, self.case, self.who, self.workers)


def medians(rows: Iterable[Row]) -> list[Row]:
    """One row for each thing measured, in the order in which they came."""
    grouped: dict[tuple[str, str, str, str, int], list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.key, []).append(row)
    return [_median(group) for group in grouped.values()]


def _median(group: Sequence[Row]) -> Row:
    one = group[0]
    wall = median(row.wall_s for row in group)
    peaks = [row.peak_mb for row in group if row.peak_mb is not None]
    return Row(
        one.film, one.kind, one.quality, one.case, one.who, one.workers,
        wall,
        median(row.cpu_s for row in group),
        median(peaks) if peaks else None,
        median(row.file_mb for row in group),
        median(row.video_mb for row in group),
        len(group),
        max(abs(row.wall_s - wall) for row in group) / wall if wall else 0.0,
    )  # fmt: skip


def found(rows: Iterable[Row], like: Row, case: str, who: str) -> Row | None:
    """The row of the same film and quality, of the same workers where it is ours."""
    return next(
        (
            row
            for row in rows
            if (row.film, row.quality, row.case, row.who) == (like.film, like.quality, case, who)
            and (who == STOCK or row.workers == like.workers)
        ),
        None,
    )


def over(row: Row | None, base: Row | None) -> float | None:
    """How many times the other's seconds on the wall."""
    return None if row is None or base is None or not base.wall_s else row.wall_s / base.wall_s


HEAD = (
    "film", "kind", "quality", "case", "who", "workers", "wall s", "± %", "cpu s", "peak MB",
    "file MB", "video MB", "of stock", "of own cold",
)  # fmt: skip


def table(rows: Sequence[Row], judged: Sequence[dict[str, Any]]) -> str:
    """Both tables in Markdown."""
    body: list[tuple[str, ...]] = []
    for row in rows:
        stock = over(row, found(rows, row, row.case, STOCK)) if row.who == OURS else None
        cold = over(row, found(rows, row, COLD, row.who)) if row.case != COLD else None
        body.append((
            row.film, row.kind, row.quality, row.case, row.who,
            str(row.workers), f"{row.wall_s:.2f}", f"{100 * row.spread:.0f}", f"{row.cpu_s:.2f}",
            "" if row.peak_mb is None else f"{row.peak_mb:.0f}",
            f"{row.file_mb:.2f}", f"{row.video_mb:.2f}", _ratio(stock), _ratio(cold),
        ))  # fmt: skip
    parts = [_markdown(HEAD, body)]
    if judged:
        names = tuple(judged[0])
        parts.append(_markdown(names, [tuple(str(each[n]) for n in names) for each in judged]))
    return "\n\n".join(parts)


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _markdown(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def short(rows: Sequence[Row], judged: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One film measured once, by names that can be watched over time."""
    cold = next(row for row in rows if row.who == OURS and row.case == COLD)
    stock = found(rows, cold, COLD, STOCK)
    sides = {each["who"]: each for each in judged}
    mine, theirs = sides.get(OURS, {}), sides.get(STOCK, {})
    return {
        "film": cold.film,
        "quality": cold.quality,
        "workers": cold.workers,
        "ratio_cold": _rounded(over(cold, stock)),
        "ratio_cold_cpu": _rounded(cold.cpu_s / stock.cpu_s if stock else None),
        "ratio_edit_line": _rounded(over(found(rows, cold, "edit line", OURS), cold)),
        "ratio_noop": _rounded(over(found(rows, cold, NOTHING, OURS), cold)),
        "ratio_video_bytes": _rounded(cold.video_mb / stock.video_mb if stock else None),
        "psnr_y_min": mine.get("psnr_y_min"),
        "psnr_y_mean": mine.get("psnr_y_mean"),
        "stock_psnr_y_min": theirs.get("psnr_y_min"),
        "stock_psnr_y_mean": theirs.get("psnr_y_mean"),
        "frames": mine.get("frames"),
        "distinct_frames": mine.get("distinct"),
        "frames_equal": mine.get("equal_frames"),
        "frames_all_equal": mine.get("all_equal"),
        "rows": [asdict(row) for row in rows],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
