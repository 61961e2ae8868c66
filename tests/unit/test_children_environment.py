"""What a child process is told: a list of what it may have, and no secret among it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flaming_horse_voice.children.environment import Purpose, environment_for

NEEDED = {
    "PATH": "/usr/bin",
    "HOME": "/home/ada",
    "LANG": "en_GB.UTF-8",
    "LC_TIME": "de_DE.UTF-8",
    "TMPDIR": "/var/tmp",
    "XDG_CACHE_HOME": "/home/ada/.cache",
    "DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib",
    "LD_LIBRARY_PATH": "/usr/local/cuda/lib64",
    "OMP_NUM_THREADS": "4",
    "FLAMING_HORSE_CACHE": "/data/cache",
    "FLAMING_HORSE_VOICE_REF_DIR": "/data/voice",
}
SECRETS = {
    "FLAMING_HORSE_LLM_API_KEY": "sk-1",
    "FLAMING_HORSE_LLM_BASE_URL": "http://user:password@server/v1",
    "FLAMING_HORSE_UPLOAD_TOKEN": "x",
    "OPENAI_API_KEY": "sk-2",
    "GITHUB_TOKEN": "ghp",
    "AWS_SECRET_ACCESS_KEY": "a",
    "AWS_SESSION_TOKEN": "b",
    "HF_TOKEN": "hf",
    "LC_PASSWORD": "starts like a language",
    "SSH_AUTH_SOCK": "/run/agent",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus",
    "XAUTHORITY": "/home/ada/.Xauthority",
    "DATABASE_URL": "postgres://ada:pw@db",
    "https_proxy": "http://ada:pw@proxy:3128",
}
MISLEADING = {
    "PYTHONPATH": "/elsewhere",
    "PYTHONSTARTUP": "/elsewhere/start.py",
    "PYTHONHOME": "/elsewhere",
    "LD_PRELOAD": "/elsewhere/trick.so",
    "BASH_ENV": "/elsewhere/rc",
}


@pytest.mark.parametrize("purpose", [None, Purpose.DRAWING])
def test_a_child_has_what_it_needs_and_nothing_else(purpose: Purpose | None) -> None:
    purposes = () if purpose is None else (purpose,)
    assert environment_for(*purposes, environ=NEEDED | SECRETS | MISLEADING) == NEEDED


def test_a_scene_finds_the_users_fonts_and_tex() -> None:
    told = {"FONTCONFIG_FILE": "/nix/fonts.conf", "TEXMFHOME": "/home/ada/texmf"}
    assert environment_for(Purpose.DRAWING, environ=told) == told


def test_a_voice_finds_its_card_and_its_models_but_no_token() -> None:
    told = {"CUDA_VISIBLE_DEVICES": "1", "HF_HOME": "/data/hf", "HIP_VISIBLE_DEVICES": "0"}
    assert environment_for(Purpose.SPEAKING, environ=told | SECRETS) == told


def test_what_installs_reaches_its_server() -> None:
    told = {
        "https_proxy": "http://ada:pw@proxy:3128",
        "PIP_INDEX_URL": "https://ada:pw@index/simple",
        "SSL_CERT_FILE": "/etc/company.pem",
    }
    given = environment_for(Purpose.INSTALLING, environ=told | MISLEADING | {"GITHUB_TOKEN": "x"})
    assert given == told


def test_a_person_may_pass_more_to_their_own_code_only() -> None:
    environ = {"FLAMING_HORSE_PASS_ENVIRONMENT": "MY_DATA, WEATHER_KEY", "MY_DATA": "/d"}
    assert environment_for(environ=environ)["MY_DATA"] == "/d"
    assert "WEATHER_KEY" not in environment_for(environ=environ)
    assert environment_for(environ=environ | {"WEATHER_KEY": "k"})["WEATHER_KEY"] == "k"
    assert "MY_DATA" not in environment_for(environ=environ, own=False)


def test_code_of_somebody_else_is_not_told_who_the_user_is() -> None:
    environ = NEEDED | SECRETS | MISLEADING | {"FLAMING_HORSE_LATEX": "latex"}
    given = environment_for(Purpose.DRAWING, environ=environ, own=False)
    assert not {"HOME", "XDG_CACHE_HOME", "TMPDIR", "FLAMING_HORSE_CACHE"} & set(given)
    assert given["LC_TIME"] == NEEDED["LC_TIME"]
    assert given["FLAMING_HORSE_LATEX"] == "latex"


def test_of_the_callers_python_path_only_our_own_place_is_kept() -> None:
    source = str(Path(__file__).parents[2] / "src")
    path = os.pathsep.join(["/elsewhere", source, ""])
    assert environment_for(environ={"PYTHONPATH": path}) == {"PYTHONPATH": source}


def test_a_caller_that_found_us_by_its_path_has_workers_that_find_us_too(tmp_path: Path) -> None:
    source = str(Path(__file__).parents[2] / "src")
    (tmp_path / "json.py").write_text("raise SystemExit('a module of somebody else')")
    environ = {"PYTHONPATH": os.pathsep.join([source, str(tmp_path)]), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-S", "-c", "import json, flaming_horse_voice"]
    subprocess.run(command, env=environment_for(environ=environ), check=True)
