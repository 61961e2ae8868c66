"""Voices that die, hang and lie: the right message, earlier takes kept, nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from flaming_horse_voice.children.family import descendants
from flaming_horse_voice.errors import NotInstalled, VoiceFailed
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.workers.process import WorkerSpec

FAULTY = Path(__file__).parent / "voice_workers" / "faulty.py"
LINES = [
    SpokenRequest("a", "the first line is good."),
    SpokenRequest("b", "the bad line."),
    SpokenRequest("c", "the last line is good again."),
]


def spec(*arguments: str) -> WorkerSpec:
    command = (sys.executable, str(FAULTY), *arguments)
    # What is found out before the time is up may take a full machine longer than a second.
    line_s = 20.0 if {"endless", "one line"} & {*arguments} else 1.0
    return WorkerSpec(command, line_s=line_s, word_s=0.1, grace_s=0.3)


def speak(folder: Path, worker: WorkerSpec, lines=LINES):
    with Mediator(choose_voice(option="tone"), TakeStore(folder), worker=worker) as voice:
        return voice.speak(lines)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("killed", "killed by SIGKILL"),
        ("ends", "ended with status 7: the last words"),
        ("hangs", "did not answer within"),
        ("rubbish", "did not answer within 1 s; what it printed is no message"),
        ("rubbish", "Loading checkpoint shards"),
        ("endless", "without an end"),
        ("one line", "without an end"),
        ("half", "in the middle of an answer"),
        ("incomplete", "nobody waits for"),
        ("empty", "it is empty"),
        ("nan", "no numbers"),
        ("silent", "it is silent"),
        ("gibberish", "too long"),
        ("wordless", "2 word times for 3 words"),
        ("raises", "no stream in current thread"),
    ],
)
def test_fault_names_the_line_and_keeps_earlier_takes(tmp_path, fault, said):
    with pytest.raises(VoiceFailed) as failure:
        speak(tmp_path, spec(fault))
    assert failure.value.line == "b"
    assert "line b" in failure.value.what
    assert said in failure.value.what
    assert failure.value.exit_code == 5
    store = TakeStore(tmp_path)
    kept = list(map(store.get, store.keys()))
    assert [take.speech for take in kept if not take.fault] == [LINES[0].speech]
    assert all(said in take.fault for take in kept if take.fault)
    assert len(kept) == 1 + (fault in {"silent", "gibberish", "wordless"})


@pytest.mark.parametrize("fault", ["killed", "hangs", "rubbish", "half"])
def test_a_worker_lost_once_is_replaced_and_goes_on(tmp_path, fault):
    takes = speak(tmp_path / "takes", spec(fault, str(tmp_path / "once")))
    assert [take.speech for take in takes] == [line.speech for line in LINES]
    undisturbed = speak(tmp_path / "other", spec("none"))
    assert [t.as_json() for t in takes] == [t.as_json() for t in undisturbed]


def test_what_its_libraries_print_before_an_answer_is_passed_over(tmp_path):
    takes = speak(tmp_path / "takes", spec("noise"))
    undisturbed = speak(tmp_path / "other", spec("none"))
    assert [t.as_json() for t in takes] == [t.as_json() for t in undisturbed]


def test_bad_takes_of_a_voice_with_seeds_are_tried_again(tmp_path, monkeypatch):
    from flaming_horse_voice import service_factory

    row = replace(service_factory.SERVICES["tone"], deterministic=False)
    monkeypatch.setitem(service_factory.SERVICES, "tone", row)
    takes = speak(tmp_path / "takes", spec("silent", str(tmp_path / "once")))
    assert [take.attempts for take in takes] == [1, 2, 1]
    with pytest.raises(VoiceFailed, match="after 3 attempts"):
        speak(tmp_path / "other", spec("silent"))


def seeded(monkeypatch):
    from flaming_horse_voice import service_factory

    row = replace(service_factory.SERVICES["tone"], deterministic=False)
    monkeypatch.setitem(service_factory.SERVICES, "tone", row)


def test_the_best_of_the_attempts_is_kept_and_not_used(tmp_path, monkeypatch):
    seeded(monkeypatch)
    with pytest.raises(VoiceFailed, match=r"after 3 attempts; the best of them: it is clipped"):
        speak(tmp_path, spec("worse and worse"))
    with Mediator(choose_voice(option="tone"), TakeStore(tmp_path)) as voice:
        assert voice.find(LINES[1]) is None
        kept = TakeStore(tmp_path).get(voice.key(LINES[1]))
    assert kept.fault.startswith("it is clipped")
    assert len(kept.times) == 3


def test_a_line_that_failed_goes_on_with_seeds_of_its_own(tmp_path, monkeypatch):
    seeded(monkeypatch)
    worker = spec("good with seed 4")
    with pytest.raises(VoiceFailed, match="after 3 attempts"):
        speak(tmp_path, worker)
    takes = speak(tmp_path, worker)
    assert [take.attempts for take in takes] == [1, 5, 1]
    assert not takes[1].fault


def test_a_better_take_of_an_earlier_run_is_kept(tmp_path, monkeypatch):
    seeded(monkeypatch)
    worker = spec("worse and worse")
    for attempts in (3, 6):
        with pytest.raises(VoiceFailed, match=f"after {attempts} attempts; .* it is clipped"):
            speak(tmp_path, worker)


def test_missing_interpreter_is_not_installed(tmp_path):
    with pytest.raises(NotInstalled, match="/nowhere/python"):
        speak(tmp_path, WorkerSpec(("/nowhere/python", str(FAULTY))))


def test_script_that_ends_at_once_is_reported(tmp_path):
    dying = WorkerSpec((sys.executable, "-c", "raise SystemExit('no such package')"))
    with pytest.raises(VoiceFailed, match="no such package"):
        speak(tmp_path, dying)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


PARENT = """
import sys, threading
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_voice_workers import LINES, spec
from flaming_horse_voice.children.family import descendants
from flaming_horse_voice.mediator import Mediator
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from dataclasses import replace
patient = replace(spec("hangs"), line_s=300.0)
voice = Mediator(choose_voice(option="tone"), TakeStore(Path({folder!r})), worker=patient)
told = lambda *_: print(*descendants(), flush=True)
def work():
    voice.speak(LINES, told)
if {threaded}:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
else:
    work()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("threaded", [False, True])
def test_no_worker_outlives_a_killed_parent(tmp_path, threaded):
    program = PARENT.format(
        tests=str(Path(__file__).parent), folder=str(tmp_path), threaded=threaded
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    worker = int(parent.stdout.readline())
    assert alive(worker)
    time.sleep(0.3)  # into the line that hangs, deaf to TERM
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    time.sleep(2.0)
    assert not alive(worker)
    parent.stdout.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_worker_and_its_scratch_are_gone_after_use(tmp_path):
    before = descendants()
    with Mediator(choose_voice(option="tone"), TakeStore(tmp_path)) as voice:
        voice.speak(LINES)
        (pid,) = set(descendants()) - {*before}
        scratch = Path(f"/proc/{pid}/fd/2").resolve().parent  # where what it complains of is kept
        assert scratch.is_dir()
    assert not alive(pid)
    assert not scratch.exists()
