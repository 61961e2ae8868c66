"""Actions that take too much memory or too long, and actions whose code is nobody's here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flaming_horse.engine.action import Action, Resources
from flaming_horse.engine.cell_files import Unfit, take_files
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.store import Store
from flaming_horse.engine.warm import ActionWatcher
from flaming_horse.errors import ExitCode, SceneFailed
from flaming_horse_voice.children.sandbox import walls
from flaming_horse_voice.own_folders import remove_tree

TESTS = str(Path(__file__).parents[1])
GIGABYTE = 1_000_000_000
linux = pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit a process's data")
SANDBOXES = [
    pytest.param(
        "auto",
        marks=pytest.mark.skipif(
            "bubblewrap" not in walls({}).there, reason=f"no bubblewrap: {walls({}).why_not_more}"
        ),
    ),
    pytest.param(
        "kernel",
        marks=pytest.mark.skipif(
            not walls({"FLAMING_HORSE_SANDBOX": "kernel"}).there, reason="no Landlock here"
        ),
    ),
    "none",
]


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def executor(store, tmp_path):
    local = LocalExecutor(1, store, log=tmp_path / "log", environment={"PYTHONPATH": TESTS})
    yield local
    local.close(now=True)


def action(function, inputs=(), hints=None, **params):
    hints = {"fails_as": "SceneFailed", **(hints or {})}
    return Action(
        function, "p", f"engine_actions:{function}", inputs, params, label="Two", hints=hints
    )


def run(executor, what, watcher=None):
    return executor.submit(what, Resources(), watcher or ActionWatcher()).result(120)


@linux
@pytest.mark.parametrize("piece", [10_000_000, 4 * GIGABYTE], ids=["bit by bit", "at once"])
@pytest.mark.parametrize("confined", [False, True], ids=["own", "confined"])
def test_memory_over_the_limit_is_told_as_such(executor, piece, confined):
    hints = {"memory": GIGABYTE, "confined": confined}
    with pytest.raises(SceneFailed, match="'Two' needed more than 1 GB of memory") as caught:
        run(executor, action("hoard", hints=hints, piece=piece))
    assert "scene_memory_gb" in caught.value.remedy
    assert caught.value.exit_code is ExitCode.SCENE_FAILED
    assert run(executor, action("who")), "the next action is not harmed"


@linux
@pytest.mark.parametrize(
    "words",
    ["memory allocation of 80000000 bytes failed", "what():  std::bad_alloc"],
)
def test_a_library_that_aborts_for_memory_is_told_as_such(executor, words):
    with pytest.raises(SceneFailed, match="needed more than 1 GB"):
        run(executor, action("last_words", hints={"memory": GIGABYTE}, words=words))


def test_a_library_that_aborts_for_something_else_is_not(executor):
    with pytest.raises(SceneFailed, match="SIGABRT"):
        run(executor, action("last_words", hints={"memory": GIGABYTE}, words="glyph not found"))


def test_a_deadline_is_for_standing_still_not_for_long_work(executor):
    steps = {"total": 8, "seconds": 0.5}
    assert run(executor, action("slow_steps", hints={"deadline_s": 2.5}, **steps))
    with pytest.raises(SceneFailed, match="not done after"):
        run(executor, action("slow_steps", hints={"deadline_s": 0.5}, total=1, seconds=60))


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_numpy_starts_no_thread_that_a_limit_could_refuse(executor, store, monkeypatch):
    """It would interrupt the process, or wait for ever for the thread that is not there."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    result = run(executor, action("threads_of_numpy"))
    assert store.open(result.outputs["threads"]).read() == b"1"


@pytest.mark.parametrize("sandbox", SANDBOXES)
def test_a_confined_action_has_the_same_result(executor, store, sandbox, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_SANDBOX", sandbox)
    inputs = (("numbers/n.txt", store.put_bytes(b"6")),)
    confined = action("multiply", inputs, {"confined": True}, by=7)
    made = run(executor, confined)
    assert store.open(made.outputs["deep/product.txt"]).read() == b"42"
    store.forget(confined.key)
    plain = action("multiply", inputs, by=7)
    assert plain.key == confined.key
    assert run(executor, plain).outputs == made.outputs


@pytest.mark.parametrize("sandbox", SANDBOXES[:2])
def test_a_confined_action_tells_its_steps(executor, sandbox, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_SANDBOX", sandbox)
    told = []
    watcher = ActionWatcher(progress=lambda done, total: told.append((done, total)))
    run(executor, action("slow_steps", hints={"confined": True}, total=3, seconds=0.1), watcher)
    assert told[-1] == (3, 3)


def test_errors_of_confined_code_are_its_own_words(executor):
    hints = {"confined": True}
    with pytest.raises(SceneFailed, match="the code of 'Two' says: no room for: x") as caught:
        run(executor, action("no_room", hints=hints))
    assert not caught.value.remedy, "what to do is not for a stranger to say"
    assert caught.value.place is None, "a file that it has not"
    with pytest.raises(SceneFailed, match="division by zero"):
        run(executor, action("bug", hints=hints))
    with pytest.raises(SceneFailed, match="ended without an answer"):
        run(executor, action("quit_at_once", hints=hints))


def test_only_expected_plain_files_are_taken(tmp_path):
    made, taken = tmp_path / "made", tmp_path / "taken"
    for folder in (made, taken):
        folder.mkdir()
    (made / "clip.json").write_text("{}")
    take_files(made, taken, ["clip.json"])
    assert (taken / "clip.json").read_text() == "{}"
    (made / "more.txt").write_text("x")
    with pytest.raises(Unfit, match=r"more\.txt"):
        take_files(made, tmp_path / "again", ["clip.json"])


def test_what_a_cell_leaves_is_removed_however_deep_and_locked(tmp_path):
    room, witness = tmp_path / "room", tmp_path / "witness.txt"
    room.mkdir()
    witness.write_text("kept")
    (room / "link").symlink_to(tmp_path)
    before = os.open(".", os.O_RDONLY)
    os.chdir(room)
    for _ in range(1200):
        os.mkdir("deep")
        os.chdir("deep")
    os.chmod("..", 0)
    os.fchdir(before)
    os.close(before)
    remove_tree(room)
    assert not room.exists()
    assert witness.read_text() == "kept"
