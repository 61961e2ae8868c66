"""The predecessor's recordings: used where they are surely right, told once, never harmed."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flaming_horse_voice import old_caches
from flaming_horse_voice.cloned import ClonedVoice, find_reference
from flaming_horse_voice.listen import NotAligned
from flaming_horse_voice.old_caches import bring_old_caches
from flaming_horse_voice.prepare.models import Model
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.sound_files import write_sound
from flaming_horse_voice.takes import TakeStore, take_key

RATE = 24000
MODEL = "Qwen/Qwen3-TTS-12Hz-0.6B-Base"
TEXT = "It costs $6 today."
AT = np.arange(2 * RATE) / RATE
SOUND = (0.3 * np.sin(2 * np.pi * 200 * AT) * np.clip(np.sin(9 * AT) + 0.8, 0, 1)).astype("f4")


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def voice(project: Path, revision="abc123") -> VoiceChoice:
    cloned = ClonedVoice(
        engine="qwen", python=Path("python"), script=Path("script"), told_model=MODEL,
        told_revision="", model=Model(MODEL, revision, "base", None),
        reference_folder=project / "voice", reference=find_reference(project / "voice"),
        instructions="", sampling=(), batch=0, device="", precision="", pin={},
    )  # fmt: skip
    return VoiceChoice("qwen", cloned=cloned)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project as the predecessor left it, its reference now under `voice/`."""
    monkeypatch.setattr(old_caches, "word_times", one_after_the_other)
    for name in ("QWEN_PYTHON", "MLX_PYTHON"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    (tmp_path / "voice").mkdir()
    write_sound(tmp_path / "voice" / "ref.wav", SOUND, RATE)
    (tmp_path / "voice" / "ref.txt").write_text("Words of the reference.\n")
    cache = tmp_path / "media" / "voiceovers" / "qwen"
    cache.mkdir(parents=True)
    (tmp_path / "voice_clone_config.json").write_text(json.dumps({"qwen_python": "/old/python"}))
    write_sound(cache / "scene_01.mp3", SOUND, RATE)
    listed(cache, [{"narration_key": "scene_01", "text": TEXT, "audio_file": "scene_01.mp3"}])
    fingerprint = {
        "backend": "qwen",
        "model_id": MODEL,
        "worker_python": "/old/python",
        "device": "cpu",
        "dtype": "float32",
        "language": "English",
        "ref_audio_sha256": sha(tmp_path / "voice" / "ref.wav"),
        "ref_text_sha256": sha(tmp_path / "voice" / "ref.txt"),
    }
    ready(cache, fingerprint)
    return tmp_path


def ready(cache, fingerprint, **more):
    canonical = json.dumps(fingerprint, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    content = {"fingerprint": digest, "model_id": MODEL, "model_source": MODEL, **more}
    (cache / "ready.json").write_text(json.dumps(content))


def listed(cache, entries):
    (cache / "cache.json").write_text(json.dumps(entries))


def one_after_the_other(sound, rate, speech, **_):
    words = len(speech.split())
    step = len(sound) // words
    return tuple((n * step, (n + 1) * step) for n in range(words)), "pocketsphinx"


def store_of(project) -> TakeStore:
    return TakeStore(project / "media" / "voiceovers")


def bring(project, choice=None):
    return bring_old_caches(project, choice or voice(project), store_of(project))


def test_a_recording_becomes_the_take_of_its_text(project):
    before = sha(project / "media" / "voiceovers" / "qwen" / "scene_01.mp3")
    brought = bring(project)
    assert brought.moved == (TEXT,)
    assert brought.left == ()
    key = take_key(voice(project).fingerprint, "It costs six dollars today.", "en", 0)
    take = store_of(project).get(key)
    assert take.provenance == {"brought from": "qwen/scene_01.mp3"}
    assert take.aligned_by == "pocketsphinx"
    assert abs(take.samples - len(SOUND)) < RATE / 10
    assert sha(project / "media" / "voiceovers" / "qwen" / "scene_01.mp3") == before


def test_it_is_told_once(project):
    assert "1 brought along, 0 not" in str(bring(project))
    assert bring(project) is None
    listed(project / "media" / "voiceovers" / "qwen", [])
    assert bring(project) is not None  # another cache is another story
    assert bring(project) is None


def test_nothing_is_told_where_nothing_is(tmp_path):
    store = store_of(tmp_path)
    assert bring_old_caches(tmp_path, choose_voice(), store) is None
    assert not store.folder.exists()


@pytest.mark.parametrize("names", [("final_audio", "input_text"), ("original_audio", "nested")])
def test_older_names_are_read(project, names):
    cache = project / "media" / "voiceovers" / "qwen"
    audio, text = names
    entry = {audio: "scene_01.mp3", text: TEXT}
    if text == "nested":
        entry = {audio: "scene_01.mp3", "input_data": {"text": TEXT}}
    listed(cache, [entry])
    assert bring(project).moved == (TEXT,)


def test_a_text_may_stand_in_the_old_script_which_is_never_run(project):
    cache = project / "media" / "voiceovers" / "qwen"
    listed(cache, [{"narration_key": "scene_01", "audio_file": "scene_01.mp3"}])
    (project / "narration_script.py").write_text(f"SCRIPT = {{'scene_01': {TEXT!r}}}\n1 / 0\n")
    assert bring(project).moved == (TEXT,)


@pytest.mark.parametrize("what", ["ref.wav", "ref.txt"])
def test_another_reference_is_another_voice(project, what):
    file = project / "voice" / what
    file.write_bytes(file.read_bytes() + b"x")
    assert [why for _, why in bring(project).left] == [old_caches._VOICE_ERROR]
    assert store_of(project).keys() == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: (p / "media/voiceovers/qwen/ready.json").unlink(), "an unknown model"),
        (lambda p: (p / "voice_clone_config.json").unlink(), "cannot be shown"),
        (lambda p: (p / "media/voiceovers/qwen/scene_01.mp3").write_text("x"), "no sound"),
        (lambda p: (p / "media/voiceovers/qwen/scene_01.mp3").unlink(), "is not there"),
        (lambda p: write_sound(p / "media/voiceovers/qwen/scene_01.mp3", 0 * SOUND, RATE),
         "silent"),
        (lambda p: (p / "media/voiceovers/qwen/cache.json").write_text("{"), "cannot be read"),
        (lambda p: (p / "media/voiceovers/qwen/cache.json").write_text("{}"), "no list"),
        (lambda p: (p / "media/voiceovers/qwen/cache.json").write_text("[3]"), "no object"),
        (lambda p: listed(p / "media/voiceovers/qwen", [{"audio_file": "scene_01.mp3"}]), "nobody"),
        (lambda p: listed(p / "media/voiceovers/qwen",
                          [{"text": TEXT, "audio_file": "../../../voice/ref.wav"}]), "outside"),
    ],
)  # fmt: skip
def test_what_is_not_surely_right_is_not_used(project, change, words):
    change(project)
    brought = bring(project)
    assert brought.moved == ()
    assert words in str(brought)
    assert store_of(project).keys() == ()


def test_other_models_revisions_and_settings_are_other_voices(project):
    cache = project / "media" / "voiceovers" / "qwen"
    choice = voice(project)
    fast = replace(choice, cloned=replace(choice.cloned, sampling=(("temperature", "0.5"),)))
    assert bring(project, fast).moved == ()
    other = replace(choice, cloned=replace(choice.cloned, model=Model("Other", "1", "base", None)))
    assert "not Other" in str(bring(project, other))
    assert "kokoro, not qwen" in str(bring(project, choose_voice()))
    ready_now = json.loads((cache / "ready.json").read_text())
    ready_now["model_source"] = "/home/u/.cache/huggingface/hub/models--Q/snapshots/fedcba"
    (cache / "ready.json").write_text(json.dumps(ready_now))
    assert "revision fedcba" in str(bring(project))
    assert store_of(project).keys() == ()


def test_a_recording_that_says_something_else_is_not_used(project, monkeypatch):
    def other_words(*_, **__):
        raise NotAligned("0 of its 5 words were found in the sound")

    monkeypatch.setattr(old_caches, "word_times", other_words)
    assert "does not say its text" in str(bring(project))
    assert store_of(project).keys() == ()


def test_without_the_aligner_it_is_tried_again(project, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setitem(__import__("sys").modules, "pocketsphinx", None)
    from flaming_horse_voice.listen.alignment import _decoder

    _decoder.cache_clear()
    assert "pocketsphinx" in str(bring(project))
    monkeypatch.setattr(old_caches, "word_times", one_after_the_other)
    assert bring(project).moved == (TEXT,)
