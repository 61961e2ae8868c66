"""`voice selftest`: the report that is kept, and what of it a person sees."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flaming_horse.commands.cli import app
from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.selftest import LINES, selftest
from flaming_horse_voice.selftest_report import as_table
from flaming_horse_voice.service_factory import choose_voice

sys.path.insert(0, str(Path(__file__).parents[1]))
from voice_engines import (
    checkpoint,
    engine_environ,
    make_checkpoint,
    stand_in_environ,
    write_reference,
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    for name in ("VOICE_SERVICE", "TTS_BACKEND", "VOICE_REF_DIR", "STORE"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stand_in(here):
    """A quick engine that hums, four lines at once."""
    write_reference(here / "voice", transcript="Nobody else may read this.")
    environ = stand_in_environ(make_checkpoint(here / "base"))
    return choose_voice({"voice": {"batch": 4}}, environ, folder=here)


@pytest.fixture
def unheard(monkeypatch):
    """Whisper takes minutes to find no words in a hum; the slow tests listen."""
    monkeypatch.setattr("flaming_horse_voice.selftest.words_heard", lambda *_: None)


def typed(*words):
    return CliRunner().invoke(app, ["voice", "selftest", *words])


def silent(_):
    """Nobody reads what it says on the way."""


def test_ten_lines_are_spoken_and_the_report_is_kept(here):
    done = typed("--voice", "tone", "--json")
    assert done.exit_code == 0, done.output
    kept = json.loads((here / "media" / "voiceovers" / "selftest.json").read_text())
    assert kept["voice"]["service"] == "tone"
    assert [line["kind"] for line in kept["lines"]] == list(LINES)
    assert len(kept["lines"]) == 10
    assert all(line["seconds"] > 0 and line["work_s"] > 0 for line in kept["lines"])
    single = kept["single"]
    assert single["lines"] == 10
    assert single["real_time_factor"] == pytest.approx(
        single["work_s"] / single["sound_s"], abs=0.01
    )
    assert kept["load_s"] > 0
    assert kept["peak_memory_bytes"] is None or kept["peak_memory_bytes"] > 1e6
    assert "flaming-horse" in kept["versions"]


def test_the_takes_of_a_project_are_not_touched(here):
    typed("--voice", "tone")
    assert [path.name for path in (here / "media" / "voiceovers").iterdir()] == ["selftest.json"]


def test_a_voice_that_speaks_one_line_at_a_time_says_so(here):
    done = typed("--voice", "tone", "--out", "here.json")
    report = json.loads((here / "here.json").read_text())
    assert report["batched"] is None
    assert "one line at a time" in done.stdout
    assert "here.json" in done.stdout
    assert not (here / "media").exists()


def test_tones_are_not_listened_to(here):
    done = typed("--voice", "tone")
    assert "nobody listened" in done.stdout
    kept = json.loads((here / "media" / "voiceovers" / "selftest.json").read_text())
    assert all(line["words_heard_error"] is None for line in kept["lines"])


def test_without_a_listener_nothing_is_heard_and_that_is_said(stand_in, monkeypatch):
    def missing(*_):
        raise NotInstalled("there is no listener", remedy="install one")

    monkeypatch.setattr("flaming_horse_voice.selftest.word_times", missing)
    report = selftest(stand_in, silent)
    assert report["listener"] == "nobody listened: there is no listener; install one"
    assert all(line["words_heard_error"] is None for line in report["lines"])
    assert "there is no listener" in as_table(report)


def test_lines_spoken_together_are_timed_together(stand_in, monkeypatch):
    monkeypatch.setattr("flaming_horse_voice.selftest._listened", lambda *_: ((), "listened"))
    report = selftest(stand_in, silent)
    assert report["batched"]["lines"] == report["single"]["lines"] == 10
    assert report["batched"]["batch"] == 4
    assert report["versions"]["mlx"] == "1"


@pytest.mark.usefixtures("unheard")
def test_a_failing_line_is_reported_and_the_others_are_spoken(stand_in, monkeypatch):
    monkeypatch.setenv("STAND_IN_FAULT", "nan")
    monkeypatch.setitem(LINES, "question", "This is a bad line?")
    report = selftest(stand_in, silent)
    lines = {line["kind"]: line for line in report["lines"]}
    assert "no numbers" in lines["question"]["fault"]
    assert lines["question"]["seconds"] == 0
    assert lines["two sentences"]["seconds"] > 0
    assert report["passed"] is False
    assert "no numbers" in as_table(report)


@pytest.mark.usefixtures("unheard")
def test_no_path_and_no_words_of_the_reference_are_in_the_report(here, stand_in):
    told = json.dumps(selftest(stand_in, silent))
    assert str(here) not in told
    assert "Nobody else may read this" not in told


@pytest.mark.slow
def test_the_embedded_voice_is_good(here):
    report = selftest(choose_voice({}, {}, "kokoro"), silent)
    assert report["passed"], as_table(report)
    assert all(line["aligned_by"] == "model" for line in report["lines"])
    heard = [line["words_heard_error"] for line in report["lines"]]
    if importlib.util.find_spec("faster_whisper") is None:
        assert heard == [None] * 10
    else:
        assert max(heard) <= 0.34


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["mlx", "qwen"])
def test_an_engine_is_measured(here, engine):
    write_reference(here / "voice")
    environ = engine_environ(engine, checkpoint(engine))
    choice = choose_voice({"voice": {"batch": 4}}, environ, folder=here)
    report = selftest(choice, silent)
    assert report["voice"]["service"] == engine
    assert report["clone_s"] >= 0
    assert report["peak_memory_bytes"] > 1e7
    # noise may end before it begins, again and again; then it is said which line
    assert (report["batched"] or {"batch": 4})["batch"] == 4
    assert (report["batched"] is None) == ("ended before" in report["batched_why_not"])
    assert report["passed"] is False  # its voice is noise
