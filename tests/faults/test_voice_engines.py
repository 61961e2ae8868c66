"""Cloned voices that break: each its own message, earlier takes kept, the model loaded once."""

import errno
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice import mediator as mediator_module
from flaming_horse_voice.errors import MachineFailed, NotInstalled, VoiceFailed
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from voice_engines import make_checkpoint, need_word_times, stand_in_environ, write_reference

LINES = [
    SpokenRequest("a", "the first line is good."),
    SpokenRequest("b", "the bad line. it has two sentences."),
    SpokenRequest("c", "the last line is good again."),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make_checkpoint(tmp_path_factory.mktemp("models") / "base")


@pytest.fixture
def choice(tmp_path, base, monkeypatch):
    need_word_times()
    monkeypatch.setenv("STAND_IN_CALLS", str(tmp_path / "calls"))
    write_reference(tmp_path / "voice")
    return choose_voice({}, stand_in_environ(base), folder=tmp_path)


def speak(choice, folder, lines=LINES):
    patient = replace(choice.worker_spec, line_s=2.0, word_s=0.1, grace_s=0.3)
    with Mediator(choice, TakeStore(folder), worker=patient, accept_any=True) as voice:
        return voice.speak(lines)


def test_one_load_and_one_clone_for_all_lines(choice, tmp_path):
    takes = speak(choice, tmp_path / "takes", LINES * 3)
    assert [take.speech for take in takes] == [line.speech for line in LINES * 3]
    calls = (tmp_path / "calls").read_text().split()
    assert (calls.count("load"), calls.count("clone")) == (1, 1)
    assert {take.model for take in takes} == {"qwen3-tts-0b6-base"}


@pytest.mark.parametrize(
    ("fault", "said", "remedy"),
    [
        ("killed", "killed by SIGKILL", "too much memory"),
        ("hangs", "did not answer within", "run again"),
        ("nothing", "ended before it said anything", "change the words"),
        ("memory", "memory ran out: CUDA out of memory", "batch = 1"),
        ("nan", "no numbers", "change its words"),
    ],
)
def test_each_fault_has_its_message_and_remedy(choice, tmp_path, monkeypatch, fault, said, remedy):
    monkeypatch.setenv("STAND_IN_FAULT", fault)
    with pytest.raises(VoiceFailed) as failure:
        speak(choice, tmp_path / "takes")
    assert failure.value.line == "b"
    assert said in failure.value.what
    assert remedy in failure.value.remedy
    assert failure.value.exit_code == 5
    store = TakeStore(tmp_path / "takes")
    keys = store.keys()
    assert [store.get(key).speech for key in keys] == [LINES[0].speech]


def test_what_only_breaks_in_batches_is_spoken_one_by_one(choice, tmp_path, monkeypatch):
    monkeypatch.setenv("STAND_IN_FAULT", "in batches")
    assert len(speak(choice, tmp_path / "takes")) == 3


def test_after_three_seeds_a_line_is_spoken_by_sentences(choice, tmp_path, monkeypatch):
    monkeypatch.setenv("STAND_IN_FAULT", "capped")
    take = speak(choice, tmp_path / "takes", LINES[1:2])[0]
    assert take.attempts == 4
    assert "did not end by itself" in take.provenance["accepted although"]
    assert (tmp_path / "calls").read_text().split("\n")[-2] == "speak 2"


@pytest.mark.parametrize(
    ("fault", "error", "said"),
    [
        ("no package", NotInstalled, "lacks a package"),
        ("other model", NotInstalled, "another, not qwen3-tts-0b6-base"),
        ("no clone", VoiceFailed, "the encoder gave nothing"),
        ("killed while loading", VoiceFailed, "killed by SIGKILL"),
        ("no thread", MachineFailed, "No more processes or threads can be started."),
    ],
)
def test_a_voice_that_does_not_get_ready_says_why(
    choice, tmp_path, monkeypatch, fault, error, said
):
    monkeypatch.setenv("STAND_IN_FAULT", fault)
    with pytest.raises(error) as failure:
        speak(choice, tmp_path / "takes")
    assert said in failure.value.what


def test_a_missing_interpreter_is_not_installed(choice, tmp_path):
    gone = replace(choice, cloned=replace(choice.cloned, python=Path("/nowhere/bin/python")))
    with pytest.raises(NotInstalled, match="/nowhere/bin/python") as failure:
        speak(gone, tmp_path / "takes")
    assert failure.value.exit_code == 3


@pytest.mark.parametrize("engine", ["mlx", "qwen"])
def test_a_missing_package_is_named_by_the_real_worker(choice, tmp_path, engine):
    workers = Path(mediator_module.__file__).parent / "workers"
    script = workers / f"{engine}_tts_service.py"
    real = replace(choice, cloned=replace(choice.cloned, script=script))
    with (
        Mediator(real, TakeStore(tmp_path)) as voice,
        pytest.raises(NotInstalled, match="lacks a package") as failure,
    ):
        voice.start()
    assert failure.value.remedy.startswith("unset FLAMING_HORSE_MLX_PYTHON") == (engine == "mlx")
    assert "voice setup" in failure.value.remedy


def test_a_full_disk_names_the_line_and_keeps_the_takes_before(choice, tmp_path, monkeypatch):
    put = TakeStore.put

    def full(store, take, sound):
        if "bad" in take.speech:
            raise OSError(errno.ENOSPC, "No space left on device")
        return put(store, take, sound)

    monkeypatch.setattr(TakeStore, "put", full)
    with pytest.raises(MachineFailed, match=r"line b: its take cannot be kept\. The disk is full"):
        speak(choice, tmp_path / "takes")
    assert len(TakeStore(tmp_path / "takes").keys()) == 1


def test_a_line_that_ends_at_once_is_tried_with_another_seed(choice, tmp_path, monkeypatch):
    monkeypatch.setenv("STAND_IN_FAULT", "nothing at first")
    assert speak(choice, tmp_path / "takes", LINES[1:2])[0].attempts > 1


def test_a_take_that_failed_is_only_for_who_accepts_any(choice, tmp_path, monkeypatch):
    monkeypatch.setenv("STAND_IN_FAULT", "capped")
    take = speak(choice, tmp_path / "takes", LINES[1:2])[0]
    assert take.fault
    with Mediator(choice, TakeStore(tmp_path / "takes"), accept_any=True) as voice:
        assert voice.find(LINES[1]) == take
    with Mediator(choice, TakeStore(tmp_path / "takes")) as voice:
        assert voice.find(LINES[1]) is None
