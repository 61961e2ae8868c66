"""`create --topic` as a program sees it: exit codes, one object, no traceback, no key anywhere."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import llm_server as play

COMMAND = [sys.executable, "-m", "flaming_horse"]
CREATE = ("create", "film", "--topic", "Squares")


def environ(projects: Path, url: str) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE_")}
    return own | {
        "FLAMING_HORSE_PROJECTS_DIR": str(projects),
        "XDG_DATA_HOME": str(projects / "user-data"),
        "FLAMING_HORSE_LLM_BASE_URL": url,
        "FLAMING_HORSE_LLM_MODEL": "m",
        "FLAMING_HORSE_LLM_API_KEY": play.KEY,
    }


def run(
    *arguments: str, projects: Path, url: str = "http://127.0.0.1:9/v1"
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=environ(projects, url),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert play.KEY not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not [
        file
        for file in projects.rglob("*")
        if file.is_file() and play.KEY.encode() in file.read_bytes()
    ]
    return done


def test_a_refused_key_is_exit_code_2_and_one_object(tmp_path: Path) -> None:
    with play.serving(play.echoes_key()) as server:
        done = run(*CREATE, "--json", projects=tmp_path, url=server.url)
    told = json.loads(done.stdout)
    assert done.returncode == told["exit_code"] == 2
    assert "refuses with 401: bad credentials: Bearer [key]" in told["error"][0]["what"]
    assert not done.stderr


def test_a_wait_that_is_too_long_is_exit_code_3(tmp_path: Path) -> None:
    with play.serving(play.status(429, headers={"Retry-After": "900"})) as server:
        done = run(*CREATE, projects=tmp_path, url=server.url)
    assert done.returncode == 3
    assert "asks to wait 900 s" in done.stderr


def test_a_draft_that_cannot_be_used_is_exit_code_2_and_kept(tmp_path: Path) -> None:
    with play.serving(play.says("No.")) as server:
        done = run(*CREATE, projects=tmp_path, url=server.url)
    assert done.returncode == 2
    assert "cannot be used, after 2 repairs" in done.stderr
    assert (tmp_path / "film" / "llm" / "draft-outline.md").read_text() == "No.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--script", "x.md", "--replay"), "go with --topic"),
        (("--topic", "Knitting", "--replay"), "nothing is recorded for the topic 'Knitting'"),
    ],
)
def test_options_that_do_not_fit_are_told(arguments, words: str, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("# F\n\n## A\n\nWords.\n")
    done = run("create", "film", *arguments, projects=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "film").exists()


def test_an_interrupted_answer_is_exit_code_130(tmp_path: Path) -> None:
    with play.serving(play.drips()) as server:
        command = subprocess.Popen(
            [*COMMAND, *CREATE],
            env=environ(tmp_path, server.url),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 60
        while not server.seen and time.monotonic() < until:
            time.sleep(0.05)
        command.send_signal(signal.SIGINT)
        _, errors = command.communicate(timeout=60)
    assert command.returncode == 130
    assert "what is done is kept" in errors.lower()
    assert "Traceback" not in errors
    assert play.KEY not in errors
