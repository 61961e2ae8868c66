"""Which take a scene plays: what the pipeline recorded, or what this moment's voice says."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flaming_horse.errors import FlamingHorseError, SceneFailed
from flaming_horse.model.narration import Narration, RecordedLine, SpokenWord, VoiceIdentity
from flaming_horse.stage.takes import Takes
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.takes import Take, TakeStore
from flaming_horse_voice.trust import made_here

LINE = RecordedLine(
    id="a.1",
    scene="a",
    runs=written_runs("Two words."),
    speech="Two words.",
    words=(SpokenWord("Two", 0, 3), SpokenWord("words.", 4, 10)),
    take="0" * 32,
    file=f"{'0' * 32}.flac",
    sample_rate=24000,
    samples=24000,
    times=((0, 9000), (10000, 20000)),
    aligned_by="model",
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project that was made here."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with made_here(tmp_path / "film"):
        return filled(tmp_path / "film", monkeypatch)


def filled(tmp_path, monkeypatch):
    for name in ("VOICE_SERVICE", "TTS_BACKEND", "CLIP_JSON", "STORE"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    folder = tmp_path / "media" / "voiceovers"
    folder.mkdir(parents=True)
    write(folder, LINE)
    (folder / LINE.file).write_bytes(b"what was recorded")
    (tmp_path / "flaming-horse.toml").write_text('[voice]\nservice = "tone"\n')
    return tmp_path


def write(folder, *lines, service="kokoro"):
    voice = VoiceIdentity(service, "kokoro-82m", "1", "af_heart", "en")
    (folder / "takes.json").write_text(json.dumps(Narration(voice, lines).as_json()))


def is_spoken_here(takes, line):
    return (
        line.take != LINE.take
        and takes.file(line).is_file()
        and line.samples != LINE.samples
        and line.times != LINE.times
        and len(line.times) == len(LINE.words)
    )


def test_what_was_recorded_is_played(project):
    takes = Takes(project)
    assert takes.line("a.1") == takes.line_saying("Two  words.") == LINE
    assert takes.mark == ""


def test_a_voice_that_the_environment_asks_for_speaks(project, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_VOICE_SERVICE", "tone")
    takes = Takes(project)
    line = takes.line("a.1")
    assert is_spoken_here(takes, line)
    assert takes.line_saying("Two words.") == line
    assert "tone" in takes.mark
    assert takes.file(LINE).read_bytes() == b"what was recorded"


def test_a_voice_that_cannot_be_had_is_not_replaced(project, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_VOICE_SERVICE", "kokorro")
    with pytest.raises(FlamingHorseError, match="kokorro") as refused:
        Takes(project).line("a.1")
    assert "kokoro" in refused.value.remedy


def test_in_the_pipeline_the_environment_changes_nothing(project, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_VOICE_SERVICE", "tone")
    monkeypatch.setenv("FLAMING_HORSE_CLIP_JSON", "clip.json")
    takes = Takes(project)
    assert takes.line("a.1") == LINE
    takes.file(LINE).unlink()
    with pytest.raises(SceneFailed, match="is missing"):
        takes.line("a.1")


def test_a_missing_take_is_spoken_with_its_own_times(project):
    takes = Takes(project)
    takes.file(LINE).unlink()
    assert is_spoken_here(takes, takes.line("a.1"))


def test_a_line_is_spoken_as_the_storyboard_has_it_said(project):
    folder = project / "media" / "voiceovers"
    said = replace(LINE, speech="Twain words.")
    write(folder, said)
    (folder / LINE.file).unlink()
    take = json.loads(
        (folder / Path(Takes(project).line("a.1").file)).with_suffix(".json").read_text()
    )
    assert take["speech"] == "Twain words."


def test_faulty_takes_are_marked(project):
    write(project / "media" / "voiceovers", replace(LINE, fault="it hisses"))
    assert "not checked" in Takes(project).mark


@pytest.mark.parametrize("claimed", ["kokoro", "qwen", "tone"])
@pytest.mark.parametrize("spoken", ["tone", "kokoro", None])
def test_an_index_from_elsewhere_vouches_for_no_voice(tmp_path, monkeypatch, claimed, spoken):
    """What a plain render marks goes by what was spoken here, whatever the file says."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    foreign = filled(tmp_path / "foreign", monkeypatch)
    if spoken:
        take = Take(
            key=LINE.take, speech=LINE.speech, language="en", service=spoken, model="m",
            revision="1", speaker="", sample_rate=LINE.sample_rate, samples=LINE.samples,
            times=LINE.times, aligned_by="model",
        )  # fmt: skip
        TakeStore(foreign / "media" / "voiceovers").put(take, np.ones(LINE.samples, "f4") / 9)
    write(foreign / "media" / "voiceovers", LINE, service=claimed)
    mark = Takes(foreign).mark
    if "tone" in (claimed, spoken):
        assert "tone voice" in mark
    else:
        assert mark == ("" if spoken else "voice not checked: it came with the project")


def test_without_the_index_the_storyboard_tells_the_lines(project):
    (project / "media" / "voiceovers" / "takes.json").unlink()
    (project / "storyboard.md").write_text(
        "# Film\n\n## A\n\n[Two]{say=Twain} words. […]{pause=0.4} And $x^2$.\n"
    )
    (project / "flaming-horse.toml").write_text('format = 1\n[voice]\nservice = "tone"\n')
    takes = Takes(project)
    (known,) = takes.narration.lines
    line = takes.line(known.id)
    take = json.loads(
        (project / "media" / "voiceovers" / line.file).with_suffix(".json").read_text()
    )
    assert take["speech"] == "Twain words. [pause=0.4] And ex squared."
    assert len(line.times) == len(line.words) == 5
    assert "tone" in takes.mark


def test_a_storyboard_with_an_error_is_told_with_its_place(project):
    (project / "media" / "voiceovers" / "takes.json").unlink()
    (project / "storyboard.md").write_text("# Film\n\n## A\n\n[Words]{shout=yes}\n")
    with pytest.raises(SceneFailed, match=r"storyboard\.md:5"):
        Takes(project).line("a.1")


def test_without_index_and_storyboard_it_says_what_writes_it(project):
    (project / "media" / "voiceovers" / "takes.json").unlink()
    with pytest.raises(SceneFailed, match=r"takes\.json") as failed:
        Takes(project).line("a.1")
    assert "flaming-horse build" in failed.value.remedy
