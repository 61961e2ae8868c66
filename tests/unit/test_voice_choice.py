"""Which voice speaks, and who said so."""

import subprocess
import sys

import pytest

from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.service_factory import choose_voice, list_services

SERVICE = "FLAMING_HORSE_VOICE_SERVICE"
BACKEND = "FLAMING_HORSE_TTS_BACKEND"


def test_built_in_is_kokoro():
    choice = choose_voice()
    assert (choice.service, choice.speaker, choice.speed) == ("kokoro", "af_heart", 1.0)
    assert choice.origins["service"] == "built in"


def test_later_wins_and_each_value_knows_its_origin():
    settings = {"voice": {"service": "tone", "speed": 0.9}, "voices": {"slow": {"speed": 0.8}}}
    assert choose_voice(settings).service == "tone"
    assert choose_voice(settings).origins["speed"] == "flaming-horse.toml [voice]"
    assert choose_voice(settings, {SERVICE: "kokoro"}).origins["service"] == SERVICE
    last = choose_voice(settings, {SERVICE: "kokoro"}, "tone")
    assert (last.service, last.speed, last.origins["service"]) == ("tone", 0.9, "--voice")
    named = choose_voice(settings, {}, None, "slow")
    assert (named.service, named.speed) == ("kokoro", 0.8)
    assert choose_voice(settings, {}, "slow").speed == 0.8


@pytest.mark.parametrize(
    ("settings", "environ"),
    [
        ({"voice": {"service": "kokoro", "backend": "qwen"}}, {}),
        ({}, {SERVICE: "mlx", BACKEND: "qwen"}),
        ({"voice": {"service": "tone"}}, {BACKEND: "qwen"}),
    ],
)
def test_contradictions_are_errors(settings, environ):
    with pytest.raises(WrongInput, match="contradicts"):
        choose_voice(settings, environ)


def voice_of(settings, environ, option=None):
    """Which service speaks, whatever of it is on this machine."""
    choice = choose_voice(settings, environ, option, whole=False)
    return choice.service, choice.origins["service"]


def test_an_engine_alone_asks_for_the_cloned_voice():
    assert voice_of({}, {BACKEND: "mlx"}) == ("mlx", BACKEND)
    assert voice_of({}, {BACKEND: "qwen"}) == ("qwen", BACKEND)
    assert voice_of({"voice": {"seed": 3}}, {BACKEND: "mlx"}) == ("mlx", BACKEND)
    assert voice_of({"voice": {"service": "qwen"}}, {BACKEND: "mlx"}) == ("mlx", BACKEND)
    assert voice_of({}, {BACKEND: "mlx"}, "kokoro") == ("kokoro", "--voice")
    with pytest.raises(WrongInput, match=f"no engine 'foo' .{BACKEND}"):
        choose_voice({}, {BACKEND: "foo"})


def test_a_model_of_pytorch_is_none_of_mlx():
    settings = {"voice": {"model": "Qwen/Qwen3-TTS-12Hz-1.7B-Base"}}
    mlx = choose_voice(settings, {BACKEND: "mlx"}, whole=False)
    assert mlx.model.startswith("mlx-community/")
    assert mlx.origins["model"] == "built in"
    assert choose_voice(settings, {BACKEND: "qwen"}, whole=False).model.startswith("Qwen/")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"voice": {"service": "kokorro"}}, "did you mean 'kokoro'"),
        ({"voice": {"sped": 1}}, "did you mean 'speed'"),
        ({"voice": {"speed": "fast"}}, "from 0.5 to 2"),
        ({"voice": {"speed": 9}}, "from 0.5 to 2"),
        ({"voice": {"speed": True}}, "from 0.5 to 2"),
        ({"voice": {"speaker": "af_hart"}}, "did you mean 'af_heart'"),
        ({"voice": "kokoro"}, "is not a table"),
    ],
)
def test_wrong_settings_say_what_is_right(settings, said):
    with pytest.raises(WrongInput) as failure:
        choose_voice(settings)
    assert said in str(failure.value)


@pytest.mark.parametrize("service", ["qwen", "mlx"])
def test_a_cloned_voice_without_its_model_is_never_replaced_silently(
    service, tmp_path, monkeypatch
):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(NotInstalled) as failure:
        choose_voice({}, {SERVICE: service}, folder=tmp_path)
    assert failure.value.exit_code == 3
    assert "voice setup" in failure.value.remedy


def test_table_names_the_embedded_model():
    from flaming_horse_voice.backends import kokoro_model

    row = next(info for info in list_services() if info.name == "kokoro")
    assert row.model == kokoro_model.MODEL
    assert choose_voice().fingerprint.revision == kokoro_model.REVISION


def test_importing_the_package_is_light():
    program = (
        "import sys, flaming_horse_voice as v; v.list_services();"
        "from flaming_horse_voice import mediator, takes, text, speech_service;"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " {'numpy','av','onnxruntime','soundfile','manim','flaming_horse'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
