"""`voice prepare`: once, then in no time; what changed is named; the pin holds others to it."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]
from test_voice_prepare_fetch import COMMIT, NAME, serving

from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.listen import extra
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.prepare import environment, ready
from flaming_horse_voice.prepare.pin_file import write_table
from flaming_horse_voice.prepare.steps import prepare
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.trust import made_here
from voice_engines import make_checkpoint, need_word_times, stand_in_environ, write_reference

PROBED = '{"python": "cpython 3.11", "prefix": "/x", "own": true, "packages": %s}'
ALL = '{"mlx": "1", "mlx-audio": "1"}'


def interpreter(folder, packages=ALL, then=f'exec "{sys.executable}" "$@"'):
    """An interpreter that tells what is in it, and else is our own."""
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    told = PROBED % packages
    python.write_text(f"#!/bin/sh\nif [ \"$1\" = -I ]; then echo '{told}'; else {then}; fi\n")
    python.chmod(0o755)
    return python


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture
def project(tmp_path, base, monkeypatch):
    need_word_times()
    for name, value in stand_in_environ(base).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FLAMING_HORSE_MLX_PYTHON", str(interpreter(tmp_path / "env")))
    monkeypatch.setenv("FLAMING_HORSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("STAND_IN_CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))
    with made_here(tmp_path / "project"):
        write_reference(tmp_path / "project" / "voice")
    return tmp_path / "project"


def settings(project):
    file = project / "flaming-horse.toml"
    return tomllib.loads(file.read_text()) if file.is_file() else {}


def prepared(project, *, accept_any_reference=True, **given):
    """Prepare with a hum for a reference, in which nobody hears the transcript's words."""
    given["accept_any_reference"] = accept_any_reference
    return prepare(project, settings(project), say=lambda _: None, **given)


def calls(project):
    file = project.parent / "calls"
    return file.read_text().splitlines() if file.is_file() else []


def test_it_loads_clones_and_speaks_once_and_leaves_evidence(project, base):
    done = prepared(project, engine="mlx")
    assert done.done
    assert [call.split()[0] for call in calls(project)][:3] == ["load", "clone", "speak"]
    assert calls(project)[1] == "clone ref.wav This is how I speak."
    evidence = json.loads((project / ready.READY).read_text())
    assert evidence["service"] == "mlx"
    assert evidence["packages"] == {"mlx": "1", "mlx-audio": "1"}
    assert evidence["measured"]["load_s"] >= 0
    pin = settings(project)["voice"]["pin"]["mlx"]
    assert pin["revision"] == evidence["revision"]
    assert pin["packages"] == evidence["packages"]
    assert str(project.parent) not in (project / "flaming-horse.toml").read_text()


def test_it_tells_what_it_noticed_while_it_tried_the_voice(project, base):
    notes = prepared(project, engine="mlx", model=str(base)).notes
    assert any(note.startswith("not the tested version: mlx 1 ") for note in notes), notes
    assert "model" not in notes


def test_a_reference_that_cannot_be_cloned_is_refused_before_anything_is_loaded(project):
    write_reference(project / "voice", seconds=2.0)
    with pytest.raises(WrongInput, match=r"lasts 2\.0 s") as refused:
        prepared(project, accept_any_reference=False)
    assert "--accept-any-reference" in refused.value.remedy
    assert not calls(project)
    assert not (project / ready.READY).exists()
    done = prepared(project)
    assert "lasts 2.0 s" in done.notes[0]


@pytest.mark.parametrize("named", ["default", "setting", "variable"])
def test_the_reference_is_found_from_a_relative_folder(project, monkeypatch, named):
    monkeypatch.chdir(project.parent)
    if named != "default":
        (project / "voice").rename(project.parent / "spoken")
    if named == "setting":
        (project / "flaming-horse.toml").write_text("[voice]\nreference = '../spoken'\n")
    elif named == "variable":
        monkeypatch.setenv("FLAMING_HORSE_VOICE_REF_DIR", "spoken")
    assert prepared(project.relative_to(project.parent), engine="mlx").done


def test_the_transcript_is_compared_with_what_is_heard(project):
    with pytest.raises(WrongInput, match=r"than its transcript|heard otherwise"):
        prepared(project, accept_any_reference=False)
    assert not calls(project)


def test_a_missing_reference_is_said_before_a_model_is_fetched(project, monkeypatch):
    monkeypatch.delenv("FLAMING_HORSE_MLX_MODEL_ID")
    (project / "voice" / "ref.wav").unlink()
    with pytest.raises(WrongInput, match="no reference recording"):
        prepared(project, model="nobody/has-this-Base")


def test_without_a_listener_nothing_is_made(project, monkeypatch):
    monkeypatch.setattr(extra, "_MODULES", ("a_module_that_nobody_has",))
    with pytest.raises(NotInstalled, match="a_module_that_nobody_has") as failure:
        prepared(project)
    assert "listen" in failure.value.remedy
    assert not calls(project)


def test_without_a_listener_a_cloned_voice_is_not_even_loaded(project, tmp_path, monkeypatch):
    prepared(project)
    before = calls(project)
    monkeypatch.setattr(extra, "_MODULES", ("a_module_that_nobody_has",))
    choice = choose_voice(settings(project), os.environ, folder=project)
    with (
        Mediator(choice, TakeStore(tmp_path / "takes")) as voice,
        pytest.raises(NotInstalled, match="a_module_that_nobody_has"),
    ):
        voice.speak([SpokenRequest("a", "one two")])
    assert calls(project) == before


def test_prepared_and_unchanged_starts_nothing(project):
    prepared(project)
    before = calls(project)
    again = prepared(project)
    assert not again.done
    assert calls(project) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: (p / "voice" / "ref.txt").write_text("Other words."), "transcript"),
        (lambda p: write_reference(p / "voice", pitch=170), "reference"),
        (
            lambda p: interpreter(p.parent / "env", ALL.replace('"1"', '"2"', 1)),
            "packages mlx: 1 is now 2",
        ),
    ],
)
def test_what_changed_is_named(project, change, said, monkeypatch):
    prepared(project)
    change(project)
    if "mlx: 1" in said:
        monkeypatch.setenv("STAND_IN_MLX", "2")
    again = prepared(project)
    assert again.done
    assert len(again.changed) == 1
    assert again.changed[0].startswith(said)
    assert not prepared(project).done


def test_an_environment_that_is_not_the_pinned_one_is_refused(project, tmp_path, monkeypatch):
    prepared(project)
    monkeypatch.setenv("STAND_IN_MLX", "7")
    choice = choose_voice(settings(project), os.environ, folder=project)
    with (
        Mediator(choice, TakeStore(tmp_path / "takes")) as voice,
        pytest.raises(NotInstalled, match="mlx is 7, pinned 1") as failure,
    ):
        voice.speak([SpokenRequest("a", "one two")])
    assert failure.value.exit_code == 3


@pytest.mark.parametrize(
    ("change", "other"),
    [
        (("cpython 3.11", "cpython 3.11.7"), False),
        (("cpython 3.11", "cpython 3.12.1"), True),
        (("cpython 3.11", "pypy 3.11.7"), True),
        (('"mlx" = "1"', '"mlx" = "1+metal"'), False),
        (('"mlx" = "1"', '"mlx" = "1.0.1"'), True),
        (('"mlx" = "1"', '"mlx" = "1", "accelerate" = "9"'), False),
        (('"mlx" = "1"', '"mlx" = "1", "torch" = "2"'), True),
    ],
)
def test_a_pin_holds_to_what_may_be_heard(project, tmp_path, change, other):
    prepared(project)
    file = project / "flaming-horse.toml"
    file.write_text(file.read_text().replace(*change))
    choice = choose_voice(settings(project), os.environ, folder=project)
    with Mediator(choice, TakeStore(tmp_path / "takes")) as voice:
        if other:
            with pytest.raises(NotInstalled, match="not the pinned one") as failure:
                voice.start()
            assert "voice setup" in failure.value.remedy
        else:
            voice.start()
    assert prepared(project).done == other


def test_a_model_that_is_named_is_kept_in_the_settings(project, base, monkeypatch):
    monkeypatch.delenv("FLAMING_HORSE_MLX_MODEL_ID")
    (project / "flaming-horse.toml").write_text("# mine\n[voice]\nservice = 'mlx'\n")
    prepared(project, model=str(base))
    assert settings(project)["voice"]["mlx"] == {"model": str(base)}
    assert (project / "flaming-horse.toml").read_text().startswith("# mine\n")
    assert not prepared(project).done


def test_a_model_that_is_not_there_is_fetched_from_the_hub(project, base, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.delenv("FLAMING_HORSE_MLX_MODEL_ID")
    with serving(base) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        done = prepared(project, model=NAME)
    assert (done.evidence["model"], done.evidence["revision"]) == (NAME, COMMIT)
    assert not prepared(project).done  # the hub is gone, and nobody asks it
    assert choose_voice(settings(project), os.environ, folder=project).model == NAME


def test_evidence_of_two_services_stands_side_by_side(tmp_path):
    for service in ("mlx", "qwen", "mlx"):
        ready.write_ready(tmp_path, {"service": service, "model": f"{service} model"})
    found = ready.read_ready(tmp_path)
    assert found["service"] == "mlx"
    assert ready.evidence_of(found, "qwen")["model"] == "qwen model"
    assert ready.evidence_of(found, "kokoro") == {}


def test_the_embedded_voice_needs_no_preparation(tmp_path, monkeypatch):
    monkeypatch.delenv("FLAMING_HORSE_VOICE_SERVICE", raising=False)
    with pytest.raises(WrongInput, match=r"kokoro .* needs no preparation"):
        prepare(tmp_path, {}, say=print)


def test_a_missing_interpreter_says_how_to_make_it(tmp_path):
    with pytest.raises(NotInstalled, match="there is no interpreter") as failure:
        environment.probe(tmp_path / "bin" / "python", "mlx")
    assert "voice setup --engine mlx" in failure.value.remedy


def test_a_broken_interpreter_is_told_by_its_last_words(tmp_path):
    python = interpreter(tmp_path, then="")
    python.write_text("#!/bin/sh\necho 'no such library: libc' >&2\nexit 1\n")
    with pytest.raises(NotInstalled, match="no such library"):
        environment.probe(python, "qwen")


def test_missing_packages_are_installed_into_an_environment(tmp_path):
    lacking, asked = '{"mlx": "1"}', tmp_path / "asked"
    python = interpreter(tmp_path, lacking)
    then = (
        f'echo "$@" >>{asked}; sed -i \'s/{{"mlx": "1"}}/{{"mlx": "1", "mlx-audio": "1"}}/\' "$0"'
    )
    interpreter(tmp_path, lacking, then)
    found = environment.ensure(python, "mlx", lambda _: None)
    assert not found.lacking(environment.ENGINES["mlx"])
    assert "pip install" in asked.read_text()
    assert "mlx-audio==0.6.2" in asked.read_text()


def test_a_failing_installation_tells_why(tmp_path):
    then = "echo 'ERROR: No space left on device' >&2; exit 1"
    python = interpreter(tmp_path, "{}", then)
    with pytest.raises(NotInstalled, match="No space left on device"):
        environment.ensure(python, "mlx", lambda _: None)


def test_a_system_python_is_left_alone(tmp_path):
    python = interpreter(tmp_path, "{}")
    python.write_text(python.read_text().replace("true", "false"))
    with pytest.raises(NotInstalled, match="not an environment of its own"):
        environment.ensure(python, "mlx", lambda _: None)


def test_no_space_is_said_before_anything_is_made(tmp_path, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=10_000_000)
    monkeypatch.setattr(environment.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(NotInstalled, match=r"needs about \d\.0 GB"):
        environment.ensure(tmp_path / "env" / "bin" / "python", "qwen", lambda _: None)
    assert not (tmp_path / "env").exists()


def pretended(monkeypatch, returncode=0):
    """Environments are made by one that only makes `bin/python`, as venv does."""

    def run(command):
        python = Path(command[-1]) / "bin" / "python"
        if command[1:3] == ["-m", "venv"] and not returncode:
            assert "--clear" not in command
            interpreter(python.parent.parent)
        return subprocess.CompletedProcess(command, returncode, "", "ERROR: no ensurepip")

    monkeypatch.setattr(environment, "_run", run)
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)


@pytest.mark.parametrize("works", [True, False])
@pytest.mark.parametrize(
    "witness",
    ["brew/Cellar/ffmpeg/README", "brew/bin/brew", "brew/.zshrc", "brew/bin/python3", "brew/lost"],
)
def test_a_folder_that_is_somebodys_is_never_cleared(tmp_path, monkeypatch, witness, works):
    pretended(monkeypatch, 0 if works else 1)
    kept = tmp_path / witness
    kept.parent.mkdir(parents=True)
    if witness.endswith("lost"):  # a link that leads nowhere is somebody's too
        kept.symlink_to("/nonexistent")
    else:
        kept.write_text("a person's")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotInstalled, match="not made by flaming-horse") as refused:
        environment.ensure(tmp_path / "brew" / "bin" / "python", "mlx", lambda _: None)
    assert "FLAMING_HORSE_MLX_PYTHON" in refused.value.remedy
    assert sorted(tmp_path.rglob("*")) == before


def test_an_interpreter_that_dangles_leaves_its_environment_alone(tmp_path, monkeypatch):
    pretended(monkeypatch)
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "pyvenv.cfg").write_text("home = /opt/python3.11\n")
    (tmp_path / "venv" / "bin" / "python").symlink_to("/opt/python3.11/gone")
    (tmp_path / "venv" / "notes.txt").write_text("mine")
    with pytest.raises(NotInstalled, match="not made by flaming-horse"):
        environment.ensure(tmp_path / "venv" / "bin" / "python", "mlx", lambda _: None)
    assert (tmp_path / "venv" / "notes.txt").read_text() == "mine"


def test_an_environment_of_ours_is_made_again_when_its_interpreter_is_gone(tmp_path, monkeypatch):
    pretended(monkeypatch)
    python = tmp_path / "voices" / "mlx" / "bin" / "python"
    (tmp_path / "voices" / "mlx").mkdir(parents=True)  # an empty folder is taken
    environment.ensure(python, "mlx", lambda _: None)
    python.unlink()
    (python.parent / "pip").write_text("of the Python that is gone")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "mine").write_text("")
    (python.parent / "linked").symlink_to(tmp_path / "outside")
    environment.ensure(python, "mlx", lambda _: None)
    assert python.is_file()
    assert not (python.parent / "pip").exists()
    assert (tmp_path / "outside" / "mine").exists()


def test_an_environment_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    pretended(monkeypatch, 1)
    with pytest.raises(NotInstalled, match="no ensurepip"):
        environment.ensure(tmp_path / "env" / "bin" / "python", "mlx", lambda _: None)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("there", ["nothing", "empty", "lacking", "linked"])
def test_a_projects_settings_have_nothing_made_outside_of_it(project, tmp_path, monkeypatch, there):
    pretended(monkeypatch)
    monkeypatch.delenv("FLAMING_HORSE_MLX_PYTHON")
    outside = tmp_path / "victim"
    if there == "empty":
        outside.mkdir()
    if there == "lacking":
        interpreter(outside, "{}")
    named = outside / "bin" / "python"
    if there == "linked":
        outside.mkdir()
        (project / "env").symlink_to(outside)
        named = "env/bin/python"
    before = sorted(outside.rglob("*"))
    (project / "flaming-horse.toml").write_text(f'[voice.mlx]\npython = "{named}"\n')
    with pytest.raises(NotInstalled, match=r"lies outside of the project.*nothing is made"):
        prepared(project)
    assert sorted(outside.rglob("*")) == before
    assert outside.exists() is (there != "nothing")


@pytest.mark.slow
def test_an_environment_is_made_where_the_variable_points(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "_install", lambda *_: None)
    python = tmp_path / "env" / "bin" / "python"
    with pytest.raises(NotInstalled, match="still lacks mlx, mlx-audio"):
        environment.ensure(python, "mlx", lambda _: None)
    assert environment.probe(python, "mlx").own


TABLE = {"model": "a/b", "packages": {"mlx-audio": "0.6.2", "torch": '2.13 "cpu"'}}


@pytest.mark.parametrize(
    "before",
    [
        "",
        "format = 1",
        "format = 1\n\n[voice]\nservice = 'mlx' # mine\n\n[film]\nquality = 'draft'\n",
        "[voice.pin.mlx]\nmodel = 'old'\nold = 1\n[film]\nquality = 'draft'\n",
        "[voice.pin.mlx] # by prepare\nmodel = 'old'\n\n# the film\n[film]\nquality = 'draft'",
    ],
)
def test_a_table_is_written_without_touching_the_rest(tmp_path, before):
    file = tmp_path / "flaming-horse.toml"
    file.write_text(before)
    assert write_table(file, "voice.pin.mlx", TABLE)
    after = tomllib.loads(file.read_text())
    assert after["voice"]["pin"]["mlx"] == TABLE
    was = tomllib.loads(before)
    was.get("voice", {}).pop("pin", None)
    after["voice"].pop("pin")
    assert {k: v for k, v in after.items() if v} == {k: v for k, v in was.items() if v}
    comments = [line for line in before.splitlines() if line.startswith("#")]
    assert all(comment in file.read_text() for comment in comments)
    assert not write_table(file, "voice.pin.mlx", TABLE)


def test_what_cannot_hold_the_table_stays_as_it_is(tmp_path):
    file = tmp_path / "flaming-horse.toml"
    file.write_text("voice = { service = 'mlx' }\n")
    with pytest.raises(WrongInput, match="cannot be added"):
        write_table(file, "voice.pin.mlx", TABLE)
    assert file.read_text() == "voice = { service = 'mlx' }\n"


@given(st.dictionaries(st.sampled_from("abc"), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_comes_back(tmp_path_factory, values):
    file = tmp_path_factory.mktemp("toml") / "flaming-horse.toml"
    write_table(file, "voice.mlx", values)
    assert tomllib.loads(file.read_text("utf-8"))["voice"]["mlx"] == values
