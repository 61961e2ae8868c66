"""`takes` and `record` as they are typed: spoken again, chosen, given up, a person's own."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from flaming_horse.build import narration
from flaming_horse.build.precache_voiceovers import Recording, forget_takes, way_out
from flaming_horse.commands.cli import app
from flaming_horse.config import Options, settings_of
from flaming_horse.errors import FlamingHorseError
from flaming_horse.project import Project
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice import service_factory
from flaming_horse_voice.audition import speak_into
from flaming_horse_voice.errors import VoiceFailed
from flaming_horse_voice.runs import written_runs
from flaming_horse_voice.service_factory import choose_voice
from flaming_horse_voice.takes import FAULT, TakeStore

SCRIPT = """---
title: A film
voice: tone
---

## A scene

{#first}
The first line of it.

{#second}
The second line.
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Two lines spoken by a voice that sounds another way with each seed."""
    for name in ("VOICE_SERVICE", "TTS_BACKEND", "STORE", "ACCEPT_ANY_TAKE"):
        monkeypatch.delenv(f"FLAMING_HORSE_{name}", raising=False)
    row = replace(service_factory.SERVICES["tone"], deterministic=False)
    monkeypatch.setitem(service_factory.SERVICES, "tone", row)
    made = Project(tmp_path / "film")
    made.folder.mkdir()
    made.storyboard.write_text(SCRIPT)
    build(made)
    return made


def recording(project, listen=None) -> Recording:
    storyboard = storyboard_of(project)
    settings = settings_of(project.folder, Options(listen=listen), {})
    spoken = narration.spoken_lines(storyboard)
    return Recording(project, storyboard, spoken, settings, Options())


def build(project, listen=None) -> dict:
    """What the phase precache_voiceovers records, by line."""
    lines = {}
    recording(project, listen).run(lambda line, _: lines.__setitem__(line.id, line))
    return lines


def typed(project, *words) -> dict:
    done = CliRunner().invoke(app, [*words, "--project", str(project.folder), "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return json.loads(done.stdout[done.stdout.index("{") :])


def edit(project, old, new):
    text = project.storyboard.read_text()
    assert old in text
    project.storyboard.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def my_voice(tmp_path_factory):
    """Somebody who reads the first line aloud, with a second of silence around it."""
    for package in ("faster_whisper", "pocketsphinx"):
        pytest.importorskip(package, reason="the extra `listen` is not installed")
    folder = tmp_path_factory.mktemp("recordings")
    speak_into(written_runs("The first line of it."), choose_voice(), folder / "plain.wav")
    sound, rate = soundfile.read(folder / "plain.wav")
    quiet = np.zeros(rate)
    sound = np.concatenate([quiet, 0.7 * sound, quiet])
    soundfile.write(folder / "me.wav", np.stack([sound, sound], 1), rate)
    return str(folder / "me.wav")


def test_all_lines_are_listed_with_the_take_in_the_film(project):
    told = typed(project, "takes")["lines"]
    assert [(line["line"], len(line["takes"])) for line in told] == [("first", 1), ("second", 1)]
    assert all(line["takes"][0]["used"] and not line["pinned"] for line in told)


def test_a_line_is_spoken_again_with_another_seed_and_that_take_is_used(project):
    before = build(project)
    told = typed(project, "record", "first")
    assert [take["used"] for take in told["takes"]] == [False, True]
    assert told["pinned"]
    after = build(project)
    assert after["first"].take == told["takes"][1]["take"] != before["first"].take
    assert after["second"] == before["second"]
    third = typed(project, "record", "first")["takes"]
    assert len({take["take"] for take in third}) == 3


def test_an_earlier_take_is_chosen_and_the_choice_given_up(project):
    first = build(project)["first"].take
    typed(project, "record", "first")
    assert typed(project, "takes", "first", "--choose", "1")["takes"][0]["used"]
    assert build(project)["first"].take == first
    typed(project, "takes", "first", "--choose", "2")
    assert not typed(project, "takes", "first", "--release")["pinned"]
    assert build(project)["first"].take == first


def test_a_chosen_take_survives_reset_and_edits_around_it(project):
    chosen = typed(project, "record", "second")["takes"][1]["take"]
    forget_takes(project)
    edit(project, "{#second}\n", "")
    edit(project, "## A scene\n", "## A scene\n\nA line before.\n")
    lines = build(project)
    moved = next(line for line in lines.values() if line.text == "The second line.")
    assert moved.id != "second"
    assert moved.take == chosen
    assert (project.voiceovers / moved.file).is_file()


def test_a_take_of_changed_words_is_not_used_and_that_is_told(project):
    chosen = typed(project, "record", "first")["takes"][1]["take"]
    edit(project, "The first line", "The very first line")
    assert build(project)["first"].take != chosen
    (note,) = recording(project).unused_pins()
    assert "line first is not used" in note
    recording(project).refuse_changed_recordings()


def test_a_take_that_failed_can_be_chosen_and_counts_as_good(project):
    key = build(project)["first"].take
    store = TakeStore(project.voiceovers)
    bad = replace(store.get(key), provenance={FAULT: "it hisses"})
    store.put(bad, store.read_sound(key))
    assert "first" not in recording(project).present()
    told = typed(project, "takes", "first", "--choose", key[:8])["takes"][0]
    assert (told["fault"], told["chosen_although"]) == ("", "it hisses")
    assert not build(project)["first"].fault
    typed(project, "takes", "first", "--release")
    assert "first" not in recording(project).present()


def test_a_voice_that_always_says_it_the_same_way_says_so(project, monkeypatch):
    row = replace(service_factory.SERVICES["tone"], deterministic=True)
    monkeypatch.setitem(service_factory.SERVICES, "tone", row)
    with pytest.raises(FlamingHorseError, match="the same way each time") as refused:
        typed(project, "record", "first")
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("takes", "frist"), "Did you mean 'first'"),
        (("takes", "first", "--choose", "7"), "Its takes: 1 to 1"),
        (("takes", "first", "--choose", "1", "--release"), "contradict"),
        (("takes", "--play", "1"), "no line is named"),
        (("record", "first", "--file", "no.wav"), "no.wav holds no sound"),
    ],
)
def test_what_is_not_there_is_named(project, words, said):
    with pytest.raises(FlamingHorseError, match=re.escape(said)) as refused:
        typed(project, *words)
    assert refused.value.exit_code == 2


def test_a_recording_of_ones_own_replaces_the_line_in_any_voice(project, my_voice):
    told = typed(project, "record", "first", "--file", my_voice)
    mine = told["takes"][1]
    assert (mine["voice"], mine["used"]) == ("your own recording", True)
    assert mine["words_heard_error"] == 0
    # The silence before and after is cut down to what every take keeps.
    assert soundfile.info(my_voice).duration - mine["seconds"] > 1.5
    line = build(project)["first"]
    assert (line.service, line.take) == ("person", mine["take"])
    (project.folder / "flaming-horse.toml").write_text('[voice]\nservice = "tone"\nspeed = 1.1\n')
    edit(project, "voice: tone\n", "")
    assert build(project)["first"].take == mine["take"]


def test_changed_words_of_ones_own_recording_stop_the_build(project, my_voice):
    typed(project, "record", "first", "--file", my_voice)
    edit(project, "The first line", "The very first line")
    with pytest.raises(FlamingHorseError, match="its words have changed") as refused:
        recording(project).refuse_changed_recordings()
    assert refused.value.place.line == 9
    typed(project, "takes", "first", "--release")
    recording(project).refuse_changed_recordings()


def test_a_chosen_take_that_is_gone_is_an_error_and_never_another_voice(project, my_voice):
    mine = typed(project, "record", "first", "--file", my_voice)["takes"][1]["take"]
    (project.folder / "voice" / "takes" / f"{mine}.flac").write_bytes(b"broken")
    with pytest.raises(FlamingHorseError, match="damaged or gone"):
        build(project)
    assert (project.folder / "voice" / "takes" / f"{mine}.flac").exists()


def test_a_recording_that_says_something_else_is_refused(project, my_voice):
    edit(project, "The second line.", "Nobody says anything like that today.")
    with pytest.raises(FlamingHorseError, match=r"heard otherwise: 'The first line") as refused:
        typed(project, "record", "second", "--file", my_voice)
    assert refused.value.exit_code == 2
    assert not typed(project, "takes", "second")["takes"]
    accepted = typed(project, "record", "second", "--file", my_voice, "--accept-any-take")
    assert "heard otherwise" in accepted["takes"][0]["chosen_although"]


@pytest.mark.usefixtures("my_voice")
def test_takes_that_are_there_are_listened_to_where_that_is_asked_for(project):
    edit(project, "voice: tone", "voice: kokoro")
    assert build(project)["first"].words_heard_error is None
    assert build(project, "all")["first"].words_heard_error == 0
    assert build(project)["first"].words_heard_error == 0  # kept, and nothing is heard again


def test_a_broken_file_of_pins_is_named(project):
    (project.folder / "voice").mkdir()
    (project.folder / "voice" / "pins.json").write_text("{")
    with pytest.raises(FlamingHorseError, match=r"pins\.json:1: not JSON"):
        typed(project, "takes", "first")


def test_a_choice_is_not_lost_without_a_word(project):
    chosen = typed(project, "record", "first")["takes"][1]["take"]
    typed(project, "record", "second")
    (project.folder / "voice" / "pins.json").unlink()
    with pytest.raises(FlamingHorseError, match="is gone, and with it") as told:
        recording(project).refuse_changed_recordings()
    assert f"takes first --choose {chosen[:8]}" in told.value.remedy
    assert "takes second --choose" in told.value.remedy
    assert len([note for note in recording(project).unused_pins() if "is gone" in note]) == 2
    typed(project, "takes", "first", "--choose", chosen[:8])
    recording(project).refuse_changed_recordings()
    assert build(project)["first"].take == chosen


def test_takes_that_were_given_up_are_no_lost_choice(project):
    typed(project, "record", "first")
    typed(project, "takes", "first", "--release")
    recording(project).refuse_changed_recordings()


def test_only_a_voice_with_seeds_is_offered_more_of_them(monkeypatch):
    failed = VoiceFailed("not good", remedy="change its words", line="first", kept="0123456789abc")
    told = way_out(failed, "my-film", choose_voice(option="kokoro"))
    assert "seeds" not in told
    assert "say=" in told
    assert "--accept-any-take" in told
    row = replace(service_factory.SERVICES["tone"], deterministic=False)
    monkeypatch.setitem(service_factory.SERVICES, "tone", row)
    told = way_out(failed, "my-film", choose_voice(option="tone"))
    assert "try more seeds: flaming-horse record first my-film" in told
