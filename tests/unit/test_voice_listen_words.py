"""Which words a take says."""

import sys

import numpy as np
import pytest

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.listen import words_heard
from flaming_horse_voice.listen.whisper_model import listener
from flaming_horse_voice.listen.words import compared, misheard
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.text import spoken_words


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("the row of ay and the column of bee.", "The row of A and the column of B"),
        ("entry see eye jay is the sum over kay", "Entry C-I-J is the sum over k."),
        ("entry see eye jay is the sum over kay", "entry CIJ is the sum over K"),
        ("eff of ex equals ex squared plus one", "f(x) = x^2 + 1"),
        ("sea shells, wave forms and woodchucks", "Seashells, waveforms, and wood chucks."),
        ("three hundred and forty-three metres per second", "343 meters per second"),
        ("five dollars rather than six dollars", "$5 rather than $6"),
        ("found in nineteen sixty-nine [pause=0.4] and later", "found in 1969 and later"),
        ("In one thousand nine hundred and twenty-five, it", "In 1925, it"),
        ("wavelengths two ell over en", "wavelengths 2L over N"),
        ("The travelling wave\u2019s colour", "the traveling wave's color"),
    ],
)  # fmt: skip
def test_what_sounds_alike_is_the_same(said, heard):
    assert compared(said, heard).wrong == ()
    assert compared(heard, said).error_rate == 0


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("the sum stands still", "the some stands still today", (("", "today"),)),
        ("the wave moves right", "the wave moves", (("right", ""),)),
        ("it is five", "it is nine", (("five", "nine"),)),
        ("it is not here", "it is here", (("not", ""),)),
        ("row of ay", "row of bee", (("ay", "bee"),)),
        ("one two", "", (("one", ""), ("two", ""))),
    ],
)
def test_what_sounds_otherwise_is_counted(said, heard, wrong):
    found = compared(said, heard)
    assert found.wrong == wrong
    assert found.error_rate == round(len(wrong) / len(said.split()), 4)


def test_a_repeated_line_is_not_the_line():
    said = "Add them, and the sum stands still."
    assert compared(said, f"{said} {said}").error_rate == 1


def test_without_the_listener_nothing_is_heard(monkeypatch):
    listener.cache_clear()
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(NotInstalled, match="faster_whisper"):
        words_heard(np.zeros(16000, np.float32), 16000, ["word"])


@pytest.mark.slow
def test_damaged_weights_are_made_anew(tmp_path, monkeypatch):
    pytest.importorskip("faster_whisper", reason="the extra `listen` is not installed")
    from flaming_horse_voice.listen.whisper_model import model_folder

    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path))
    folder = model_folder()
    whole = (folder / "model.bin").stat().st_size
    with (folder / "model.bin").open("r+b") as weights:
        weights.truncate(1000)
    assert model_folder() == folder
    assert (folder / "model.bin").stat().st_size == whole
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


@pytest.mark.slow
def test_embedded_voice_is_heard_saying_its_lines(tmp_path):
    pytest.importorskip("faster_whisper", reason="the extra `listen` is not installed")
    lines = (
        "In general, entry see eye jay is the sum over kay of ay eye kay times bee kay jay.",
        "How much wood would a woodchuck chuck, if a woodchuck could chuck wood?",
        "Sound travels at about three hundred and forty-three metres per second.",
    )
    store = TakeStore(tmp_path)
    with Mediator(choose_voice(option="kokoro"), store) as voice:
        takes = voice.speak([SpokenRequest(str(n), line) for n, line in enumerate(lines)])
    for take in takes:
        sound = store.read_sound(take.key)
        heard = words_heard(sound, take.sample_rate, spoken_words(take.speech))
        assert heard.error_rate <= 0.1, heard


def test_a_take_that_says_something_else_is_named():
    said = "the sum stands still and the wave moves right"
    assert misheard(compared(said, "the sun stands still and the wave moves right")) is None
    assert "heard otherwise" in misheard(compared(said, ""))
    assert "Thank you" in misheard(compared(said, "Thank you for watching."))
