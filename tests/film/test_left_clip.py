"""What a scene in the sandbox has left is looked at before it is kept."""

import json

import numpy as np
import pytest
from av.error import FFmpegError

from flaming_horse.film.mux import _opened
from flaming_horse.model.clip import Clip
from flaming_horse.render.encoder import ClipEncoder
from flaming_horse.render.left_clip import look
from flaming_horse_voice.files import Unreadable
from flaming_horse_voice.runs import Run

PARAMS = {"module": "m.py", "class": "M", "width": 64, "height": 36, "fps": 10, "dry_run": False}
CLIP = Clip("one", (Run("One"),), 64, 36, 10, 5, (), (), (), 1, "#000000")


@pytest.fixture
def left(tmp_path):
    encoder = ClipEncoder(tmp_path / "clip.mp4", width=64, height=36, fps=10)
    encoder.write(np.zeros((36, 64, 4), np.uint8), 5)
    encoder.close()
    (tmp_path / "clip.json").write_text(json.dumps(CLIP.as_json()))
    return tmp_path


def test_a_clip_as_it_should_be_is_taken(left):
    look(left, left, PARAMS)
    (left / "clip.mp4").unlink()
    look(left, left, {**PARAMS, "dry_run": True})


@pytest.mark.parametrize(
    ("field", "value"), [("width", 66), ("height", 38), ("fps", 25), ("frames", 6), ("frames", 4)]
)
def test_a_description_of_another_clip_is_refused(left, field, value):
    (left / "clip.json").write_text(json.dumps({**CLIP.as_json(), field: value}))
    with pytest.raises(ValueError, match=r"clip\.json is of|frames, not"):
        look(left, left, PARAMS)


@pytest.mark.parametrize("text", ["", "[", "[]", "{}", "[" * 5000, '{"frames": 1e999}'])
def test_a_description_that_is_none_is_refused(left, text):
    (left / "clip.json").write_text(text)
    with pytest.raises(Unreadable):
        look(left, left, {**PARAMS, "dry_run": True})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 4000,
        b"ffconcat version 1.0\nfile secret.mp4\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"RIFF\0\0\0\0AVI LIST",
    ],
)
def test_a_clip_that_is_something_else_is_refused(left, content):
    (left / "clip.mp4").write_bytes(content)
    with pytest.raises(ValueError, match=r"clip\.mp4"):
        look(left, left, PARAMS)


def test_a_list_of_other_files_is_opened_as_a_film_by_nobody(left):
    (left / "secret.mp4").write_bytes((left / "clip.mp4").read_bytes())
    (left / "clip.mp4").write_text("ffconcat version 1.0\nfile secret.mp4\n")
    with pytest.raises(FFmpegError, match="Invalid data"):
        _opened(left / "clip.mp4")


def test_a_clip_with_sound_is_refused(left):
    import av

    with av.open(str(left / "clip.mp4"), "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 44100
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    with pytest.raises(ValueError, match=r"H\.264"):
        look(left, left, PARAMS)
