"""A process is killed at every step of its work in the store; the next one finds no trace."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from flaming_horse.engine.store import Store

# In the driver, a step is a call into C that touches a file: it is opened, written, synced,
# renamed, removed … A fork for each step is killed right before it.
DRIVER = """
import os, signal, sys
from pathlib import Path
from flaming_horse.engine.store import Store

folder, task = Path(sys.argv[1]), sys.argv[2]
STEPS = {"open", "write", "close", "__exit__", "fsync", "mkdir", "rename", "replace", "chmod",
         "unlink", "rmdir", "utime", "link", "flock", "copy_file_range", "file_digest", "scandir"}

def work():
    store = Store(folder / "store")
    if task == "put":
        store.put_bytes(b"input" * 1000)
        store.put_file(folder / "source")
    elif task == "publish":
        with store.scratch() as outputs:
            (outputs / "a").write_bytes(b"a" * 5000)
            (outputs / "b").write_bytes(b"b" * 5000)
            store.publish("c" * 64, outputs, seconds=1, provenance={})
    elif task == "materialise":
        store.materialise(sys.argv[3], folder / "out" / "film.mp4")
    elif task == "gc":
        store.gc(0, in_use_s=-1)
    store.close()

def killed_at(step):
    left = step
    def hook(_frame, event, called):
        nonlocal left
        if event == "c_call" and called.__name__ in STEPS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(hook)
    work()

step = 1
while True:
    child = os.fork()
    if child == 0:
        killed_at(step)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(step, status, flush=True)
    sys.stdin.readline()
    if status == 0:
        break
    assert status == -signal.SIGKILL, status
    step += 1
"""


def crash_at_every_step(folder, task, check, *arguments):
    """Call `check` after each crash; returns how many there were."""
    command = [sys.executable, "-c", DRIVER, str(folder), task, *arguments]
    driver = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    steps = 0
    try:
        for line in driver.stdout:
            steps = int(line.split()[0])
            check()
            driver.stdin.write("\n")
            driver.stdin.flush()
        assert driver.wait(60) == 0
    finally:
        driver.kill()
        driver.communicate()
    return steps


def blobs(store):
    return [path for path in (store.folder / "blobs").glob("*/*") if path.is_file()]


def assert_whole(store):
    for path in blobs(store):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    for path in (store.folder / "results").glob("*/*"):
        checksum, _, text = path.read_bytes().partition(b"\n")
        assert hashlib.sha256(text).hexdigest().encode() == checksum


def wipe(store):
    """Empty the store, so that each step is the first attempt."""
    for kind in ("blobs", "results"):
        for path in (store.folder / kind).glob("*/*"):
            path.unlink()


def unfinished(store):
    """What a fresh process leaves standing of the dead one's work."""
    fresh = Store(store.folder)
    fresh.put_bytes(os.urandom(8))
    fresh.close()
    return [path for path in (store.folder / "unfinished").iterdir() if path.is_dir()]


@pytest.mark.parametrize("again", [False, True], ids=["fresh each time", "on what was left"])
def test_killed_while_putting(tmp_path, again):
    (tmp_path / "source").write_bytes(b"source" * 1000)
    store = Store(tmp_path / "store")

    def check():
        assert_whole(store)
        if not again:
            wipe(store)

    assert crash_at_every_step(tmp_path, "put", check) > 20
    assert (tmp_path / "source").read_bytes() == b"source" * 1000
    assert unfinished(store) == []


def test_killed_while_publishing(tmp_path):
    store = Store(tmp_path / "store")

    def check():
        assert_whole(store)
        found = Store(store.folder).result("c" * 64)
        if found is not None:
            assert set(found.outputs) == {"a", "b"}
            assert store.open(found.outputs["a"]).read() == b"a" * 5000
        results.append(found is not None)
        wipe(store)

    results = []
    assert crash_at_every_step(tmp_path, "publish", check) > 20
    assert results[-1]
    assert not results[0]
    assert unfinished(store) == []


def test_killed_while_materialising(tmp_path):
    store = Store(tmp_path / "store")
    digest = store.put_bytes(b"film" * 10000)
    target = tmp_path / "out" / "film.mp4"

    def check():
        if target.exists():
            assert target.read_bytes() == b"film" * 10000
            seen.append(target)
            target.unlink()
        assert list(target.parent.glob("*")) == []

    seen = []
    assert crash_at_every_step(tmp_path, "materialise", check, digest) > 5
    assert seen


def test_killed_while_collecting(tmp_path):
    store = Store(tmp_path / "store")

    def fill():
        for key in "abc":
            with store.scratch() as outputs:
                (outputs / "own").write_bytes(key.encode() * 1000)
                (outputs / "shared").write_bytes(b"shared")
                store.publish(key * 64, outputs, seconds=1, provenance={})

    def check():
        assert_whole(store)
        for key in "abc":
            found = Store(store.folder).result(key * 64)
            if found is not None:
                assert store.open(found.outputs["own"]).read() == key.encode() * 1000
        fill()

    fill()
    assert crash_at_every_step(tmp_path, "gc", check) > 6


PUBLISH = """
import os, sys
from pathlib import Path
from flaming_horse.engine.store import Store
store = Store(Path(sys.argv[1]))
sys.stdin.read()
for n in range(int(sys.argv[2])):
    with store.scratch() as outputs:
        (outputs / "who").write_text(f"{os.getpid()} {n}")
        (outputs / "same").write_text(str(n) * 10000)
        store.publish(f"{n:064}", outputs, seconds=1, provenance={})
    print(n, flush=True)
"""


def test_processes_that_publish_the_same_keys_leave_one_whole_result_of_each(tmp_path):
    command = [sys.executable, "-c", PUBLISH, str(tmp_path / "store"), "20"]
    racers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(4)
    ]
    for racer in racers:
        racer.stdin.close()
    assert [racer.wait(60) for racer in racers] == [0, 0, 0, 0]
    store = Store(tmp_path / "store")
    assert_whole(store)
    for n in range(20):
        found = store.result(f"{n:064}")
        pid, number = store.open(found.outputs["who"]).read().split()
        assert int(pid) in {racer.pid for racer in racers}
        assert int(number) == n
        assert store.open(found.outputs["same"]).read() == str(n).encode() * 10000
    assert unfinished(store) == []


def test_killed_at_any_moment_while_others_go_on(tmp_path):
    command = [sys.executable, "-c", PUBLISH, str(tmp_path / "store"), "100000"]
    store = Store(tmp_path / "store")
    moments = random.Random(7)
    for _ in range(5):
        racers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for _ in range(2)
        ]
        for racer in racers:
            racer.stdin.close()
        racers[0].stdout.readline()
        time.sleep(moments.random() * 0.1)
        for racer in racers:
            racer.send_signal(signal.SIGKILL)
            racer.wait()
            racer.stdout.close()
        assert_whole(store)
    assert store.result("0" * 64) is not None
    assert unfinished(store) == []
