"""`voice add`, `voice record` and `voice check` as they are typed, and whose recording is meant."""

import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from flaming_horse.commands.cli import app
from flaming_horse.errors import FlamingHorseError

RATE = 24000


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A project's folder, with a recording to bring; settings of the user's are elsewhere."""
    (tmp_path / "storyboard.md").write_text("# A film\n\n## A scene\n\nA line of it.\n")
    monkeypatch.chdir(tmp_path)
    for name in ("VOICE_REF_DIR", "VOICE_SERVICE", "TTS_BACKEND"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    monkeypatch.setenv("FLAMING_HORSE_SETTINGS", str(tmp_path / "config" / "settings.toml"))
    monkeypatch.setenv("FLAMING_HORSE_PROJECTS_DIR", str(tmp_path / "projects"))
    for name in ("own_voice", "prepare.steps"):
        monkeypatch.setattr(f"flaming_horse_voice.{name}.home", lambda: tmp_path / "data")
    monkeypatch.setattr("flaming_horse.speaking.target.home", lambda: tmp_path / "data")
    for module in ("reference", "reference_add"):
        monkeypatch.setattr(f"flaming_horse_voice.{module}.transcript", lambda *_: "Some words.")
    at = np.arange(10 * RATE) / RATE
    sound = 0.3 * np.sin(2 * np.pi * 180 * at) * np.clip(np.sin(12 * at) + 0.5, 0, 1)
    sound[: RATE // 5] = sound[-RATE // 5 :] = 0
    soundfile.write(tmp_path / "take.wav", sound, RATE)
    return tmp_path


@pytest.fixture
def outside(here, monkeypatch):
    """A folder that is no project, beside one called film that has no recording."""
    elsewhere = here / "elsewhere"
    elsewhere.mkdir()
    (here / "projects" / "film").mkdir(parents=True)
    (here / "storyboard.md").rename(here / "projects" / "film" / "storyboard.md")
    monkeypatch.chdir(elsewhere)
    return here


def typed(*words):
    return CliRunner().invoke(app, ["voice", *words])


def test_a_recording_is_added_and_checked(here):
    done = typed("add", "take.wav", "--whose", "Ada")
    assert done.exit_code == 0
    assert "can be cloned" in done.stdout
    assert "heard: Some words." in done.stdout
    told = json.loads(typed("check", "--json").stdout)
    assert told["good"] is True
    assert told["words_heard_error"] == 0
    assert told["measured"]["sample_rate"] == RATE


def test_without_a_reference_the_check_fails(here):
    done = typed("check")
    assert done.exit_code == 2
    assert "voice add FILE" in done.stdout


def mine(here):
    return here / "data" / "voice"


def own_settings(here):
    return tomllib.loads((here / "config" / "settings.toml").read_text())


def test_outside_of_a_project_it_is_the_one_for_all_projects(outside):
    done = typed("add", "../take.wav", "--whose", "Ada")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"your recording for all projects, {mine(outside)}: can be")
    assert own_settings(outside)["voice"]["reference"] == str(mine(outside))
    assert json.loads(typed("check", "--json").stdout)["folder"] == str(mine(outside))
    again = typed("add", "../take.wav", "--whose", "Ada")
    assert "there is a voice already" in str(again.exception)
    assert typed("add", "../take.wav", "--whose", "Eve", "--replace").exit_code == 0
    assert "Eve" in (mine(outside) / "consent.json").read_text()
    assert not list(Path.cwd().iterdir())


def test_a_project_without_a_recording_takes_the_users(outside):
    typed("add", "../take.wav", "--whose", "Ada")
    told = typed("check", "--project", "film").stdout
    assert told.startswith("your recording for all projects, which the project film takes")
    assert str(mine(outside)) in told
    before = (mine(outside) / "ref.wav").read_bytes()
    done = typed("add", "../take.wav", "--whose", "Eve", "--project", "film")
    assert done.stdout.startswith("the recording of the project film, ")
    assert f"took your recording for all projects until now, {mine(outside)}" in done.stdout
    assert (mine(outside) / "ref.wav").read_bytes() == before
    assert typed("check", "--project", "film").stdout.startswith("the recording of the project")


def test_a_folder_with_a_recording_of_its_own_is_no_matter_of_all_projects(here, monkeypatch):
    scenes = here / "scenes"
    (scenes / "voice").mkdir(parents=True)
    monkeypatch.chdir(scenes)
    (scenes / "voice" / "ref.wav").write_bytes((here / "take.wav").read_bytes())
    assert typed("check").stdout.startswith("the recording of the project scenes")
    assert typed("add", "../take.wav", "--whose", "Ada", "--replace").exit_code == 0
    assert not mine(here).exists()


def test_a_recording_that_the_users_settings_name_is_not_written_over(outside):
    kept = outside / "config" / "me"
    kept.mkdir(parents=True)
    (kept / "ref.wav").write_bytes((outside / "take.wav").read_bytes())
    (outside / "config" / "settings.toml").write_text('[voice]\nreference = "me"\n')
    assert json.loads(typed("check", "--json").stdout)["folder"] == str(kept)
    assert str(kept) in str(typed("add", "../take.wav", "--whose", "Ada").exception)
    done = typed("add", "../take.wav", "--whose", "Ada", "--replace")
    assert f"until now it was that in {kept}" in done.stdout
    assert own_settings(outside)["voice"]["reference"] == str(mine(outside))
    assert [file.name for file in kept.iterdir()] == ["ref.wav"]


@pytest.mark.parametrize("named", ["variable", "settings"])
def test_a_recording_that_would_not_count_is_refused(here, monkeypatch, named):
    if named == "variable":
        monkeypatch.setenv("FLAMING_HORSE_VOICE_REF_DIR", str(here / "mine"))
    else:
        (here / "flaming-horse.toml").write_text("[voice]\nreference = 'mine'\n")
    error = typed("add", "take.wav", "--whose", "Ada").exception
    assert isinstance(error, FlamingHorseError)
    assert error.exit_code == 2
    assert str(here / "mine") in error.what
    assert not (here / "voice").exists()
    assert str(here / "mine") in typed("check").stdout


def test_without_settings_of_the_user_nothing_is_written_for_all(outside, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_SETTINGS", "")
    error = typed("add", "../take.wav", "--whose", "Ada").exception
    assert isinstance(error, FlamingHorseError)
    assert error.exit_code == 2
    assert typed("check").exit_code == 2
    assert not mine(outside).exists()


def test_a_remedy_is_about_the_same_recording(outside):
    assert "flaming-horse voice add FILE`" in typed("check").stdout
    assert "voice add FILE --project film" in typed("check", "--project", "film").stdout
    typed("add", "../take.wav", "--whose", "Ada")
    sound, rate = soundfile.read(mine(outside) / "ref.wav")
    soundfile.write(mine(outside) / "ref.wav", np.stack([sound, sound], 1), rate)
    told = typed("check", "--project", "film").stdout
    assert "voice setup --recording FILE --replace` makes one of them" in told


def test_another_folder_may_hold_the_reference(here, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_VOICE_REF_DIR", str(here / "elsewhere"))
    assert str(here / "elsewhere") in typed("check").stdout


def test_the_settings_may_name_the_reference(here, monkeypatch):
    monkeypatch.delenv("FLAMING_HORSE_VOICE_SERVICE", raising=False)
    settings = "[voice]\nservice = 'qwen'\nreference = 'mine'\n"
    (here / "flaming-horse.toml").write_text(settings)
    assert str(here / "mine") in typed("check").stdout


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (("add", "take.wav"), 2, "whose voice"),
        (("add", "nothing.wav", "--whose", "Ada"), 2, "no sound"),
        (("record", "--whose", "Ada"), 3, "sounddevice"),
    ],
)
def test_what_cannot_be_done_says_why(here, monkeypatch, words, code, what):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    error = typed(*words).exception
    assert isinstance(error, FlamingHorseError)
    assert error.exit_code == code
    assert what in str(error)
    assert not (here / "voice").exists()
