"""The user's own voice, for all projects: what of it counts where, and what wins over it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.service_factory import choose_voice
from voice_engines import make_checkpoint, write_reference

SERVICE, BACKEND = "FLAMING_HORSE_VOICE_SERVICE", "FLAMING_HORSE_TTS_BACKEND"
WHENCE = "your settings.toml [voice]"
OWN = """
[voice]
service = "mlx"
reference = "me"
seed = 7
top_k = 40
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """Write the user's own settings; their recording lies in `me` beside them."""
    file = tmp_path / "config" / "settings.toml"
    write_reference(file.parent / "me")
    monkeypatch.setenv("FLAMING_HORSE_SETTINGS", str(file))

    def write(content=OWN):
        file.write_text(content)
        return file.parent

    return write


def chosen(folder, settings=None, environ=None, option=None, named=None, **more):
    return choose_voice(
        settings or {}, environ or {}, option, named, folder=folder, whole=False, **more
    )


def test_it_speaks_where_a_project_has_no_voice(mine, tmp_path):
    at = mine()
    voice = chosen(tmp_path)
    assert (voice.service, voice.seed, voice.settings["top_k"]) == ("mlx", 7, "40")
    assert {voice.origins[key] for key in ("service", "seed", "top_k", "reference")} == {WHENCE}
    assert voice.cloned.reference.sound == at / "me" / "ref.wav"
    assert not voice.cloned.confined


@pytest.mark.parametrize(
    ("given", "speaks", "whence"),
    [
        ({"settings": {"voice": {"service": "tone"}}}, "tone", "flaming-horse.toml [voice]"),
        ({"settings": {"voice": {"seed": 1}}}, "mlx", WHENCE),
        ({"settings": {"voice": {"service": "tone"}}, "environ": {SERVICE: "qwen"}}, "qwen",
         SERVICE),
        ({"environ": {SERVICE: "kokoro"}}, "kokoro", SERVICE),
        ({"environ": {SERVICE: "kokoro"}, "option": "tone"}, "tone", "--voice"),
        ({"named": "tone"}, "tone", "voice: in the front matter"),
        ({"settings": {"voices": {"a": {"service": "tone"}}}, "named": "a"}, "tone",
         "flaming-horse.toml [voices.a]"),
        ({"settings": {"voices": {"a": {"seed": 2}}}, "named": "a"}, "kokoro", "built in"),
    ],
)  # fmt: skip
def test_project_environment_and_option_win(mine, tmp_path, given, speaks, whence):
    mine()
    voice = chosen(tmp_path, **given)
    assert (voice.service, voice.origins["service"]) == (speaks, whence)


def test_the_other_engine_clones_the_same_recording_and_other_services_take_nothing(mine, tmp_path):
    at = mine(OWN + "temperature = 0.7\n[voice.qwen]\nbatch = 2\n")
    other = chosen(tmp_path, option="qwen")
    assert other.cloned.reference.sound == at / "me" / "ref.wav"
    assert (other.seed, other.settings["temperature"], other.cloned.batch) == (7, "0.7", 2)
    plain = chosen(tmp_path, option="kokoro")
    assert plain.fingerprint == chosen(tmp_path, {"voice": {"service": "kokoro"}}).fingerprint
    assert "temperature" not in plain.settings
    mine('[voice]\nservice = "qwen"\nbackend = "mlx"\nreference = "me"')
    assert chosen(tmp_path).service == "mlx"
    assert chosen(tmp_path, environ={BACKEND: "qwen"}).service == "qwen"
    assert chosen(tmp_path, {"voice": {"service": "tone"}}).service == "tone"


def test_a_projects_own_recording_comes_before_the_users(mine, tmp_path):
    mine()
    write_reference(tmp_path / "film" / "voice", pitch=180)
    theirs = chosen(tmp_path / "film").cloned
    assert theirs.reference.sound == tmp_path / "film" / "voice" / "ref.wav"
    (tmp_path / "film" / "voice" / "ref.txt").unlink()
    assert chosen(tmp_path / "film").cloned.reference is None, "never another voice in its place"
    voices = {"voices": {"anna": {"service": "mlx"}}}
    assert chosen(tmp_path, voices, named="anna").cloned.reference is None


def test_its_pin_holds_where_its_model_speaks(mine, tmp_path):
    """Pinned is another model than there is: an error, unless a model is named elsewhere."""
    model = make_checkpoint(tmp_path / "model")
    pinned = '[voice.pin.mlx]\nmodel = "else"\nrevision = "0"\n'
    mine(f'{OWN}[voice.mlx]\nmodel = "{model}"\n{pinned}')
    with pytest.raises(NotInstalled, match="says else 0"):
        choose_voice({}, {}, folder=tmp_path)
    given = {"FLAMING_HORSE_MLX_MODEL_ID": str(model)}
    assert not choose_voice({}, given, folder=tmp_path).cloned.pin
    assert not choose_voice({}, {}, folder=tmp_path, model=str(model)).cloned.pin
    theirs = {"voice": {"pin": {"mlx": {"model": "x", "revision": "1"}}}}
    with pytest.raises(NotInstalled, match="says x 1"):
        choose_voice(theirs, {}, folder=tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[voice]\nservice = "kokorro"', "did you mean 'kokoro'"),
        ('[voice]\nmodel = "m"', "under the engine"),
        ('[voice]\nservice = "kokoro"\nbackend = "mlx"', "contradicts"),
        ("voice = 3", "not a table"),
        ("[voice]\nsped = 1", "seed"),
    ],
)
def test_a_mistake_in_it_names_the_file(mine, tmp_path, content, said):
    mine(content)
    with pytest.raises(WrongInput) as told:
        chosen(tmp_path)
    assert said in f"{told.value.what} {told.value.remedy}"
    assert "settings.toml" in told.value.what


def test_a_lacking_voice_names_the_one_command(mine, tmp_path):
    at = mine()
    (at / "me" / "ref.wav").unlink()
    with pytest.raises((NotInstalled, WrongInput)) as told:
        choose_voice({}, {}, folder=tmp_path / "film")
    assert told.value.remedy.endswith("voice setup --engine mlx")
    with pytest.raises((NotInstalled, WrongInput)) as told:
        choose_voice({"voice": {"service": "mlx"}}, {}, folder=tmp_path / "film")
    assert "--project" in told.value.remedy
