"""The reference recording: what is wrong with one, and how one comes into a project."""

import json
import sys
import types

import numpy as np
import pytest
import soundfile

from flaming_horse_voice import NotInstalled, WrongInput
from flaming_horse_voice.reference import ReferenceFinding, check_reference, refuse_unfit
from flaming_horse_voice.reference_add import (
    READ_ALOUD,
    RECORD_RATE,
    add_reference,
    record_reference,
    who_agreed,
)
from flaming_horse_voice.sound_files import write_sound

RATE = 24000
rng = np.random.default_rng(3)


def speech(seconds: float, rate: int = RATE, noise: float = 1e-4) -> np.ndarray:
    """Something like speech: syllables of a buzz, a breath every two seconds, a little noise."""
    at = np.arange(round(seconds * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * 130 * k * at) / k for k in range(1, 9))
    syllables = np.clip(np.sin(2 * np.pi * 4 * at) + 0.4, 0, 1) * ((at % 2) < 1.7)
    edges = (at > 0.1) & (at < seconds - 0.15)
    sound = 0.2 * buzz * syllables * edges + noise * rng.normal(size=len(at))
    return sound.astype(np.float32)


def examined(tmp_path, sound, rate=RATE, text="Some words."):
    soundfile.write(tmp_path / "ref.wav", sound, rate)
    if text is not None:
        (tmp_path / "ref.txt").write_text(text)
    return check_reference(tmp_path, listen=False)


def test_a_good_recording_has_no_findings(tmp_path):
    found = examined(tmp_path, speech(10))
    assert found.findings == ()
    assert found.good
    refuse_unfit(found)


@pytest.mark.parametrize(
    ("sound", "rate", "words", "serious"),
    [
        (speech(2), RATE, "lasts 2.0 s", True),
        (speech(31), RATE, "at most 30", True),
        (speech(4), RATE, "lasts 4.0 s", False),
        (speech(25), RATE, "lasts 25.0 s", False),
        (speech(10, 8000), 8000, "8000 samples a second", True),
        (speech(10, 16000), 16000, "16000 samples a second", False),
        (np.stack([speech(10)] * 2, axis=1), RATE, "2 channels", False),
        (np.clip(speech(10) * 9, -1, 1), RATE, "clipped", True),
        (speech(10, noise=1e-6) * 0.004, RATE, "dBFS", True),
        (speech(10, noise=0.08), RATE, "below its speech", True),
        (speech(10, noise=0.008), RATE, "below its speech", False),
        (np.pad(speech(8), (2 * RATE, RATE)), RATE, "silence at its ends: 2.", False),
        (speech(10)[round(0.13 * RATE) :], RATE, "begins in the middle", False),
        (speech(10)[: round(9.1 * RATE)], RATE, "ends in the middle", False),
        (np.insert(speech(9), 4 * RATE, np.zeros(3 * RATE)), RATE, "falls silent", False),
        (np.zeros(10 * RATE), RATE, "is silent", True),
    ],
)
def test_each_finding_says_what_to_do(tmp_path, sound, rate, words, serious):
    found = examined(tmp_path, sound, rate)
    about = [finding for finding in found.findings if words in finding.what]
    assert [(finding.serious, bool(finding.remedy)) for finding in about] == [(serious, True)]
    assert found.good is not serious
    if serious:
        with pytest.raises(WrongInput, match="cannot be cloned") as refused:
            refuse_unfit(found)
        assert refused.value.remedy


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_a_missing_transcript_is_serious(tmp_path, text):
    found = examined(tmp_path, speech(10), text=text)
    assert "ref.txt" in found.findings[0].remedy
    assert not found.good


def test_what_is_missing_or_no_sound_is_a_finding(tmp_path):
    assert "no reference recording" in check_reference(tmp_path).findings[0].what
    (tmp_path / "ref.wav").write_text("not a sound")
    assert "no sound that can be read" in check_reference(tmp_path).findings[0].what


@pytest.mark.parametrize("name", ["take.wav", "take.mp3", "take.flac"])
def test_adding_trims_and_mixes_and_keeps_the_text(tmp_path, monkeypatch, name):
    listener_says(monkeypatch, "Some words are said here.")
    sound = np.pad(speech(9), (3 * RATE, 2 * RATE))
    if name.endswith(".mp3"):
        write_sound(tmp_path / name, sound, RATE)
    else:
        soundfile.write(tmp_path / name, np.stack([sound, sound], axis=1), RATE)
    added = add_reference(tmp_path, tmp_path / name, whose="Ada", text="Some words are said here.")
    kept, rate = soundfile.read(tmp_path / "voice" / "ref.wav")
    assert kept.ndim == 1
    assert rate == RATE
    assert 8.5 < len(kept) / rate < 9.3
    assert (tmp_path / "voice" / "ref.txt").read_text() == "Some words are said here.\n"
    assert not added.transcribed
    assert added.examined.good
    assert any("3.0 s of silence before" in note for note in added.notes)


def test_a_long_recording_is_cut_at_a_pause(tmp_path):
    sound = speech(40)
    soundfile.write(tmp_path / "long.wav", sound, RATE)
    monkey_text = "These words."
    added = add_reference_unheard(tmp_path, tmp_path / "long.wav", monkey_text)
    kept, rate = soundfile.read(added.sound)
    assert 8 < len(kept) / rate < 16
    assert np.abs(kept[-rate // 10 :]).max() < 0.01


def add_reference_unheard(project, file, text):
    with pytest.MonkeyPatch.context() as patch:
        listener_says(patch, text)
        return add_reference(project, file, whose="Ada", text=text)


def listener_says(patch, words):
    patch.setattr("flaming_horse_voice.reference.transcript", lambda *_: words)
    patch.setattr("flaming_horse_voice.reference_add.transcript", lambda *_: words)


def test_without_a_text_the_listener_writes_one_for_review(tmp_path, monkeypatch):
    listener_says(monkeypatch, "What I heard.")
    soundfile.write(tmp_path / "a.wav", speech(10), RATE)
    added = add_reference(tmp_path, tmp_path / "a.wav", whose="Ada")
    assert added.transcribed
    assert added.transcript.read_text() == "What I heard.\n"


@pytest.mark.parametrize(
    ("said", "heard", "words"),
    [
        ("one two three", "one two three four five", "more than its transcript"),
        ("one two three four five", "one two three", "transcript says more"),
        ("one two three four", "nine eight three four", "50%"),
        ("one two three four five six", "one two three four five sick", None),
    ],
)
def test_the_transcript_must_cover_the_recording(tmp_path, monkeypatch, said, heard, words):
    listener_says(monkeypatch, heard)
    soundfile.write(tmp_path / "ref.wav", speech(10), RATE)
    (tmp_path / "ref.txt").write_text(said)
    found = check_reference(tmp_path)
    assert found.good is (words is None)
    assert (words or "heard otherwise") in found.findings[0].what


def test_letters_are_told_as_people_write_them(tmp_path, monkeypatch):
    listener_says(monkeypatch, "know that the wave B is a long one in here.")
    soundfile.write(tmp_path / "ref.wav", speech(10), RATE)
    (tmp_path / "ref.txt").write_text("I know that the wave C is a long one in here.")
    told = [finding.what for finding in check_reference(tmp_path).findings]
    assert "heard otherwise: I as nothing, C as B" in told


def test_a_voice_is_not_replaced_by_chance(tmp_path, monkeypatch):
    listener_says(monkeypatch, "Words.")
    soundfile.write(tmp_path / "a.wav", speech(10), RATE)
    add_reference(tmp_path, tmp_path / "a.wav", whose="Ada")
    before = (tmp_path / "voice" / "ref.wav").read_bytes()
    soundfile.write(tmp_path / "b.wav", speech(12), RATE)
    with pytest.raises(WrongInput, match="already"):
        add_reference(tmp_path, tmp_path / "b.wav", whose="Bob")
    assert (tmp_path / "voice" / "ref.wav").read_bytes() == before
    assert who_agreed(tmp_path / "voice") == "Ada"
    add_reference(tmp_path, tmp_path / "b.wav", whose="Bob", replace=True)
    assert who_agreed(tmp_path / "voice") == "Bob"


def test_consent_is_for_this_very_recording(tmp_path, monkeypatch):
    listener_says(monkeypatch, "Words.")
    soundfile.write(tmp_path / "a.wav", speech(10), RATE)
    with pytest.raises(WrongInput, match="whose voice"):
        add_reference(tmp_path, tmp_path / "a.wav", whose=" ")
    assert not (tmp_path / "voice").exists()
    assert who_agreed(tmp_path / "voice") == ""
    add_reference(tmp_path, tmp_path / "a.wav", whose="Ada")
    soundfile.write(tmp_path / "voice" / "ref.wav", speech(9), RATE)
    assert who_agreed(tmp_path / "voice") == ""


def test_recording_without_a_microphone_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(NotInstalled) as error:
        record_reference(tmp_path, whose="Ada")
    assert error.value.exit_code == 3
    assert "voice add FILE" in error.value.remedy

    class PortAudioError(Exception):
        pass

    def rec(*_, **__):
        raise PortAudioError("no input device")

    broken = types.ModuleType("sounddevice")
    broken.PortAudioError, broken.rec = PortAudioError, rec
    monkeypatch.setitem(sys.modules, "sounddevice", broken)
    with pytest.raises(NotInstalled, match="no microphone"):
        record_reference(tmp_path, whose="Ada")
    assert not (tmp_path / "voice").exists()


def test_what_is_recorded_is_added_with_the_text_that_was_read(tmp_path, monkeypatch):
    listener_says(monkeypatch, READ_ALOUD)
    microphone = types.ModuleType("sounddevice")
    microphone.PortAudioError = OSError
    microphone.rec = lambda count, rate, **_: speech(count / rate, rate)[:, None]
    microphone.wait = lambda: None
    monkeypatch.setitem(sys.modules, "sounddevice", microphone)
    added = record_reference(tmp_path, whose="Ada")
    assert added.text == READ_ALOUD
    assert added.examined.good
    assert soundfile.info(added.sound).samplerate == RECORD_RATE
    assert json.loads((tmp_path / "voice" / "consent.json").read_text())["whose"] == "Ada"


@pytest.mark.slow
def test_real_speech_is_found_good_and_a_short_transcript_is_not(tmp_path):
    pytest.importorskip("faster_whisper", reason="the extra `listen` is not installed")
    from flaming_horse_voice import try_voice
    from flaming_horse_voice.service_factory import choose_voice

    try_voice(READ_ALOUD, choose_voice(option="kokoro"), tmp_path / "said.wav")
    added = add_reference(tmp_path, tmp_path / "said.wav", whose="the embedded voice")
    assert added.transcribed
    assert check_reference(tmp_path / "voice").good
    (tmp_path / "voice" / "ref.txt").write_text(READ_ALOUD)
    found = check_reference(tmp_path / "voice")
    assert found.good, found
    (tmp_path / "voice" / "ref.txt").write_text(READ_ALOUD.partition(". ")[0])
    found = check_reference(tmp_path / "voice")
    assert [type(finding) for finding in found.findings if finding.serious] == [ReferenceFinding]
    assert "more than its transcript" in found.findings[0].what
