"""The example of each kind of visual, read as a storyboard and drawn as a scene draws it.

Only what a scene module may use of a visual is used here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from manim import Animation, Camera, Mobject, VMobject, tempconfig
from numpy.typing import NDArray
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "film"))
from random_storyboards import targets

from flaming_horse.model.storyboard import Storyboard, Visual
from flaming_horse.model.vocabulary import frame_size
from flaming_horse.stage.layout import Frame, PlacedVisual, arrange
from flaming_horse.stage.looks import look_named
from flaming_horse.stage.motion import leaves_of
from flaming_horse.stage.visual import DrawnVisual
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_visual
from flaming_horse.visuals.kind import Part
from flaming_horse.visuals.kinds import KINDS, drawing

_PIXELS = 180
"""Of a picture's shorter side."""
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


def read_example(kind: str, folder: Path, *, shape: str = "16:9") -> Storyboard:
    """The kind's own example as a storyboard of that shape; its pictures are put into `folder`."""
    example = KINDS[kind].example
    for name in _PICTURE.findall(example):
        Image.new("RGB", (60, 40), (200, 60, 30)).save(folder / name)
    read = parse_storyboard(example, str(folder / "storyboard.md"))
    return replace(read, settings=replace(read.settings, shape=shape))


def visual_of(storyboard: Storyboard) -> Visual:
    """The one visual of an example."""
    (visual,) = storyboard.scenes[0].visuals
    return visual


def written_targets(parts: Sequence[Part], prefix: str) -> Iterator[str]:
    """Every part as a cue writes it, by its numbers and by its labels."""
    yield from targets(parts, prefix)
    for part in parts:
        if part.parts:
            yield from _labelled(part.parts, f"{prefix}.{part.name}")
    yield from _labelled(parts, prefix)


def _labelled(parts: Sequence[Part], prefix: str) -> Iterator[str]:
    for part in parts:
        yield from (f"{prefix}.{part.name}('{label}')" for label in part.labels if label)


def aimed_at(visual: Visual, aims: Sequence[str], folder: Path) -> list[str]:
    """The paths by which a scene finds what cues aim at; raises WrongInput where it is nothing."""
    marked = " ".join(["Words.", *(f'[word]{{highlight="{aim}"}}' for aim in aims)])
    text = f"{format_visual(visual, named=True)}\n\n{marked}\n"
    read = parse_storyboard(text, str(folder / "storyboard.md"), check_formulas=False)
    cues = [cue for line in read.lines for cue in line.cues]
    return [".".join(map(str, target.path)) for cue in cues for target in cue.targets]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A visual on stage in a frame."""

    visual: DrawnVisual
    frame: Frame


@contextmanager
def on_stage(visual: Visual, folder: Path, shape: str = "16:9") -> Generator[Drawn]:
    """The visual drawn where it stands alone in a frame of this shape, with nothing else on it."""
    width, height = frame_size(shape, _PIXELS)
    unit = 8 / _PIXELS
    frame, look = Frame(width * unit, height * unit), look_named("plain")
    settings: dict[str, Any] = {
        "pixel_width": width, "pixel_height": height, "frame_width": frame.width,
        "frame_height": frame.height, "background_color": look.background,
    }  # fmt: skip
    with tempconfig(settings):
        drawn: DrawnVisual = drawing(KINDS[visual.kind])(visual.id, **visual.data)
        drawn.project = folder
        arrange([PlacedVisual(drawn, None)], frame.content(None), frame, look)
        drawn.tick(0.0)
        yield Drawn(drawn, frame)


def play(animations: Sequence[Animation]) -> None:
    """Bring them all to their end, as a scene plays what begins at one word."""
    for animation in animations:
        animation.begin()
    for animation in animations:
        animation.finish()


def is_seen(leaf: VMobject) -> bool:
    """Whether anything of it is drawn."""
    return bool(
        leaf.fill_rgbas[0, 3] > 0 or (leaf.stroke_rgbas[0, 3] > 0 and leaf.stroke_width > 0)
    )


def seen(mobject: Mobject) -> list[VMobject]:
    """All that can be seen of it."""
    return [leaf for leaf in leaves_of(mobject) if is_seen(leaf)]


Ink = tuple[NDArray[np.float64], float, NDArray[np.float64], NDArray[np.float64]]


def inks(leaves: Sequence[VMobject]) -> list[Ink]:
    """Where each leaf is, how wide its stroke is, and its inks; what is not seen has no colour."""
    found: list[Ink] = []
    for leaf in leaves:
        width = float(leaf.stroke_width)
        fill, stroke = leaf.fill_rgbas.copy(), leaf.stroke_rgbas.copy()
        fill[:, :3] *= fill[:, 3:] > 0
        stroke[:, :3] *= (stroke[:, 3:] > 0) & (width > 0)
        found.append((leaf.points.copy(), width, fill, stroke))
    return found


def same(one: Sequence[Ink], other: Sequence[Ink], *, colours: bool = True) -> bool:
    """Whether the same leaves are in the same places with the same opacities, and colours."""
    first = 0 if colours else 3
    return len(one) == len(other) and all(
        len(a[0]) == len(b[0])
        and np.allclose(a[0], b[0], atol=1e-6)
        and np.isclose(a[1], b[1])
        and np.allclose(a[2][:, first:], b[2][:, first:])
        and np.allclose(a[3][:, first:], b[3][:, first:])
        for a, b in zip(one, other, strict=True)
    )


def pixels(drawn: Drawn) -> NDArray[np.int16]:
    """The frame with the visual on it, rows by columns by RGB."""
    camera = Camera(background_color=look_named("plain").background)
    camera.capture_mobjects([drawn.visual])
    return np.asarray(camera.pixel_array[:, :, :3]).astype(np.int16)
