"""A project of somebody else: each way out is tried with a witness that shows that nothing ran.

The program is started as users start it. Every way has its counterpart: with `--allow-code` the
same witness is written, or reached, so that no test passes because its attack was broken.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import llm_server as play
from flaming_horse_voice.children.sandbox import walls
from voice_engines import make_checkpoint, write_reference

COMMAND = Path(sys.executable).with_name("flaming-horse")
STORYBOARD = "# Film\n\n## One\n\nHello there.\n"
PLAN = """# Squares

- Topic: Squares
- Audience: pupils of thirteen
- Goal: They can square a number.
- Length: 2 minutes
""" + "".join(f"\n## Scene {n}\n\nIt must make clear what a square is.\n" for n in range(3))


@dataclass
class Machine:
    """A user's home, a folder with a project that came from elsewhere, and a witness."""

    home: Path

    @property
    def project(self) -> Path:
        return self.home / "download" / "film"

    @property
    def witness(self) -> Path:
        return self.home / "witness"

    def run(
        self, *arguments: str, cwd: Path | None = None, command: object = COMMAND, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        own = {k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE_")}
        environ = own | {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "FLAMING_HORSE_PROJECTS_DIR": str(self.home / "projects"),
            "FLAMING_HORSE_QUALITY": "draft",
            "FLAMING_HORSE_SANDBOX": "none",  # what a sandbox stops is shown elsewhere
            "FLAMING_HORSE_PASS_ENVIRONMENT": "WITNESS",
            "WITNESS": str(self.witness),
            "FLAMING_HORSE_ACCEPT_ANY_REFERENCE": "1",  # a hum is no recording of a voice
            **variables,
        }
        done = subprocess.run(
            [str(command), *arguments],
            env=environ,
            cwd=cwd or self.home,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def program(self, name: str) -> str:
        """A program of the project's that leaves the witness."""
        file = self.project / name
        file.write_text(f"#!/bin/sh\ntouch {self.witness}\nexit 9\n")
        file.chmod(0o755)
        return f"./{name}"

    def script(self, name: str) -> str:
        """A Python file of the project's that leaves the witness."""
        file = self.project / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"import pathlib\npathlib.Path({str(self.witness)!r}).touch()\n")
        return name

    def settings(self, text: str) -> None:
        (self.project / "flaming-horse.toml").write_text(f'[build]\nlisten = "none"\n{text}\n')


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.project.mkdir(parents=True)
    (machine.project / "storyboard.md").write_text(STORYBOARD)
    write_reference(machine.project / "voice")
    make_checkpoint(machine.project / "m")
    return machine


def refused(done: subprocess.CompletedProcess[str], machine: Machine, *named: str) -> None:
    told = done.stdout + done.stderr
    assert done.returncode == 2, told
    assert "--allow-code" in told
    for each in named:
        assert each in told
    assert not machine.witness.exists()


VOICE = '[voice]\nservice = "{0}"\n{1} = "{2}"\nmodel = "./m"'
DOORS = [
    ("build", "film"),
    ("create", "film", "--script", "download/film/storyboard.md", "--projects-dir", "download"),
    ("record", "one.1", "--project", "film"),
    ("takes", "one.1", "--project", "film"),
    ("status", "film"),
    ("explain", "film"),
    ("lint", "film"),
    ("voice", "prepare", "--project", "film"),
    ("voice", "selftest", "film"),
    ("voice", "check", "--project", "film"),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: " ".join(door[:2]))
def test_no_door_runs_a_program_that_the_project_names(
    machine: Machine, door: tuple[str, ...]
) -> None:
    machine.settings(VOICE.format("qwen", "python", machine.program("run.sh")))
    done = machine.run(*door, FLAMING_HORSE_PROJECTS_DIR="download")
    refused(done, machine, "./run.sh", "flaming-horse.toml:5")


@pytest.mark.parametrize("words", [("voice", "try", "Hello."), ("build",), ("doctor",)])
def test_nor_where_somebody_stands_in_the_project(machine: Machine, words: tuple[str, ...]) -> None:
    machine.settings(VOICE.format("mlx", "script", machine.script("worker.py")))
    done = machine.run(*words, cwd=machine.project, FLAMING_HORSE_MLX_PYTHON=sys.executable)
    assert not machine.witness.exists()
    assert "worker.py" in done.stdout + done.stderr


def test_allowed_it_runs_and_is_told(machine: Machine) -> None:
    machine.settings(VOICE.format("qwen", "python", machine.program("run.sh")))
    done = machine.run("build", "download/film", "--allow-code")
    assert machine.witness.exists()
    assert "allowed by --allow-code" in done.stderr
    assert "./run.sh" in done.stderr


@pytest.mark.skipif(not walls().whole, reason="no sandbox that keeps all in on this machine")
@pytest.mark.parametrize("setting", ["python", "script"])
def test_allowed_it_runs_in_the_sandbox(machine: Machine, setting: str) -> None:
    """It runs, as its last words show, and reaches neither home nor environment."""
    name = "run.sh" if setting == "python" else "worker.py"
    if setting == "python":
        machine.program(name)
        (machine.project / name).write_text(
            f"#!/bin/sh\necho key:$FLAMING_HORSE_LLM_API_KEY home:$HOME >&2\n"
            f"cat {machine.home}/private >&2\ntouch {machine.witness}\n"
            f"touch {machine.project}/left\nexit 9\n"
        )
    else:
        (machine.project / name).write_text(
            "import os, pathlib, sys\n"
            f"for name in ({str(machine.witness)!r}, {str(machine.project / 'left')!r}):\n"
            "    try:\n        pathlib.Path(name).touch()\n"
            "    except OSError as error:\n        print(error, file=sys.stderr)\n"
            f"print(os.path.exists({str(machine.home / 'private')!r}), file=sys.stderr)\n"
            "sys.exit(9)\n"
        )
    (machine.home / "private").write_text("my secret")
    machine.settings(VOICE.format("qwen", setting, f"./{name}"))
    done = machine.run(
        *("build", "download/film", "--allow-code"),
        FLAMING_HORSE_SANDBOX="auto",
        FLAMING_HORSE_QWEN_PYTHON="" if setting == "python" else sys.executable,
        **KEY,
    )
    assert "runs in a sandbox" in done.stderr
    assert "status 9" in done.stderr, done.stderr
    assert "my secret" not in done.stderr
    assert not machine.witness.exists()
    assert not (machine.project / "left").exists()


LEAVES = """from flaming_horse.render import worker
from manim import Scene

def settle(description, *_):
    description.write_text('{"scene": 1}')

worker._settle_description = settle

class Knots(Scene):
    def construct(self):
        self.wait(1)
"""


@pytest.mark.slow
@pytest.mark.skipif(not walls().whole, reason="no sandbox that keeps all in on this machine")
def test_what_an_allowed_scene_leaves_is_read_with_care(machine: Machine) -> None:
    (machine.project / "scenes").mkdir()
    (machine.project / "scenes" / "knots.py").write_text(LEAVES)
    text = STORYBOARD.replace("## One", '{scene="scenes/knots.py:Knots"}\n## One')
    (machine.project / "storyboard.md").write_text(text)
    machine.settings("")
    command = ("build", "download/film", "--allow-code", "--voice", "tone")
    for _ in range(2):  # nothing of it is kept, so that it is not told in another way
        done = machine.run(*command, FLAMING_HORSE_SANDBOX="auto")
        assert done.returncode == 6, done.stderr
        assert "left what cannot be used" in done.stderr


def test_scenes_and_voice_are_named_together(machine: Machine) -> None:
    machine.settings(VOICE.format("qwen", "python", machine.program("run.sh")))
    scene = machine.script("scenes/knots.py")
    text = STORYBOARD.replace("## One", f'{{scene="{scene}:Knots"}}\n## One')
    (machine.project / "storyboard.md").write_text(text)
    done = machine.run("build", "download/film")
    refused(done, machine, "./run.sh", "scenes/knots.py", "storyboard.md:4")


def test_a_folder_that_was_there_gets_no_trust_by_create(machine: Machine) -> None:
    scene = machine.script("scenes/knots.py")
    text = STORYBOARD.replace("## One", f'{{scene="{scene}:Knots"}}\n## One')
    (machine.project / "storyboard.md").write_text(text)
    script = str(machine.project / "storyboard.md")
    create = ("create", "film", "--script", script, "--projects-dir", "download")
    for _ in range(2):
        refused(machine.run(*create, "--voice", "tone"), machine, "scenes/knots.py")
    # and a folder that is put where a film of one's own was
    own = machine.run("create", "own", "--script", script, "--voice", "tone")
    assert own.returncode == 2, "the scene is not brought along"
    shutil.rmtree(machine.home / "projects" / "own")
    shutil.copytree(machine.project, machine.home / "projects" / "own")
    refused(machine.run("build", "own", "--voice", "tone"), machine, "scenes/knots.py")


@pytest.mark.parametrize("name", ["numpy.py", "scenes/typst.py", "sitecustomize.py", "av.py"])
def test_modules_that_lie_about_are_not_taken_for_ours(machine: Machine, name: str) -> None:
    machine.script(name)
    (machine.project / "manim.cfg").write_text("[CLI]\nbackground_color = RED\nmedia_dir = /x\n")
    (machine.project / ".env").write_text("FLAMING_HORSE_VOICE_SERVICE=mlx\n")
    done = machine.run("status", "--voice", "tone", cwd=machine.project)
    assert done.returncode == 0, done.stderr
    assert "mlx" not in done.stdout
    assert not machine.witness.exists()


@pytest.mark.parametrize("name", ["typer.py", "numpy.py", "platformdirs/__init__.py"])
def test_nor_where_python_starts_the_module_in_the_project(machine: Machine, name: str) -> None:
    machine.script(name)
    words = ("-m", "flaming_horse", "status", "--voice", "tone")
    done = machine.run(*words, cwd=machine.project, command=sys.executable)
    assert done.returncode == 0, done.stderr
    assert not machine.witness.exists()


def test_what_python_itself_takes_first_is_avoided_by_an_option_of_its_own(
    machine: Machine,
) -> None:
    machine.script("flaming_horse.py")
    words = ("-m", "flaming_horse", "--version")
    machine.run("-P", *words, cwd=machine.project, command=sys.executable)
    assert not machine.witness.exists()
    machine.run(*words, cwd=machine.project, command=sys.executable)
    assert machine.witness.exists(), "Python's habit, told in docs/whose-code-runs.md"


# The language model.


@pytest.fixture
def server() -> Iterator[play.FaultServer]:
    with play.serving(play.status(400)) as server:
        yield server


def planned(machine: Machine, source: str | None = None) -> None:
    """A project that has a plan and waits for its script."""
    (machine.project / "storyboard.md").unlink()
    (machine.project / "plan.md").write_text(PLAN)
    hidden = machine.project / ".flaming-horse"
    hidden.mkdir()
    (hidden / "source.json").write_text(json.dumps({"brief": {"source": source, "replay": False}}))
    told = {"format": 1, "review": False, "approved": {}}
    (machine.project / "approvals.json").write_text(json.dumps(told))


KEY = {"FLAMING_HORSE_LLM_API_KEY": play.KEY}


@pytest.mark.parametrize(
    "door", [("build",), ("revise", "Shorter.", "--plan", "--yes", "--project")]
)
def test_a_projects_server_gets_neither_text_nor_key(
    machine: Machine, server: play.FaultServer, door: tuple[str, ...]
) -> None:
    planned(machine)
    machine.settings(f'[llm]\nmodel = "m"\nbase_url = "{server.url}"')
    done = machine.run(*door, "download/film", **KEY)
    refused(done, machine, server.url, "flaming-horse.toml:5")
    assert not server.seen


def test_status_shows_it_and_asks_nothing(machine: Machine, server: play.FaultServer) -> None:
    machine.settings(f'[llm]\nmodel = "m"\nbase_url = "{server.url}"')
    done = machine.run("status", "download/film", "--voice", "tone", **KEY)
    assert done.returncode == 0
    assert "sent to no address of a project that is not yours" in done.stdout
    assert not server.seen


def test_allowed_it_gets_text_and_still_no_key(machine: Machine, server: play.FaultServer) -> None:
    planned(machine)
    machine.settings(f'[llm]\nmodel = "m"\nbase_url = "{server.url}"')
    machine.run("build", "download/film", "--allow-code", **KEY)
    assert server.seen
    assert all(play.KEY not in json.dumps(seen.headers) for seen in server.seen)


def test_going_on_asks_before_it_spends_on_a_server_of_ones_own(
    machine: Machine, server: play.FaultServer
) -> None:
    planned(machine)
    own = {"FLAMING_HORSE_LLM_BASE_URL": server.url, "FLAMING_HORSE_LLM_MODEL": "m", **KEY}
    refused(machine.run("build", "download/film", **own), machine, "plan.md")
    assert not server.seen
    machine.run("build", "download/film", "--allow-code", **own)
    assert all(play.KEY in json.dumps(seen.headers) for seen in server.seen)
    assert server.seen


def test_a_project_lays_no_hand_on_files_elsewhere(
    machine: Machine, server: play.FaultServer
) -> None:
    private = machine.home / "private"
    private.mkdir()
    (private / "notes.txt").write_text("my secret")
    own = {"FLAMING_HORSE_LLM_BASE_URL": server.url, "FLAMING_HORSE_LLM_MODEL": "m", **KEY}
    planned(machine, str(private))
    done = machine.run("build", "download/film", "--allow-code", **own)
    assert done.returncode == 2
    assert str(private) in done.stderr
    # nor by a link below itself
    (machine.project / "notes").mkdir()
    (machine.project / "notes" / "a.txt").symlink_to(private / "notes.txt")
    brief = {"brief": {"source": str(machine.project / "notes"), "replay": False}}
    (machine.project / ".flaming-horse" / "source.json").write_text(json.dumps(brief))
    done = machine.run("build", "download/film", "--allow-code", **own)
    assert done.returncode == 2
    assert "lies outside" in done.stderr
    assert not server.seen


def test_ones_own_address_gets_ones_own_key(machine: Machine, server: play.FaultServer) -> None:
    settings = machine.home / "config" / "flaming-horse" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[llm]\nbase_url = "{server.url}"\nmodel = "mine"\n')
    machine.run("create", "own", "--topic", "Squares", **KEY)
    assert server.seen
    assert all(play.KEY in json.dumps(seen.headers) for seen in server.seen)
    assert {seen.body["model"] for seen in server.seen} == {"mine"}
