"""The voice script in the docs speaks: the page is all that its readers have."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import TakeStore
from voice_engines import make_checkpoint, stand_in_environ, write_reference

PAGE = Path(__file__).parents[2] / "docs" / "voice-scripts.md"
SPEAK = """
import numpy, soundfile

def speak(line, scratch):
    at = numpy.arange(24000 * len(line["speech"].split()) // 2) / 24000
    sound = 0.2 * numpy.sin(1300 * at) * (0.6 + 0.4 * numpy.sin(15 * at))
    file = f"{scratch}/{line['id']}.wav"
    soundfile.write(file, sound, 24000)
    print("[=====>    ] a library is working", flush=True)
    return {"re": "speak", "id": line["id"], "ok": True, "file": file, "samples": len(sound),
            "sample_rate": 24000, "times": None, "aligned_by": ""}

"""


def test_the_example_of_the_page_speaks(tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(SPEAK + re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[1])
    model = make_checkpoint(tmp_path / "model")
    write_reference(tmp_path / "voice")
    environ = stand_in_environ(model) | {"FLAMING_HORSE_MLX_SERVICE_SCRIPT": str(script)}
    choice = choose_voice({}, environ, folder=tmp_path)
    with Mediator(choice, TakeStore(tmp_path / "takes"), accept_any=True) as voice:
        takes = voice.speak(
            [SpokenRequest("a", "Two words."), SpokenRequest("b", "Then three words.")]
        )
    assert [take.samples > 20000 for take in takes] == [True, True]
