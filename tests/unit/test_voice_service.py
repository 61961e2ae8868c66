"""The speech service of Manim scenes, with and without voice add-ons."""

import json
import re
import sys
import types

import av
import numpy as np
import pytest

from flaming_horse_voice import VoiceFailed, WrongInput, get_speech_service, try_voice
from flaming_horse_voice.service_factory import choose_voice


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "flaming-horse.toml").write_text('[voice]\nservice = "tone"\n')
    for name in ("VOICE_SERVICE", "TTS_BACKEND", "STORE", "CLIP_JSON"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    return tmp_path


@pytest.fixture
def service(project):
    made = get_speech_service(project)
    yield made
    made.close()


def decoded(path) -> tuple[np.ndarray, int]:
    with av.open(str(path)) as file:
        parts = [frame.to_ndarray().ravel() for frame in file.decode(audio=0)]
        return np.concatenate(parts), file.streams.audio[0].rate


def test_generates_what_the_add_ons_expect(project, service):
    made = service._wrap_generate_from_text("Hello <bookmark mark='A'/>world,\n it costs $5.")
    assert made["input_text"] == "Hello <bookmark mark='A'/>world, it costs $5."
    assert made["final_audio"] == made["original_audio"]
    assert made["original_audio"].endswith(".mp3")
    assert [b["text"] for b in made["word_boundaries"]] == (
        ["Hello", "world", "it", "costs", "$5", ""]
    )
    assert [b["text_offset"] for b in made["word_boundaries"]][:3] == [0, 6, 13]
    folder = project / "media" / "voiceovers"
    take = service.store.get(made["input_data"]["take"])
    assert made["word_boundaries"][1]["audio_offset"] * 24000 // 10**7 in (
        take.times[1][0],
        take.times[1][0] - 1,
    )
    assert not (folder / "cache.json").exists()


def test_mp3_is_as_long_as_the_master(project, service):
    made = service.generate_from_text("One two three four five.")
    sound, rate = decoded(project / "media" / "voiceovers" / made["original_audio"])
    take = service.store.get(made["input_data"]["take"])
    assert rate == take.sample_rate
    assert abs(len(sound) - take.samples) < 1152 * 2
    master = service.store.read_sound(take.key)
    onset = [int(np.argmax(np.abs(s) > 0.05)) for s in (sound, master)]
    assert abs(onset[0] - onset[1]) < 0.01 * rate


def test_record_speaks_once(project, service):
    first = service.record("A short line.")
    stamp = service.master(first).stat().st_mtime_ns
    assert service.record("A short line.") == first
    assert service.master(first).stat().st_mtime_ns == stamp


def test_text_with_formulas_and_prices(service):
    line = service.written("Take $C_{ij}$ for $5 or $6, $n$ times.")
    assert line.text == "Take $C_{ij}$ for $5 or $6, $n$ times."
    assert line.speech == "Take see eye jay for five dollars or six dollars, en times."


def test_lines_of_the_narration_are_spoken_as_the_film_speaks_them(project, service):
    line = {
        "text": "Now $AB$.",
        "speech": "Now ay bee.",
        "words": [
            {"spoken": "Now", "start": 0, "end": 3},
            {"spoken": "ay", "start": 4, "end": 8},
            {"spoken": "bee.", "start": 4, "end": 8},
        ],
    }
    folder = project / "media" / "voiceovers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "takes.json").write_text(json.dumps({"lines": [line]}))
    assert service.written("Now  $AB$.").speech == "Now ay bee."
    assert service.record("Now ay bee.").speech == "Now ay bee."
    (folder / "takes.json").write_text("{")
    assert service.written("Now $x$.").speech == "Now ex."


def test_inside_the_pipeline_takes_are_only_read(project, service, monkeypatch):
    take = service.record("Spoken before.")
    monkeypatch.setenv("FLAMING_HORSE_CLIP_JSON", "clip.json")
    assert service.record("Spoken before.") == take
    with pytest.raises(VoiceFailed, match="never spoken"):
        service.record("This was never spoken.")


def test_environment_wins_over_the_file(project, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_VOICE_SERVICE", "kokoro")
    assert get_speech_service(project).choice.service == "kokoro"


def test_broken_settings_name_the_file(project):
    (project / "flaming-horse.toml").write_text("[voice\n")
    with pytest.raises(WrongInput, match=r"flaming-horse\.toml"):
        get_speech_service(project)


def test_subclasses_an_installed_add_on(project, monkeypatch):
    class SpeechService:
        def __init__(self, global_speed=1.0, cache_dir=None, **kwargs):
            self.cache_dir, self.kwargs = cache_dir, kwargs

    base = types.ModuleType("manim_voiceover.services.base")
    base.SpeechService = SpeechService
    monkeypatch.setitem(sys.modules, "manim_voiceover", types.ModuleType("manim_voiceover"))
    monkeypatch.setitem(
        sys.modules, "manim_voiceover.services", types.ModuleType("manim_voiceover.services")
    )
    monkeypatch.setitem(sys.modules, "manim_voiceover.services.base", base)
    service = get_speech_service(project, transcription_model=None)
    assert isinstance(service, SpeechService)
    assert service.kwargs == {"transcription_model": None}
    assert service.generate_from_text("Hello.", cache_dir=str(project))["original_audio"]
    service.close()


@pytest.mark.parametrize("kind", ["wav", "mp3"])
def test_try_voice_writes_one_file(tmp_path, kind):
    out = tmp_path / f"heard.{kind}"
    take = try_voice("A test of 3 words.", choose_voice(option="tone"), out)
    sound, rate = decoded(out)
    assert rate == take.sample_rate
    assert abs(len(sound) - take.samples) < 2400
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(("text", "name"), [("...", "a.wav"), ("Words.", "a.txt")])
def test_try_voice_refuses_without_leaving_a_file(tmp_path, text, name):
    with pytest.raises(WrongInput):
        try_voice(text, choose_voice(option="tone"), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One <bookmark mark='A'/>two three.", 1),
        ("One <bookmark mark='A'/> two three.", 1),
        ("One<bookmark mark='A'/> two three.", 1),
        ("<bookmark mark='A'/>One two three.", 0),
        ('<bookmark mark="A" /> "One" two three.', 0),
        ("One two <bookmark mark='A'/>$x^2$ three.", 2),
        ("It is $6<bookmark mark='A'/> or more.", 4),
        ("One two three.<bookmark mark='A'/>", None),
    ],
)
def test_a_bookmark_is_at_its_word(service, text, words):
    """As both add-ons compute it, from the text and the boundaries."""
    made = service._wrap_generate_from_text(text)
    take = service.store.get(made["input_data"]["take"])
    assert made["input_text"] == text
    at = len(text[: text.index("<bookmark")])
    offsets = [b["text_offset"] for b in made["word_boundaries"]]
    assert offsets == sorted(set(offsets))
    assert offsets[0] == 0
    assert offsets[-1] == len(re.sub("<[^>]*>", "", text))
    ticks = [b["audio_offset"] for b in made["word_boundaries"]]
    expected = take.samples if words is None else take.times[words][0]
    assert np.interp(at, offsets, ticks) == pytest.approx(expected * 10**7 / 24000, abs=1)


def test_a_given_name_never_holds_another_text(project, service):
    folder = project / "media" / "voiceovers"
    service.generate_from_text("One two three four five six.", path="same.mp3")
    first, _ = decoded(folder / "same.mp3")
    service.generate_from_text("One.", path="same.mp3")
    second, _ = decoded(folder / "same.mp3")
    assert len(second) < len(first)


def test_old_recordings_are_told_of_once(project, capsys):
    cache = project / "media" / "voiceovers" / "mlx"
    cache.mkdir(parents=True)
    (cache / "seg.mp3").write_bytes(b"")
    (cache / "cache.json").write_text(
        '[{"narration_key": "a", "audio_file": "seg.mp3", "text": "A"}]'
    )
    get_speech_service(project).close()
    told = "not used: mlx/seg.mp3: mlx spoke it, and the chosen voice is tone"
    assert told in capsys.readouterr().err
    get_speech_service(project).close()
    assert capsys.readouterr().err == ""
