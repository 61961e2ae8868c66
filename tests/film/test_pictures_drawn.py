"""Pictures in SVG are drawn with what stands in them: texts, gradients, dashes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flaming_horse.errors import WrongInput
from flaming_horse.stage.looks import look_named
from flaming_horse.stage.room import Room
from flaming_horse.visuals.image import drawing as image

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="100pt" viewBox="0 0 400 100">
<rect x="2" y="2" width="196" height="96" fill="none" stroke="black"/>
{}
</svg>"""
TEXT = '<text x="220" y="60" font-family="Times,serif" font-size="40">A \\ "boat"</text>'


def drawn(tmp_path: Path, inside: str) -> image.Image:
    (tmp_path / "boat.svg").write_text(SVG.format(inside))
    visual = image.Image("boat", file="boat.svg", alt="")
    visual.project = tmp_path
    visual.draw(Room(12.8, 5.6, look_named("plain")))
    return visual


def test_texts_of_a_drawing_are_seen(tmp_path):
    picture = next(m for m in drawn(tmp_path, TEXT).submobjects if hasattr(m, "pixel_array"))
    height, width = picture.pixel_array.shape[:2]
    assert width / height == pytest.approx(4, rel=0.02)
    ink = picture.pixel_array[:, :, 3] > 128
    assert ink[:, width * 55 // 100 :].any()
    assert not ink[height // 10 : height * 9 // 10, width // 20 : width * 9 // 20].any()


def test_a_drawing_of_shapes_alone_stays_one_of_shapes(tmp_path):
    shapes = drawn(tmp_path, '<circle cx="300" cy="50" r="30"/>').submobjects
    assert not any(hasattr(m, "pixel_array") for m in shapes)
    assert np.ptp([m.get_center()[0] for m in shapes]) > 1


def test_a_drawing_whose_texts_only_a_browser_draws_is_refused(tmp_path):
    with pytest.raises(WrongInput, match="only a browser"):
        drawn(tmp_path, "<foreignObject><p>Words</p></foreignObject>")
