"""A narrated scene of the real stage, drawn and put into a film whose cues are measured."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import soundfile

from flaming_horse.errors import SceneFailed
from flaming_horse.film.assemble import assemble_film
from flaming_horse.model.narration import Narration, RecordedLine, SpokenWord, VoiceIdentity
from flaming_horse.render.worker import render_clip
from flaming_horse_voice.runs import written_runs

MODULE = "scenes/scene_01_rows.py"
SCENE = """
from flaming_horse.stage import NarratedScene
from flaming_horse.visuals import MatrixProduct


class Scene01Rows(NarratedScene):
    scene_id = "rows"
    look = "chalk"

    def construct(self) -> None:
        self.heading("Rows meet columns")
        product = MatrixProduct("product", a=[[1, 2], [3, 4]], b=[[5, 6], [7, 8]])
        with self.line("rows.1") as line:
            line.enter(product, hidden=["entry(1,1)"])
            line.highlight("the first row", product["a.row(1)"])
            line.show("nineteen", product["entry(1,1)"])
"""
TEXT = "Take the first row of the matrix, and you have nineteen."
RATE = 24_000
WORD = 9_600


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("project")
    (folder / "scenes").mkdir()
    (folder / MODULE).write_text(SCENE)
    takes = folder / "media" / "voiceovers"
    takes.mkdir(parents=True)
    words, at = [], 0
    for word in TEXT.split():
        words.append(SpokenWord(word, at, at + len(word)))
        at += len(word) + 1
    times = tuple((n * WORD, (n + 1) * WORD) for n in range(len(words)))
    samples = len(words) * WORD
    noise = 0.05 * np.random.default_rng(1).standard_normal(samples)
    soundfile.write(takes / "take.flac", noise, RATE)
    line = RecordedLine(
        "rows.1",
        "rows",
        written_runs(TEXT),
        TEXT,
        tuple(words),
        "take",
        "take.flac",
        RATE,
        samples,
        times,
        "x",
    )
    narration = Narration(VoiceIdentity("kokoro", "k", "1", "af_heart", "en"), (line,))
    (takes / "takes.json").write_text(json.dumps(narration.as_json()))
    return folder


def drawn(project, out, **more):
    out.mkdir(parents=True)
    params = {"module": MODULE, "class": "Scene01Rows", "width": 426, "height": 240, "fps": 15}
    render_clip(project, out, {**params, **more})
    return out


@pytest.fixture(scope="module")
def clip(project, tmp_path_factory):
    return drawn(project, tmp_path_factory.mktemp("drawn") / "out")


def test_a_dry_run_plans_the_same_clip(project, clip, tmp_path):
    dry = drawn(project, tmp_path / "dry", dry_run=True)
    assert (dry / "clip.json").read_text() == (clip / "clip.json").read_text()


def test_the_same_scene_gives_the_same_bytes(project, clip, tmp_path):
    again = drawn(project, tmp_path / "again")
    assert (again / "clip.mp4").read_bytes() == (clip / "clip.mp4").read_bytes()


def test_its_film_passes_every_check(project, clip, tmp_path):
    shutil.copytree(project / "media", tmp_path / "in" / "media")
    shutil.copytree(clip, tmp_path / "in" / "clips" / "01")
    out = tmp_path / "out"
    out.mkdir()
    assemble_film(tmp_path / "in", out, {"name": "film", "title": "Rows"})
    report = json.loads((out / "film.report.json").read_text())
    assert [check for check in report["checks"] if not check["passed"]] == []
    assert len(report["cues"]) == 2


def test_a_mistake_names_its_line(project, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(project, broken)
    (broken / MODULE).write_text(SCENE.replace('"nineteen"', '"twenty"'))
    with pytest.raises(SceneFailed, match="twenty") as caught:
        drawn(broken, tmp_path / "out")
    assert caught.value.place is not None
    assert caught.value.place.file == MODULE
    assert caught.value.place.line > 0
