"""The worker started by hand, as callers of the predecessor's worker start it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

sys.path.insert(0, str(Path(__file__).parents[1]))
from voice_engines import write_reference

WORKER = Path(__file__).parents[1] / "faults" / "voice_workers" / "stand_in_engine.py"
SEGMENTS = json.dumps([{"id": "seg", "text": "Matrix A times B yields C."}])


def by_hand(folder, *arguments, **variables):
    calls = folder / "calls"
    done = subprocess.run(
        [sys.executable, str(WORKER), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "STAND_IN_CALLS": str(calls), **variables},
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    return done, json.loads(lines[-1]), calls.read_text() if calls.is_file() else ""


def test_what_old_callers_read_is_there(tmp_path):
    voice = write_reference(tmp_path / "mine", transcript="Not these words.")
    (voice / "ref.wav").rename(voice / "me.wav")
    done, payload, calls = by_hand(
        tmp_path,
        SEGMENTS,
        "some/model",
        MLX_REF_AUDIO=str(voice / "me.wav"),
        MLX_REF_TEXT="These words.",
        MLX_OUTPUT_DIR=str(tmp_path / "out"),
        MLX_MODEL_ID="other/model",
    )
    assert done.returncode == 0, done.stderr
    first = payload[0]
    sound, rate = soundfile.read(first["path"])
    assert Path(first["path"]).parent == tmp_path / "out"
    assert first["duration"] == pytest.approx(len(sound) / rate, abs=1e-3)
    assert first["from_cache"] is False
    assert first["file"] == first["path"]  # what ours read stands beside it
    assert first["model"] == "other/model"
    assert "other/model, from MLX_MODEL_ID" in done.stderr
    assert "clone me.wav These words." in calls


def test_options_count_more_than_variables(tmp_path):
    write_reference(tmp_path / "mine", transcript="Mine.")
    told = ("--reference", str(tmp_path / "mine"), "--out", str(tmp_path / "here"))
    done, payload, calls = by_hand(
        tmp_path, SEGMENTS, "some/model", *told,
        MLX_REF_AUDIO="/nowhere/ref.wav", MLX_REF_TEXT="Others.", MLX_OUTPUT_DIR="/nowhere",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert payload[0]["path"] == str(tmp_path / "here" / "seg.wav")
    assert "clone ref.wav Mine." in calls


def test_the_words_may_lie_beside_the_recording(tmp_path):
    voice = write_reference(tmp_path / "mine", transcript="Beside it.")
    _, _, calls = by_hand(tmp_path, SEGMENTS, "m", MLX_REF_AUDIO=str(voice / "ref.wav"))
    assert "Beside it." in calls


@pytest.mark.parametrize(
    ("segments", "fault", "code", "named"),
    [
        ("[{}]", "", 2, "wrong_input"),
        ("not json", "", 2, "wrong_input"),
        (SEGMENTS, "no package", 3, "not_installed"),
        (SEGMENTS, "no clone", 5, "voice_failed"),
    ],
)
def test_failures_have_the_exit_code_of_their_kind(tmp_path, segments, fault, code, named):
    write_reference(tmp_path / "voice")
    done, result, _ = by_hand(tmp_path, segments, "m", STAND_IN_FAULT=fault)
    assert done.returncode == code
    assert (result["ok"], result["code"]) == (False, named)


def test_no_reference_is_wrong_input(tmp_path):
    done, result, _ = by_hand(tmp_path, SEGMENTS, "m")
    assert done.returncode == 2
    assert "ref.wav" in result["what"]
