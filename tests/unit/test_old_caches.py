"""The predecessor's recordings: used where they are surely right, told once, never harmed."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from flaming_horse_voice.cloned import ClonedVoice
from flaming_horse_voice.compat import old_caches
from flaming_horse_voice.compat.cutting import NoPause, cut_out
from flaming_horse_voice.compat.old_caches import bring_old_caches
from flaming_horse_voice.compat.old_recordings import old_fingerprint
from flaming_horse_voice.listen import NotAligned
from flaming_horse_voice.prepare.models import Model
from flaming_horse_voice.reference_files import find_reference
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.sound_files import write_sound
from flaming_horse_voice.takes import TakeStore, take_key

RATE = 24000
MODEL = "Qwen/Qwen3-TTS-12Hz-0.6B-Base"
TEXT = "It costs $6 today."
SPOKEN = "It costs six dollars today."
AT = np.arange(2 * RATE) / RATE
SOUND = (0.3 * np.sin(2 * np.pi * 200 * AT) * np.clip(np.sin(9 * AT) + 0.8, 0, 1)).astype("f4")


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def voice(project: Path, engine="qwen", model=MODEL) -> VoiceChoice:
    cloned = ClonedVoice(
        engine=engine, python=Path("python"), script=Path("script"), asked_model=model,
        asked_revision="", model=Model(model, "abc123", "base", None),
        reference_folder=project / "voice", reference=find_reference(project / "voice"),
        instructions="", sampling=(), batch=0, device="", precision="", pin={},
    )  # fmt: skip
    return VoiceChoice(engine, cloned=cloned)


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
    config = {"qwen_python": "/old/python", "model_id": MODEL, "language": "English"}
    (tmp_path / "voice_clone_config.json").write_text(json.dumps(config))
    write_sound(cache / "scene_01.mp3", SOUND, RATE)
    listed(cache, [{"narration_key": "scene_01", "text": TEXT, "audio_file": "scene_01.mp3"}])
    ready(cache)
    return tmp_path


SNAPSHOT = "/home/u/.cache/huggingface/hub/models--Q/snapshots/abc123"


def ready(cache, model_id=MODEL, model_source=SNAPSHOT):
    """`ready.json` as the predecessor writes it: these six, and neither engine nor interpreter."""
    project = cache.parents[2]
    told = {
        "model_id": model_id,
        "device": "cpu",
        "dtype": "float32",
        "language": "English",
        "ref_audio_sha256": sha(project / "voice" / "ref.wav"),
        "ref_text_sha256": sha(project / "voice" / "ref.txt"),
    }
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    content = {"fingerprint": digest, "model_id": model_id, "model_source": model_source}
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
    assert brought.moved == (SPOKEN,)
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
    listed(project / "media" / "voiceovers" / "qwen", [3])
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
    assert bring(project).moved == (SPOKEN,)


def test_a_text_may_stand_in_the_old_script_which_is_never_run(project):
    cache = project / "media" / "voiceovers" / "qwen"
    listed(cache, [{"narration_key": "scene_01", "audio_file": "scene_01.mp3"}])
    (project / "narration_script.py").write_text(f"SCRIPT = {{'scene_01': {TEXT!r}}}\n1 / 0\n")
    assert bring(project).moved == (SPOKEN,)


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
        (lambda p: (p / "voice_clone_config.json").write_text(json.dumps({"language": "German"})),
         "cannot be shown"),
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
    assert "qwen spoke it, and the chosen voice is kokoro" in str(bring(project, choose_voice()))
    ready(cache, model_source="/home/u/.cache/huggingface/hub/models--Q/snapshots/fedcba")
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
    assert bring(project).moved == (SPOKEN,)


def test_the_fingerprint_is_the_one_that_the_predecessor_wrote():
    """Of a public project of it: its settings, its reference's digests, and its `ready.json`."""
    config = {
        "qwen_python": "~/old/.venv/bin/python",
        "model_id": "Qwen/Qwen3-TTS-12Hz-1.7B-Base",
        "device": "cpu",
        "dtype": "float32",
        "language": "English",
        "output_dir": "media/voiceovers/qwen",
    }
    sound = "0295e051d67f96f3d0401bf42b51ec81dfe1627ebd0eb64019f75863ffaf7c5c"
    transcript = "6594ac105896bb9a71bf625949242799fdc81644fcbebe9716ccc7a380d945cb"
    told = "a6eb2391fa6a5dcd001bf12449fc114d867943572d47c820981f33d9f229cffe"
    assert old_fingerprint(config, sound, transcript) == told


MLX = "mlx-community/Qwen3-TTS-12Hz-1.7B-Base-8bit"


def test_what_mlx_spoke_lies_under_qwen(project):
    cache = project / "media" / "voiceovers" / "qwen"
    ready(cache, model_source=MODEL)  # MLX was given a name, PyTorch a folder
    assert "mlx spoke it" in str(bring(project))
    brought = bring(project, voice(project, "mlx", MLX))
    assert brought.moved == (SPOKEN,)
    assert "which one is not on record" in str(brought)
    (key,) = store_of(project).keys()
    take = store_of(project).get(key)
    assert (take.service, take.revision) == ("mlx", "")
    assert MLX not in take.model  # nothing shows it


def test_a_copy_of_the_old_worker_proves_the_model(project):
    cache = project / "media" / "voiceovers" / "qwen"
    ready(cache, model_source=MODEL)
    reference = hashlib.md5((project / "voice" / "ref.wav").read_bytes()).hexdigest()[:8]
    name = hashlib.md5(f"{MLX}:{TEXT}:{reference}".encode()).hexdigest()
    copies = project / "media" / "voiceovers" / "mlx_tmp"
    copies.mkdir()
    write_sound(copies / f"{name}.wav", SOUND, RATE)
    other = bring(project, voice(project, "mlx", "mlx-community/Qwen3-TTS-12Hz-0.6B-Base-4bit"))
    assert f"spoken by {MLX}, not" in str(other)
    bring(project, voice(project, "mlx", MLX))
    (key,) = store_of(project).keys()
    take = store_of(project).get(key)
    assert (take.model, take.revision) == (MLX, "abc123")
    assert take.samples == len(SOUND)  # the copy has no MP3's padding


def test_a_recording_without_a_list_is_found_by_its_key(project):
    (project / "media" / "voiceovers" / "qwen" / "cache.json").unlink()
    (project / "narration_script.py").write_text(f"SCRIPT = {{'scene_01': {TEXT!r}}}\n")
    assert len(bring(project).moved) == 1


def test_a_recording_that_is_listed_twice_is_brought_once(project):
    cache = project / "media" / "voiceovers" / "qwen"
    twice = [{"text": TEXT, "audio_file": "scene_01.mp3"},
             {"input_text": TEXT, "final_audio": "scene_01.mp3"}]  # fmt: skip
    listed(cache, twice)
    assert len(bring(project).moved) == 1


def test_files_that_came_with_a_project_are_looked_into(project):
    (project / "old").mkdir()
    for name in ("media", "voice_clone_config.json"):
        (project / name).rename(project / "old" / name)
    assert len(bring(project).moved) == 1


def scene_of(*words, silence_s=0.3):
    """A sound in which each word is a tone of a quarter of a second, sentences apart."""
    at = np.arange(RATE // 4) / RATE
    tone = 0.3 * np.sin(2 * np.pi * 220 * at) * np.hanning(len(at)) ** 0.2
    parts, times, now = [], [], 0
    for word in words:
        times.append((now, now + len(tone)))
        parts.append(tone)
        now += len(tone)
        if word.endswith("."):
            parts.append(np.zeros(round(silence_s * RATE)))
            now += len(parts[-1])
    return np.concatenate(parts).astype("f4"), tuple(times)


def test_lines_are_cut_out_where_sentences_end():
    sound, times = scene_of("one", "two.", "three", "four.", "five", "six.")
    parts = [cut_out(sound, RATE, times, first, first + 2) for first in (0, 2, 4)]
    tone = RATE // 4
    for part in parts:
        assert 2 * tone - RATE // 20 < len(part) < 2 * tone + RATE // 4
        assert np.abs(part[-RATE // 100 :]).max() < 0.01  # it ends in silence
    heard = sum(float((part**2).sum()) for part in parts)
    assert heard == pytest.approx(float((sound**2).sum()), rel=1e-3)  # no word lost a part


def test_lines_that_run_into_one_another_are_not_cut():
    sound, times = scene_of("one", "two.", "three", "four.", silence_s=0.03)
    with pytest.raises(NoPause):
        cut_out(sound, RATE, times, 0, 2)


def test_lines_of_a_film_are_found_in_a_scene(project, monkeypatch):
    sound, times = scene_of("Say", "one", "two.", "Then", "three.")
    cache = project / "media" / "voiceovers" / "qwen"
    write_sound(cache / "scene_01.mp3", sound, RATE)
    listed(cache, [{"text": "Say one two. Then three.", "audio_file": "scene_01.mp3"}])

    def aligned(sound, rate, speech, **_):
        words = len(speech.split())
        return (
            times if words == 5 else one_after_the_other(sound, rate, speech)[0]
        ), "pocketsphinx"

    monkeypatch.setattr(old_caches, "word_times", aligned)
    lines = ["Say one two.", "Then three.", "Something new."]
    choice = voice(project)
    brought = bring_old_caches(project, choice, store_of(project), lines=lines)
    assert brought.moved == ("Say one two.", "Then three.")
    first, second, new = (store_of(project).get(choice.take_key(line, "en")) for line in lines)
    assert new is None
    assert first.samples > 1.2 * second.samples
    # once told, an edited line costs nothing and is not told again
    assert bring_old_caches(project, choice, store_of(project), lines=[*lines, "Another."]) is None
