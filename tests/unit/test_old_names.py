"""The predecessor's scripts and modules still lead somewhere."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


def test_the_old_class_asks_for_the_mlx_voice(tmp_path, monkeypatch):
    from flaming_horse_voice import mlx_cached

    asked = {}
    monkeypatch.setattr(mlx_cached, "get_speech_service", lambda p, **kw: asked.update(kw, at=p))
    mlx_cached.MLXCachedService.from_project(tmp_path)
    assert asked == {"voice": "mlx", "at": tmp_path}
