"""A scene module becomes a clip: whole frames, the same bytes each time, errors with a place."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction

import av
import numpy as np
import pytest

from flaming_horse.errors import SceneFailed
from flaming_horse.render.worker import render_clip

SCENE = """
from manim import RIGHT, Circle, Create, Scene


class Plain(Scene):
    def construct(self):
        circle = Circle(color="#ff0000", fill_opacity=1)
        self.play(Create(circle), run_time=0.4)
        self.wait(1)
        self.play(circle.animate.shift(RIGHT), run_time=0.4)


class Broken(Scene):
    def construct(self):
        self.wait(0.2)
        self.undefined_thing()


class Silent(Scene):
    def construct(self):
        raise ValueError("three apples are not four")
"""

SIZE = {"width": 160, "height": 90, "fps": 10}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "project" / "scenes").mkdir(parents=True)
    (tmp_path / "project" / "scenes" / "scene_01_plain.py").write_text(SCENE)
    return tmp_path / "project"


def render(project, out, name="Plain", progress=None, **more):
    out.mkdir()
    params = {"module": "scenes/scene_01_plain.py", "class": name, **SIZE, **more}
    render_clip(project, out, params, progress)
    return out


def test_a_clip_has_whole_frames_and_leaves_nothing_else(project, tmp_path):
    told: list[int] = []
    out = render(project, tmp_path / "out", progress=told.append)
    assert sorted(p.name for p in out.iterdir()) == ["clip.json", "clip.mp4"]
    assert [p.name for p in project.rglob("*")] == ["scenes", "scene_01_plain.py"]
    clip = json.loads((out / "clip.json").read_text())
    with av.open(str(out / "clip.mp4")) as file:
        video = file.streams.video[0]
        assert (video.width, video.height, video.average_rate) == (160, 90, 10)
        assert video.codec_context.colorspace == video.codec_context.color_trc == 1
        times = [frame.pts * frame.time_base for frame in file.decode(video)]
    assert times == [Fraction(n, 10) for n in range(clip["frames"])]
    assert clip["frames"] == 18
    assert told == sorted(told)
    assert told[-1] == 18


def test_colours_survive(project, tmp_path):
    out = render(project, tmp_path / "out")
    with av.open(str(out / "clip.mp4")) as file:
        frame = [f.to_ndarray(format="rgb24") for f in file.decode(video=0)][8]
    assert np.abs(frame[45, 80].astype(int) - (255, 0, 0)).max() <= 4


def test_the_same_scene_gives_the_same_bytes(project, tmp_path):
    first = render(project, tmp_path / "one") / "clip.mp4"
    second = render(project, tmp_path / "two") / "clip.mp4"
    assert first.read_bytes() == second.read_bytes()


def test_a_dry_run_draws_nothing(project, tmp_path):
    out = render(project, tmp_path / "out", dry_run=True)
    assert [p.name for p in out.iterdir()] == ["clip.json"]


@pytest.mark.parametrize(
    ("name", "line", "says"), [("Broken", 16, "undefined_thing"), ("Silent", 21, "three apples")]
)
def test_an_error_names_the_line_of_the_scene(project, tmp_path, name, line, says):
    with pytest.raises(SceneFailed) as caught:
        render(project, tmp_path / "out", name)
    error = pickle.loads(pickle.dumps(caught.value))
    assert str(error.place) == f"scenes/scene_01_plain.py:{line}:1"
    assert says in error.what
    assert not (tmp_path / "out" / "clip.mp4").exists()


def test_a_class_that_is_not_there(project, tmp_path):
    with pytest.raises(SceneFailed, match="no class Absent"):
        render(project, tmp_path / "out", "Absent")


def test_frames_that_were_not_planned_are_an_error(project, tmp_path):
    module = project / "scenes" / "scene_01_plain.py"
    clip = {"scene": "a", "title": "A", **SIZE, "frames": 19, "lines": [], "cues": []}
    clip |= {"defects": [], "layouts_checked": 0, "background": "#000000"}
    lying = f"""
        import os, pathlib, json
        path = pathlib.Path(os.environ["FLAMING_HORSE_CLIP_JSON"])
        path.write_text(json.dumps({clip!r}))
"""
    module.write_text(SCENE.replace("RIGHT), run_time=0.4)", "RIGHT), run_time=0.4)" + lying))
    with pytest.raises(SceneFailed, match="planned 19 frames and drew 18"):
        render(project, tmp_path / "out")
