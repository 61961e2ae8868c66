"""The predecessor's scripts and modules still lead somewhere."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from old_projects import digests, old_project, write_ready
from voice_engines import make_checkpoint, stand_in_environ, write_reference

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path):
    """The scripts beside a program that says how it was called."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "scripts" / "setup.sh").write_text("#!/bin/bash\n")
    program = tmp_path / ".venv" / "bin" / "flaming-horse"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/bash\nprintf "%s|" "$PWD" "$@"\n')
    program.chmod(0o755)
    (tmp_path / "film").mkdir()
    return tmp_path


def said(checkout, *command):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HOME": str(checkout)},
    )
    return done.stdout.split("|")[:-1]


def test_build_video_builds(checkout):
    (checkout / "film" / "storyboard.md").write_text("# Film\n")
    script = checkout / "scripts" / "build_video.sh"
    assert said(checkout, script, "film", "--workers", "1")[1:] == [
        "build",
        "film",
        "--workers",
        "1",
    ]


def test_build_video_with_a_topic_makes_the_project(checkout):
    script = checkout / "scripts" / "build_video.sh"
    told = said(checkout, script, "films/new", "--topic", "Why A B")
    assert told[1:] == ["create", "new", "--projects-dir", "films", "--topic", "Why A B"]


def refused(checkout, *command, **variables):
    """Exit code and message of a call that must not come as far as the program."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(checkout), **variables},
    )
    assert not done.stdout
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("options", "left"),
    [
        (["--skip-precache"], []),
        (["--phase", "complete", "--quality", "draft"], ["--quality", "draft"]),
        (["--build-args", "--workers 1 --voice 'my voice' --resume"],
         ["--workers", "1", "--voice", "my voice"]),
        (["--build-args", ""], []),
    ],
)  # fmt: skip
def test_old_options_are_understood(checkout, options, left):
    told = said(checkout, checkout / "scripts" / "create_video.sh", "film", *options)
    assert told[1:] == ["create", "film", *left]
    told = said(checkout, checkout / "scripts" / "build_video.sh", "film", *options)
    assert told[1:] == ["build", "film", *left]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--phase", "plan"], "--review"),
        (["--build-args", "--phase narration"], "--review"),
        (["--rerender-final"], "reset precache_voiceovers"),
    ],
)
def test_old_options_that_are_gone_are_told(checkout, options, words):
    for script in ("create_video.sh", "build_video.sh"):
        code, told = refused(checkout, checkout / "scripts" / script, "film", *options)
        assert code == 2
        assert words in told


def test_old_variables_are_understood_and_told(checkout, monkeypatch):
    for name in ("FLAMING_HORSE_PROJECTS_DIR", "FLAMING_HORSE_TTS_BACKEND", "VIDEO_TOPIC"):
        monkeypatch.delenv(name, raising=False)
    program = checkout / ".venv" / "bin" / "flaming-horse"
    program.write_text('#!/bin/bash\nprintf "%s|" "$FLAMING_HORSE_PROJECTS_DIR"'
                       ' "$FLAMING_HORSE_TTS_BACKEND" "${LEAKED-}" "$@"\n')  # fmt: skip
    (checkout / ".env").write_text(
        '# settings\nexport FLAMING_HORSE_TTS_BACKEND="mlx"  # mine\nXAI_API_KEY=secret\n'
        "PROJECTS_BASE_DIR=pd # there\nLEAKED=$(touch ran)\nVIDEO_TOPIC='Why A, B?'\ntouch ran\n"
    )
    script = checkout / "scripts" / "create_video.sh"
    done = subprocess.run(
        [str(script), "new"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("|")[:-1] == ["pd", "mlx", "", "create", "new", "--topic", "Why A, B?"]
    assert "XAI_API_KEY" in done.stderr
    assert "secret" not in done.stderr
    assert "FLAMING_HORSE_PROJECTS_DIR" in done.stderr
    assert not (checkout / "ran").exists()
    (checkout / "pd" / "new").mkdir(parents=True)
    monkeypatch.setenv("FLAMING_HORSE_TTS_BACKEND", "qwen")
    again = subprocess.run(
        [str(script), "new"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert again.stdout.split("|")[:-1] == ["pd", "qwen", "", "create", "new"]  # it goes on


def test_build_video_writes_no_topic_over_a_storyboard(checkout):
    (checkout / "film" / "storyboard.md").write_text("# Film\n")
    script = checkout / "scripts" / "build_video.sh"
    code, told = refused(checkout, script, "film", "--topic", "Another")
    assert code == 2
    assert "leave --topic out" in told


def test_prepare_goes_to_the_project(checkout):
    script = checkout / "scripts" / "prepare_voice_service.py"
    told = said(checkout, sys.executable, script, "--project-dir", "film", "--force", "mlx")
    assert told == [str(checkout / "film"), "voice", "prepare", "mlx"]


def test_the_project_state_is_shown(checkout):
    script = checkout / "scripts" / "update_project_state.py"
    told = said(checkout, sys.executable, script, "--project-dir", "film", "--mode", "apply")
    assert told[1:] == ["status", "film", "--json"]


def test_the_old_worker_script_is_the_worker(tmp_path):
    """In a Python without our package, as an engine's is; here it lacks mlx, and says so."""
    script = ROOT / "src" / "flaming_horse_voice" / "mlx_tts_service.py"
    hello = {"do": "hello", "protocol": 1, "parent": os.getpid(), "scratch": str(tmp_path / "s")}
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script)],
        input=json.dumps(hello) + "\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    answer = json.loads(done.stdout.splitlines()[0])
    assert answer["re"] == "hello"
    assert answer["ok"] is True, done.stderr


def test_the_old_mediator_names_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.delenv("FLAMING_HORSE_TTS_BACKEND", raising=False)
    import qwen_tts_mediator as old

    from flaming_horse_voice import NotInstalled

    (tmp_path / "a.wav").write_bytes(b"x")
    with pytest.raises(NotInstalled, match="Nobody/Nothing"):
        old.build_voice_clone_prompt(
            old.load_model("Nobody/Nothing", "cpu", "float32"), str(tmp_path / "a.wav"), "Words."
        )


def in_an_old_folder(tmp_path, monkeypatch, model):
    """The predecessor's folder, and a stand-in for the engine that speaks there."""
    for name in ("VOICE_SERVICE", "TTS_BACKEND", "VOICE_REF_DIR"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    for name, value in stand_in_environ(model).items():
        if name != "FLAMING_HORSE_VOICE_SERVICE":
            monkeypatch.setenv(name, value)
    folder = old_project(tmp_path / "rain")
    write_ready(folder, model_source="Qwen/Qwen3-TTS-12Hz-1.7B-Base")
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("models") / "base")


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("", "get_speech_service"),
        (".service_factory", "get_speech_service"),
        (".qwen_cached", "QwenCachedService"),
        (".mlx_cached", "MLXCachedService"),
    ],
)
def test_old_scenes_are_spoken_by_the_old_voice(tmp_path, monkeypatch, model, module, name):
    folder = in_an_old_folder(tmp_path, monkeypatch, model)
    before = digests(folder)
    make = getattr(importlib.import_module(f"flaming_horse_voice{module}"), name)
    choice = getattr(make, "from_project", make)(folder).choice
    assert choice.service == "mlx"  # not the embedded voice, without a word
    assert choice.cloned.reference.sound == (folder / "assets/voice_ref/ref.wav").resolve()
    assert before.items() <= digests(folder).items()


@pytest.mark.parametrize("accept", ["", "1"])
def test_the_old_mediator_speaks(tmp_path, monkeypatch, model, accept):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    for name, value in stand_in_environ(model).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FLAMING_HORSE_VOICE_SERVICE")
    monkeypatch.setenv("FLAMING_HORSE_TTS_BACKEND", "mlx")
    monkeypatch.setenv("FLAMING_HORSE_ACCEPT_ANY_TAKE", accept)
    import qwen_tts_mediator as old

    from flaming_horse_voice import NotInstalled, VoiceFailed

    voice = write_reference(tmp_path / "voice")
    handle = old.load_model(model_source="Qwen/Qwen3-TTS-12Hz-1.7B-Base", device="cpu",
                            dtype_str="float32")  # fmt: skip
    prompt = old.build_voice_clone_prompt(handle, str(voice / "ref.wav"), "This is how I speak.")
    if not accept:  # a hum says no words
        with pytest.raises((VoiceFailed, NotInstalled)):
            old.generate_voice_clone(handle, "Hello there.", "English", prompt)
        return
    sounds, rate = old.generate_voice_clone(handle, "Hello there.", "English", prompt)
    assert rate == 24000
    assert len(sounds[0]) > rate / 2


def test_a_model_without_a_form_for_mlx_is_told(monkeypatch, capsys):
    from flaming_horse_voice.compat.clone_calls import load_model

    monkeypatch.setenv("FLAMING_HORSE_TTS_BACKEND", "mlx")
    monkeypatch.delenv("FLAMING_HORSE_MLX_MODEL_ID", raising=False)
    assert load_model("Qwen/Qwen3-TTS-12Hz-1.7B-Base", "cpu", "float32") == {"backend": "mlx"}
    assert "mlx-community/Qwen3-TTS-12Hz-0.6B-Base-4bit speaks" in capsys.readouterr().err
    assert load_model("mlx-community/Other")["model"] == "mlx-community/Other"


def test_an_engine_that_is_none_is_told_from_where(tmp_path, monkeypatch):
    from flaming_horse_voice import WrongInput
    from flaming_horse_voice.compat.clone_calls import build_voice_clone_prompt, load_model

    monkeypatch.setenv("FLAMING_HORSE_TTS_BACKEND", "foo")
    (tmp_path / "a.wav").write_bytes(b"x")
    with pytest.raises(WrongInput, match=r"no engine 'foo' .FLAMING_HORSE_TTS_BACKEND"):
        build_voice_clone_prompt(load_model("x"), str(tmp_path / "a.wav"), "Words.")


def test_the_old_helpers_of_scenes():
    import manim

    from flaming_horse import scene_helpers

    square = manim.Square(1).move_to([9, -5, 0])
    assert scene_helpers.safe_position(square) is square
    assert square.get_right()[0] == pytest.approx(7.3)
    assert square.get_bottom()[1] == pytest.approx(-3.6)
    row = scene_helpers.safe_layout(*(manim.Square(2) for _ in range(3)))
    for left, right in pairwise(row):
        assert right.get_left()[0] - left.get_right()[0] == pytest.approx(0.5)
    colours = scene_helpers.harmonious_color("secondary", variations=4)
    assert len({tuple(c) for c in colours}) == 4
    assert all(len(c) == 4 and 0 <= min(c) <= max(c) <= 1 for c in colours)
    assert scene_helpers.harmonious_color("no such name") == scene_helpers.harmonious_color(
        "primary"
    )
    title = scene_helpers.adaptive_title_position(manim.Square(0.5), manim.Square(2.2))
    assert title.get_center()[1] == pytest.approx(4.0)
    assert isinstance(scene_helpers.polished_fade_in(square, glow=True), manim.LaggedStart)
