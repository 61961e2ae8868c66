"""One suite for every voice's process, and for those that faults are planted in: the protocol."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice import mediator as mediator_module
from flaming_horse_voice.service_factory import SERVICES
from flaming_horse_voice.workers.protocol import CODES, PROTOCOL, spoken_file
from voice_engines import ENGINES, STAND_IN, checkpoint, engine_python, write_reference

WORKERS = Path(mediator_module.__file__).parent / "workers"
FAULTY = STAND_IN.parent / "faulty.py"
SPEECHES = ("Two by two.", "[pause=0.4]", "Rows, [pause=0.5] and columns.")
VOICES = [
    *(pytest.param(n, marks=[] if n == "tone" else [pytest.mark.slow]) for n in SERVICES),
    "stand-in",
    "faulty",
]


def command_of(voice):
    """The worker's command, and the model that it is to load."""
    if voice in ENGINES:
        script = WORKERS / SERVICES[voice].worker
        return [engine_python(voice), str(script)], str(checkpoint(voice))
    if voice == "stand-in":
        return [sys.executable, str(STAND_IN)], "some/model"
    if voice == "faulty":
        return [sys.executable, str(FAULTY), "none"], ""
    return [sys.executable, str(WORKERS / SERVICES[voice].worker)], SERVICES[voice].model


@pytest.fixture(scope="module", params=VOICES)
def said(request, tmp_path_factory):
    """What a worker answered to a whole conversation, and its scratch folder after it."""
    folder = tmp_path_factory.mktemp(request.param)
    reference = write_reference(folder / "voice")
    scratch = folder / "scratch"
    scratch.mkdir()
    command, model = command_of(request.param)
    lines = [
        {"id": str(n), "speech": speech, "language": "en", "seed": 0}
        for n, speech in enumerate(SPEECHES)
    ]
    transcript = (reference / "ref.txt").read_text()
    asked = [
        {"do": "hello", "protocol": PROTOCOL, "parent": os.getpid(), "scratch": str(scratch)},
        {"do": "speak", "lines": lines[:1]},
        {"do": "load", "settings": {"model": model}},
        {"do": "clone", "reference": str(reference / "ref.wav"), "transcript": transcript},
        {"do": "sing"},
        {"do": "speak", "lines": lines},
    ]
    answers = []
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""},
    ) as worker:
        for message in asked:
            worker.stdin.write(json.dumps(message) + "\n")
            worker.stdin.flush()
            count = len(message.get("lines", [None]))
            answers += [json.loads(worker.stdout.readline()) for _ in range(count)]
        sounds = [soundfile.read(a["file"]) for a in answers if "file" in a]
        inside = [Path(a["file"]).parent == scratch for a in answers if "file" in a]
        worker.stdin.close()
        assert worker.wait(30) == 0
        assert not worker.stdout.read()
    assert not scratch.exists()
    return answers, sounds, inside


def test_each_message_is_answered_in_its_turn(said):
    answers, _, _ = said
    told = [(answer["re"], answer.get("id", "")) for answer in answers]
    lines = [("speak", str(n)) for n in range(len(SPEECHES))]
    assert told == [
        *(("hello", ""), ("speak", "0"), ("load", ""), ("clone", ""), ("sing", "")),
        *lines,
    ]
    assert [answer["ok"] for answer in answers if answer["re"] in {"hello", "load"}] == [True] * 2


def test_a_line_before_the_model_and_a_line_without_a_word_are_refused(said):
    answers, _, _ = said
    early, empty = answers[1], answers[-2]
    assert (early["code"], early["what"]) == ("voice_failed", "no model is loaded")
    assert (empty["code"], empty["what"]) == ("voice_failed", "there is no word in this line")
    assert not answers[4]["ok"]
    assert {a["code"] for a in answers if not a["ok"] and "code" in a} <= set(CODES)


def test_sounds_lie_in_the_scratch_folder_and_are_as_long_as_told(said):
    answers, sounds, inside = said
    spoken = [spoken_file(a) for a in answers if a["re"] == "speak" and a["ok"]]
    assert len(spoken) == len(sounds) == 2
    assert all(inside)
    for told, (sound, rate) in zip(spoken, sounds, strict=True):
        assert (told.samples, told.sample_rate) == (len(sound), rate)
        assert (told.aligned_by == "model") == (told.times is not None)


@pytest.mark.parametrize("voice", VOICES[:-1])
def test_by_hand_it_speaks_segments_and_its_result_is_the_last_line(voice, tmp_path):
    write_reference(tmp_path / "voice")
    command, model = command_of(voice)
    segments = json.dumps([{"id": "seg", "text": "Two by two."}])
    done = subprocess.run(
        [*command, segments, model, "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stderr
    (segment,) = json.loads(done.stdout.strip().splitlines()[-1])
    sound, rate = soundfile.read(tmp_path / "out" / "seg.wav")
    assert segment["path"] == segment["file"] == str(tmp_path / "out" / "seg.wav")
    assert segment["duration"] == pytest.approx(len(sound) / rate, abs=1e-3)
