"""The voice script in the docs speaks: the page is all that its readers have."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
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


def choice_of(tmp_path: Path, speak: str) -> VoiceChoice:
    """The page's script, completed by `speak`, as somebody's own voice script."""
    script = tmp_path / "mine.py"
    script.write_text(speak + re.search(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[1])
    model = make_checkpoint(tmp_path / "model")
    write_reference(tmp_path / "voice")
    environ = stand_in_environ(model) | {"FLAMING_HORSE_MLX_SERVICE_SCRIPT": str(script)}
    return choose_voice({}, environ, folder=tmp_path)


def test_the_example_of_the_page_speaks(tmp_path):
    choice = choice_of(tmp_path, SPEAK)
    with Mediator(choice, TakeStore(tmp_path / "takes"), accept_any=True) as voice:
        takes = voice.speak(
            [SpokenRequest("a", "Two words."), SpokenRequest("b", "Then three words.")]
        )
    assert [take.samples > 20000 for take in takes] == [True, True]


@pytest.mark.parametrize("named", ["{kept}", "{scratch}/link.wav", "{scratch}/below/link.wav"])
def test_a_sound_outside_of_the_scripts_folder_is_refused_and_stays(tmp_path, named):
    kept = tmp_path / "kept.wav"
    links = f"""
    import os
    os.makedirs(f"{{scratch}}/below", exist_ok=True)
    for link in (f"{{scratch}}/link.wav", f"{{scratch}}/below/link.wav"):
        os.symlink({str(kept)!r}, link)
    file = {named!r}.format(kept={str(kept)!r}, scratch=scratch)
    """
    speak = SPEAK.replace("""file = f"{scratch}/{line['id']}.wav\"""", links)
    with (
        Mediator(choice_of(tmp_path, speak), TakeStore(tmp_path / "takes")) as voice,
        pytest.raises(WrongInput, match="outside of the folder that it was given"),
    ):
        voice.speak([SpokenRequest("a", "Two words.")])
    assert kept.stat().st_size > 20000
