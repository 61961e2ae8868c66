"""Settings that would change nothing are refused, and models that cannot be loaded are named."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.service_factory import choose_voice
from voice_engines import make_checkpoint, write_reference

TOML = "flaming-horse.toml [voice]"


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    made = {kind: make_checkpoint(folder / kind, kind=kind)
            for kind in ("base", "custom_voice", "voice_design")}  # fmt: skip
    large = make_checkpoint(folder / "large", kind="custom_voice")
    config = large / "config.json"
    config.write_text(config.read_text().replace('"0b6"', '"1b7"'))
    return {**made, "large": large}


@pytest.fixture
def choose(tmp_path, models, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path / "cache"))
    write_reference(tmp_path / "voice")

    def chosen(engine, kind, **settings):
        more = {"speaker": "vivian"} if kind in {"custom_voice", "large"} else {}
        if kind == "voice_design":
            more = {"instructions": "low"}
        voice = {"service": engine, **more, **settings}
        environ = {f"FLAMING_HORSE_{engine.upper()}_MODEL_ID": str(models[kind])}
        return choose_voice({"voice": voice}, environ, folder=tmp_path)

    return chosen


@pytest.mark.parametrize(
    ("engine", "kind", "name", "value", "works"),
    [
        ("mlx", "custom_voice", "instructions", "calm", "1.7B"),
        ("qwen", "custom_voice", "instructions", "calm", "1.7B"),
        ("mlx", "base", "repetition_penalty", 1.2, "1.5 or more"),
        ("mlx", "base", "top_p", 0, "more than 0"),
        ("mlx", "base", "device", "cuda:0", "qwen"),
        ("mlx", "base", "precision", "float16", "qwen"),
        ("mlx", "base", "attention", "sdpa", "qwen"),
        ("mlx", "voice_design", "batch", 4, "give 1"),
    ],
)
def test_a_setting_without_effect_is_refused(choose, models, engine, kind, name, value, works):
    with pytest.raises(WrongInput, match=f"{name} = .* would change nothing") as failure:
        choose(engine, kind, **{name: value})
    assert TOML in failure.value.what
    assert str(models[kind]) in failure.value.what
    assert works in failure.value.remedy


def test_top_k_without_sampling_is_refused(choose):
    with pytest.raises(WrongInput, match="likeliest"):
        choose("qwen", "base", temperature=0, top_k=20)


@pytest.mark.parametrize(
    ("engine", "kind", "settings"),
    [
        ("mlx", "large", {"instructions": "calm"}),
        ("mlx", "base", {"repetition_penalty": 1.5, "top_p": 0.9, "batch": 4}),
        ("mlx", "custom_voice", {"repetition_penalty": 1.1}),
        ("qwen", "base", {"repetition_penalty": 1.1, "device": "cpu", "attention": "eager"}),
        ("qwen", "base", {"temperature": 0}),
    ],
)
def test_a_setting_that_is_followed_is_taken(choose, engine, kind, settings):
    assert choose(engine, kind, **settings).cloned is not None


def test_an_unknown_attention_names_the_known_ones(choose):
    with pytest.raises(WrongInput, match="flash") as failure:
        choose("qwen", "base", attention="flash")
    assert "flash_attention_2" in failure.value.remedy


def test_a_speaker_in_a_table_that_names_no_service_is_for_whichever_is_chosen(tmp_path, models):
    environ = {
        "FLAMING_HORSE_VOICE_SERVICE": "mlx",
        "FLAMING_HORSE_MLX_MODEL_ID": str(models["custom_voice"]),
    }
    choice = choose_voice({"voice": {"speaker": "ryan"}}, environ, folder=tmp_path)
    assert choice.speaker == "ryan"
    with pytest.raises(WrongInput, match="ryan"):
        choose_voice({"voice": {"speaker": "ryan"}}, {}, folder=tmp_path)


def cut_short(model):
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


def no_header(model):
    (model / "speech_tokenizer" / "model.safetensors").write_bytes(b"\xff" * 64)


def one_shard_gone(model):
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (model / "model.safetensors.index.json").write_text(json.dumps(index))


@pytest.mark.parametrize("pinned", [False, True])
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut_short, r"damaged: model.safetensors holds \d+ bytes of \d+"),
        (no_header, "speech_tokenizer/model.safetensors is no file of weights"),
        (one_shard_gone, "lacks model-2.safetensors"),
        (lambda model: (model / "vocab.json").unlink(), "lacks vocab.json"),
    ],
)
def test_a_model_that_is_not_whole_is_named_with_what_it_lacks(tmp_path, harm, said, pinned):
    model = make_checkpoint(tmp_path / "model")
    write_reference(tmp_path / "voice")
    environ = {"FLAMING_HORSE_MLX_MODEL_ID": str(model)}
    pin = {}
    if pinned:
        found = choose_voice({"voice": {"service": "mlx"}}, environ, folder=tmp_path).cloned.model
        pin = {"pin": {"mlx": {"model": found.name, "revision": found.revision}}}
    harm(model)

    def needed():
        """Takes that are there need no model: it is asked for where a line is to be spoken."""
        choice = choose_voice({"voice": {"service": "mlx", **pin}}, environ, folder=tmp_path)
        return choice.worker_settings

    with pytest.raises(NotInstalled, match=said) as failure:
        needed()
    assert "FLAMING_HORSE_MLX_MODEL_ID" in failure.value.remedy


def test_a_model_of_another_type_is_wrong_input(tmp_path):
    model = make_checkpoint(tmp_path / "model")
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "model_type": "llama"}))
    environ = {"FLAMING_HORSE_QWEN_MODEL_ID": str(model)}
    with pytest.raises(WrongInput, match=r"FLAMING_HORSE_QWEN_MODEL_ID.* 'llama'"):
        choose_voice({"voice": {"service": "qwen"}}, environ, folder=tmp_path)
