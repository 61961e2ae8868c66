"""Our voice in other people's Manim projects: real environments, plain `manim render`.

scripts/voiceover_environments.sh makes the environments and prints the two variables.
"""

import json
import os
import subprocess
from pathlib import Path

import av
import pytest

from flaming_horse_voice.takes import TakeStore

ADD_ONS = {
    "manim_voiceover": "FLAMING_HORSE_TEST_MANIM_VOICEOVER",
    "manim_voiceover_plus": "FLAMING_HORSE_TEST_MANIM_VOICEOVER_PLUS",
}
TEXT = "This circle <bookmark mark='A'/>grows, and it costs $6 <bookmark mark='B'/> at $x^2$."
PLAIN = "This circle grows, and it costs $6 at $x^2$."
SCENE = f"""
import json
from manim import Circle, Create
from {{add_on}} import VoiceoverScene
from flaming_horse_voice import get_speech_service


class Spoken(VoiceoverScene):
    def construct(self):
        self.set_speech_service(get_speech_service("."))
        with self.voiceover(text={TEXT!r}) as tracker:
            began = self.renderer.time
            marks = {{{{mark: tracker.time_until_bookmark(mark) for mark in "AB"}}}}
            self.wait_until_bookmark("A")
            self.play(Create(Circle()), run_time=0.2)
        with open("told.json", "w") as file:
            json.dump({{{{"marks": marks, "duration": tracker.duration,
                       "audio": tracker.data["final_audio"],
                       "lasted": self.renderer.time - began}}}}, file)
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=list(ADD_ONS))
def render(request, tmp_path_factory):
    """Render the scene in a folder of its own, again at each call; what the scene told."""
    python = os.environ.get(ADD_ONS[request.param])
    if not python:
        pytest.skip(f"{ADD_ONS[request.param]} names no interpreter")
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "scene.py").write_text(SCENE.format(add_on=request.param))
    clean = {k: v for k, v in os.environ.items() if not k.startswith("FLAMING_HORSE_")}
    clean.pop("PYTHONPATH", None)

    def run(**environment):
        done = subprocess.run(
            [python, "-m", "manim", "render", "-ql", "scene.py", "Spoken"],
            cwd=folder,
            env={**clean, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-4000:]
        return json.loads((folder / "told.json").read_text())

    return folder, run


@pytest.fixture(scope="module")
def told(render):
    return render[1]()


@pytest.fixture(scope="module")
def take(render, told):
    store = TakeStore(render[0] / "media" / "voiceovers")
    (key,) = store.keys()
    return store.get(key)


def movie(folder: Path) -> Path:
    (file,) = folder.glob("media/videos/scene/*/Spoken.mp4")
    return file


def test_an_empty_folder_is_spoken_by_the_embedded_voice(take):
    assert take.service == "kokoro"
    assert take.speech == "This circle grows, and it costs six dollars at ex squared."


def test_bookmarks_are_at_their_words_without_whisper(told, take):
    words = take.speech.split()
    for mark, word in (("A", "grows,"), ("B", "at")):
        spoken = take.times[words.index(word)][0] / take.sample_rate
        assert told["marks"][mark] == pytest.approx(spoken, abs=0.001)


def test_what_comes_back_is_an_mp3_as_long_as_the_take(render, told, take):
    file = render[0] / "media" / "voiceovers" / told["audio"]
    assert file.suffix == ".mp3"
    with av.open(str(file)) as sound:
        assert sound.streams.audio[0].codec_context.name.startswith("mp3")
    # they count the frames of 24 ms that the encoder fills up
    assert told["duration"] == pytest.approx(float(take.duration), abs=0.1)
    assert told["lasted"] == pytest.approx(told["duration"], abs=0.1)


def test_the_film_carries_the_voice(render, told):
    with av.open(str(movie(render[0]))) as film:
        assert film.streams.audio
        frames = [frame.to_ndarray() for frame in film.decode(audio=0)]
    assert max(abs(frame).max() for frame in frames) > 0.05


def test_the_indexes_stay_apart(render, told, take):
    folder = render[0] / "media" / "voiceovers"
    theirs = json.loads((folder / "cache.json").read_text())
    assert [entry["input_text"] for entry in theirs] == [TEXT]
    assert json.loads((folder / f"{take.key}.json").read_text())["speech"] == take.speech
    assert not (folder / "takes.json").exists()


def test_a_second_render_speaks_nothing_again(render, told, take):
    master = TakeStore(render[0] / "media" / "voiceovers").path(take.key)
    before = master.stat().st_mtime_ns
    # a voice that had to be loaded would fail here: its weights are nowhere
    again = render[1](FLAMING_HORSE_CACHE="/dev/null/nowhere")
    assert again["marks"] == told["marks"]
    assert master.stat().st_mtime_ns == before
