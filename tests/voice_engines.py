"""The engines of the cloned voice in tests: real loading code on tiny checkpoints.

`FLAMING_HORSE_TEST_MLX_PYTHON` and `FLAMING_HORSE_TEST_QWEN_PYTHON` name interpreters with the
engines' packages (`scripts/voice_environments.sh` makes them); without one its tests are skipped.
"""

import functools
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

CHECKPOINTS = Path(__file__).parent / "checkpoints"
ENGINES = ("mlx", "qwen")
RATE = 24000


def _maker():
    spec = importlib.util.spec_from_file_location("tiny", CHECKPOINTS / "tiny_qwen3_tts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_checkpoint = _maker().make


def engine_python(engine):
    """The interpreter of an engine; the test is skipped where there is none."""
    variable = f"FLAMING_HORSE_TEST_{engine.upper()}_PYTHON"
    python = os.environ.get(variable, "")
    if not Path(python).is_file():
        pytest.skip(f"{variable} names no interpreter: scripts/voice_environments.sh makes one")
    return python


def need_word_times():
    if importlib.util.find_spec("pocketsphinx") is None:
        pytest.skip("pocketsphinx is not installed: no word times for cloned voices")


@functools.cache
def _scratch():
    return tempfile.TemporaryDirectory(prefix="flaming-horse-checkpoints-")


@functools.cache
def checkpoint(engine, kind="base"):
    """The folder of a tiny checkpoint that the engine loads; 4-bit for mlx where it is a Base."""
    folder = Path(_scratch().name)
    plain = make_checkpoint(folder / kind, kind=kind)
    if engine != "mlx" or kind != "base":
        return plain
    small = folder / f"{kind}-4bit"
    script = CHECKPOINTS / "quantise_qwen3_tts.py"
    subprocess.run([engine_python("mlx"), str(script), str(plain), str(small)], check=True)
    return small


def write_reference(folder, seconds=4.0, pitch=140.0, transcript="This is how I speak."):
    """A hum with the ups and downs of speech, and a transcript; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    at = np.arange(round(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * (pitch + 20 * np.sin(2 * np.pi * 3 * at)) * at)
    soundfile.write(folder / "ref.wav", 0.2 * wave * (0.5 + 0.5 * np.sin(8 * np.pi * at)), RATE)
    (folder / "ref.txt").write_text(transcript + "\n")
    return folder


def engine_environ(engine, model=None):
    """The variables that make `engine` the voice, from its test interpreter and checkpoint."""
    return {
        "FLAMING_HORSE_VOICE_SERVICE": engine,
        f"FLAMING_HORSE_{engine.upper()}_PYTHON": engine_python(engine),
        f"FLAMING_HORSE_{engine.upper()}_MODEL_ID": str(model or checkpoint(engine)),
        "FLAMING_HORSE_ACCEPT_ANY_REFERENCE": "1",  # a hum says no words
    }


STAND_IN = Path(__file__).parent / "faults" / "voice_workers" / "stand_in_engine.py"


def stand_in_environ(model):
    """The service mlx, spoken by a stand-in in our own interpreter: quick, for faults."""
    return {
        "FLAMING_HORSE_VOICE_SERVICE": "mlx",
        "FLAMING_HORSE_MLX_PYTHON": sys.executable,
        "FLAMING_HORSE_MLX_MODEL_ID": str(model),
        "FLAMING_HORSE_MLX_SERVICE_SCRIPT": str(STAND_IN),
        "FLAMING_HORSE_ACCEPT_ANY_REFERENCE": "1",  # a hum says no words
    }
