"""`voice add`, `voice record` and `voice check` as they are typed."""

import json
import sys

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from flaming_horse.cli import app
from flaming_horse.errors import FlamingHorseError

RATE = 24000


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLAMING_HORSE_VOICE_REF_DIR", raising=False)
    for module in ("reference", "reference_add"):
        monkeypatch.setattr(f"flaming_horse_voice.{module}.transcript", lambda *_: "Some words.")
    at = np.arange(10 * RATE) / RATE
    sound = 0.3 * np.sin(2 * np.pi * 180 * at) * np.clip(np.sin(12 * at) + 0.5, 0, 1)
    sound[: RATE // 5] = sound[-RATE // 5 :] = 0
    soundfile.write(tmp_path / "take.wav", sound, RATE)
    return tmp_path


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
