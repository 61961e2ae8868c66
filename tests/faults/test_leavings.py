"""What code in the sandbox leaves, says and takes: only plain files of expected names come out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flaming_horse.engine.action import Action, Resources
from flaming_horse.engine.executor import LocalExecutor
from flaming_horse.engine.store import Store
from flaming_horse.errors import SceneFailed
from flaming_horse_voice.children.family import descendants
from flaming_horse_voice.children.sandbox import walls

ESCAPES = str(Path(__file__).parent / "escapes")
GIGABYTE = 1_000_000_000
SANDBOXES = {"auto": "bubblewrap", "kernel": "landlock"}
REFUSED = [
    ("link", "not a plain file|PermissionError|Permission denied"),
    ("link_to_a_folder", "no part of a clip|Permission denied"),
    ("hard_link", "not a plain file|Invalid cross-device link|Permission denied"),
    ("pipe", "not a plain file|Permission denied"),
    ("socket_file", "Permission denied"),
    ("device", "Operation not permitted|Permission denied"),
    ("name_upwards", "Permission denied|Read-only file system"),
    ("name_with_signs", "impossible name"),
    ("name_of_no_encoding", "impossible name"),
    ("file_nobody_asked_for", "'storyboard.md', which is no part of a clip"),
    ("huge_hole", "larger ones|File too large"),
    ("many_files", "too many files|no part of a clip"),
    ("deep_folders", "too deep"),
    ("endless_answer", "said far more"),
    ("endless_line", "said far more"),
    ("terminal_signs", "says:"),
    ("memory", "needed more than 1 GB"),
    ("shared_memory", "needed more than 1 GB"),
    ("memory_of_many", "needed more than 1 GB"),
    ("processes", "more than 64 processes"),
    ("programs", "more than 64 processes"),
    ("threads", "can't start new thread|without an answer|needed more than 1 GB"),
    ("time_bomb", "not done after"),
    ("sleeps", "not done after"),
    ("crash", "without an answer"),
    ("exits", "says:|without an answer"),
]
STUCK = {"time_bomb", "sleeps"}
HARMLESS = ["forged_answer", "odd_answers", "loud", "no_rights", "touched", "leaves_a_daemon"]
SLOW = {
    "processes",
    "programs",
    "time_bomb",
    "sleeps",
    "endless_line",
    "endless_answer",
    "many_files",
}


def cases(names):
    return [pytest.param(*n, marks=pytest.mark.slow if n[0] in SLOW else ()) for n in names]


@pytest.fixture(params=SANDBOXES)
def run(request, tmp_path, monkeypatch):
    if SANDBOXES[request.param] not in walls({"FLAMING_HORSE_SANDBOX": request.param}).there:
        pytest.skip(f"no {SANDBOXES[request.param]} here")
    monkeypatch.setenv("FLAMING_HORSE_SANDBOX", request.param)
    secret = tmp_path / "secret.txt"
    secret.write_text("TOKEN")
    store = Store(tmp_path / "store")
    hints = {"confined": True, "memory": GIGABYTE, "fails_as": "SceneFailed"}
    inputs = (("given.txt", store.put_bytes(b"given")),)

    def run(name):
        action = Action(
            f"a {name}",
            "p",
            f"leavings:{name}",
            inputs,
            {"secret": str(secret)},
            label="Two",
            hints={**hints, "outputs": ["clip.json"], "deadline_s": 2 if name in STUCK else 40},
        )
        log = tmp_path / "log"
        with LocalExecutor(1, store, log=log, environment={"PYTHONPATH": ESCAPES}) as executor:
            result = executor.submit(action, Resources()).result(60)
        return store, result

    yield run
    assert secret.read_text() == "TOKEN"
    assert store.open(inputs[0][1]).read() == b"given"
    assert not descendants(), "a process was left"
    store.close()
    again = Store(store.folder)
    with again.scratch() as scratch:  # sweeps what a killed process has left
        left = [path for path in (store.folder / "unfinished").rglob("*") if path.is_file()]
        assert {path.parent for path in left} <= {scratch.parent, store.folder / "unfinished"}
    again.close()


@pytest.mark.parametrize(("name", "said"), cases(REFUSED), ids=[name for name, _ in REFUSED])
def test_it_is_refused_in_one_plain_message(run, name, said):
    with pytest.raises(SceneFailed, match=said) as caught:
        run(name)
    assert "Two" in caught.value.what
    assert len(str(caught.value)) < 4000
    assert all(sign.isprintable() or sign == "\n" for sign in str(caught.value))


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_comes_of_it(run, name):
    if name == "no_rights" and os.getuid():
        with pytest.raises(SceneFailed, match="cannot be read"):
            run(name)
        return  # root reads it all the same
    store, result = run(name)
    assert set(result.outputs) == {"clip.json"}
    made = store.open(result.outputs["clip.json"]).read()
    assert made == b"{}" or (name == "leaves_a_daemon" and made in {b"", b"changed"})
