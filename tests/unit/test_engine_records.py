"""What is written down: the journal, the last runs, and who holds a project."""

import json
import os
import subprocess
import sys

import pytest

from flaming_horse.engine import events
from flaming_horse.engine.action import Action
from flaming_horse.engine.explain import LastRuns, Reason, Verdict
from flaming_horse.engine.journal import Journal
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.engine.store import Store
from flaming_horse.errors import WrongInput


def test_journal_gives_back_what_was_written(tmp_path):
    journal = Journal(tmp_path / "deep" / "journal.jsonl")
    assert list(journal.entries()) == []
    journal.write("start", name="draw/ä", key="k")
    journal.write("done", name="draw/ä", key="k", seconds=1.5)
    entries = list(journal.entries())
    assert [entry["what"] for entry in entries] == ["start", "done"]
    assert entries[1]["seconds"] == 1.5
    assert entries[0]["name"] == "draw/ä"
    assert entries[0]["time"] <= entries[1]["time"]


def test_a_torn_last_line_costs_only_itself(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.write("start", name="ä")
    journal.write("done", name="ä")
    whole = journal.path.read_bytes()
    for cut in range(1, len(whole)):
        journal.path.write_bytes(whole[:-cut])
        kept = len(list(journal.entries()))
        journal.write("reused", name="b")
        assert len(list(journal.entries())) == kept + 1
        assert list(journal.entries())[-1]["what"] == "reused"


HOLD = """
import sys, time
from pathlib import Path
from flaming_horse.engine.lock import ProjectLock
with ProjectLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_project_has_one_writer_and_a_dead_one_is_none(tmp_path):
    path = tmp_path / "hidden" / "lock"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        for _ in range(2):
            with pytest.raises(WrongInput, match=f"process {holder.pid} "), ProjectLock(path):
                pass
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    with ProjectLock(path):
        assert str(os.getpid()) in path.read_text()
    with ProjectLock(path):
        pass


ACTION = Action("draw/one", "final_render", "m:f", (("a", "1"), ("b", "2")), {"fps": 30})


@pytest.fixture
def last(tmp_path):
    return LastRuns(tmp_path / "last")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def publish(store, action):
    with store.scratch() as outputs:
        store.publish(action.key, outputs, seconds=0, provenance={})


def test_explain_names_what_changed(last, store):
    assert last.explain(ACTION, store) == Reason(Verdict.NEVER_RUN)
    publish(store, ACTION)
    last.remember(ACTION)
    assert last.explain(ACTION, store) == Reason(Verdict.UP_TO_DATE)
    now = Action("draw/one", "final_render", "m:f", (("a", "9"), ("c", "2")), {"fps": 60})
    reason = last.explain(now, store)
    assert reason == Reason(
        Verdict.CHANGED, added=("file c",), removed=("file b",), changed=("file a", "setting fps")
    )
    assert str(reason) == "changed: file a, setting fps; new: file c; gone: file b"


def test_explain_says_that_a_result_is_gone(last, store):
    publish(store, ACTION)
    last.remember(ACTION)
    last.forget({"assemble"}, store)
    assert last.explain(ACTION, store).verdict is Verdict.UP_TO_DATE
    last.forget({"final_render"}, store)
    assert last.explain(ACTION, store).verdict is Verdict.FORGOTTEN


def test_last_runs_know_their_keys_by_phase(last):
    other = Action("draw two", "assemble", "m:g")
    last.remember(ACTION)
    last.remember(other)
    assert last.keys() == {ACTION.key, other.key}
    assert last.keys({"assemble"}) == {other.key}


def test_names_that_look_alike_as_files_stay_apart(last, store):
    for name in ("a/b", "a%2Fb", "a b", "../a"):
        last.remember(Action(name, "p", "m:f", params={"n": name}))
    assert len(last.keys()) == 4
    assert len(list(last.folder.iterdir())) == 4


def test_a_damaged_record_is_as_none(last, store):
    last.remember(ACTION)
    next(last.folder.iterdir()).write_text("{torn")
    assert last.explain(ACTION, store) == Reason(Verdict.NEVER_RUN)


def test_events_are_plain_data_for_programs():
    event = events.Progress("draw/one", "final_render", "drawing", "k", 3, 10)
    assert json.loads(json.dumps(event.as_json())) == {
        "event": "progress",
        "name": "draw/one",
        "phase": "final_render",
        "label": "drawing",
        "key": "k",
        "done": 3,
        "total": 10,
    }


def test_the_engine_brings_no_heavy_library_along():
    program = """
import sys
import flaming_horse.engine.runner, flaming_horse.engine.executor, flaming_horse.engine.lock
heavy = {"numpy", "manim", "av", "pydantic", "onnxruntime", "asyncio", "multiprocessing", "rich"}
sys.exit(", ".join(heavy & sys.modules.keys()) or 0)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
