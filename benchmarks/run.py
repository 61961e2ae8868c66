"""Drawing a film: stock Manim against ours, in turns.

    .venv/bin/python benchmarks/run.py [FILM …] [--quality 1080p30 1440p60] [--rounds 3]
    .venv/bin/python benchmarks/run.py --quick --json

Stock is `manim render` of the film's scene modules one after another, and their clips joined
without encoding anything again; ours is `flaming-horse build`. The takes are there for both, made
once by the voice `tone`. Every round lays the project out anew and goes through the cases, the two
sides in turns; a cold build is first the one's and then the other's turn by turns. Of the rounds
the medians are told. In the last one both cold films are decoded beside the frames that each drew.

Prints two tables in Markdown (or with `--json` one object) and with `--chart FILE.svg` draws them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from drawing.chart import chart
from drawing.films import DEFAULT, FILMS, Place
from drawing.makers import STOCK as QUALITIES
from drawing.makers import Made, environment, fresh, ours, stock, video_bytes
from drawing.raw_frames import Judged, judge
from drawing.results import COLD, NOTHING, OURS, STOCK, Row, medians, short, table

from flaming_horse.config import default_workers

CASES = (COLD, NOTHING, "edit line", "edit visual", "change voice", "change look")
QUICK = (COLD, NOTHING, "edit line")
WORKERS = (1, 2, 4, 8)


@dataclass(slots=True)
class Bench:
    """One film at one quality."""

    place: Place
    quality: str
    workers: Sequence[int]
    cases: Sequence[str]
    stock_cases: Sequence[str]
    media: Path
    environ: Mapping[str, str]
    films: dict[str, Path] = field(default_factory=dict[str, Path])

    def prepare(self) -> None:
        """Have the takes made, and the scene modules written; what was drawn is forgotten."""
        ours(self.place, "draft", max(self.workers), self.environ)
        self.place.keep()

    def round(self, number: int, *, judged: list[dict[str, Any]] | None) -> Iterator[Row]:
        """Every case once; where there is a list, what is found of both cold films goes there."""
        yield from self._cold(ours_first=bool(number % 2))
        if judged is not None:
            judged += self._judge()
        for case in self.cases[1:]:
            self.place.edit(case)
            yield self._row(case, OURS, max(self.workers))
            if case in self.stock_cases:
                yield self._row(case, STOCK, 1)

    def _cold(self, *, ours_first: bool) -> Iterator[Row]:
        turns = [(OURS, number) for number in self.workers]
        turns = [*turns, (STOCK, 1)] if ours_first else [(STOCK, 1), *turns]
        for who, number in turns:
            # The last of ours is built upon by the cases that follow, stock's by its own.
            if who == OURS:
                self.place.lay_out()
            else:
                fresh(self.media)
            yield self._row(COLD, who, number)

    def _row(self, case: str, who: str, workers: int) -> Row:
        if who == OURS:
            made = ours(self.place, self.quality, workers, self.environ)
            if case == COLD:
                _refuse_speaking(made)
        else:
            made = stock(self.place, self.quality, self.media, self.environ)
        self.films[who] = made.film
        film = self.place.film
        row = Row(
            film.name, film.kind, self.quality, case, who, workers,
            made.cost.wall_s, made.cost.cpu_s, made.cost.peak_mb,
            made.film.stat().st_size / 1e6, video_bytes(made.film) / 1e6,
        )  # fmt: skip
        print(f"{film.name} {self.quality} {case} {who}: {row.wall_s:.2f} s", file=sys.stderr)
        return row

    def _judge(self) -> list[dict[str, Any]]:
        """Both sides' films beside their raw frames, and these beside one another."""
        sides = {
            who: judge(who, self.place, self.quality, film, self.environ)
            for who, film in self.films.items()
        }
        equal = _equal(sides[OURS], sides[STOCK])
        return [
            {
                "film": self.place.film.name,
                "quality": self.quality,
                "who": who,
                **judged.as_json(),
                "equal_frames": equal,
                "all_equal": sides[OURS].runs == sides[STOCK].runs,
            }
            for who, judged in sides.items()
        ]


def _refuse_speaking(made: Made) -> None:
    spoken = made.phases["precache_voiceovers"]
    if spoken["reused"] != spoken["done"]:
        raise SystemExit(f"takes were to be there, and were spoken: {spoken}")


def _equal(mine: Judged, theirs: Judged) -> int:
    """How many frames are the same in both, each compared with the one of its number."""
    pairs = zip(_each(mine), _each(theirs), strict=False)
    return sum(one == other for one, other in pairs)


def _each(judged: Judged) -> Iterator[str]:
    for digest, count in judged.runs:
        for _ in range(count):
            yield digest


def measured(asked: argparse.Namespace, folder: Path) -> tuple[list[Row], list[dict[str, Any]]]:
    """All rows, and what the judging found."""
    environ = environment(folder)
    rows: list[Row] = []
    judged: list[dict[str, Any]] = []
    for quality in asked.quality:
        for film in asked.films:
            bench = Bench(
                Place.make(film, folder), quality, asked.workers, asked.cases,
                (COLD,) if asked.quick else asked.cases, folder / "stock", environ,
            )  # fmt: skip
            bench.prepare()
            for number in range(asked.rounds):
                last = number == asked.rounds - 1 and not asked.no_judge
                rows += bench.round(number, judged=judged if last else None)
    return medians(rows), judged


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Drawing a film: stock Manim against ours.")
    parser.add_argument("films", nargs="*", metavar="FILM", help=f"of {', '.join(FILMS)}")
    parser.add_argument("--quality", nargs="+", choices=QUALITIES, default=["1080p30", "1440p60"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", nargs="+", type=int, help="default: 1 2 4 8, as cores allow")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--no-judge", action="store_true", help="leave the frames out")
    parser.add_argument("--quick", action="store_true", help="one film, once, three cases")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--chart", type=Path, metavar="FILE.svg")
    parser.add_argument("--folder", type=Path, help="where the films are made and kept")
    asked = parser.parse_args()
    if unknown := [name for name in asked.films if name not in FILMS]:
        parser.error(f"no film {unknown[0]!r}; there are {', '.join(FILMS)}")
    names = asked.films or DEFAULT[: 1 if asked.quick else None]
    asked.films = [FILMS[name] for name in names]
    most = default_workers()
    asked.workers = sorted(asked.workers or {n for n in WORKERS if n <= most} or {most})
    if asked.quick:
        asked.films, asked.quality, asked.rounds = asked.films[:1], asked.quality[:1], 1
        asked.workers, asked.cases = asked.workers[-1:], list(QUICK)
    # Every other case builds on a cold one.
    asked.cases = [COLD, *(case for case in CASES[1:] if case in asked.cases)]
    return asked


def main() -> None:
    asked = _asked()
    load = round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory(prefix="drawing-") as scratch:
        folder: Path = asked.folder or Path(scratch)
        rows, judged = measured(asked, folder.resolve())
    if asked.chart:
        asked.chart.write_text(chart(rows), encoding="utf-8")
    about = {"cores": os.cpu_count(), "load_before": load, "rounds": asked.rounds}
    if asked.json:
        told = short(rows, judged) if asked.quick else {"rows": [asdict(row) for row in rows]}
        print(json.dumps(about | told | {"judged": judged}, indent=2))
    else:
        print(about, table(rows, judged), sep="\n\n")


if __name__ == "__main__":
    main()
