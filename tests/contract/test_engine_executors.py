"""What every executor must do. One runs on this machine; one has nothing of it but the store."""

import json
import os
import subprocess
import sys
import threading
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path

import pytest

from flaming_horse.engine import failures
from flaming_horse.engine.action import Action, Resources
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.result import Result
from flaming_horse.engine.store import Store
from flaming_horse.engine.warm import ActionWatcher
from flaming_horse.errors import ExitCode, Place, SceneFailed, VoiceFailed, WrongInputs

TESTS = str(Path(__file__).parents[1])

ELSEWHERE = """
import json, sys
from pathlib import Path
from flaming_horse.engine import failures, progress
from flaming_horse.engine.action import Action
from flaming_horse.engine.store import Store
from flaming_horse.engine.worker import perform
action = Action.from_json(json.loads(sys.argv[2]))
told = []
progress.connect(lambda *steps: told.append(steps))
try:
    answer = {"result": perform(action, Store(Path(sys.argv[1]))).as_json()}
except BaseException as error:
    answer = {"error": failures.as_plain(error)}
    if answer["error"] is None:
        raise
Path(sys.argv[3]).write_text(json.dumps({**answer, "told": told}))
"""


class ElsewhereExecutor:
    """A stand-in for a cluster: another folder, the store under another name, the project away."""

    def __init__(self, store, project, elsewhere):
        self.project = project
        self.elsewhere = elsewhere
        elsewhere.mkdir()
        store.folder.mkdir()
        (elsewhere / "mounted").symlink_to(store.folder)

    def submit(self, action, resources, watcher=None):
        watcher = watcher or ActionWatcher()
        away = self.project.with_name(f"away-{os.urandom(8).hex()}")
        self.project.rename(away)
        future = Future()
        try:
            watcher.started()
            answer = self.run(action)
            for steps in answer["told"]:
                watcher.progress(*steps)
            if "result" in answer:
                future.set_result(Result.from_json(answer["result"]))
            else:
                future.set_exception(failures.rebuilt(answer["error"]))
        finally:
            away.rename(self.project)
        return future

    def run(self, action):
        answer = self.elsewhere / "answer.json"
        command = [sys.executable, "-P", "-c", ELSEWHERE, "mounted"]
        subprocess.run(
            [*command, json.dumps(action.as_json()), str(answer)],
            cwd=self.elsewhere,
            env={"PYTHONPATH": TESTS, "PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return json.loads(answer.read_text())

    def close(self, *, now=False):
        pass


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "log").mkdir(parents=True)
    return folder


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def local(store, project):
    executor = LocalExecutor(2, store, log=project / "log", environment={"PYTHONPATH": TESTS})
    yield executor
    executor.close(now=True)


@pytest.fixture(params=["local", "elsewhere"])
def executor(request, store, project, tmp_path):
    if request.param == "elsewhere":
        return ElsewhereExecutor(store, project, tmp_path / "elsewhere")
    return request.getfixturevalue("local")


ONE_CORE = Resources()


def action(function, *, resources=ONE_CORE, inputs=(), hints=None, **params):
    return Action(
        function,
        "phase",
        f"engine_actions:{function}",
        inputs=inputs,
        params=params,
        resources=resources,
        hints=hints or {},
    )


def run(executor, what, watcher=None):
    return executor.submit(what, what.resources, watcher or ActionWatcher()).result(60)


def test_inputs_go_and_outputs_come_by_digest(executor, store):
    number = store.put_bytes(b"21")
    what = action("multiply", inputs=(("numbers/n.txt", number),), by=2)
    result = run(executor, what)
    assert result.key == what.key
    assert set(result.outputs) == {"deep/product.txt", "note.txt"}
    assert store.open(result.outputs["deep/product.txt"]).read() == b"42"
    assert store.result(what.key) == result
    assert store.open(number).read() == b"21"


def test_a_worker_asks_the_store_first(executor, store, tmp_path):
    traces = tmp_path / "traces"
    traces.mkdir()
    what = action("count", traces=str(traces), value=1)
    assert run(executor, what) == run(executor, what)
    assert len(list(traces.iterdir())) == 1


def test_progress_and_start_are_told(executor):
    told = []
    watcher = ActionWatcher(
        started=lambda: told.append("started"), progress=lambda *steps: told.append(steps)
    )
    run(executor, action("steps", total=1000), watcher)
    assert told[0] == "started"
    assert told[-1] == (1000, 1000)
    assert len(told) < 500


def test_a_users_error_arrives_as_it_was_raised(executor):
    with pytest.raises(SceneFailed) as caught:
        run(executor, action("no_room"))
    assert caught.value.what == "no room for: x"
    assert caught.value.remedy == "say less"
    assert caught.value.place == Place("storyboard.md", 3, 4)


def test_several_findings_arrive_together(executor):
    with pytest.raises(WrongInputs) as caught:
        run(executor, action("two_findings"))
    assert [finding.place.line for finding in caught.value.findings] == [1, 2]


def test_an_error_without_our_root_keeps_its_exit_code(executor):
    with pytest.raises(VoiceFailed, match="no such accent") as caught:
        run(executor, action("voice_error"))
    assert caught.value.remedy == "use another"


def test_inputs_that_are_gone_are_an_error_that_says_so(executor):
    with pytest.raises(Exception, match="no longer holds"):
        run(executor, action("multiply", inputs=(("numbers/n.txt", "0" * 64),), by=2))


def test_a_bug_is_told_in_one_line_and_logged_whole(local, store, project):
    with pytest.raises(Exception, match="ZeroDivisionError") as caught:
        run(local, action("bug"))
    assert caught.value.exit_code == ExitCode.BUG
    assert "bug.log" in caught.value.remedy
    assert "Traceback" in (project / "log" / "bug.log").read_text()
    assert store.result(action("bug").key) is None


def test_leaving_the_interpreter_is_a_bug_and_the_worker_goes_on(local):
    with pytest.raises(Exception, match="SystemExit"):
        run(local, action("leave"))
    assert run(local, action("who"))


def test_a_full_disk_is_no_bug(local):
    with pytest.raises(Exception, match=r"The disk is full: /media/film\.mp4"):
        run(local, action("full_disk"))


def test_what_is_printed_goes_to_the_log_and_the_current_folder_is_thrown_away(
    local, store, project
):
    result = run(local, action("scribble"))
    log = (project / "log" / "scribble.log").read_text()
    assert sorted(log.split("\n")) == [
        "",
        "by descriptor",
        "from a grandchild",
        "to standard output",
    ]
    assert not Path(store.open(result.outputs["out.txt"]).read().decode()).exists()


def test_a_worker_stays_warm(store, project):
    with LocalExecutor(1, store, log=project / "log", environment={"PYTHONPATH": TESTS}) as one:
        pids = {outcome(store, one, n=n) for n in range(3)}
        assert len(pids) == 1


def test_a_pool_is_one_worker_of_its_own(local, store):
    voice = Resources(pool="voice")
    futures = [
        local.submit(what, what.resources)
        for n in range(4)
        for what in (action("who", n=n, resources=voice), action("who", n=-n - 1))
    ]
    pids = [pid_of(store, future.result(60)) for future in futures]
    assert len(set(pids[::2])) == 1
    assert set(pids[::2]).isdisjoint(pids[1::2])


def outcome(store, executor, *, hints=None, **params):
    return pid_of(store, run(executor, action("who", hints=hints, **params)))


def pid_of(store, result):
    return int(store.open(result.outputs["pid.txt"]).read())


def test_many_small_actions_do_not_keep_a_large_one_from_starting(local, tmp_path):
    order = []

    def submit(n, cores):
        what = action("count", traces=str(tmp_path), value=n, seconds=0.02)
        watcher = ActionWatcher(started=lambda: order.append(n))
        return local.submit(what, Resources(cores=cores, pool="voice" if n % 2 else ""), watcher)

    futures = [submit(0, 1), submit(1, 1), submit(2, 99), *(submit(n, 1) for n in range(3, 20))]
    wait(futures, timeout=60)
    assert order.index(2) <= 5
    assert sorted(order) == list(range(20))


def test_closing_finishes_what_was_submitted(store, project, tmp_path):
    executor = LocalExecutor(2, store, log=project / "log", environment={"PYTHONPATH": TESTS})
    whats = [action("count", traces=str(tmp_path), value=n) for n in range(6)]
    futures = [executor.submit(what, what.resources) for what in whats]
    executor.close()
    assert all(future.done() and future.result() for future in futures)
    with pytest.raises(RuntimeError):
        executor.submit(whats[0], whats[0].resources)


def test_closing_now_ends_what_runs_and_what_waits(store, project, tmp_path):
    executor = LocalExecutor(2, store, log=project / "log", environment={"PYTHONPATH": TESTS})
    running = threading.Event()
    futures = [
        executor.submit(
            action("count", traces=str(tmp_path), value=n, seconds=600),
            Resources(),
            ActionWatcher(started=running.set),
        )
        for n in range(4)
    ]
    running.wait(60)
    executor.close(now=True)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(0)
