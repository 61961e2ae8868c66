import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from flaming_horse.engine.action import Action
from flaming_horse.engine.events import Done, Failed, Progress, Queued, Reused, Started
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.explain import LastRuns, Verdict
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.runner import Runner
from flaming_horse.engine.store import Store
from flaming_horse.errors import SceneFailed

TESTS = str(Path(__file__).parents[1])


class Bench:
    """A project with all that a runner needs; `runner()` opens it as a new process would."""

    def __init__(self, folder):
        self.folder = folder
        self.store = Store(folder / "store")
        self.journal = Journal(folder / "journal.jsonl")
        self.traces = folder / "traces"
        self.traces.mkdir()
        self.events = []

    def runner(self):
        log, environment = self.folder / "log", {"PYTHONPATH": TESTS}
        executor = LocalExecutor(2, self.store, log=log, environment=environment)
        last = LastRuns(self.folder / "last")
        return Runner(self.store, executor, self.journal, last, self.events.append)

    def action(self, function="count", name=None, **params):
        if function == "count":
            params["traces"] = str(self.traces)
        return Action(name or function, "phase", f"engine_actions:{function}", params=params)

    def kinds(self, name):
        return [type(event) for event in self.events if event.name == name]

    def runs(self):
        return len(list(self.traces.iterdir()))


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_what_is_done_is_reused_by_the_next_run(bench):
    with bench.runner() as runner:
        made = runner.submit(bench.action()).result(60)
    assert bench.kinds("count") == [Queued, Started, Done]
    bench.events.clear()
    with bench.runner() as runner:
        future = runner.submit(bench.action())
        assert future.done()
        assert future.result() == made
    assert bench.kinds("count") == [Reused]
    assert bench.runs() == 1
    assert [entry["what"] for entry in bench.journal.entries()] == ["start", "done", "reused"]


def test_one_key_under_way_is_done_once_and_told_for_each_name(bench):
    with bench.runner() as runner:
        futures = [
            runner.submit(bench.action(name=name, seconds=0.2)) for name in ("one", "two", "three")
        ]
        assert len({future.result(60).seconds for future in futures}) == 1
    assert bench.runs() == 1
    assert bench.kinds("one") == [Queued, Started, Done]
    assert bench.kinds("two") == bench.kinds("three") == [Reused]


def test_progress_reaches_whoever_watches(bench):
    with bench.runner() as runner:
        runner.submit(bench.action("steps", total=5)).result(60)
    assert bench.kinds("steps")[:2] == [Queued, Started]
    assert [(e.done, e.total) for e in bench.events if isinstance(e, Progress)][-1] == (5, 5)


def test_when_one_fails_the_others_are_finished_and_kept(bench):
    others = [bench.action(name=f"other {n}", value=n, seconds=0.1) for n in range(4)]
    with pytest.raises(SceneFailed), bench.runner() as runner:  # noqa: PT012 - the way out counts
        bad = runner.submit(bench.action("no_room"))
        for other in others:
            runner.submit(other)
        bad.result(60)
    assert all(bench.store.result(other.key) for other in others)
    failed = next(event for event in bench.events if isinstance(event, Failed))
    assert failed.what == "storyboard.md:3:4: no room for: x"
    assert not failed.interrupted
    assert "failed" in {entry["what"] for entry in bench.journal.entries()}


def test_a_failed_action_is_tried_again_when_asked_again(bench):
    with bench.runner() as runner:
        for _ in range(2):
            with pytest.raises(SceneFailed):
                runner.submit(bench.action("no_room")).result(60)
    assert bench.kinds("no_room") == [Queued, Started, Failed] * 2


def test_interrupting_ends_what_runs_and_loses_nothing_that_is_done(bench):
    started = threading.Event()
    done, endless = bench.action(name="done"), bench.action(name="endless", seconds=600, value=1)
    bench.events = _Notify(started)
    with pytest.raises(KeyboardInterrupt), bench.runner() as runner:  # noqa: PT012 - see above
        runner.submit(done).result(60)
        runner.submit(endless)
        started.wait(60)
        raise KeyboardInterrupt
    assert bench.events[-1] == Failed(*_who(endless), "interrupted", interrupted=True)
    bench.events = []
    with bench.runner() as runner:
        assert runner.last.explain(done, runner.store).verdict is Verdict.UP_TO_DATE
        assert runner.last.explain(endless, runner.store).verdict is Verdict.NEVER_RUN


class _Notify(list):
    def __init__(self, started):
        super().__init__()
        self.started = started

    def append(self, event):
        super().append(event)
        if isinstance(event, Started) and event.name == "endless":
            self.started.set()


def _who(action):
    return action.name, action.phase, action.label, action.key


def test_an_event_may_lead_to_the_next_submit(bench):
    following = Future()

    class Chain(list):
        def append(self, event):
            super().append(event)
            if isinstance(event, Done) and event.name == "first":
                following.set_result(runner.submit(bench.action(name="second", value=2)))

    bench.events = Chain()
    with bench.runner() as runner:
        runner.submit(bench.action(name="first", value=1)).result(60)
        assert following.result(60).result(60)


def test_a_watcher_that_fails_does_not_hang_the_run(bench):
    class Broken(list):
        def append(self, event):
            if type(event) is Started:
                raise LookupError("a bug in the progress bar")

    bench.events = Broken()
    with bench.runner() as runner, pytest.raises(LookupError, match="progress bar"):
        runner.submit(bench.action()).result(60)


def test_explain_follows_a_run(bench):
    with bench.runner() as runner:
        assert runner.last.explain(bench.action(value=1), runner.store).verdict is Verdict.NEVER_RUN
        runner.submit(bench.action(value=1)).result(60)
        assert (
            runner.last.explain(bench.action(value=1), runner.store).verdict is Verdict.UP_TO_DATE
        )
        assert runner.last.explain(bench.action(value=2), runner.store).changed == (
            "setting value",
        )


def test_a_damaged_output_is_remade(bench):
    with bench.runner() as runner:
        made = runner.submit(bench.action(value="x")).result(60)
        blob = bench.store.path_of(made.outputs["out.txt"])
        blob.chmod(0o644)
        blob.write_bytes(b"rotten")
        again = runner.submit(bench.action(value="x")).result(60)
        assert bench.store.open(again.outputs["out.txt"]).read() == b'"x"'
    assert bench.runs() == 2
