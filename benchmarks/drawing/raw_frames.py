"""A scene's frames as they are drawn, beside those that a finished film shows.

    python -m drawing.raw_frames ours|stock PROJECT FILE CLASS QUALITY FILM FIRST

draws the scene once more, by our renderer or by stock Manim's own command, and takes each frame
where it is handed to be encoded. Meanwhile it decodes the film from frame FIRST on. Nothing is
kept, so that a film of any length can be judged. Prints one JSON object: `runs`, the digest of
each picture and for how many frames it stays, and `squares`, for each frame of the film the mean
square of what its luma is off, in levels of 255.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from drawing.costs import run
from drawing.films import Place
from drawing.makers import manim
from flaming_horse.render.quality import quality

Runs: TypeAlias = list[tuple[str, int]]
Luma: TypeAlias = NDArray[np.uint8]

BEST = 100.0
"""dB where nothing differs, which would be without end."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole film. PSNR-Y is in dB: of all frames' mean square together, and of the worst frame.

    `distinct` is how often a frame differs from the one before it.
    """

    frames: int
    distinct: int
    psnr_y_mean: float
    psnr_y_min: float
    runs: Runs

    def as_json(self) -> dict[str, Any]:
        return {
            "frames": self.frames,
            "distinct": self.distinct,
            "psnr_y_mean": round(self.psnr_y_mean, 2),
            "psnr_y_min": round(self.psnr_y_min, 2),
        }


def judge(who: str, place: Place, name: str, film: Path, environ: Mapping[str, str]) -> Judged:
    """The film that this side made of the project as it is now, beside its raw frames."""
    runs: Runs = []
    squares: list[float] = []
    for scene in place.scenes():
        first = str(len(squares))
        asked = (who, str(place.project), str(scene.file), scene.name, name, str(film), first)
        _, told = run([sys.executable, "-m", "drawing.raw_frames", *asked], environ)
        answer = json.loads(told.splitlines()[-1])
        runs += [(digest, count) for digest, count in answer["runs"]]
        squares += answer["squares"]
    shown = frames_in(film)
    if shown != len(squares):
        raise SystemExit(f"{film} has {shown} frames, and {len(squares)} were drawn")
    runs = merged(runs)
    mean, worst = psnr(sum(squares) / len(squares)), psnr(max(squares))
    return Judged(len(squares), len(runs), mean, worst, runs)


def merged(runs: Runs) -> Runs:
    """The same frames in as few runs as there can be."""
    out: Runs = []
    for digest, count in runs:
        if out and out[-1][0] == digest:
            count += out.pop()[1]  # noqa: PLW2901 - the run goes on
        out.append((digest, count))
    return out


def psnr(square: float) -> float:
    """A mean square error in levels of 255, in dB: 10 log10(255² / error), at most `BEST`."""
    return min(BEST, 10 * math.log10(255**2 / square)) if square else BEST


def frames_in(film: Path) -> int:
    import av

    with av.open(str(film)) as opened:
        video = opened.streams.video[0]
        return sum(packet.dts is not None for packet in opened.demux(video))


class Beside:
    """Takes raw frames and measures the film's against them."""

    def __init__(self, film: Path, first: int) -> None:
        from av.video.reformatter import VideoReformatter

        self.runs: Runs = []
        self.squares: list[float] = []
        self._film = _lumas(film, first)
        self._reformatter: Any = VideoReformatter()
        self._tagged = _is_bt709(film)
        self._pixels: NDArray[np.uint8] | None = None
        self._luma: Luma | None = None

    def write(self, pixels: NDArray[np.uint8], repeat: int) -> None:
        """One RGBA picture that stays for `repeat` frames."""
        if self._pixels is None or not np.array_equal(pixels, self._pixels):
            self._pixels = pixels.copy()
            self._luma = self._converted(self._pixels)
            digest = blake2b(pixels.tobytes(), digest_size=16).hexdigest()
            self.runs.append((digest, 0))
        assert self._luma is not None
        digest, count = self.runs[-1]
        self.runs[-1] = (digest, count + repeat)
        raw = self._luma.astype(np.int32)
        for _ in range(repeat):
            shown = next(self._film, None)
            if shown is None:
                raise SystemExit("the film ends before its scene does")
            self.squares.append(float(np.mean((shown - raw) ** 2)))

    def _converted(self, pixels: NDArray[np.uint8]) -> Luma:
        """The luma by the film's own matrix: what it is off by is then the encoder's doing."""
        from av.video.frame import VideoFrame

        frame = VideoFrame.from_ndarray(pixels, format="rgba")
        matrix: dict[str, Any] = {}
        if self._tagged:
            matrix = {
                "dst_colorspace": "ITU709",
                "src_color_range": "JPEG",
                "dst_color_range": "MPEG",
            }
        return _luma(self._reformatter.reformat(frame, format="yuv420p", **matrix))


def _is_bt709(film: Path) -> bool:
    """Stock Manim leaves its films untagged, and the matrix to the library."""
    import av

    with av.open(str(film)) as opened:
        return int(opened.streams.video[0].codec_context.colorspace) == 1  # ITU-T H.273


def _lumas(film: Path, first: int) -> Iterator[NDArray[np.int32]]:
    import av

    with av.open(str(film)) as opened:
        for number, frame in enumerate(opened.decode(video=0)):
            if number >= first:
                yield _luma(frame).astype(np.int32)


def _luma(frame: Any) -> Luma:
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width].copy()


def watch_ours(project: Path, file: Path, name: str, asked: str, beside: Beside) -> None:
    """Draw the scene as a build does, and look at what the encoder is given."""
    from flaming_horse.render import encoder, worker

    class Watched(encoder.ClipEncoder):
        def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
            beside.write(pixels, repeat)
            super().write(pixels, repeat)

    encoder.ClipEncoder = Watched  # pyright: ignore[reportAttributeAccessIssue] - looked up late
    size = quality(asked)
    params = {
        "module": file.relative_to(project).as_posix(),
        "class": name,
        "width": size.width,
        "height": size.height,
        "fps": size.fps,
    }
    with tempfile.TemporaryDirectory() as out:
        worker.render_clip(project, Path(out), params)


def watch_stock(file: Path, name: str, asked: str, beside: Beside) -> None:
    """Run `manim render` in this process, and look at what its writer is given."""
    from manim.scene import scene_file_writer

    from drawing.films import Scene

    writer: Any = scene_file_writer.SceneFileWriter
    original = writer.write_frame

    def write_frame(self: Any, pixels: NDArray[np.uint8], *, repeat: int = 1) -> None:
        beside.write(pixels, repeat)
        original(self, pixels, repeat=repeat)

    writer.write_frame = write_frame
    with tempfile.TemporaryDirectory() as media:
        command(manim(Scene(file, name), asked, Path(media)))


def command(arguments: list[str]) -> None:
    """Manim's own command in this process."""
    from manim.__main__ import main as manim_main

    entry: Any = manim_main
    entry(arguments, standalone_mode=False)


def main() -> None:
    who, project, file, name, asked, film, first = sys.argv[1:]
    beside = Beside(Path(film), int(first))
    if who == "ours":
        watch_ours(Path(project), Path(file), name, asked, beside)
    else:
        watch_stock(Path(file), name, asked, beside)
    print(json.dumps({"runs": beside.runs, "squares": beside.squares}))


if __name__ == "__main__":
    main()
