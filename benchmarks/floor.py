"""The floor under drawing a film: its distinct frames, drawn and encoded once.

    .venv/bin/python benchmarks/floor.py [FILM …] [--quality 1080p30] [--json]

For every film, in seconds of one processor: what stock Manim's camera takes for each frame that
differs from the one before it, and what converting and encoding these takes. Starting, laying out,
moving things from frame to frame, looking for what has changed, repeated frames, sound and checks
are left out, so that no renderer that draws whole frames by cairo can be quicker; one that redraws
parts of them can. Scene after scene, with nothing else at work: run it alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from drawing.costs import run
from drawing.films import DEFAULT, FILMS, Film, Place
from drawing.makers import STOCK, environment, ours

HEAD = ("film", "kind", "quality", "frames", "distinct", "draw s", "encode s", "floor s")


def measured(film: Film, quality: str, folder: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """The sums over a film's scenes."""
    place = Place.make(film, folder)
    ours(place, "draft", 1, environ)  # the takes and the scene modules
    scenes: list[dict[str, float]] = []
    for scene in place.scenes():
        asked = (str(scene.file), scene.name, quality)
        _, told = run([sys.executable, "-m", "drawing.floor_scene", *asked], environ)
        scenes.append(json.loads(told.splitlines()[-1]))
    sums = {name: sum(scene[name] for scene in scenes) for name in scenes[0]}
    return {
        "film": film.name,
        "kind": film.kind,
        "quality": quality,
        "frames": sums["frames"],
        "distinct": sums["distinct"],
        "draw_s": round(sums["draw_s"], 2),
        "encode_s": round(sums["encode_s"], 2),
        "floor_s": round(sums["draw_s"] + sums["encode_s"], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="The floor under drawing a film.")
    parser.add_argument("films", nargs="*", metavar="FILM", help=f"of {', '.join(FILMS)}")
    parser.add_argument("--quality", choices=STOCK, default="1080p30")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if unknown := [name for name in asked.films if name not in FILMS]:
        parser.error(f"no film {unknown[0]!r}; there are {', '.join(FILMS)}")
    load = round(os.getloadavg()[0], 2)
    with tempfile.TemporaryDirectory(prefix="floor-") as scratch:
        folder = Path(scratch).resolve()
        environ = environment(folder)
        found = [
            measured(FILMS[name], asked.quality, folder, environ) for name in asked.films or DEFAULT
        ]
    if asked.json:
        print(json.dumps({"load_before": load, "films": found}, indent=2))
        return
    print(f"load before: {load}\n\n| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for film in found:
        print(f"| {' | '.join(map(str, film.values()))} |")


if __name__ == "__main__":
    main()
