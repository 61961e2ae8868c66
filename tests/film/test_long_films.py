"""What a film's length costs: seconds, but no memory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_film_assemble import add_music, drawn, recorded

from flaming_horse.model.narration import Narration, VoiceIdentity

SCENE_S = 5

PROGRAM = """
import re, resource, sys
from pathlib import Path
from flaming_horse.film.assemble import assemble_film, check_film
inputs, outputs = Path(sys.argv[1]), Path(sys.argv[2])
params = {"name": "film", "title": "A film", "music": "piece.flac", "room_tone": -60.0}
assemble_film(inputs, outputs, params)
check_film(outputs, outputs, params)
if sys.platform == "darwin":
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
else:  # there ru_maxrss begins with what the process held that started this one
    print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 2**10)
"""


def film_of(folder, seconds):
    """The inputs of a film: the same clip and the same take again and again."""
    takes = folder / "media" / "voiceovers"
    takes.mkdir(parents=True)
    count = seconds // SCENE_S
    lines = []
    drawn(folder / "clips" / "000", "s0")
    clip = json.loads((folder / "clips" / "000" / "clip.json").read_text())
    for number in range(count):
        lines.append(recorded(f"s{number}.1", f"s{number}", takes))
        scene = folder / "clips" / f"{number:03d}"
        if number:
            scene.mkdir()
            shutil.copy(folder / "clips" / "000" / "clip.mp4", scene)
            told = json.dumps(clip).replace('"s0.1"', f'"s{number}.1"')
            (scene / "clip.json").write_text(json.dumps(json.loads(told) | {"scene": f"s{number}"}))
    narration = Narration(VoiceIdentity("tone", "tone", "", "", "en"), tuple(lines))
    (takes / "takes.json").write_text(json.dumps(narration.as_json()))
    add_music(folder)
    return folder


def peak_mb(folder, seconds):
    """Of the process that puts such a film together and then checks it."""
    film = folder / f"film-{seconds}"
    film.mkdir()
    inputs = film_of(folder / f"in-{seconds}", seconds)
    command = [sys.executable, "-c", PROGRAM, str(inputs), str(film)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(
    ("short", "long"), [(5, 35), pytest.param(180, 720, marks=pytest.mark.slow)]
)
def test_memory_does_not_grow_with_the_film(tmp_path, short, long):
    """One array of the whole sound takes 0.4 MB for each second; as they were, they took 4."""
    before, after = peak_mb(tmp_path, short), peak_mb(tmp_path, long)
    assert after < 400
    assert after - before < 6 + (long - short) * 0.02


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_no_process_of_a_build_grows_with_the_film(tmp_path):
    """Through the command line: voice, scenes, assembly, and the check afterwards."""
    program = Path(__file__).parents[2] / "benchmarks" / "long_film.py"

    def peaks(minutes):
        command = [sys.executable, str(program), "--json", "--minutes", str(minutes)]
        command += ["--folder", str(tmp_path / f"{minutes}")]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["peak_mb"]

    short, long = peaks(1), peaks(6)
    assert {"main", "scene worker", "assemble"} <= set(long)
    for role, megabytes in long.items():
        assert megabytes < 400, role
        assert megabytes - short.get(role, 0) < 40, role
