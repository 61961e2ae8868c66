"""Workers that die, hang or are orphaned, and runs that are killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flaming_horse.engine.action import Action, Resources
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.store import Store
from flaming_horse.errors import ExitCode, FlamingHorseError, SceneFailed

TESTS = str(Path(__file__).parents[1])


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def executor(store, tmp_path):
    local = LocalExecutor(2, store, log=tmp_path / "log", environment={"PYTHONPATH": TESTS})
    yield local
    local.close(now=True)


@pytest.fixture
def traces(tmp_path):
    folder = tmp_path / "traces"
    folder.mkdir()
    return folder


def action(function, hints=None, label="", **params):
    return Action(
        function, "p", f"engine_actions:{function}", params=params, hints=hints or {}, label=label
    )


def run(executor, what):
    return executor.submit(what, Resources()).result(60)


def is_alive(pid):
    """Neither gone nor a zombie that only waits to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def pids_of_family(folder, limit_s=60):
    until = time.monotonic() + limit_s
    while not (folder / "pids.json").exists():
        assert time.monotonic() < until, "the family never started"
        time.sleep(0.02)
    pids = json.loads((folder / "pids.json").read_text())
    assert all(map(is_alive, pids))
    return pids


def survivors(pids, limit_s):
    until = time.monotonic() + limit_s
    while (left := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def test_an_action_whose_worker_is_killed_is_tried_once_more(executor, store, traces):
    result = run(executor, action("die", traces=str(traces), times=1))
    assert store.open(result.outputs["out.txt"]).read() == b"alive"
    assert len(list(traces.iterdir())) == 2


def test_killed_twice_is_an_error_that_says_what_to_do(executor, traces):
    with pytest.raises(SceneFailed) as caught:
        run(
            executor,
            action(
                "die",
                {"fails_as": "SceneFailed"},
                "drawing scene 2",
                traces=str(traces),
                times=99,
            ),
        )
    assert caught.value.what == "The process for drawing scene 2 was killed twice (SIGKILL)."
    assert "memory" in caught.value.remedy
    assert "die.log" in caught.value.remedy
    assert len(list(traces.iterdir())) == 2


def test_a_crash_in_c_names_its_signal(executor, traces):
    with pytest.raises(FlamingHorseError, match="SIGSEGV") as caught:
        run(executor, action("die", traces=str(traces), times=99, signal="SIGSEGV"))
    assert caught.value.exit_code is ExitCode.BUG


def test_a_worker_that_quits_without_an_answer_is_told_with_its_code(executor):
    with pytest.raises(FlamingHorseError, match="exit code 3"):
        run(executor, action("quit_at_once"))


def test_the_next_action_gets_a_new_worker(executor, traces):
    with pytest.raises(FlamingHorseError):
        run(executor, action("quit_at_once"))
    assert run(executor, action("who"))


def test_an_action_that_fails_leaves_nothing_at_work_for_the_next(store, tmp_path):
    environment = {"PYTHONPATH": TESTS}
    with LocalExecutor(1, store, log=tmp_path / "log", environment=environment) as alone:
        with pytest.raises(SceneFailed):
            run(alone, action("fail_with_a_thread"))
        result = run(alone, action("threads"))
    assert store.path_of(result.outputs["threads"]).read_text() == ""


def test_an_action_that_hangs_is_ended_at_its_deadline_with_all_it_started(executor, tmp_path):
    what = action("family", {"deadline_s": 2, "fails_as": "SceneFailed"}, pids=str(tmp_path))
    future = executor.submit(what, Resources())
    pids = pids_of_family(tmp_path)
    with pytest.raises(SceneFailed, match="not done after 2 s"):
        future.result(60)
    assert survivors(pids, 0) == []


def test_what_a_killed_worker_started_goes_with_it(executor, tmp_path):
    future = executor.submit(action("family", pids=str(tmp_path)), Resources())
    pids = pids_of_family(tmp_path)
    executor_closed = False
    try:
        os.kill(pids[0], signal.SIGKILL)
        assert survivors(pids, 2) == []
        executor.close(now=True)
        executor_closed = True
    finally:
        if not executor_closed:
            executor.close(now=True)
    assert future.exception(10) is not None


def test_ctrl_c_at_the_terminal_does_not_reach_workers(executor, tmp_path):
    future = executor.submit(action("family", pids=str(tmp_path)), Resources())
    worker = pids_of_family(tmp_path)[0]
    os.kill(worker, signal.SIGINT)
    assert os.getsid(worker) != os.getsid(0)
    assert survivors([worker], 0.3) == [worker]
    assert not future.done()


RUN = """
import sys
from pathlib import Path
from flaming_horse.engine.action import Action
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.explain import LastRuns
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.engine.runner import Runner
from flaming_horse.engine.store import Store

folder, function, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = Store(folder / "store")
executor = LocalExecutor(2, store, log=folder / "log", environment={"PYTHONPATH": sys.argv[4]})
with (
    ProjectLock(folder / "lock"),
    Runner(store, executor, Journal(folder / "journal"), LastRuns(folder / "last")) as runner,
):
    params = {"pids": str(folder), "traces": str(folder / "traces"), "busy": len(sys.argv) > 5}
    actions = [
        Action(f"{function}/{n}", "p", f"engine_actions:{function}", (), {**params, "value": n})
        for n in range(many)
    ]
    print("begun", flush=True)
    futures = [runner.submit(action) for action in actions]
    results = [future.result() for future in futures]
for action, result in zip(actions, results):
    store.materialise(result.outputs["out.txt"], folder / "made" / f"{action.params['value']}")
"""


def begin(folder, function, many, *more):
    command = [sys.executable, "-c", RUN, str(folder), function, str(many), TESTS, *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("busy", [(), ("busy",)], ids=["asleep", "deaf to its threads"])
def test_two_seconds_after_the_parent_is_killed_nothing_is_left(tmp_path, busy):
    parent = begin(tmp_path, "family", 1, *busy)
    pids = pids_of_family(tmp_path)
    parent.kill()
    parent.communicate()
    assert survivors(pids, 2) == []


def test_ctrl_c_ends_a_run_and_all_it_started(tmp_path):
    parent = begin(tmp_path, "family", 1)
    pids = pids_of_family(tmp_path)
    parent.send_signal(signal.SIGINT)
    _, errors = parent.communicate(timeout=20)
    assert b"KeyboardInterrupt" in errors
    assert survivors(pids, 0) == []


def test_a_run_killed_again_and_again_ends_right(tmp_path, traces):
    """Kills land before, in and after puts, publishing and the journal's lines."""
    moments = random.Random(11)
    many = 12
    for _ in range(8):
        parent = begin(tmp_path, "count", many)
        parent.stdout.readline()
        time.sleep(moments.random() * 0.35)
        parent.kill()
        parent.communicate()
    parent = begin(tmp_path, "count", many)
    _, errors = parent.communicate(timeout=60)
    assert parent.returncode == 0, errors
    made = {path.name: path.read_text() for path in (tmp_path / "made").iterdir()}
    assert made == {str(n): str(n) for n in range(many)}
    runs = len(list(traces.iterdir()))
    parent = begin(tmp_path, "count", many)
    parent.communicate(timeout=60)
    assert len(list(traces.iterdir())) == runs, "what was done was done again"
