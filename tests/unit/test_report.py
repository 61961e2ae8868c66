"""A report is written as JSON and read back as the same report."""

import json
from fractions import Fraction

import pytest

from flaming_horse.film.report import failure, read_report, write_report
from flaming_horse.model.clip import Defect
from flaming_horse.model.film import AudioStream, Film, VideoStream
from flaming_horse.model.report import (
    CaptionReport,
    Check,
    CueReport,
    LayoutReport,
    LineReport,
    Loudness,
    PhaseReport,
    Report,
)
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.runs import written_runs

REPORT = Report(
    film=Film(
        "waves.mp4",
        VideoStream("h264", 1920, 1080, Fraction("29.97"), Fraction("10.033333")),
        AudioStream("aac", 48_000, Fraction("10.021021")),
    ),
    loudness=Loudness(-16.02, None),
    lines=(
        LineReport(
            "one.1", "one", written_runs("A `$line$`, $x$."), "a line", "tone", "sine", "k", 1.5,
            None, 2, 0.25, "tone", ("a source, p. 3",),
        ),
    ),
    cues=(CueReport("one.1", "line", "show", "plot", 0.5, None, None),),
    layout=LayoutReport(3, (Defect("one", 0.5, "overlap", "two things"),)),
    captions=CaptionReport(1, 7, 1, 12.5),
    checks=(
        Check("chapters", 1, "1", passed=True),
        Check("true peak, dBTP", None, "at most -1.5", passed=False, where=("no sound",)),
    ),
    phases={"assemble": PhaseReport(1, 1, 0, 2.25)},
)  # fmt: skip


def test_a_report_is_read_back_as_it_was_written(tmp_path):
    write_report(REPORT, tmp_path / "waves.report.json")
    assert read_report(tmp_path / "waves.report.json") == REPORT


@pytest.mark.parametrize("film", [Film("waves.mp4", None, None), REPORT.film])
def test_reading_and_writing_again_changes_no_byte(film):
    # As measured: no decimal number is this frame rate, or lasts so long.
    video = film.video and VideoStream("h264", 2, 2, Fraction(30000, 1001), Fraction(7007, 3000))
    measured = Report(
        Film(film.path, video, film.audio), REPORT.loudness, (), (), REPORT.layout,
        REPORT.captions, REPORT.checks,
    )  # fmt: skip
    written = json.dumps(measured.as_json())
    assert json.dumps(Report.from_json(json.loads(written)).as_json()) == written


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"film": 5}', "{" * 99])
def test_what_is_no_report_is_refused(tmp_path, text):
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(Unreadable):
        read_report(tmp_path / "report.json")


def test_an_entry_of_other_fields_is_refused(tmp_path):
    told = REPORT.as_json()
    told["cues"][0].pop("word")
    (tmp_path / "report.json").write_text(json.dumps(told))
    with pytest.raises(Unreadable):
        read_report(tmp_path / "report.json")


def test_what_failed_is_told_with_its_place():
    assert not REPORT.passed
    told = str(failure(REPORT))
    assert "waves.mp4 did not pass 1 check" in told
    assert "true peak, dBTP: not measurable (allowed: at most -1.5)\n    no sound" in told
