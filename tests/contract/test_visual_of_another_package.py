"""A kind of visual that another package brings, from its fence to its picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]

KIND = '''
from pydantic import Field
from flaming_horse.visuals.fields import VisualData
from flaming_horse.visuals.kind import GalleryPicture, Kind, Part


class GaugeData(VisualData):
    share: float = Field(description="from 0 to 1", ge=0, le=1)


class GaugeKind(Kind):
    name = "gauge"
    drawn_as = "Gauge"
    summary = "A share of a whole."
    model = GaugeData
    part_notes = (("filled", "the share"),)
    example = """```gauge {#g}
share: 0.4
```

This is [the share]{highlight="g.filled"}."""
    picture = GalleryPicture({"share": 0.4})

    def parts(self, data):
        return (Part("filled"),)


KIND = GaugeKind()
'''
DRAWING = """
from manim import LEFT, Rectangle
from flaming_horse.stage.visual import DrawnVisual


class Gauge(DrawnVisual):
    kind = "gauge"

    def draw(self, room):
        whole = Rectangle(width=0.8 * room.width, height=room.em, color=room.look.muted)
        share = Rectangle(width=self.data["share"] * whole.width, height=room.em, fill_opacity=1)
        share.align_to(whole, LEFT)
        self.add(whole, share)
        self.define("filled", share)
"""
PROGRAM = """
import sys
from pathlib import Path
from dry_runs import clips_of
from flaming_horse.build.scene_action import drawing_source
from flaming_horse.build.scene_source import scene_source
from flaming_horse.storyboard import parse_storyboard
from flaming_horse.storyboard.formatting import format_storyboard
from flaming_horse.storyboard.reference import reference_markdown
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.llm.vocabulary import kinds

read = parse_storyboard(KINDS["gauge"].example, "film.md")
again = parse_storyboard(format_storyboard(read), "film.md")
assert again.scenes[0].visuals[0].data == {"share": 0.4}
assert "from flaming_horse.visuals import Gauge" in scene_source(read, read.scenes[0], "S")
assert "## gauge" in reference_markdown() and "gauge" in kinds()
before = drawing_source(read.scenes[0])
(clip,) = clips_of(read, Path(sys.argv[1]))
assert clip.frames > 0 and not clip.defects, clip
assert [cue.target for cue in clip.cues] == ["g.filled"], clip.cues
print("drawn")
"""
BROKEN = "raise RuntimeError('of no use')\n"


def installed(folder: Path, kind: str) -> dict[str, str]:
    """The environment in which that package is installed."""
    package, told = folder / "gauge_visual", folder / "gauge_visual-1.0.dist-info"
    package.mkdir(parents=True)
    told.mkdir()
    (package / "__init__.py").touch()
    (package / "kind.py").write_text(kind, "utf-8")
    (package / "drawing.py").write_text(DRAWING, "utf-8")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: gauge-visual\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(
        "[flaming_horse.visuals]\ngauge = gauge_visual.kind:KIND\n"
    )
    path = os.pathsep.join(map(str, (folder, TESTS / "film")))
    return {**os.environ, "PYTHONPATH": path}


def test_a_kind_of_another_package_is_read_written_and_drawn(tmp_path: Path):
    environment = installed(tmp_path / "site", KIND)
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(work)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split()[-1] == "drawn"


def test_a_kind_that_cannot_be_loaded_says_whose_it_is(tmp_path: Path):
    environment = installed(tmp_path / "site", BROKEN)
    program = "from flaming_horse.visuals.kinds import KINDS; KINDS['list']; KINDS['gauge']"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "NotInstalled" in done.stderr
    assert "`gauge` of the package gauge-visual" in done.stderr
