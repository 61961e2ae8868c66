"""The command line as other programs use it: one object, the right exit code, no traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from flaming_horse.commands.cli import app

COMMAND = [sys.executable, "-m", "flaming_horse"]


def run(*arguments: str, projects: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=os.environ | {"FLAMING_HORSE_PROJECTS_DIR": str(projects)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "nowhere"),
        ("build", "--no-such-option"),
        ("no-such-command",),
        ("create",),
        ("create", "name"),
        ("check", "nowhere"),
        ("reset", "no-such-phase"),
    ],
)
def test_errors_are_one_object_where_json_is_read(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    answer = run(*arguments, "--json", projects=tmp_path)
    told = json.loads(answer.stdout)
    assert answer.returncode == told["exit_code"] == 2
    assert told["error"][0]["what"]
    assert not answer.stderr


def test_a_misused_command_says_how_it_is_used(tmp_path: Path) -> None:
    answer = run("build", "--voices", "x", projects=tmp_path)
    assert answer.returncode == 2
    assert "--voice" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_who_reads_only_the_start_of_an_answer_sees_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m flaming_horse --help | head -1"
    answer = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert answer.stderr == ""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_signal_ends_the_work_in_order(
    number: signal.Signals, code: int, options: tuple[str, ...], tmp_path: Path
) -> None:
    script = tmp_path / "script.md"
    script.write_text("# A film\n\n## A scene\n\nSomething to say.\n")
    process = subprocess.Popen(
        [*COMMAND, "create", "film", "--script", str(script), "--voice", "tone", *options],
        env=os.environ | {"FLAMING_HORSE_PROJECTS_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    state = tmp_path / "film" / "project_state.json"
    for _ in range(600):
        if state.exists() or process.poll() is not None:
            break
        time.sleep(0.05)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code, out + err
    assert "goes on where this one stopped" in (out if options else err)
    if options:
        assert json.loads(out)["exit_code"] == code
    told = json.loads(state.read_text())
    assert told["phase"] == "error"
    assert told["error"].startswith("interrupted")


LOST = {
    "closed": (">&-", 141),
    "full": ("> /dev/full", 141),
    "gone": ("| true", 141),
    "errors closed": ("2>&-", 0),
    "errors full": ("2> /dev/full", 0),
}


@pytest.mark.parametrize("how", LOST)
def test_an_output_that_is_lost_is_no_reason_to_fail(how: str, tmp_path: Path) -> None:
    redirection, code = LOST[how]
    if "/dev/full" in redirection and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = f'{sys.executable} -m flaming_horse lessons {redirection}; exit "${{PIPESTATUS[0]}}"'
    answer = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )
    assert answer.returncode == code, answer.stderr
    assert answer.stderr == ""


def test_every_command_that_a_text_names_is_there():
    groups = {command.name: command for command in typer.main.get_command(app).commands.values()}
    root = Path(__file__).parents[2]
    texts = [*(root / "src").rglob("*.py"), *(root / "docs").glob("*.md"), root / "README.md"]
    prose = {"again", "did", "is", "itself", "that"}
    named = {
        (found[1], found[2])
        for text in texts
        for found in re.finditer(r"flaming-horse ([a-z]+)(?: ([a-z]+))?", text.read_text("utf-8"))
        if found[1] not in prose
    }
    assert ("voice", "prepare") in named
    assert {name for name, _ in named} <= set(groups)
    spoken = {name for group, name in named if group == "voice" and name}
    assert spoken <= set(groups["voice"].commands)


def test_a_text_is_read_without_being_spoken(tmp_path):
    done = run("voice", "read", "In 1914, $x^2$", projects=tmp_path)
    assert done.stdout == "In nineteen fourteen, ex squared\n"
    told = json.loads(run("voice", "read", "It is $x$", "--json", projects=tmp_path).stdout)
    assert told["words"][-1] == {"spoken": "ex", "start": 6, "end": 9}
    assert run("voice", "read", "$\\frac{1}$", projects=tmp_path).returncode == 2
    exact = run("voice", "read", "$\\frac{x}{2}$", "--maths", "exact", projects=tmp_path)
    assert exact.stdout == "the fraction with numerator ex and denominator two\n"
    assert run("voice", "read", "$x$", "--maths", "long", projects=tmp_path).returncode == 2
