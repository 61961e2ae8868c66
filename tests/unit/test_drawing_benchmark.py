"""The benchmark of drawing: what it edits is there to be edited, and what it tells is right."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import av
import numpy as np
import pytest

from flaming_horse.storyboard import read_storyboard
from flaming_horse_voice.trust import trust_of

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from drawing.chart import chart
from drawing.films import DEFAULT, FILMS, Place
from drawing.makers import STOCK as QUALITIES
from drawing.makers import join, video_bytes
from drawing.raw_frames import BEST, Beside, frames_in, merged, psnr
from drawing.results import COLD, NOTHING, OURS, STOCK, Row, medians, short, table

from flaming_horse.render.encoder import ClipEncoder
from flaming_horse.render.quality import QUALITIES as OWN


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Projects are noted as made here in the data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def row(who: str, case: str, wall: float, workers: int = 2) -> Row:
    return Row("film", "still", "draft", case, who, workers, wall, wall, 100.0, 2.0, 1.0)


ROWS = [
    row(STOCK, COLD, 20.0, 1),
    row(OURS, COLD, 5.0),
    row(OURS, "edit line", 1.0),
    row(OURS, NOTHING, 0.25),
]


def clip(path: Path, shades: list[int]) -> list[np.ndarray]:
    """A clip of so many grey frames at 10 a second, and these frames."""
    encoder = ClipEncoder(path, width=64, height=48, fps=10)
    frames = [np.full((48, 64, 4), [shade] * 3 + [255], np.uint8) for shade in shades]
    for frame in frames:
        encoder.write(frame.copy())
    encoder.close()
    return frames


@pytest.mark.parametrize("name", FILMS)
def test_each_edit_changes_one_place_and_leaves_a_storyboard(name: str, tmp_path: Path):
    place = Place.make(FILMS[name], tmp_path)
    place.keep()
    (place.project / "media").mkdir(exist_ok=True)
    for case, edit in FILMS[name].edits.items():
        place.edit(case)
        changed = {
            file: (place.project / file).read_text() != (place.kept / file).read_text()
            for file in {each.file for each in FILMS[name].edits.values()}
        }
        assert [file for file, differs in changed.items() if differs] == [edit.file]
        assert read_storyboard(place.project / "storyboard.md").lines
    place.edit(COLD)
    assert (place.project / edit.file).read_text() == (place.kept / edit.file).read_text()


def test_one_film_of_each_kind_is_measured_and_every_quality_has_its_like():
    assert {FILMS[name].kind for name in DEFAULT} == {"still", "moving", "by hand"}
    assert QUALITIES.keys() == OWN.keys()


def test_a_cold_build_finds_the_takes_and_no_film(tmp_path: Path):
    place = Place.make(FILMS["tiny"], tmp_path)
    made = place.project / "media" / "voiceovers"
    made.mkdir(parents=True)
    for file in (made / "take.flac", made.parent / "tiny.draft.mp4", made.parent / "tiny.mp4"):
        file.touch()
    store = place.project / ".flaming-horse" / "store"
    store.mkdir(parents=True)
    place.keep()
    place.lay_out()
    assert [each.name for each in made.parent.iterdir()] == ["voiceovers"]
    assert (made / "take.flac").exists()
    assert not store.exists()
    assert trust_of(place.project).own


def test_ratios_are_over_stock_and_over_our_own_cold_build():
    told = short(ROWS, [{"who": OURS, "psnr_y_min": 51.0}, {"who": STOCK, "psnr_y_min": 47.0}])
    assert (told["ratio_cold"], told["ratio_edit_line"], told["ratio_noop"]) == (0.25, 0.2, 0.05)
    assert (told["psnr_y_min"], told["stock_psnr_y_min"]) == (51.0, 47.0)


def test_rounds_become_medians():
    rounds = [row(OURS, COLD, 5.0), row(OURS, COLD, 9.0), row(OURS, COLD, 6.0), *ROWS[:1]]
    ours, stock = medians(rounds)
    assert (ours.wall_s, ours.cpu_s, ours.rounds, ours.spread) == (6.0, 6.0, 3, 0.5)
    assert (stock.wall_s, stock.rounds) == (20.0, 1)


def test_the_chart_is_a_picture_with_a_bar_for_each_row_as_long_as_it_took():
    root = ET.fromstring(chart(ROWS))
    boxes = list(root.iter("{http://www.w3.org/2000/svg}rect"))
    bars = [float(box.attrib["width"]) for box in boxes if box.attrib["height"] == "16.0"]
    assert len(bars) == len(ROWS)
    assert bars[1] == pytest.approx(bars[0] / 4, abs=0.2)


def test_the_table_has_every_row():
    rows = table(ROWS, []).splitlines()
    assert len(rows) == len(ROWS) + 2
    assert len({line.count("|") for line in rows}) == 1


def test_psnr_is_that_of_the_mean_square():
    assert psnr(1.0) == pytest.approx(48.13, abs=0.01)  # 20 log10(255)
    assert psnr(0.0) == BEST


def test_equal_frames_side_by_side_are_one_run():
    assert merged([("a", 1), ("a", 2), ("b", 1), ("a", 1)]) == [("a", 3), ("b", 1), ("a", 1)]


def test_joined_clips_follow_one_another_without_a_gap(tmp_path: Path):
    one, two, film = (tmp_path / name for name in ("one.mp4", "two.mp4", "film.mp4"))
    clip(one, [10, 20, 30])
    clip(two, [200, 210])
    join([one, two], film)
    assert frames_in(film) == 5
    with av.open(str(film)) as opened:
        shown = list(opened.decode(video=0))
    times = [frame.pts * frame.time_base for frame in shown]
    assert times == [Fraction(n, 10) for n in range(5)]
    assert video_bytes(film) == video_bytes(one) + video_bytes(two)


def test_frames_are_measured_beside_those_of_their_number(tmp_path: Path):
    film = tmp_path / "film.mp4"
    frames = clip(film, [10, 60, 60, 120])
    right, late = Beside(film, 1), Beside(film, 0)
    for frame, repeat in ((frames[1], 2), (frames[3], 1)):
        right.write(frame, repeat)
        late.write(frame, repeat)
    assert [count for _, count in right.runs] == [2, 1]
    assert psnr(max(right.squares)) > 45
    assert psnr(max(late.squares)) < 20
