"""The cloned voice: where its settings come from, and what makes another take of a line."""

import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.prepare import models
from flaming_horse_voice.reference_files import find_reference
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import take_key
from flaming_horse_voice.trust import made_here
from voice_engines import make_checkpoint, write_reference

SERVICE, BACKEND = "FLAMING_HORSE_VOICE_SERVICE", "FLAMING_HORSE_TTS_BACKEND"
REFERENCE = "FLAMING_HORSE_VOICE_REF_DIR"
MODEL = "FLAMING_HORSE_MLX_MODEL_ID"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    with made_here(tmp_path / "project"):
        write_reference(tmp_path / "project" / "voice")
    return tmp_path / "project"


def key(project, base, settings=None, environ=None, **given):
    environ = {SERVICE: "mlx", MODEL: str(base), **(environ or {})}
    choice = choose_voice(settings or {}, environ, folder=project, **given)
    return take_key(choice.fingerprint, "Two by two.", "en", choice.seed)


def test_every_value_knows_its_origin(project, base):
    settings = {"voice": {"service": "mlx", "temperature": 0.7, "python": "env/bin/python"}}
    environ = {MODEL: str(base), "FLAMING_HORSE_MLX_SERVICE_SCRIPT": "/somewhere/worker.py"}
    choice = choose_voice(settings, environ, folder=project)
    assert choice.origins["temperature"] == "flaming-horse.toml [voice]"
    assert choice.origins["model"] == MODEL
    assert choice.origins["script"] == "FLAMING_HORSE_MLX_SERVICE_SCRIPT"
    assert choice.origins["reference"] == "built in"
    assert choice.cloned.python == project / "env/bin/python"
    assert choice.cloned.script == Path("/somewhere/worker.py")
    assert choice.settings["temperature"] == "0.7"


def test_qwen_with_the_engine_mlx_is_mlx(project, base):
    environ = {SERVICE: "qwen", BACKEND: "mlx", MODEL: str(base)}
    choice = choose_voice({}, environ, folder=project)
    assert choice.service == "mlx"
    assert (
        choice.fingerprint
        == choose_voice({}, {**environ, SERVICE: "mlx"}, folder=project).fingerprint
    )


def test_both_engines_from_one_settings_file(project, base):
    settings = {"voice": {"mlx": {"model": str(base)}, "qwen": {"model": str(base), "batch": 2}}}
    mlx, qwen = (choose_voice(settings, {SERVICE: s}, folder=project) for s in ("mlx", "qwen"))
    assert (mlx.cloned.batch, qwen.cloned.batch) == (0, 2)
    assert qwen.origins["batch"] == "flaming-horse.toml [voice.qwen]"


def test_settings_written_for_one_engine_do_not_reach_the_other(project, base):
    settings = {"voice": {"service": "qwen", "model": "/a/torch/model", "temperature": 0.5}}
    choice = choose_voice(settings, {SERVICE: "mlx", MODEL: str(base)}, folder=project)
    assert choice.model == "qwen3-tts-0b6-base"
    assert dict(choice.cloned.sampling) == {"temperature": "0.5"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"service": "mlx", "temprature": 1}, "did you mean 'temperature'"),
        ({"service": "mlx", "temperature": 9}, "from 0 to 2"),
        ({"service": "mlx", "batch": "four"}, "from 0 to 64"),
        ({"service": "mlx", "speed": 0.9}, "keeps the pace of the reference"),
        ({"service": "mlx", "instructions": "happily"}, "clones a recording"),
        ({"service": "mlx", "speaker": "vivian"}, "clones a recording"),
        ({"service": "mlx", "mlx": {"modell": "x"}}, "did you mean 'model'"),
        ({"service": "mlx", "mlx": "x"}, "write [voice.mlx]"),
        ({"service": "mlx", "pin": "x"}, "pin is no table"),
        ({"service": "kokoro", "temperature": 0.5}, "not a cloned voice"),
    ],
)
def test_what_cannot_be_followed_is_an_error(project, base, settings, said):
    with pytest.raises(WrongInput) as failure:
        choose_voice({"voice": settings}, {MODEL: str(base)}, folder=project)
    assert said in str(failure.value)


def test_without_a_reference_it_says_how_to_get_one(tmp_path, base):
    with pytest.raises(WrongInput, match=r"no reference recording .*ref.wav") as failure:
        key(tmp_path, base)
    assert "voice setup" in failure.value.remedy
    write_reference(tmp_path / "voice", transcript="")
    with pytest.raises(WrongInput, match="nothing says what is spoken"):
        key(tmp_path, base)


def test_the_reference_may_be_elsewhere(project, base, tmp_path):
    there = write_reference(tmp_path / "elsewhere", pitch=200)
    settings = {"voice": {"service": "mlx", "reference": "../elsewhere"}}
    by_variable = key(project, base, environ={REFERENCE: str(there)})
    assert by_variable == key(project, base, settings)
    assert by_variable != key(project, base)


def test_what_is_heard_makes_another_take(project, base, tmp_path):
    keys = [key(project, base)]
    keys.append(key(project, base, {"voice": {"service": "mlx", "seed": 1}}))
    keys.append(key(project, base, {"voice": {"service": "mlx", "temperature": 0.8}}))
    keys.append(key(project, make_checkpoint(tmp_path / "other", seed=1)))
    (project / "voice" / "ref.txt").write_text("This is how I sing.\n")
    keys.append(key(project, base))
    write_reference(project / "voice", pitch=150)
    keys.append(key(project, base))
    assert len(set(keys)) == len(keys)


def test_touching_and_renaming_makes_none(project, base, tmp_path):
    before = key(project, base)
    os.utime(project / "voice" / "ref.wav", (1, 1))
    (project / "voice" / "ref.txt").write_text("This is  how I\nspeak.")
    assert key(project, base) == before
    project = project.rename(tmp_path / "renamed")
    copy = make_checkpoint(tmp_path / "copy")
    os.utime(copy / "model.safetensors", (1, 1))
    (copy / "README.md").write_text("a note")
    assert key(project, copy) == before


def test_the_digest_is_of_the_content_not_of_the_times(base, tmp_path):
    copy = make_checkpoint(tmp_path / "copy")
    before = models.find_model(str(copy)).revision
    weights = copy / "speech_tokenizer" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    assert models.find_model(str(copy)).revision != before


@pytest.mark.parametrize(
    "lost", ["merges.txt", "speech_tokenizer/model.safetensors", "model.safetensors"]
)
def test_a_model_that_is_not_whole_names_the_file(tmp_path, lost):
    copy = make_checkpoint(tmp_path / "copy")
    (copy / lost).unlink()
    with pytest.raises(NotInstalled, match=f"lacks {lost}"):
        models.find_model(str(copy))


def test_every_shard_of_the_index_is_asked_for(tmp_path):
    copy = make_checkpoint(tmp_path / "copy")
    (copy / "model.safetensors").rename(copy / "model-00001-of-00002.safetensors")
    shards = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    index = json.dumps({"weight_map": shards})
    (copy / "model.safetensors.index.json").write_text(index)
    with pytest.raises(NotInstalled, match="lacks model-00002-of-00002"):
        models.find_model(str(copy))


def pinned(model, revision, **more):
    return {
        "voice": {"service": "mlx", "pin": {"mlx": {"model": model, "revision": revision, **more}}}
    }


def test_another_model_than_the_pinned_one_is_refused(project, base):
    found = models.find_model(str(base))
    assert key(project, base, pinned(found.name, found.revision)) == key(project, base)
    with pytest.raises(NotInstalled, match="says qwen3-tts-0b6-base 0123") as failure:
        key(project, base, pinned("qwen3-tts-0b6-base", "0123"))
    assert failure.value.exit_code == 3


def test_takes_are_found_without_the_model_when_it_is_pinned(project, base):
    found = models.find_model(str(base))
    there = key(project, base)
    gone = key(project, "somebody/model", pinned(found.name, found.revision))
    assert gone == there


def test_models_with_voices_of_their_own(project, tmp_path):
    custom = make_checkpoint(tmp_path / "custom", kind="custom_voice")
    design = make_checkpoint(tmp_path / "design", kind="voice_design")
    with pytest.raises(WrongInput, match="has speakers of its own, and none is chosen"):
        key(project, custom)
    with pytest.raises(WrongInput, match="makes a voice from a description, and none"):
        key(project, design)
    config = custom / "config.json"  # a small one follows no instructions
    config.write_text(config.read_text().replace('"0b6"', '"1b7"'))
    keys = {
        key(project, custom, {"voice": {"service": "mlx", "speaker": speaker, **more}})
        for speaker in ("vivian", "ryan")
        for more in ({}, {"instructions": "calm"})
    }
    assert len(keys) == 4
    choice = choose_voice(
        {"voice": {"service": "mlx", "instructions": "a calm low voice"}},
        {MODEL: str(design)},
        folder=tmp_path,
    )
    assert choice.cloned.reference is None


def test_a_reference_is_known_by_its_content(tmp_path):
    one, two = write_reference(tmp_path / "one"), write_reference(tmp_path / "two")
    assert find_reference(one).digest == find_reference(two).digest
