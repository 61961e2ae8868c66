"""The least that one scene takes: its distinct frames, drawn and encoded once.

    python -m drawing.floor_scene FILE CLASS QUALITY

runs `manim render` in this process, without its cache and its writer, and adds up the seconds of
the processor for what no way of drawing can leave out as long as frames are whole: drawing each
frame that differs from the one before it, converting it and encoding it. What repeats costs
nothing. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drawing.films import Scene
from drawing.makers import manim
from drawing.raw_frames import command
from flaming_horse.render.encoder import ClipEncoder
from flaming_horse.render.quality import quality


class Floor:
    """Stands where Manim's writer stands, and takes the time of what has to be done."""

    def __init__(self, encoder: ClipEncoder) -> None:
        self.frames = self.distinct = 0
        self.draw_s = self.encode_s = 0.0
        self._encoder = encoder
        self._drawing_s = 0.0
        self._last: NDArray[np.uint8] | None = None

    def watch(self, original: Any) -> Any:
        """Manim's `update_frame`, its seconds kept until it is known whether they counted."""

        def update_frame(*args: Any, **kwargs: Any) -> None:
            began = time.thread_time()
            original(*args, **kwargs)
            self._drawing_s += time.thread_time() - began

        return update_frame

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        self.frames += repeat
        drawing, self._drawing_s = self._drawing_s, 0.0
        if self._last is not None and np.array_equal(pixels, self._last):
            return
        self._last = pixels.copy()
        self.distinct += 1
        self.draw_s += drawing
        began = time.thread_time()
        self._encoder.write(pixels)
        self.encode_s += time.thread_time() - began

    def close(self) -> None:
        began = time.thread_time()
        self._encoder.close()
        self.encode_s += time.thread_time() - began


def floor(file: Path, name: str, asked: str, scratch: Path) -> dict[str, float]:
    """Seconds of the processor, and frames."""
    from manim.renderer import cairo_renderer
    from manim.scene import scene_file_writer

    size = quality(asked)
    encoder = ClipEncoder(scratch / "floor.mp4", width=size.width, height=size.height, fps=size.fps)
    taken = Floor(encoder)
    renderer: Any = cairo_renderer.CairoRenderer
    renderer.update_frame = taken.watch(renderer.update_frame)
    _silence(scene_file_writer.SceneFileWriter, taken)
    command([*manim(Scene(file, name), asked, scratch), "--disable_caching"])
    taken.close()
    return {
        "frames": taken.frames,
        "distinct": taken.distinct,
        "draw_s": taken.draw_s,
        "encode_s": taken.encode_s,
    }


def _silence(writer: Any, taken: Floor) -> None:
    """Manim's file writer without its own encoding, cache and sound."""

    def write_frame(_: Any, pixels: NDArray[np.uint8], *, repeat: int = 1) -> None:
        taken.write(pixels, repeat)

    def nothing(*_: Any, **__: Any) -> None:
        pass

    writer.write_frame = write_frame
    for left_out in ("begin_animation", "end_animation", "finish", "add_sound"):
        setattr(writer, left_out, nothing)


def main() -> None:
    file, name, asked = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        print(json.dumps(floor(Path(file), name, asked, Path(scratch))))


if __name__ == "__main__":
    main()
