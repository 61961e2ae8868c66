"""The pictures of the gallery: every kind of visual, drawn as a scene would draw it.

`python -m flaming_horse.visuals.gallery docs/images/visuals` writes one PNG for each kind.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from manim import Camera, ManimColor, tempconfig
from PIL import Image

from flaming_horse.model.narration import RecordedLine
from flaming_horse.model.vocabulary import DEFAULT_SHAPE, frame_size
from flaming_horse.stage.layout import Area, Frame, PlacedVisual, arrange
from flaming_horse.stage.looks import look_named
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.visuals.kind import GalleryPicture, Kind
from flaming_horse.visuals.kinds import KINDS, drawing

_SHORTER = 720
"""Pixels of the shorter side of a picture."""
_COLOURS = 224
"""Colours in a picture's palette: enough for smooth edges, and a quarter of the bytes."""
_RATE = 24_000


def picture(
    kind: Kind, example: GalleryPicture | None = None, *, shape: str = DEFAULT_SHAPE
) -> Image.Image:
    """The frame that shows this picture of a kind, or its own, RGB."""
    example = example or kind.picture
    width, height = frame_size(shape, _SHORTER)
    unit = 8 / min(width, height)
    look = look_named(example.look)
    frame = Frame(width * unit, height * unit)
    settings = {
        "pixel_width": width, "pixel_height": height, "frame_width": frame.width,
        "frame_height": frame.height, "background_color": ManimColor(look.background),
    }  # fmt: skip
    with tempconfig(settings), tempfile.TemporaryDirectory() as folder:
        visual = _made(kind, example, Path(folder))
        area = Area(0, 0, 0.88 * frame.width, 0.84 * frame.height)
        arrange([PlacedVisual(visual, None)], area, frame, look)
        _speak(visual, Path(folder))
        for action, part in example.steps:
            _step(visual, action, part)
        if visual.moving:
            visual.tick(example.seconds)
        camera = Camera(background_color=ManimColor(look.background))
        camera.capture_mobjects([visual])
        return camera.get_image().convert("RGB")


def save(drawn: Image.Image, file: Path) -> None:
    """Write a picture as a small PNG."""
    palette = drawn.quantize(_COLOURS, dither=Image.Dither.NONE)
    palette.save(file, optimize=True)


def _made(kind: Kind, example: GalleryPicture, folder: Path) -> DrawnVisual:
    for name, text in example.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    visual: DrawnVisual = drawing(kind)("example", **example.data)
    visual.project = folder
    return visual


def _step(visual: DrawnVisual, action: str, part: str) -> None:
    if action == "hide":
        visual.conceal(part)
        return
    for animation in visual[part].starting(action):
        animation.begin()
        animation.finish()


def _speak(visual: DrawnVisual, folder: Path) -> None:
    """Four seconds of something like syllables, for the wave of a voice."""
    seconds = np.arange(4 * _RATE) / _RATE
    syllables = np.abs(np.sin(2 * np.pi * 2.1 * seconds)) * (0.55 + 0.45 * np.sin(5.3 * seconds))
    grain = 0.6 + 0.4 * np.sin(2 * np.pi * 13.7 * seconds) * np.sin(2 * np.pi * 7.3 * seconds)
    take = folder / "take.flac"
    soundfile.write(str(take), 0.4 * syllables * grain * np.sin(1000 * seconds), _RATE)
    line = RecordedLine(
        id="line", scene="scene", runs=(), speech="", words=(), take="take", file=take.name,
        sample_rate=_RATE, samples=len(seconds), times=(), aligned_by="none",
    )  # fmt: skip
    visual.speak(line, take, 0.0)


def main(folder: Path) -> None:
    """Write the pictures of all kinds into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in KINDS.items():
        save(picture(kind), folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/visuals"))
