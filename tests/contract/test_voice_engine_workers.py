"""The real engines on tiny checkpoints: by hand, in batches, with broken models, prepared."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice import mediator as mediator_module
from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from voice_engines import (
    ENGINES,
    checkpoint,
    engine_environ,
    engine_python,
    need_word_times,
    write_reference,
)

pytestmark = pytest.mark.slow
WORKERS = Path(mediator_module.__file__).parent / "workers"
SEGMENTS = [{"id": "scene_1", "text": "Two by two."}, {"id": "scene_10", "text": "Yes it is."}]


def by_hand(engine, folder, *arguments, segments=SEGMENTS, model=None, environ=None):
    script = WORKERS / f"{engine}_tts_service.py"
    told = [json.dumps(segments), str(model or checkpoint(engine)), "--out", str(folder / "out")]
    done = subprocess.run(
        [engine_python(engine), str(script), *told, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": "", **(environ or {})},
    )
    return done, json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("engine", ENGINES)
def test_by_hand_the_result_is_the_last_line(engine, tmp_path):
    write_reference(tmp_path / "voice")
    done, result = by_hand(engine, tmp_path)
    assert done.returncode == 0, done.stderr
    assert [s["id"] for s in result] == ["scene_1", "scene_10"]
    for segment in result:
        assert segment["ok"]
        assert segment["path"] == segment["file"]
        assert segment["duration"] == pytest.approx(segment["samples"] / 24000, abs=1e-3)
        assert segment["from_cache"] is False
        sound, rate = soundfile.read(segment["file"], dtype="float32")
        assert Path(segment["file"]).name == f"{segment['id']}.wav"
        assert (len(sound), rate) == (segment["samples"], 24000)
        assert np.isfinite(sound).all()
        assert segment["frames"] >= 1


@pytest.mark.parametrize("engine", ENGINES)
def test_by_hand_the_same_seed_gives_the_same_bytes(engine, tmp_path):
    write_reference(tmp_path / "voice")
    sounds = {}
    for run, seed in (("a", 1), ("b", 1), ("c", 2)):
        folder = tmp_path / run
        shutil.copytree(tmp_path / "voice", folder / "voice")
        _, result = by_hand(engine, folder, "--seed", str(seed), segments=SEGMENTS[:1])
        sounds[run] = Path(result[0]["file"]).read_bytes()
    assert sounds["a"] == sounds["b"] != sounds["c"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["custom_voice", "voice_design"])
def test_models_with_voices_of_their_own_speak(engine, kind, tmp_path):
    told = ["--instructions", "a calm low voice"]
    told += ["--speaker", "Vivian"] if kind == "custom_voice" else []
    done, result = by_hand(engine, tmp_path, *told, model=checkpoint(engine, kind))
    assert done.returncode == 0, done.stderr
    assert all(segment["samples"] for segment in result)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_speaker_is_refused_with_the_known_ones(engine, tmp_path):
    model = checkpoint(engine, "custom_voice")
    done, result = by_hand(engine, tmp_path, "--speaker", "Nobody", model=model)
    assert done.returncode == 2
    assert result["code"] == "wrong_input"
    assert "vivian" in result["remedy"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda m: (m / "speech_tokenizer" / "config.json").write_text("{"), "speech tokenizer"),
        (lambda m: (m / "vocab.json").write_text("["), "tokenizer"),
        (lambda m: (m / "merges.txt").unlink(), "lacks merges.txt"),
    ],
)
def test_a_broken_model_is_noticed_while_it_is_loaded(engine, harm, said, tmp_path):
    model = shutil.copytree(checkpoint(engine), tmp_path / "model")
    harm(model)
    write_reference(tmp_path / "voice")
    done, result = by_hand(engine, tmp_path, model=model)
    assert done.returncode == {"not_installed": 3}.get(result["code"], 5)
    assert not result["ok"]
    assert said in result["what"] or (engine == "qwen" and "Error" in result["what"])


def lines(count):
    return [SpokenRequest(str(n), f"Line number {n} says a few more words.") for n in range(count)]


@pytest.mark.parametrize("engine", ENGINES)
def test_batches_speak_every_line(engine, tmp_path):
    need_word_times()
    write_reference(tmp_path / "voice")
    settings = {"voice": {engine: {"batch": 4}}}
    choice = choose_voice(settings, engine_environ(engine), folder=tmp_path)
    with Mediator(choice, TakeStore(tmp_path / "takes"), accept_any=True) as voice:
        assert voice.start().loaded["batch"] == 4
        takes = voice.speak(lines(5), attempts=1)  # no seed makes words of noise
    assert len({take.key for take in takes}) == 5
    assert all("peak memory" in take.provenance for take in takes)


@pytest.mark.parametrize("engine", ENGINES)
def test_prepared_from_the_command_line_then_held_to_the_pin(engine, tmp_path):
    need_word_times()
    write_reference(tmp_path / "voice")
    environ = {**os.environ, **engine_environ(engine), "FLAMING_HORSE_CACHE": str(tmp_path / "c")}
    command = [sys.executable, "-m", "flaming_horse", "voice", "prepare", engine, "--json"]
    command.append("--accept-any-reference")  # a hum says no words

    def prepare():
        done = subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert prepare()["prepared"]
    assert not prepare()["prepared"]
    (tmp_path / "voice" / "ref.txt").write_text("Other words.\n")
    assert [change.split(":")[0] for change in prepare()["changed"]] == ["transcript"]
    file = tmp_path / "flaming-horse.toml"
    name = {"mlx": "mlx-audio", "qwen": "qwen-tts"}[engine]
    pinned = tomllib.loads(file.read_text())["voice"]["pin"][engine]["packages"][name]
    file.write_text(file.read_text().replace(f'"{name}" = "{pinned}"', f'"{name}" = "0.0.1"'))
    settings = tomllib.loads(file.read_text())
    choice = choose_voice(settings, environ, folder=tmp_path)
    with (
        Mediator(choice, TakeStore(tmp_path / "takes")) as voice,
        pytest.raises(NotInstalled, match=f"{name} is {pinned}, pinned 0.0.1"),
    ):
        voice.start()
