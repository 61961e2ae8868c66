"""Who agreed to be cloned: from the reference recording into the film's metadata."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flaming_horse_voice.runs import written_runs

sys.path.insert(0, str(Path(__file__).parents[1]))
from flaming_horse.build import build_scenes
from flaming_horse.build.precache_voiceovers import Recording
from flaming_horse.build.scene_action import scene_action
from flaming_horse.config import Options, settings_of
from flaming_horse.engine.store import Store
from flaming_horse.film.plan import FilmPlan
from flaming_horse.model.narration import Narration, RecordedLine, VoiceIdentity
from flaming_horse.project import Project, write_text
from flaming_horse.render.quality import quality
from flaming_horse.storyboard import parse_storyboard
from flaming_horse_voice.reference_add import add_reference, who_agreed
from voice_engines import make_checkpoint, stand_in_environ, write_reference

SAID = "This is how I speak."
SCRIPT = "# A film\n\n## A scene\n\nOne line of it.\n"


def voice(consent=""):
    return VoiceIdentity("qwen", "Qwen3-TTS", "1", "", "en", consent)


def disclosed(identity):
    return FilmPlan("film", "A film", "en", "", (), Narration(identity, ())).disclosure


@pytest.fixture
def cloned(tmp_path, monkeypatch):
    """A project whose voice is a clone of Ada's; a function that gives its recording."""
    write_reference(tmp_path / "taken")
    add_reference(tmp_path, tmp_path / "taken" / "ref.wav", whose="Ada Example", text=SAID)
    for name, value in stand_in_environ(make_checkpoint(tmp_path / "base")).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FLAMING_HORSE_VOICE_REF_DIR", raising=False)
    settings = settings_of(tmp_path, Options(), {})
    board = parse_storyboard(SCRIPT, "storyboard.md")
    return lambda: Recording(Project(tmp_path), board, (), settings, Options())


@pytest.fixture(autouse=True)
def without_a_listener(monkeypatch):
    monkeypatch.setattr("flaming_horse_voice.reference.transcript", lambda *_: SAID)


def test_the_film_says_whose_voice_was_cloned_and_that_they_agreed():
    told = disclosed(voice("Ada Example"))
    assert told.startswith("The voice is synthetic: qwen, model Qwen3-TTS 1.")
    assert "cloned from the voice of Ada Example, who agreed" in told


def test_a_voice_that_nobody_was_named_for_claims_no_consent():
    assert "agreed" not in disclosed(voice())


def test_older_files_have_no_consent_and_are_read():
    written = Narration(voice(), ()).as_json()
    del written["voice"]["consent"]
    assert Narration.from_json(written).voice.consent == ""
    assert Narration.from_json(Narration(voice("Ada"), ()).as_json()).voice.consent == "Ada"


def test_consent_comes_from_beside_the_reference(cloned):
    assert cloned().voice.consent == "Ada Example"


def test_a_reference_from_elsewhere_brings_its_own_consent(cloned, tmp_path, monkeypatch):
    monkeypatch.setenv("FLAMING_HORSE_VOICE_REF_DIR", str(tmp_path / "taken"))
    assert cloned().voice.consent == ""


def test_another_recording_is_not_covered_by_the_consent(cloned, tmp_path):
    write_reference(tmp_path / "voice", pitch=220.0)
    assert who_agreed(tmp_path / "voice") == ""
    assert cloned().voice.consent == ""


def test_no_scene_is_drawn_again_for_it(tmp_path):
    project, board = Project(tmp_path), parse_storyboard(SCRIPT, "storyboard.md")
    module = build_scenes.planned_module(project, board, board.scenes[0])
    build_scenes.write_module(module)

    line = RecordedLine(
        "a.1", "a", written_runs("A word."), "A word.", (), "key", "key.flac", 24000, 1, (), "x"
    )
    write_text(project.voiceovers / "key.flac", "sound")

    def key(identity, **judged):
        narration = Narration(identity, (replace(line, **judged),))
        frame = quality("draft", "16:9")
        store = Store(tmp_path / "store")
        return scene_action(project, store, module, narration, frame=frame, checked=None).key

    assert key(voice("Ada")) == key(voice())
    assert key(voice()) != key(VoiceIdentity("tone", "tone", "1", "", "en"))
    assert key(voice(), words_heard_error=0.0, attempts=2) == key(voice())
    assert key(voice(), fault="it hisses") != key(voice())  # that is written on every picture
