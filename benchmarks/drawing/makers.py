"""The two ways to a film: stock Manim, scene after scene, and ours."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from drawing.costs import NOTHING, Cost, run
from drawing.films import Place, Scene

STOCK = {
    "draft": ("-ql",),
    "720p30": ("-qm",),
    "1080p30": ("-qh", "--fps", "30"),
    "1080p60": ("-qh",),
    "1440p60": ("-qp",),
    "2160p60": ("-qk",),
}
"""Our name of a quality → Manim's options for the same size and rate."""

MADE = (0, 7)
"""Exit codes of a build that made a film; 7 where it fails a check, as a film of tones may."""


@dataclass(frozen=True, slots=True)
class Made:
    """A film and what it took. `phases` are our own build's, by name."""

    cost: Cost
    film: Path
    phases: Mapping[str, Any]


def environment(folder: Path) -> dict[str, str]:
    """Ours without anybody's settings, for this process and for all that it starts.

    What is measured leaves nothing outside of `folder`.
    """
    for name in [name for name in os.environ if name.startswith("FLAMING_HORSE_")]:
        del os.environ[name]
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["FLAMING_HORSE_SETTINGS"] = ""
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    return dict(os.environ)


def ours(place: Place, quality: str, workers: int, environ: Mapping[str, str]) -> Made:
    """`flaming-horse build` of the project as it is now."""
    options = ("--quality", quality, "--workers", str(workers), "--json")
    command = [sys.executable, "-m", "flaming_horse", "build", str(place.project), *options]
    cost, answer = run(command, environ, fine=MADE)
    told = json.loads(answer)
    return Made(cost, Path(told["film"]), told["phases"])


def manim(scene: Scene, quality: str, media: Path) -> list[str]:
    """The arguments of `manim` that render a scene. The seed is the one that our scenes have."""
    quiet = ("--progress_bar", "none", "-v", "error", "--seed", "0", "--media_dir", str(media))
    return ["render", *STOCK[quality], *quiet, str(scene.file), scene.name]


def stock(place: Place, quality: str, media: Path, environ: Mapping[str, str]) -> Made:
    """`manim render` of every scene, one after another, and the clips joined.

    What lies in `media` is Manim's cache. Joining is done in this process and counted.
    """
    cost, clips = NOTHING, list[Path]()
    for scene in place.scenes():
        taken, _ = run([sys.executable, "-m", "manim", *manim(scene, quality, media)], environ)
        cost += taken
        found = list((media / "videos" / scene.file.stem).glob(f"*/{scene.name}.mp4"))
        if len(found) != 1:
            raise SystemExit(f"{scene.name}: Manim left {len(found)} films, not one")
        clips += found
    film = media / "joined.mp4"
    wall, cpu = time.perf_counter(), time.process_time()
    join(clips, film)
    joining = Cost(time.perf_counter() - wall, time.process_time() - cpu, None)
    return Made(cost + joining, film, {})


def join(clips: Sequence[Path], film: Path) -> None:
    """Put clips one behind the other without encoding anything; sound where all of them have it."""
    import av

    kinds = ["video", *(["audio"] if all(_has_sound(clip) for clip in clips) else [])]
    with av.open(str(film), "w") as whole:
        with av.open(str(clips[0])) as first:
            # All of them before the first packet: the head of the file is written with it.
            streams = {kind: whole.add_stream_from_template(_of(first, kind)) for kind in kinds}
        begins = Fraction(0)
        for clip in clips:
            with av.open(str(clip)) as opened:
                picture = opened.streams.video[0]
                assert picture.duration is not None
                assert picture.time_base is not None
                for packet in opened.demux(*(_of(opened, kind) for kind in kinds)):
                    if packet.dts is None or packet.pts is None:
                        continue
                    shift = round(begins / packet.time_base)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = streams[packet.stream.type]
                    whole.mux(packet)
                begins += picture.duration * picture.time_base


def _of(opened: Any, kind: str) -> Any:
    """The file's first stream of this kind."""
    return next(stream for stream in opened.streams if stream.type == kind)


def _has_sound(clip: Path) -> bool:
    import av

    with av.open(str(clip)) as opened:
        return bool(opened.streams.audio)


def video_bytes(film: Path) -> int:
    """Bytes of the pictures alone: the sound of the two sides is not encoded alike."""
    import av

    with av.open(str(film)) as opened:
        return sum(packet.size for packet in opened.demux(opened.streams.video[0]))


def fresh(media: Path) -> Path:
    """The folder without what Manim left in it."""
    shutil.rmtree(media, ignore_errors=True)
    media.mkdir(parents=True)
    return media
