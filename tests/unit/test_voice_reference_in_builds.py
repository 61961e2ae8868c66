"""A build with a reference that cannot be cloned ends at once, before anything is spoken."""

import os
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1])]
from flaming_horse_voice import reference as reference_module
from flaming_horse_voice.checked_references import ACCEPT_VARIABLE
from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from voice_engines import make_checkpoint, need_word_times, stand_in_environ, write_reference

SAID = "This is how I speak."


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture
def heard(tmp_path, base, monkeypatch):
    """What the listener hears in a hum, as it is asked: a list to look at, and to change."""
    need_word_times()
    for name, value in stand_in_environ(base).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(ACCEPT_VARIABLE)
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("STAND_IN_CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("FLAMING_HORSE_PASS_ENVIRONMENT", "STAND_IN_CALLS")
    asked = []
    hears = {"": SAID}

    def listener(*_):
        asked.append(1)
        return hears[""]

    monkeypatch.setattr(reference_module, "transcript", listener)
    listener.asked, listener.hears = asked, hears
    return listener


def speak(tmp_path, words="one two"):
    choice = choose_voice({}, os.environ, folder=tmp_path)
    with Mediator(choice, TakeStore(tmp_path / "takes"), accept_any=True) as voice:
        return voice.speak([SpokenRequest("a", words)], attempts=1)


def spoken(tmp_path):
    return (tmp_path / "calls").is_file()


def test_too_short(heard, tmp_path):
    write_reference(tmp_path / "voice", seconds=1.5)
    with pytest.raises(WrongInput, match=r"lasts 1\.5 s") as failure:
        speak(tmp_path)
    assert failure.value.exit_code == 2
    assert not spoken(tmp_path)


def test_the_transcript_of_another_recording(heard, tmp_path):
    write_reference(tmp_path / "voice", transcript="Something else was said in that room, I think.")
    with pytest.raises(WrongInput, match="transcript") as failure:
        speak(tmp_path)
    assert SAID in failure.value.remedy
    assert not spoken(tmp_path)


def test_a_good_one_is_listened_to_once_and_again_when_it_changes(heard, tmp_path):
    write_reference(tmp_path / "voice")
    speak(tmp_path)
    speak(tmp_path, "three four")
    assert len(heard.asked) == 1
    (tmp_path / "voice" / "ref.txt").write_text("These are entirely other words than those.\n")
    with pytest.raises(WrongInput, match="transcript"):
        speak(tmp_path)
    (tmp_path / "voice" / "ref.txt").write_text(f"{SAID}\n")
    speak(tmp_path, "five six")  # known
    write_reference(tmp_path / "voice", pitch=170)
    speak(tmp_path, "five six")
    assert len(heard.asked) == 3


def test_takes_that_are_there_need_no_check(heard, tmp_path, monkeypatch):
    write_reference(tmp_path / "voice", seconds=1.5)
    monkeypatch.setenv(ACCEPT_VARIABLE, "1")
    speak(tmp_path)
    monkeypatch.delenv(ACCEPT_VARIABLE)
    speak(tmp_path)


def test_the_result_cannot_come_with_a_project(heard, tmp_path, monkeypatch):
    """It lies in the user's cache, and nothing of the project's folder leads there."""
    write_reference(tmp_path / "voice")
    speak(tmp_path)
    assert not [file for file in (tmp_path / "voice").iterdir() if file.suffix == ".json"]
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path / "another"))
    speak(tmp_path, "three four")
    assert len(heard.asked) == 2
