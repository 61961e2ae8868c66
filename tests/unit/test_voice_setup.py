"""`voice setup`: everything asked at once, each step done once, and every message leads to it."""

import json
import os
import pty
import re
import select
import shlex
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]
from test_voice_prepare import interpreter

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.named_commands import as_typed, program, setup_command
from flaming_horse_voice.prepare import machine as machines
from flaming_horse_voice.prepare.pin_file import write_value
from voice_engines import make_checkpoint, need_word_times, stand_in_environ, write_reference

GB = 1_000_000_000
SCRIPT = "# A film\n\n## A scene\n\nOne line of it.\n"
MAC = machines.Machine("darwin", "arm64", "15.5", 16 * GB)
COMMAND = Path(sys.executable).parent / "flaming-horse"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture
def here(tmp_path, base):
    """A folder to stand in, with a recording `me/ref.wav` beside its transcript."""
    need_word_times()
    write_reference(tmp_path / "me")
    return tmp_path


@pytest.fixture
def flaming_horse(here, base):
    """Type a command there, without a terminal: (exit code, stdout, stderr)."""
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE")},
        **stand_in_environ(base),
        "FLAMING_HORSE_MLX_PYTHON": str(interpreter(here / "env")),
        "FLAMING_HORSE_CACHE": str(here / "cache"),
        "STAND_IN_CALLS": str(here / "calls"),
        "FLAMING_HORSE_PASS_ENVIRONMENT": "STAND_IN_CALLS",
        "XDG_DATA_HOME": str(here / "data"),
        "XDG_CONFIG_HOME": str(here / "config"),
    }
    environ.pop("FLAMING_HORSE_VOICE_SERVICE")

    def typed(command, stdin=subprocess.DEVNULL, **more):
        given = [str(COMMAND), *command] if isinstance(command, list) else command
        done = subprocess.run(
            given, shell=isinstance(given, str), cwd=here, env={**environ, **more},
            stdin=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    typed.environ = environ
    return typed


ANSWERS = ["--recording", "me/ref.wav", "--whose", "Ada Example", "--accept-any-reference"]
SETUP = ["voice", "setup", "--project", "film", "--engine", "mlx"]


def calls(here):
    file = here / "calls"
    return file.read_text().splitlines() if file.is_file() else []


def test_without_a_terminal_every_missing_answer_is_listed_and_nothing_is_made(flaming_horse, here):
    code, _, told = flaming_horse(SETUP)
    assert code == 2
    for option in ("--recording FILE", "--record", "--whose"):
        assert option in told
    assert not (here / "projects" / "film").exists()
    (here / "me" / "ref.txt").unlink()
    code, _, told = flaming_horse([*SETUP, "--recording", "me/ref.wav"])
    assert code == 2
    assert "--text" in told
    assert "--text-as-heard" in told


def test_in_one_go_then_in_no_time(flaming_horse, here):
    code, told, _ = flaming_horse([*SETUP, *ANSWERS, "--json"])
    assert code == 0
    answer = json.loads(told)
    assert answer["prepared"]
    assert Path(here / answer["sample"]).is_file()
    project = here / "projects" / "film"
    settings = tomllib.loads((project / "flaming-horse.toml").read_text())
    assert settings["voice"]["service"] == "mlx"
    assert settings["voice"]["pin"]["mlx"]["revision"]
    assert "Ada Example" in (project / "voice" / "consent.json").read_text()
    before = calls(here)
    code, told, _ = flaming_horse([*SETUP, *ANSWERS, "--json"])
    assert code == 0
    assert not json.loads(told)["prepared"]
    assert calls(here) == before


def test_without_a_project_it_is_set_up_for_all_of_them(flaming_horse, here):
    setup = ["voice", "setup", "--engine", "mlx", *ANSWERS, "--json"]
    code, told, why = flaming_horse(setup)
    assert code == 0, why
    answer = json.loads(told)
    assert Path(answer["sample"]).is_file()
    file = here / "config" / "flaming-horse" / "settings.toml"
    voice = tomllib.loads(file.read_text())["voice"]
    mine = here / "data" / "flaming-horse" / "voice"
    assert (voice["service"], voice["reference"]) == ("mlx", str(mine))
    for key, variable in (
        ("python", "PYTHON"),
        ("model", "MODEL_ID"),
        ("script", "SERVICE_SCRIPT"),
    ):
        assert voice["mlx"][key] == flaming_horse.environ[f"FLAMING_HORSE_MLX_{variable}"]
    assert voice["pin"]["mlx"]["revision"]
    assert "Ada Example" in (mine / "consent.json").read_text()
    assert not (here / "projects").exists()
    before = calls(here)
    assert not json.loads(flaming_horse(setup)[1])["prepared"]
    assert calls(here) == before

    film = here / "projects" / "film"
    film.mkdir(parents=True)
    (film / "storyboard.md").write_text(SCRIPT)
    told = flaming_horse(["status", "film"])[1]
    assert f"{mine} (your settings.toml [voice])" in told
    assert "service mlx (your settings.toml [voice])" in " ".join(told.split())
    assert "your settings.toml [voice]" in flaming_horse(["doctor"])[1]
    (film / "flaming-horse.toml").write_text('[voice]\nservice = "tone"\n')
    told = flaming_horse(["status", "film"])[1]
    assert "service tone (flaming-horse.toml [voice])" in " ".join(told.split())


def test_the_same_step_by_step_for_all_projects_then_for_one_of_them(flaming_horse, here):
    add = ["voice", "add", "me/ref.wav", "--whose", "Ada", "--text", "This is how I speak."]
    assert flaming_horse(add)[0] == 0
    prepare = ["voice", "prepare", "mlx", "--accept-any-reference"]
    code, told, steps = flaming_horse(prepare)
    assert code == 0, steps
    mine = here / "data" / "flaming-horse" / "voice"
    file = here / "config" / "flaming-horse" / "settings.toml"
    assert steps.startswith(f"your own voice for all your projects ({file}")
    assert f"your recording for all projects: {mine / 'ref.wav'}" in steps
    assert f"or in {file}" in told
    voice = tomllib.loads(file.read_text())["voice"]
    assert voice["reference"] == str(mine)
    assert voice["pin"]["mlx"]["revision"]
    assert (mine / "ready.json").is_file()

    film = here / "projects" / "film"
    film.mkdir(parents=True)
    (film / "storyboard.md").write_text(SCRIPT)
    code, _, steps = flaming_horse([*prepare, "--project", "film"])
    assert code == 0, steps
    assert "which the project film takes" in steps.splitlines()[1]
    assert tomllib.loads((film / "flaming-horse.toml").read_text())["voice"]["pin"]["mlx"]
    assert not (film / "voice").exists()


@pytest.mark.slow
def test_the_next_step_typed_as_it_is_told_makes_a_film(flaming_horse, here):
    code, told, _ = flaming_horse([*SETUP, *ANSWERS, "--json"])
    assert code == 0
    answer = json.loads(told)
    (here / "script.md").write_text(SCRIPT)
    first = answer["next"].split(",")[0].replace("FILE", "script.md")
    code, _, told = flaming_horse(
        f"{shlex.quote(str(COMMAND))}{first.removeprefix('flaming-horse')}"
        " --quality draft --accept-any-take"
    )
    assert code == 7, told  # noise
    assert (here / "projects" / "film" / "media" / "film.draft.mp4").is_file()


@pytest.mark.parametrize("lost", ["consent.json", "ref.txt", "flaming-horse.toml", "ready.json"])
def test_interrupted_anywhere_it_goes_on(flaming_horse, here, lost):
    assert flaming_horse([*SETUP, *ANSWERS])[0] == 0
    project = here / "projects" / "film"
    found = next(project.rglob(lost))
    found.unlink()
    more = ["--text", "This is how I speak.", "--replace"] if lost == "ref.txt" else ["--replace"]
    code, _, told = flaming_horse([*SETUP, *ANSWERS, *more])
    assert code == 0, told
    assert found.is_file()


def test_another_recording_takes_no_place_by_itself(flaming_horse, here):
    assert flaming_horse([*SETUP, *ANSWERS])[0] == 0
    kept = (here / "projects" / "film" / "voice" / "ref.wav").read_bytes()
    write_reference(here / "me", pitch=180)
    code, _, told = flaming_horse([*SETUP, *ANSWERS])
    assert code == 2
    assert "--replace" in told
    assert (here / "projects" / "film" / "voice" / "ref.wav").read_bytes() == kept
    assert flaming_horse([*SETUP, *ANSWERS, "--replace"])[0] == 0
    assert (here / "projects" / "film" / "voice" / "ref.wav").read_bytes() != kept


def command_in(message):
    """The one command that a message names, as somebody would copy it."""
    found = re.findall(r"\S*flaming-horse voice setup[^\n,;()]*", message)
    assert len(set(found)) == 1, message
    return found[0].strip()


@pytest.mark.slow
@pytest.mark.parametrize("lacking", ["reference", "model", "interpreter"])
def test_a_build_that_lacks_something_names_the_one_command_that_works(
    flaming_horse, here, base, lacking
):
    (here / "script.md").write_text(SCRIPT)
    given = {"FLAMING_HORSE_VOICE_SERVICE": "mlx", "HF_HUB_CACHE": str(here / "hub")}
    if lacking == "model":
        given["FLAMING_HORSE_MLX_MODEL_ID"] = ""
    create = ["create", "film", "--script", "script.md", "--quality", "draft"]
    if lacking != "reference":
        # The program makes the folder: in one that came from elsewhere its file names no model.
        flaming_horse(create, **given)
        write_reference(here / "projects" / "film" / "voice")
    if lacking == "interpreter":
        given["FLAMING_HORSE_MLX_PYTHON"] = str(here / "gone" / "bin" / "python")
    code, _, told = flaming_horse(create, **given)
    assert code in {2, 3}, told
    command = command_in(told)
    assert "--project film --engine mlx" in command
    assert command.split()[0] in {"flaming-horse", shlex.quote(str(COMMAND))}  # on PATH or not
    if lacking == "interpreter":
        assert "unset FLAMING_HORSE_MLX_PYTHON" in told
        return
    if lacking == "model":
        command += f" --model {shlex.quote(str(base))}"
    code, _, told = flaming_horse(f"{command} {shlex.join(ANSWERS)} --replace")
    assert code == 0, told


def test_the_program_is_named_as_it_can_be_typed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(COMMAND.parents[1])
    assert program() == "bin/flaming-horse"
    monkeypatch.setenv("PATH", str(COMMAND.parent))
    assert program() == "flaming-horse"
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(tmp_path)
    told = as_typed("build it: flaming-horse build film (see docs/flaming-horse.toml)")
    assert told == f"build it: {COMMAND} build film (see docs/flaming-horse.toml)"


def test_a_project_is_named_as_the_options_take_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLAMING_HORSE_PROJECTS_DIR", raising=False)
    assert setup_command("mlx", tmp_path / "projects" / "a b").endswith(
        "--project 'a b' --engine mlx"
    )
    assert "--project other/a " in setup_command("mlx", tmp_path / "other" / "a")
    assert "--project ./a " in setup_command("mlx", tmp_path / "a")
    assert "--project" not in setup_command("mlx", tmp_path)
    (tmp_path / "storyboard.md").write_text(SCRIPT)
    assert "--project . " in setup_command("mlx", tmp_path)


def test_at_a_terminal_it_asks(flaming_horse, here, base):
    """The answers are typed as each question comes."""
    (here / "me" / "ref.txt").unlink()
    parent, child = pty.openpty()
    command = [str(COMMAND), *SETUP[:-2], "--accept-any-reference"]
    process = subprocess.Popen(
        command, cwd=here, env=flaming_horse.environ, stdin=child, stdout=child, stderr=child
    )
    os.close(child)
    seen = ""
    for question, answer in (
        ("Which engine", "mlx"),
        ("A sound file", "me/ref.wav"),
        ("What is said", "This is how I speak."),
        ("Whose voice", "Ada Example"),
    ):
        until = time.monotonic() + 60
        while question not in seen and time.monotonic() < until:
            if select.select([parent], [], [], 1)[0]:
                seen += os.read(parent, 4096).decode("utf-8", "replace")
        assert question in seen, seen
        os.write(parent, f"{answer}\n".encode())
    while True:
        try:
            more = os.read(parent, 4096)
        except OSError:  # its end, as Linux tells it
            break
        if not more:
            break
        seen += more.decode("utf-8", "replace")
    os.close(parent)
    assert process.wait() == 0, seen
    assert "next: " in seen


@pytest.mark.parametrize(
    ("machine", "engine", "said"),
    [
        (replace(MAC, macos="13.6.1"), "mlx", "macOS 14 or newer"),
        (replace(MAC, processor="x86_64"), "mlx", "Apple silicon"),
        (MAC, "mlx", None),
        (replace(MAC, macos="13.6.1"), "qwen", None),
        (machines.Machine("linux", "x86_64", "", 8 * GB), "mlx", None),
    ],
)
def test_a_machine_that_cannot_run_the_engine_is_refused(machine, engine, said):
    if said is None:
        machines.refuse_machine(engine, machine)
        return
    with pytest.raises(NotInstalled, match=said):
        machines.refuse_machine(engine, machine)


@pytest.mark.parametrize(
    ("machine", "engine", "model"),
    [
        (replace(MAC, memory=8 * GB), "mlx", "0.6B-Base-4bit"),
        (replace(MAC, memory=16 * 1024**3), "mlx", "1.7B-Base-4bit"),
        (replace(MAC, memory=32 * 1024**3), "mlx", "1.7B-Base-8bit"),
        (machines.Machine("linux", "x86_64", "", 64 * GB), "mlx", "0.6B-Base-4bit"),
        (machines.Machine("linux", "x86_64", "", 64 * GB), "qwen", "0.6B-Base"),
        (machines.Machine("linux", "x86_64", "", 64 * GB, 24 * GB), "qwen", "1.7B-Base"),
    ],
)
def test_the_model_goes_by_the_memory(machine, engine, model):
    assert machines.recommended(engine, machine).model.endswith(model)
    assert machines.default_engine(machine) == ("mlx" if machine.system == "darwin" else "qwen")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[voice]\nservice = "mlx"\n'),
        (
            '[voice]\n# service = "kokoro"      # names\n[film]\nquality = "draft"\n',
            '[voice]\nservice = "mlx"  # names\n[film]\nquality = "draft"\n',
        ),
        ('[voice]\nseed = 3\nservice="tone"\n', '[voice]\nseed = 3\nservice = "mlx"\n'),
        ("[voice]\nseed = 3\n", '[voice]\nservice = "mlx"\nseed = 3\n'),
        (
            "[film]\nservice = 1\n[voice.mlx]\nbatch = 1",
            '[film]\nservice = 1\n[voice.mlx]\nbatch = 1\n\n[voice]\nservice = "mlx"\n',
        ),
    ],
)
def test_one_value_is_written_without_touching_the_rest(tmp_path, before, after):
    file = tmp_path / "settings.toml"
    file.write_text(before)
    write_value(file, "voice", "service", "mlx")
    assert file.read_text() == after
    assert not write_value(file, "voice", "service", "mlx")
